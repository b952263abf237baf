"""The keeper of the library in a real Chromium: upload, edit, replace, remove, restore; and strangers."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.assistant_samples import FILES
from tests.browser import Open, ask
from tests.fakes_service import UNREAD
from tests.samples import write_txt
from tests.serve_fake import KEEPER_TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NEW = tuple(line.replace("光明", "坪山").replace("120", "135") for line in FILES["光明2021.txt"])
YANTIAN = tuple(line.replace("坪山", "盐田").replace("135", "141") for line in NEW)
TITLE = "深圳市坪山区人民政府2021年法治政府建设年度情况报告"
OTHER = TITLE.replace("坪山", "盐田")


def enter_library(page: "Page") -> None:
    page.click(".wb-nav [data-view=library]")
    page.wait_for_selector(".wb-reports tbody tr")


def upload(page: "Page", *paths: Path) -> None:
    page.set_input_files(".wb-drop input", [str(path) for path in paths])


def test_a_keeper_uploads_edits_replaces_removes_and_restores(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page("library")
    enter_library(page)
    good = write_txt(tmp_path / "坪山2021.txt", NEW)
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    upload(page, good, bad)
    page.wait_for_selector(".wb-uploads .wb-taken >> text=已收录")
    assert "坏.docx" in page.inner_text(".wb-uploads .wb-refused")
    assert page.locator(".wb-uploads .wb-refused .wb-meta").inner_text()
    page.wait_for_selector(f".wb-reports >> text={TITLE}")
    taken = page.inner_text(".wb-uploads .wb-taken-facts")
    for told in (TITLE, "坪山区人民政府", "法治政府建设报告", "2021年"):
        assert told in taken

    row = f".wb-reports tr:has-text('{TITLE}')"
    page.click(f"{row} >> text=改信息")
    page.wait_for_selector("dialog [name=region]")
    assert page.locator("dialog datalist option[value='深圳市南山区']").count() == 1
    page.fill("dialog [name=years]", "1800")
    page.click("dialog >> text=保存")
    page.wait_for_selector("dialog >> text=年份 1800 不对")
    page.fill("dialog [name=years]", "2022")
    page.fill("dialog [name=region]", "深圳市坪山新区")
    page.click("dialog >> text=保存")
    page.wait_for_selector("dialog >> text=名单里都没有“深圳市坪山新区”，仍要保存吗？")
    page.fill("dialog [name=region]", "火星")
    assert page.locator("#wb-choices-body option[value='火星人民政府']").count() == 1
    page.click("dialog >> button:text-is('保存')")
    page.wait_for_selector("dialog >> text=名单里都没有“火星”，仍要保存吗？")
    page.fill("dialog [name=region]", "深圳市坪山新区")
    page.click("dialog >> button:text-is('保存')")
    page.click("dialog >> button:text-is('仍要保存')")
    page.wait_for_selector(f"{row} >> text=深圳市坪山新区")
    page.wait_for_selector(".wb-uploads .wb-taken-facts >> text=深圳市坪山新区")
    assert "2022年" in page.inner_text(row)

    revised = write_txt(tmp_path / "修订.txt", tuple(line.replace("135", "136") for line in NEW))
    with page.expect_file_chooser() as choosing:
        page.click(f"{row} >> text=替换")
    choosing.value.set_files(str(revised))
    page.wait_for_selector(".wb-uploads >> text=已更新")
    assert page.locator(row).count() == 1
    assert "2022年" in page.inner_text(row)

    page.click(f"{row} >> text=移除")
    page.click("dialog >> button:text-is('移除')")
    page.wait_for_selector("#wb-notice >> text=已移除")
    page.wait_for_selector(row, state="detached")
    page.click("#wb-notice >> text=撤销")
    page.wait_for_selector(row)
    page.click(f"{row} >> text=移除")
    page.click("dialog >> button:text-is('移除')")
    page.wait_for_selector(row, state="detached")
    page.click(".wb-removed summary")
    page.click(".wb-removed >> text=恢复")
    page.wait_for_selector(row)
    page.click(".wb-nav [data-view=chat]")
    ask(page, "坪山新区2022年收到行政复议申请多少件？")
    assert "136件" in page.inner_text("#wb-current .wb-text")
    page.click(".wb-nav [data-view=library]")
    page.click(f"{row} >> text=移除")
    page.click("dialog >> button:text-is('移除')")
    page.wait_for_selector(row, state="detached")


def test_a_twin_is_told_and_several_years_can_be_typed(open_page: Open, tmp_path: Path) -> None:
    page = open_page("library")
    enter_library(page)
    upload(page, write_txt(tmp_path / "甲.txt", YANTIAN))
    page.wait_for_selector(f".wb-reports >> text={OTHER}")
    upload(page, write_txt(tmp_path / "乙.txt", (*YANTIAN, "附：虚构的一句。")))
    page.wait_for_selector(".wb-uploads li:has-text('乙.txt') .wb-twin >> text=甲.txt")
    page.wait_for_selector(".wb-uploads li:has-text('甲.txt') .wb-twin >> text=乙.txt")
    assert page.locator(f".wb-reports tr:has-text('{OTHER}') .wb-twin").count() == 2
    page.click("[data-list=problems] summary")
    page.wait_for_selector("[data-list=problems] >> text=标题和年份都相同")
    page.click(".wb-uploads li:has-text('乙.txt') >> text=改信息")
    page.fill("dialog [name=years]", "2020-2022")
    page.fill("dialog [name=plan_years]", "2023、2024")
    page.click("dialog >> button:text-is('保存')")
    page.wait_for_selector(".wb-reports >> text=2020—2022年")
    page.click(".wb-uploads li:has-text('乙.txt') .wb-taken-facts .wb-link >> nth=0")
    page.wait_for_selector(".wb-report-room >> text=2023、2024年")


def test_what_readers_called_wrong_stands_on_the_keepers_page(open_page: Open) -> None:
    page = open_page("plain")
    ask(page, "疫情期间一共实施了多少件行政处罚？")
    page.click("#wb-current >> text=有误")
    page.check(".wb-turn form >> text=数字不对")
    page.click("#wb-current >> button:text-is('提交')")
    page.wait_for_selector("#wb-current >> text=已记下")
    enter_library(page)
    page.wait_for_selector("[data-list=judged] .wb-number >> text=（1）")
    page.click("[data-list=judged] summary")
    said = page.inner_text("[data-list=judged]")
    assert "疫情期间" in said
    assert "数字不对" in said


def test_files_can_be_dropped(open_page: Open) -> None:
    page = open_page("plain")
    enter_library(page)
    page.evaluate(
        """() => {
            const transfer = new DataTransfer();
            transfer.items.add(new File(["虚构"], "拖来的.txt"));
            const drop = document.querySelector(".wb-drop");
            drop.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
        }"""
    )
    page.wait_for_selector(".wb-uploads .wb-taken >> text=已收录，3 段")
    page.wait_for_selector(f".wb-uploads .wb-unread >> text={UNREAD}")


def test_a_stranger_sees_no_controls_until_the_token_is_entered(open_page: Open) -> None:
    page = open_page("closed")
    enter_library(page)
    assert page.locator(".wb-drop").count() == 0
    assert page.locator(".wb-reports >> text=移除").count() == 0
    page.click("text=管理口令")
    page.fill("dialog input", "猜一个")
    page.click("dialog >> button:text-is('进入')")
    page.wait_for_selector("dialog >> text=口令不对")
    page.fill("dialog input", KEEPER_TOKEN)
    page.click("dialog >> button:text-is('进入')")
    page.wait_for_selector(".wb-drop")
    page.wait_for_selector(".wb-reports >> text=移除")


def test_a_server_that_is_gone_is_told(open_page: Open) -> None:
    page = open_page("plain")
    enter_library(page)
    page.route("**/wenbao/library*", lambda route: route.abort())
    page.fill(".wb-filters input", "2019")
    page.wait_for_selector("#wb-notice >> text=连接断了")
