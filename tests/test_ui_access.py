"""For everyone: no serious finding of axe-core on any state of the page, and the keyboard alone is enough."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import NARROW, WIDE, Open, ask, wait_for_quote

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

QUESTION = "光明区2020年和2021年收到行政复议申请各多少件？"


def serious(page: "Page", where: str) -> list[str]:
    """Name each serious or critical finding of axe-core, with the element that it is about."""
    from axe_playwright_python.sync_playwright import Axe

    response: dict[str, Any] = Axe().run(page).response
    return [
        f"{where}: {found['id']}: {node['html'][:160]} {json.dumps(node['any'][:1])[:300]}"
        for found in response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_finds_nothing_serious(open_page: Open, theme: str, size: dict[str, int]) -> None:
    page = open_page("library", size=size, color_scheme=theme, bypass_csp=True)
    found = serious(page, "first visit")
    ask(page, QUESTION)
    if size is NARROW:
        page.locator("#wb-current .wb-cite").first.click()
        page.wait_for_timeout(400)
    wait_for_quote(page)
    page.click(".wb-source .wb-outline > summary")
    found += serious(page, "answer and source")
    if size is NARROW:
        page.click(".wb-panel-close")
        page.wait_for_timeout(400)
    page.click("#wb-current .wb-cited-list summary")
    page.click("#wb-current [data-do=wrong]")
    page.click("#wb-current .wb-chip[data-field=region]")
    page.wait_for_selector(".wb-pop")
    found += serious(page, "menus")
    page.keyboard.press("Escape")
    ask(page, "大兴区2021年收到行政复议申请多少件？")
    page.click("[data-do=rail]")
    page.wait_for_selector(".wb-rail-list li")
    found += serious(page, "not in the library, history")
    page.click("[data-do=rail-close]")
    page.click(".wb-nav [data-view=library]")
    page.wait_for_selector(".wb-reports tbody tr")
    page.click(".wb-removed summary")
    found += serious(page, "library")
    page.locator(".wb-reports >> text=改信息").first.click()
    page.wait_for_selector("dialog form")
    found += serious(page, "dialog")
    page.click("dialog >> text=取消")
    page.locator(".wb-reports [data-do=report]").first.click()
    page.wait_for_selector(".wb-report-text")
    found += serious(page, "report")
    assert found == []


def test_the_english_page_is_no_worse(open_page: Open) -> None:
    page = open_page("library", path="en/", bypass_csp=True)
    ask(page, QUESTION)
    wait_for_quote(page)
    assert serious(page, "English") == []


def focused(page: "Page") -> str:
    """Name what has the focus: what it does, else its class or id."""
    name: str = page.evaluate(
        """() => {
            const one = document.activeElement;
            return one.dataset.do ?? one.dataset.cite ?? one.dataset.ask ?? one.dataset.view ?? (one.className || one.id || one.tagName);
        }"""
    )
    return name


def tab_to(page: "Page", wanted: str, *, backwards: bool = False, limit: int = 60) -> None:
    """Press Tab until what has the focus is the wanted thing."""
    for _ in range(limit):
        if focused(page).startswith(wanted):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"no way by Tab to {wanted}")


def test_the_keyboard_alone_is_enough(open_page: Open) -> None:
    page = open_page("library")
    page.wait_for_function("document.activeElement.matches('#wb-box textarea')")
    page.keyboard.insert_text("光明区2021年收到行政复议申请多少件？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wb-current [data-state=done]")
    wait_for_quote(page)
    # The source: open, read, back to where one was.
    tab_to(page, "1", backwards=True)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.className === 'wb-source-panel'")
    tab_to(page, "wb-source-text")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.className === 'wb-cite'")
    # The scope.
    tab_to(page, "scope", backwards=True)
    tab_to(page, "scope", backwards=True)
    page.keyboard.press("Shift+Tab")
    tab_to(page, "scope")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wb-pop")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(".wb-pop").count() == 0
    assert focused(page) == "scope"
    # An export.
    tab_to(page, "wb-action")
    while page.evaluate("document.activeElement.textContent") != "导出":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download():
        page.keyboard.press("Enter")
    # A suggested question.
    tab_to(page, "深圳市光明区")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.wb-turn').length === 2")
    page.wait_for_selector("#wb-current [data-state=done]")
    # Feedback.
    tab_to(page, "wb-skip", backwards=True, limit=120)
    page.keyboard.press("Enter")
    tab_to(page, "useful", backwards=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wb-current >> text=已记下")
    # The library and a report of it.
    tab_to(page, "library", backwards=True, limit=120)
    page.keyboard.press("Enter")
    page.wait_for_selector(".wb-reports tbody tr")
    tab_to(page, "report", limit=80)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.wb-report-room h2')")
    assert "工作情况" in page.inner_text(".wb-report-text")


def test_the_focus_is_always_seen(open_page: Open) -> None:
    page = open_page("library")
    page.wait_for_function("document.activeElement.matches('#wb-box textarea')")
    # The box shows it by its frame.
    frame = "getComputedStyle(document.querySelector('#wb-composer')).boxShadow"
    assert page.evaluate(frame) != "none"
    seen = []
    for _ in range(16):
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => {
                const one = document.activeElement;
                const { outlineStyle, outlineColor } = getComputedStyle(one);
                return [one.matches("body, textarea"), outlineStyle, outlineColor];
            }"""
        )
        if not style[0]:
            assert style[1:] == ["solid", "rgb(29, 63, 114)"], focused(page)
            seen.append(focused(page))
    assert {"chat", "library", "rail", "theme"} <= set(seen)
