"""Thirty payloads in questions, file names, report titles, report text, facts and remembered records: none runs."""

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser import Open, ask, wait_for_quote
from tests.hostile import PAYLOADS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# What a payload could have added to the page: elements that this page never makes of text.
FOREIGN = (
    "#wb-main :is(script, iframe, img:not(.wb-picture img), svg:not(.wb-brand svg), video, math, object,"
    " embed, base, link, meta, style, form:not(.wb-filters, .wb-reason, .wb-facts-form))"
)


def unharmed(page: "Page") -> None:
    """Nothing ran, nothing was made of the text, and the page still works."""
    found = page.evaluate(
        """selector => [
            window.pwned ?? null,
            [...document.querySelectorAll(selector)].map((one) => one.outerHTML.slice(0, 80)),
            [...document.querySelectorAll("#wb-main [href^='javascript:']")].length,
            document.baseURI.startsWith(location.origin),
        ]""",
        FOREIGN,
    )
    assert found == [None, [], 0, True]
    assert page.locator("#wb-box textarea").is_visible() or page.locator(".wb-library").is_visible()


def test_no_question_runs(open_page: Open) -> None:
    page = open_page()
    for payload in PAYLOADS:
        ask(page, f"行政处罚{payload}")
        unharmed(page)
    page.click("#wb-current [data-do=edit]")
    page.click("[data-do=rail]")
    page.wait_for_selector(".wb-rail-list li")
    unharmed(page)
    page.reload()
    page.wait_for_selector(".wb-welcome")
    page.click("[data-do=rail]")
    page.click(".wb-rail-open")
    page.wait_for_selector("#wb-earlier .wb-turn:nth-of-type(30)")
    assert page.locator("#wb-earlier .wb-turn").count() == len(PAYLOADS)
    unharmed(page)


def test_no_report_runs_by_title_text_or_region(open_page: Open) -> None:
    page = open_page("hostile")
    page.click(".wb-nav [data-view=library]")
    page.wait_for_selector(".wb-reports tbody tr")
    assert page.locator(".wb-reports tbody tr").count() == len(PAYLOADS)
    unharmed(page)
    for number in range(len(PAYLOADS)):
        page.locator(".wb-reports tbody [data-do=report]").nth(number).click()
        page.wait_for_selector(".wb-report-room h2")
        page.wait_for_selector(".wb-report-text >> text=本段虚构")
        unharmed(page)
        page.click(".wb-report-bar >> text=返回报告库")
        page.wait_for_selector(".wb-reports tbody tr")
    page.locator(".wb-reports >> text=改信息").first.click()
    page.wait_for_selector("dialog form")
    unharmed(page)
    page.click("dialog >> text=取消")
    page.locator(".wb-reports >> text=移除").first.click()
    page.wait_for_selector("dialog")
    unharmed(page)
    page.click("dialog >> text=取消")
    page.click(".wb-nav [data-view=chat]")
    for number, _ in enumerate(PAYLOADS):
        ask(page, f"第{number}号报告说了什么")
        wait_for_quote(page)
        unharmed(page)
    page.click("#wb-current .wb-chip[data-field=region]")
    page.wait_for_selector(".wb-pop")
    unharmed(page)


def test_no_file_name_runs(open_page: Open) -> None:
    page = open_page()
    page.click(".wb-nav [data-view=library]")
    page.wait_for_selector(".wb-drop")
    page.evaluate(
        """names => {
            const transfer = new DataTransfer();
            for (const name of names) transfer.items.add(new File(["虚构"], `${name}.txt`));
            document.querySelector(".wb-drop").dispatchEvent(
                new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
        }""",
        list(PAYLOADS),
    )
    page.wait_for_function(
        "count => document.querySelectorAll('.wb-uploads li:is(.wb-taken, .wb-refused)').length === count",
        arg=len(PAYLOADS),
        # Thirty uploads one after the other, on a machine that may have other work.
        timeout=90_000,
    )
    unharmed(page)


def test_no_remembered_record_runs_however_it_got_into_the_browser(open_page: Open) -> None:
    page = open_page()
    ask(page, "疫情期间一共实施了多少件行政处罚？")
    record = json.loads(page.locator("#wb-current .wb-record").text_content() or "")
    for payload in PAYLOADS:
        planted = json.loads(json.dumps(record))
        planted["question"] = payload
        answer = planted["answer"]
        answer["text"] = f"{payload}[1]"
        answer["notices"] = [payload]
        answer["scope"]["regions"] = [payload]
        answer["citations"][0] |= {
            "title": payload,
            "quote": f"{payload}（伪造）",
            "passage": payload,
        }
        page.evaluate("records => window.wenbaoOpen({ records })", [planted])
        page.wait_for_selector("#wb-earlier >> text=后来有更换或移除")
        unharmed(page)
        page.click("#wb-restart")
        page.wait_for_selector(".wb-welcome")
