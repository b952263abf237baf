"""The page in a real Chromium: ask, read the source, on a wide and on a narrow screen."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
QUESTION = "疫情期间一共实施了多少件行政处罚？"
QUOTE = "严厉查处各类危害疫情防控违法行为，共实施行政处罚1204件，行政检查20611件，处置涉及疫情治安案件12起。"
LOGGED = "A question could not be answered\nTraceback"
DONE = "#wb-current [data-state=done]"
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
# Chromium's own errands would look like requests of the page.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        missing = "没有找到 chromium，浏览器测试未运行"
        if os.environ.get("CI") or os.environ.get("WENBAO_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(kind: str) -> Iterator[str]:
    """Serve the fake service of this kind and give the page's address; Ctrl-C must end it quietly."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.serve_fake", kind],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=20)
        assert process.returncode == 0
        # The one traceback there may be is the log of the accident that a test asks for.
        assert "Traceback" not in complaints.replace(LOGGED, "")


@pytest.fixture(scope="module")
def addresses() -> Iterator[Callable[[str], str]]:
    known: dict[str, str] = {}
    with ExitStack() as servers:

        def address(kind: str) -> str:
            if kind not in known:
                known[kind] = servers.enter_context(served(kind))
            return known[kind]

        yield address


@pytest.fixture
def open_page(chromium: "Browser", addresses: Callable[[str], str]) -> Iterator[Open]:
    """Open the page; at the end, no script failed and every request went to the page's own host."""
    faults: list[str] = []
    strays: list[str] = []
    with ExitStack() as contexts:

        def open_it(kind: str = "plain", size: dict[str, int] = WIDE) -> "Page":
            own = addresses(kind)
            context = chromium.new_context(viewport=size, locale="en-US")  # type: ignore[arg-type]
            contexts.callback(context.close)
            page = context.new_page()

            def note_request(request: "Request") -> None:
                if urlsplit(request.url).netloc not in ("", urlsplit(own).netloc):
                    strays.append(request.url)

            def note_console(said: "ConsoleMessage") -> None:
                if said.type == "error":
                    faults.append(said.text)

            page.on("request", note_request)
            page.on("console", note_console)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(own)
            page.wait_for_selector(".wb-welcome")
            return page

        yield open_it
    assert faults == []
    assert strays == []


def ask(page: "Page", question: str = QUESTION) -> None:
    page.fill("#wb-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(DONE)


def quote_is_in_view(page: "Page") -> bool:
    seen: bool = page.evaluate(
        """() => {
            const quote = document.querySelector(".wb-source-panel mark").getBoundingClientRect();
            const hit = document.elementFromPoint(quote.x + 5, quote.y + 5);
            return hit !== null && hit.closest(".wb-source-panel") !== null;
        }"""
    )
    return seen


def test_ask_see_the_answer_come_and_open_its_source(open_page: Open) -> None:
    page = open_page()
    page.fill("#wb-box textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wb-current [data-state=pending]")
    page.wait_for_function(
        "document.querySelector('#wb-current .wb-text').innerText.includes('严厉')"
    )
    head = page.locator("#wb-current .wb-text").bounding_box()
    page.wait_for_selector(DONE)
    assert page.locator("#wb-current .wb-text").bounding_box()["y"] == head["y"]  # type: ignore[index]
    assert page.locator("#wb-current .wb-badge").inner_text() == "已披露"
    page.click(".wb-tabs >> text=报告库")
    page.click("#wb-current .wb-cite")
    assert page.locator(".wb-source-panel mark").inner_text() == QUOTE
    assert page.locator(".wb-source-panel .wb-path").inner_text().startswith("一、工作情况")
    assert quote_is_in_view(page)
    assert page.locator("#wb-library").is_hidden()


def test_the_first_source_opens_by_itself_on_a_wide_screen(open_page: Open) -> None:
    page = open_page()
    ask(page)
    assert page.locator(".wb-source-panel mark").inner_text() == QUOTE
    ask(page, "今天天气怎么样？")
    page.wait_for_selector("text=这次回答没有引用原文")


def test_the_keyboard_alone_is_enough(open_page: Open) -> None:
    page = open_page()
    ask(page)
    page.click(".wb-tabs >> text=报告库")
    page.locator("#wb-current .wb-cite").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "wb-source-panel"
    assert "出处1" in (page.locator("#wb-current .wb-cite").get_attribute("aria-label") or "")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "wb-cite"


def test_on_a_narrow_screen_the_source_is_a_drawer(open_page: Open) -> None:
    page = open_page(size=NARROW)
    ask(page)
    assert page.locator("#wb-side").is_hidden()
    page.click("#wb-current .wb-cite")
    page.wait_for_timeout(300)
    assert page.locator(".wb-source-panel mark").inner_text() == QUOTE
    assert quote_is_in_view(page)
    page.click(".wb-tabs >> text=关闭")
    page.wait_for_timeout(300)
    assert page.locator("#wb-side").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_an_example_asks_itself_and_a_new_conversation_begins_again(open_page: Open) -> None:
    page = open_page()
    page.locator(".wb-example").first.click()
    page.wait_for_selector(DONE)
    assert page.locator(".wb-welcome").count() == 0
    page.click("#wb-restart")
    page.wait_for_selector(".wb-welcome")
    assert page.locator(".wb-turn").count() == 0


def test_earlier_turns_stay_and_their_sources_open(open_page: Open) -> None:
    page = open_page()
    ask(page)
    page.fill("#wb-box textarea", "取消了多少项证明？")
    page.click("#wb-send")
    page.wait_for_selector("#wb-current >> text=取消各类证明31项")
    page.wait_for_selector(DONE)
    page.locator("#wb-earlier .wb-cite").first.click()
    assert page.locator(".wb-source-panel mark").inner_text() == QUOTE
    assert page.locator(".wb-cite[aria-current]").count() == 1


def test_reports_are_filtered_while_typing(open_page: Open) -> None:
    page = open_page()
    assert page.locator(".wb-reports li").count() == 2
    page.locator("#wb-filter textarea, #wb-filter input").press_sequentially("2019")
    page.wait_for_selector("text=符合 1 篇")
    assert "青石区" in page.locator(".wb-reports").inner_text()


def test_an_empty_question_gets_a_hint_and_a_long_one_a_reason(open_page: Open) -> None:
    page = open_page()
    page.click("#wb-send")
    page.wait_for_selector("text=请先输入问题。")
    page.fill("#wb-box textarea", "字" * 20_000)
    page.click("#wb-send")
    page.wait_for_selector("text=问题最长 2000 字")
    assert len(page.input_value("#wb-box textarea")) == 20_000


@pytest.mark.parametrize(
    ("question", "sentence"), [("库连得上吗", "连不上 Chroma"), ("出一个意外", "出了意外")]
)
def test_an_error_is_a_sentence_and_the_question_is_kept(
    open_page: Open, question: str, sentence: str
) -> None:
    page = open_page()
    page.fill("#wb-box textarea", question)
    page.click("#wb-send")
    page.wait_for_selector(f"#wb-current >> text={sentence}")
    assert page.input_value("#wb-box textarea") == question
    shown = page.locator("body").inner_text()
    assert "Error" not in shown
    assert "Traceback" not in shown


def test_nothing_of_a_report_or_a_question_runs(open_page: Open) -> None:
    page = open_page("hostile")
    payload = (
        "<img src=x onerror=window.pwned=1><svg onload=window.pwned=1>${window.pwned=1} 调解成功"
    )
    ask(page, payload)
    page.wait_for_selector(".wb-source-panel mark")
    ask(page, "行政处罚")
    # The answer before was done already: the page has moved on when the first turn stands above.
    page.wait_for_function(
        "text => document.querySelector('#wb-earlier').innerText.includes(text)", arg=payload
    )
    state: list[Any] = page.evaluate(
        "[window.pwned ?? null, document.querySelectorAll('#wb-main :is(img, script)').length]"
    )
    assert state == [None, 0]


def test_the_page_is_chinese_and_shows_nothing_of_gradio(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate("[document.documentElement.lang, document.title]") == ["zh-CN", "问报"]
    shown = page.locator("body").inner_text()
    for word in ("Gradio", "API", "Settings", "设置", "Loading"):
        assert word not in shown


def test_a_models_first_checked_sentence_is_shown_before_its_last_is_written(
    open_page: Open,
) -> None:
    from tests.model_stub import PAUSE_S
    from tests.serve_fake import FIRST, SECOND

    page = open_page("model")
    page.wait_for_selector("#wb-model p")
    assert "虚构模型（可用）" in page.inner_text("#wb-model")
    page.fill("#wb-box textarea", "光明区2021年收到行政复议申请多少件？")
    page.press("#wb-box textarea", "Enter")
    began = time.monotonic()
    page.wait_for_function(
        "text => document.querySelector('#wb-current').innerText.includes(text)", arg=FIRST[:-1]
    )
    assert page.query_selector(DONE) is None
    assert SECOND[:-1] not in page.inner_text("#wb-current")
    assert time.monotonic() - began < PAUSE_S
    page.wait_for_selector(DONE)
    shown = page.inner_text("#wb-current")
    assert SECOND[:-1] in shown
    assert "AI 生成" in page.inner_text("#wb-current .wb-status")
