"""The page in a real Chromium: ask, read the source, on a wide and on a narrow screen."""

import time

import pytest

from tests.browser import DONE, NARROW, Open, ask, quote_is_in_view, wait_for_quote

pytestmark = pytest.mark.browser

QUESTION = "疫情期间一共实施了多少件行政处罚？"
QUOTE = "严厉查处各类危害疫情防控违法行为，共实施行政处罚1204件，行政检查20611件，处置涉及疫情治安案件12起。"


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
    assert page.locator("#wb-current .wb-figure").inner_text() == "1204件"
    assert "1 个数字与引文一致" in page.inner_text("#wb-current")
    page.click("#wb-current .wb-cite")
    assert wait_for_quote(page) == QUOTE
    assert page.locator(".wb-source-panel .wb-path").inner_text().startswith("一、工作情况")
    assert quote_is_in_view(page)


def test_the_first_source_opens_by_itself_on_a_wide_screen(open_page: Open) -> None:
    page = open_page()
    assert page.locator("#wb-overview").is_visible()
    ask(page, QUESTION)
    assert wait_for_quote(page) == QUOTE
    ask(page, "今天天气怎么样？")
    page.wait_for_selector("text=这次回答没有引用原文")


def test_the_report_stands_whole_around_its_quote_and_its_outline_leads_on(
    open_page: Open,
) -> None:
    page = open_page()
    ask(page, QUESTION)
    wait_for_quote(page)
    assert "三、下一年工作安排" in page.inner_text(".wb-source-text")
    page.click(".wb-source .wb-outline > summary")
    assert page.locator(".wb-outline [aria-current]").inner_text().startswith("（一）全力")
    page.click(".wb-source .wb-outline >> text=三、下一年工作安排")
    assert page.evaluate(
        "document.querySelector('.wb-source-text').scrollTop + 1 >= "
        "document.querySelector('.wb-source-text').scrollHeight - "
        "document.querySelector('.wb-source-text').clientHeight"
    )


def test_on_a_narrow_screen_the_source_is_a_drawer(open_page: Open) -> None:
    page = open_page(size=NARROW)
    ask(page, QUESTION)
    assert page.locator("#wb-side").is_hidden()
    page.click("#wb-current .wb-cite")
    assert wait_for_quote(page) == QUOTE
    page.wait_for_timeout(300)
    assert quote_is_in_view(page)
    page.click(".wb-panel-close")
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
    assert page.locator("#wb-overview").is_visible()


def test_a_suggested_question_asks_itself(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.locator("#wb-current .wb-next .wb-example").first.click()
    page.wait_for_selector("#wb-current >> text=取消各类证明31项")
    assert page.locator("#wb-earlier .wb-next").count() == 0


def test_earlier_turns_stay_and_their_sources_open(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.fill("#wb-box textarea", "取消了多少项证明？")
    page.click("#wb-send")
    page.wait_for_selector("#wb-current >> text=取消各类证明31项")
    page.wait_for_selector(DONE)
    page.wait_for_selector(".wb-source-panel mark >> text=31项")
    page.locator("#wb-earlier .wb-cite").first.click()
    page.wait_for_selector(".wb-source-panel mark >> text=1204件")
    assert page.locator(".wb-cite[aria-current]").count() == 1


def test_an_answer_can_be_stopped_and_the_question_comes_back(open_page: Open) -> None:
    page = open_page("slow")
    page.fill("#wb-box textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wb-current >> text=严厉")
    page.click("#wb-stop")
    page.wait_for_selector("#wb-current [data-state=stopped]")
    assert page.input_value("#wb-box textarea") == QUESTION
    assert "1204" not in page.inner_text("#wb-current")
    assert page.locator("#wb-send").is_visible()
    page.wait_for_timeout(1500)
    assert page.locator("#wb-current [data-state=stopped]").count() == 1
    page.click("#wb-current >> text=重试")
    page.wait_for_selector("#wb-current [data-state=pending]")
    assert page.locator(".wb-turn").count() == 1


def test_a_second_question_waits_for_the_first_answer(open_page: Open) -> None:
    page = open_page("slow")
    page.fill("#wb-box textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#wb-current [data-state=pending]")
    page.fill("#wb-box textarea", "取消了多少项证明？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wb-notice >> text=请等这次回答完成")
    assert page.input_value("#wb-box textarea") == "取消了多少项证明？"
    page.wait_for_selector(DONE, timeout=30_000)
    page.press("#wb-box textarea", "Enter")
    page.wait_for_selector("#wb-current >> text=取消各类证明31项", timeout=30_000)
    assert page.locator(".wb-turn").count() == 2


def test_the_page_speaks_english_around_the_chinese_answer(open_page: Open) -> None:
    page = open_page(path="en/")
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, QUESTION)
    assert page.locator("#wb-current .wb-badge").inner_text() == "Disclosed"
    assert wait_for_quote(page) == QUOTE
    page.click("[data-view=library]")
    page.wait_for_selector("text=2 reports")
    page.click("text=中文")
    page.wait_for_selector("text=想从报告里了解什么？")


def test_the_colours_chosen_stay(open_page: Open) -> None:
    page = open_page(color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.click("[data-do=theme]")
    light = page.evaluate(paper)
    assert dark != light
    page.reload()
    page.wait_for_selector(".wb-welcome")
    assert page.evaluate(paper) == light


def test_reports_are_filtered_while_typing(open_page: Open) -> None:
    page = open_page()
    page.click(".wb-nav [data-view=library]")
    page.wait_for_selector(".wb-reports tbody tr:nth-child(2)")
    page.locator(".wb-filters input").press_sequentially("2019")
    page.wait_for_selector("text=符合 1 篇")
    assert "青石区" in page.inner_text(".wb-reports")
    page.fill(".wb-filters input", "")
    page.select_option(".wb-filters [name=year]", "2020")
    page.wait_for_selector("text=符合 1 篇")
    page.click(".wb-reports >> text=云溪区人民政府2020年")
    page.wait_for_selector(".wb-report-text >> text=共收到行政复议申请376件")
    assert "376件" in page.inner_text(".wb-key-figures")
    page.click("text=就这篇提问")
    assert "云溪区人民政府2020年" in page.inner_text("#wb-chosen")
    assert page.locator("#wb-chat").is_visible()


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
