"""Reports named as people name them, asked on the page: whose figure is shown, and which report is cited."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import Open, ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

SET = Path(__file__).parent / "evaluation" / "situations" / "named_reports_8"
CASES = {
    case["id"]: case
    for case in map(json.loads, (SET / "questions.jsonl").read_text(encoding="utf-8").splitlines())
}
# Full titles, parts of one, 那份, 最新, 最早, 去年的, twins by title and by date, the kind, follow-ups.
ASKED = [
    "01",
    "03",
    "05",
    "09",
    "10",
    "12",
    "17",
    "18",
    "19",
    "20",
    "21",
    "23",
    "24",
    "25",
    "26",
    "30",
    "31",
    "33",
]


@pytest.fixture
def named(open_page: Open, default_models: Path, monkeypatch: pytest.MonkeyPatch) -> "Page":
    """The page over the real service with the real model, served once for all tests of this module."""
    monkeypatch.setitem(os.environ, "UNPACKED_MODELS", str(default_models))
    return open_page("named")


def title_of(name: str) -> str:
    """The title of a report of the set: its first line."""
    return (SET / "reports" / name).read_text(encoding="utf-8").splitlines()[0].strip()


def shown(page: "Page", case: dict[str, Any]) -> tuple[str, set[str]]:
    """Ask the turns of a case; give the last answer's text and what its citation marks say."""
    for turn in case["turns"]:
        ask(page, turn)
    marks = page.locator("#wb-current .wb-text .wb-cite")
    labels = {marks.nth(n).get_attribute("aria-label") or "" for n in range(marks.count())}
    return page.inner_text("#wb-current .wb-text"), labels


@pytest.mark.parametrize("number", ASKED)
def test_the_report_that_is_named_is_the_report_that_is_read(named: "Page", number: str) -> None:
    case = CASES[f"g1h-{number}"]
    text, cited = shown(named, case)
    assert all(needle in text for needle in case["must"]), text
    assert not any(needle in text for needle in case.get("must_not", ())), text
    named_titles = {title_of(name) for name in case["report"]}
    assert {title for title in named_titles if any(f"《{title}》" in one for one in cited)} == (
        named_titles
    )
    assert all(any(f"《{title}》" in one for title in named_titles) for one in cited)


@pytest.mark.parametrize("number", ["38", "39"])
def test_a_report_that_is_not_there_is_said_not_to_be(named: "Page", number: str) -> None:
    ask(named, CASES[f"g1h-{number}"]["turns"][0])
    assert named.locator("#wb-current .wb-badge").inner_text() == "未收录"
