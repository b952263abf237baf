"""The way of each kind of user through the page, over the real service, store and reader, in a real Chromium."""

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import docx
import pytest

from tests.browser import NARROW, Open, ask, wait_for_answer, wait_for_quote

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RECEIVED = "光明区2021年收到行政复议申请多少件？"


def answer_text(page: "Page") -> str:
    return page.inner_text("#wb-current .wb-text")


def test_an_official_finds_a_figure_changes_the_scope_follows_up_and_takes_it_along(
    open_page: Open,
) -> None:
    page = open_page("library")
    ask(page, RECEIVED)
    assert "120件" in answer_text(page)
    assert "120件" in wait_for_quote(page)
    page.click("#wb-current .wb-chip[data-field=year]")
    page.click(".wb-pop >> text=2020年")
    page.wait_for_function(
        "document.querySelector('#wb-current [data-state=done] .wb-text')?.innerText.includes('100件')"
    )
    assert "由你指定" in page.inner_text("#wb-current .wb-status")
    assert "120件" in page.inner_text("#wb-earlier")
    follow_up = "那审结了多少件？"
    ask(page, follow_up)
    assert "90件" in answer_text(page)
    page.click("#wb-current summary >> text=导出")
    with page.expect_download() as coming:
        page.click("#wb-current >> text=Word 文档")
    document = docx.Document(str(coming.value.path()))
    assert any("审结90件" in paragraph.text for paragraph in document.paragraphs)
    assert coming.value.suggested_filename == "问报-那审结了多少件.docx"


def test_a_trainer_compares_reads_on_and_exports_the_conversation(open_page: Open) -> None:
    page = open_page("library")
    question = "光明区2020年和2021年收到行政复议申请各多少件？"
    ask(page, question)
    rows = page.locator("#wb-current .wb-table tbody tr")
    assert rows.count() == 2
    assert "100件" in rows.nth(0).inner_text()
    assert "120件" in rows.nth(1).inner_text()
    wait_for_quote(page)
    assert page.inner_text(".wb-panel-count") == "第 1 / 2 条"
    page.click("[data-do=next]")
    page.wait_for_selector(".wb-source-panel mark >> text=120件")
    assert page.locator("[data-do=next]").is_disabled()
    page.click(".wb-source-tools >> text=报告页")
    page.wait_for_selector(".wb-report-text >> text=落实“三项制度”")
    page.click("text=就这篇提问 >> visible=true")
    assert "报告：《深圳市光明区人民政府2021年" in page.inner_text("#wb-chosen")
    ask(page, "有哪些问题？")
    page.click("[data-do=rail]")
    with page.expect_download() as coming:
        page.click(".wb-rail-list >> text=导出")
    document = docx.Document(str(coming.value.path()))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [  # type: ignore[union-attr]
        question,
        "有哪些问题？",
    ]


def test_a_member_of_the_public_asks_in_plain_words_and_says_what_was_wrong(
    open_page: Open,
) -> None:
    page = open_page("library", size=NARROW)
    page.locator(".wb-example").last.click()
    page.wait_for_selector("#wb-current [data-state=done]")
    ask(page, "龙华区2021年调解家庭纠纷多少起？")
    assert "431起" in answer_text(page)
    page.click("#wb-current .wb-cite")
    assert "431起" in wait_for_quote(page)
    page.wait_for_timeout(300)
    page.click(".wb-panel-close")
    page.wait_for_timeout(300)
    page.click("#wb-current >> text=有误")
    page.check("#wb-current input[value=scope]")
    page.fill("#wb-current .wb-reason textarea", "我问的是去年")
    with page.expect_request("**/wenbao/feedback") as sent:
        page.click("#wb-current .wb-reason >> text=提交")
    page.wait_for_selector("#wb-current >> text=已记下，谢谢")
    told = json.loads(sent.value.post_data or "")
    assert (told["verdict"], told["reason"]) == ("wrong", "年份或地区不对：我问的是去年")
    assert "431起" in told["record"]["answer"]["text"]
    assert len(told["earlier"]) == 1


def test_a_refusal_and_a_report_that_is_not_here_are_told_apart(open_page: Open) -> None:
    page = open_page("library")
    ask(page, "光明区2021年的区长叫什么名字？")
    assert page.inner_text("#wb-current .wb-badge") == "报告未提及"
    ask(page, "大兴区2021年收到行政复议申请多少件？")
    assert page.inner_text("#wb-current .wb-badge") == "未收录"


def test_a_conversation_is_remembered_found_renamed_reopened_and_deleted(open_page: Open) -> None:
    page = open_page("library")
    ask(page, RECEIVED)
    page.click("#wb-restart")
    page.wait_for_selector(".wb-welcome")
    ask(page, "龙华区2021年走访企业多少家？")
    page.reload()
    page.wait_for_selector(".wb-welcome")
    page.click("[data-do=rail]")
    page.wait_for_selector(".wb-rail-list li:nth-child(2)")
    page.fill(".wb-rail-search", "复议")
    page.wait_for_function("document.querySelectorAll('.wb-rail-list li').length === 1")
    page.click(".wb-rail-list >> text=改名")
    page.fill("dialog input", "光明复议")
    page.click("dialog >> text=保存")
    page.wait_for_selector(".wb-rail-list >> text=光明复议")
    page.click(".wb-rail-open")
    page.wait_for_selector("#wb-earlier >> text=120件")
    ask(page, "那审结了多少件？")
    assert "98件" in answer_text(page)
    page.locator("#wb-earlier .wb-cite").first.click()
    assert "120件" in wait_for_quote(page)
    page.click(".wb-rail-list >> text=删除")
    page.click("#wb-notice >> text=撤销")
    page.wait_for_selector(".wb-rail-list >> text=光明复议")
    page.click(".wb-rail-list >> text=删除")
    page.wait_for_selector("text=没有符合的对话。")
    page.fill(".wb-rail-search", "")
    page.wait_for_function("document.querySelectorAll('.wb-rail-list li').length === 1")


def test_an_answer_is_copied_with_its_sources_and_a_citation_by_itself(open_page: Open) -> None:
    page = open_page("library", permissions=["clipboard-read", "clipboard-write"])
    ask(page, RECEIVED)
    page.click("#wb-current [data-do=copy]")
    page.wait_for_selector("#wb-notice >> text=已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("【已披露】\n共收到行政复议申请120件")
    assert "出处\n[1] 《深圳市光明区人民政府2021年法治政府建设年度情况报告》" in copied
    page.click("#wb-current >> text=出处 1 条")
    page.click("#wb-current .wb-cited-list >> text=复制引用")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('《')")
    assert page.evaluate("navigator.clipboard.readText()").endswith("2021年")


def test_a_question_can_be_edited_and_asked_again(open_page: Open) -> None:
    page = open_page("library")
    ask(page, RECEIVED)
    page.click("#wb-current >> text=改问题")
    assert page.input_value("#wb-box textarea") == RECEIVED
    page.fill("#wb-box textarea", RECEIVED.replace("2021", "2020"))
    page.keyboard.press("Enter")
    wait_for_answer(page, RECEIVED.replace("2021", "2020"))
    assert "100件" in answer_text(page)
    page.click("#wb-current >> text=再问一次")
    page.wait_for_function("document.querySelectorAll('.wb-turn').length === 3")
    page.wait_for_selector("#wb-current [data-state=done]")
    assert "100件" in answer_text(page)


def test_a_pdf_shows_its_page_with_the_quote_marked_and_can_be_downloaded(
    open_page: Open,
) -> None:
    page = open_page("library")
    ask(page, "云溪区2021年收到行政复议申请多少件？")
    assert "58件" in wait_for_quote(page)
    page.click(".wb-source-tools >> text=看原页")
    page.wait_for_selector(".wb-picture img")
    page.wait_for_function("document.querySelector('.wb-picture img').naturalWidth > 800")
    assert page.locator(".wb-picture .wb-nothing").count() == 0
    page.click(".wb-source-tools >> text=看文字")
    assert page.locator(".wb-source-panel mark").is_visible()
    with page.expect_download() as coming:
        page.click(".wb-source-tools >> text=下载原件")
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    assert unquote(coming.value.suggested_filename) == "云溪2021.pdf"


def test_the_page_prints_the_conversation_with_its_sources(open_page: Open) -> None:
    import pypdfium2

    page = open_page("library")
    ask(page, RECEIVED)
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf()))
    text = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "共收到行政复议申请120件" in text
    assert "《深圳市光明区人民政府2021年法治政府建设年度情况报告》，一、工作情况" in text
    for tool in ("导出", "接着问", "报告库"):
        assert tool not in text


def test_nothing_that_stands_moves_while_an_answer_comes(open_page: Open) -> None:
    page = open_page("slow")
    page.evaluate(
        """() => {
            window.shift = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
            }).observe({ type: "layout-shift", buffered: false });
        }"""
    )
    ask(page, "取消了多少项证明？")
    wait_for_quote(page)
    assert page.evaluate("window.shift") < 0.02
