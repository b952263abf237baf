"""A limit planted in the files that CONTRIBUTING names for a scope chip works on every surface."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.models import Scope
from assistant.ui.words import LANGUAGES
from assistant.vocabulary.limits import LIMITS
from tests.browser import ROOT, ask, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BODY = "深圳市光明区人民政府"
FIELD = "    reports: tuple[str, ...] = ()\n"
ROW = """LIMITS = (
    Limit(
        "publishers",
        "publisher",
        lambda record: (record.facts.body,),
        {
            "zh": LimitWords("不限机关", "机关：{value}，可改", "换机关再问", "只看这个机关"),
            "en": LimitWords("Any publisher", "By {value}", "Ask of another", "only this publisher"),
        },
    ),
"""
PLANTED = {
    "assistant/models.py": (FIELD, FIELD + FIELD.replace("reports", "publishers")),
    "assistant/vocabulary/limits.py": ("LIMITS = (\n", ROW),
}
SEEN = """
import asyncio, json
from datetime import date
import httpx
import assistant.serving.api as api
from assistant.cli.parser import build_parser
from assistant.question.planning import Ask, make_plan
from assistant.render import scope_label
from assistant.models import Answer, Scope
from assistant.ui.chat.chips import chips_html
from assistant.ui.words import words_in
from assistant.wire import answer_from_json, chosen_json, chosen_kindly
from tests.fakes_service import FakeService
from tests.scope_samples import LIBRARY

def call(method, path, **options):
    async def exchange():
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers={"X-Wenbao-Token": "t"}, **options)
    return asyncio.run(exchange()).json()

api.mount_page = lambda app, service: None
service = FakeService()
app = api.create_app(service, token="t")
BODY = "深圳市光明区人民政府"
sent = {"publishers": [BODY]}
scope = chosen_kindly(sent)
plan = make_plan(Ask("新建学校多少所？", scope=scope, today=date(2026, 1, 1)), LIBRARY)
answer = Answer("disclosed", "甲。", scope=plan.scope)
assert answer_from_json(json.loads(json.dumps(answer.to_json()))) == answer
call("POST", "/api/ask", json={"question": "行政复议多少件？", "scope": sent})
print(json.dumps({
    "sent": chosen_json(scope)["publishers"],
    "asked": service.asked[-1][2].publishers,
    "refused": call("POST", "/api/ask", json={"question": "问", "scope": {"publishers": [1]}}),
    "search": call("GET", "/api/search", params={"q": "行政复议", "publisher": BODY}),
    "offered": call("GET", "/wenbao/scopes")["publishers"],
    "read": sorted({one for part in plan.parts for one in part.reading.report_ids}),
    "answered": answer.to_json()["scope"],
    "label": scope_label(plan.scope),
    "flag": build_parser().parse_args(["ask", "问", "--publisher", BODY]).publisher,
    "free": {language: chips_html(Scope(), words_in(language)) for language in ("zh", "en")},
    "limited": chips_html(plan.scope, words_in("zh")),
}))
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the assistant that has the planted limit."""
    root = tmp_path_factory.mktemp("planted")
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "assistant", root / "assistant", ignore=unwanted)
    for name, (old, new) in PLANTED.items():
        text = (root / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, name
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def seen(planted: Path) -> dict[str, Any]:
    """What that copy gives on every surface."""
    done = subprocess.run(
        [sys.executable, "-c", SEEN],
        capture_output=True,
        encoding="utf-8",
        cwd=planted,
        env={**os.environ, "PYTHONPATH": f"{planted}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def test_it_is_planted_where_the_table_of_changes_says() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    row = next(line for line in table.splitlines() if line.startswith("| a scope chip |"))
    assert set(PLANTED) <= set(re.findall(r"`([^`]+)`", row))


def test_it_travels_in_every_json(seen: dict[str, Any]) -> None:
    assert seen["sent"] == seen["asked"] == seen["answered"]["publishers"] == seen["flag"] == [BODY]
    assert seen["refused"] == {"error": "请求不合格式：scope.publishers.0。"}
    assert seen["search"]["hits"]
    assert seen["answered"]["from"] == "user"


def test_it_has_a_chip_in_both_languages_and_choices_under_it(seen: dict[str, Any]) -> None:
    assert 'data-key="publishers" data-menu="换机关再问"' in seen["free"]["zh"]
    assert 'aria-label="机关：不限机关，可改">不限机关</button>' in seen["free"]["zh"]
    assert 'aria-label="By Any publisher">Any publisher</button>' in seen["free"]["en"]
    assert f">{BODY}</button>" in seen["limited"]
    assert "由你指定" in seen["limited"]
    assert BODY in seen["label"]
    assert seen["offered"] == ["虚构市云溪区人民政府"]


def test_it_limits_what_is_read(seen: dict[str, Any]) -> None:
    assert seen["read"]
    assert all(one.startswith("深圳市光明区") for one in seen["read"])


@pytest.mark.browser
def test_its_menu_asks_again_within_what_was_picked(planted: Path, chromium: "Browser") -> None:
    with served("plain", planted) as address:
        page = chromium.new_page()
        page.goto(address)
        page.wait_for_selector(".wb-welcome")
        ask(page, "收到行政复议申请多少件？")
        chip = "#wb-current .wb-chip[data-field=publisher]"
        assert page.inner_text(chip) == "不限机关"
        page.click(chip)
        assert page.inner_text("#wb-current .wb-pop p") == "换机关再问"
        page.click("#wb-current .wb-pop >> text=虚构市云溪区人民政府")
        page.wait_for_selector(f"{chip} >> text=虚构市云溪区人民政府")
        assert "由你指定" in page.inner_text("#wb-current .wb-chips")
        page.close()


def test_each_limit_is_a_field_of_the_scope_and_speaks_both_languages() -> None:
    hints = Scope.__annotations__
    for limit in LIMITS:
        assert hints[limit.field] == limit.values
        assert set(limit.words) == set(LANGUAGES)
        assert all(said.change.count("{value}") == 1 for said in limit.words.values())
