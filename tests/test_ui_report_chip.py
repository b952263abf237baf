"""The report that questions are limited to, on the page: picked, seen, cleared; twins; a question back."""

import pytest

from tests.browser import NARROW, Open, ask

pytestmark = pytest.mark.browser

LAW = "深圳市光明区人民政府2021年法治政府建设年度情况报告"
LONGHUA = "深圳市龙华区人民政府2021年法治政府建设年度情况报告"
RECEIVED = "收到行政复议申请多少件？"


def test_a_report_is_picked_by_its_title_and_questions_keep_to_it_until_it_is_cleared(
    open_page: Open,
) -> None:
    page = open_page("twins")
    page.click("#wb-chosen .wb-chip")
    page.fill("#wb-chosen input", "龙华")
    page.click(f"#wb-chosen .wb-choices >> text={LONGHUA}")
    assert f"报告：《{LONGHUA}》" in page.inner_text("#wb-chosen")
    ask(page, RECEIVED)
    assert "77件" in page.inner_text("#wb-current .wb-text")
    assert f"报告：《{LONGHUA}》" in page.inner_text("#wb-current .wb-chips")
    assert "由你指定" in page.inner_text("#wb-current .wb-chips")
    page.click("#wb-chosen [data-do=clear-report]")
    assert "龙华" not in page.inner_text("#wb-chosen")
    ask(page, f"光明区2021年{RECEIVED}")
    assert "120件" in page.inner_text("#wb-current .wb-text")


def test_the_chip_of_an_answer_changes_its_report_and_takes_it_off_again(open_page: Open) -> None:
    page = open_page("twins")
    question = f"光明区2021年{RECEIVED}"
    ask(page, question)
    chip = "#wb-current .wb-chip[data-field=report]"
    assert page.inner_text(chip) == "不限报告"
    page.click(chip)
    page.fill("#wb-current .wb-pop input", "2020")
    page.click("#wb-current .wb-pop .wb-choices >> text=2020年法治政府建设")
    page.wait_for_selector(f"{chip} >> text=2020年法治政府建设")
    assert "2020年法治政府建设" in page.inner_text("#wb-chosen")
    page.click(chip)
    page.click("#wb-current .wb-pop >> text=不限报告")
    page.wait_for_selector(f"{chip} >> text=不限报告")
    assert "2020年" not in page.inner_text("#wb-chosen")


def test_twins_are_told_apart_by_title_and_date(open_page: Open) -> None:
    page = open_page("twins")
    page.click("#wb-chosen .wb-chip")
    page.fill("#wb-chosen input", "2021年政府工作报告")
    page.wait_for_function("document.querySelectorAll('#wb-chosen .wb-choices li').length === 2")
    shown = page.locator("#wb-chosen .wb-choices li").all_inner_texts()
    assert {day for day in ("2021-01-15", "2021-10-20") if any(day in one for one in shown)} == {
        "2021-01-15",
        "2021-10-20",
    }
    page.click("#wb-chosen .wb-choices >> text=第二届")
    ask(page, "新建学校多少所？")
    assert "52所" in page.inner_text("#wb-current .wb-text")
    ask(page, "新增公办学位多少个？")
    assert "第二届" in page.inner_text("#wb-current .wb-chip[data-field=report]")


def test_a_report_named_beside_another_chosen_one_is_asked_back_and_one_click_decides(
    open_page: Open,
) -> None:
    page = open_page("twins")
    page.click("#wb-chosen .wb-chip")
    page.click(f"#wb-chosen .wb-choices >> text={LONGHUA}")
    ask(page, f"《{LAW}》里{RECEIVED}")
    assert page.locator("#wb-current .wb-badge").inner_text() == "请确认"
    choices = page.locator("#wb-current [data-do=choose]")
    assert choices.count() == 2
    choices.nth(1).click()
    page.wait_for_selector("#wb-current .wb-text >> text=120件")
    assert f"报告：《{LAW}》" in page.inner_text("#wb-current .wb-chips")
    assert "龙华" not in page.inner_text("#wb-chosen")


def test_a_report_page_and_the_source_panel_set_the_report(open_page: Open) -> None:
    page = open_page("twins")
    ask(page, f"龙华区2021年{RECEIVED}")
    page.wait_for_selector(".wb-source-panel mark")
    page.click(".wb-source-tools >> text=就这篇提问")
    assert LONGHUA in page.inner_text("#wb-chosen")
    page.click("#wb-restart")
    page.wait_for_selector(".wb-welcome")
    assert LONGHUA not in page.inner_text("#wb-chosen")
    page.click(".wb-nav [data-view=library]")
    page.click(f".wb-reports >> text={LAW}")
    page.click(".wb-report-bar >> text=就这篇提问")
    assert LAW in page.inner_text("#wb-chosen")
    page.fill("#wb-box textarea", RECEIVED)
    page.click("#wb-send")
    page.wait_for_selector("#wb-current .wb-text >> text=120件")


def test_on_a_narrow_screen_the_chip_stays_on_the_page(open_page: Open) -> None:
    page = open_page("twins", size=NARROW)
    page.click("#wb-chosen .wb-chip")
    page.click(f"#wb-chosen .wb-choices >> text={LONGHUA}")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    ask(page, RECEIVED)
    assert "77件" in page.inner_text("#wb-current .wb-text")
