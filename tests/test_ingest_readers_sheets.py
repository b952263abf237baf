"""Workbooks: what of a sheet is read, how it is laid, what is told, and hostile files."""

import datetime
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import EmptyDocument, IngestError, UnreadableDocument
from ingest.normalise import normalise
from ingest.readers import read, workbook
from tests.samples import REPORT, write_docx, write_html
from tests.samples_sheets import with_part, write_xls, write_xlsx

TITLE = "虚构市2023年收入情况表"
SHEET = "xl/worksheets/sheet1.xml"


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks if block.text]


@pytest.mark.parametrize("writer", [write_xlsx, write_xls])
def test_a_table_under_its_title_and_unit(writer: Any, tmp_path: Path) -> None:
    suffix = ".xlsx" if writer is write_xlsx else ".xls"
    rows = [
        [TITLE],
        [None, None, "单位：万元"],
        ["地区", "收入", "同比增长"],
        ["甲区", 12, "7.5%"],
        ["乙区", 0.1 + 0.2, "-1%"],
        ["注：为快报数。"],
    ]
    document = read(writer(tmp_path / f"表{suffix}", rows))
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", TITLE),
        ("table_row", "单位：万元"),
        ("table_row", "地区：甲区；收入：12；同比增长：7.5%"),
        ("table_row", "地区：乙区；收入：0.3；同比增长：-1%"),
        ("table_row", "注：为快报数。"),
    ]
    assert document.title == TITLE and document.notices == ()


def test_a_unit_behind_the_title_and_another_table_below(tmp_path: Path) -> None:
    rows = [
        ["表一（单位：亿元）"],
        ["地区", "产值"],
        ["甲区", 5],
        [],
        ["地区", "投资"],
        ["甲区", 30],
    ]
    text = normalise(read(write_xlsx(tmp_path / "表.xlsx", rows))).text
    assert text.split("\n")[1:] == ["地区：甲区；产值（亿元）：5", "地区：甲区；投资：30"]


def test_a_table_that_tells_a_second_unit_further_down_changes_it_there(tmp_path: Path) -> None:
    rows = [["单位：万元"], ["地区", "地块"], ["甲区", 5], ["单位：公顷"], ["乙区", 7]]
    text = normalise(read(write_xlsx(tmp_path / "表.xlsx", rows))).text
    assert text.split("\n")[1:] == [
        "地区：甲区；地块：5",
        "单位：公顷",
        "地区：乙区；地块（公顷）：7",
    ]


def test_merged_cells_and_a_header_of_two_rows(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for area in ("A1:D1", "A3:A4", "B3:C3", "D3:D4", "A5:A6"):
            book.active.merge_cells(area)
        for at in (5, 6):
            book.active.cell(at, 4).number_format = "0.0%"

    rows = [
        [TITLE],
        ["编制单位：虚构市财政局", None, None, "金额单位：万元"],
        ["片区", "收入", None, "增长"],
        [None, "合计", "税收", None],
        ["东部", 30, 20, 0.975],
        [None, 7, 5, 0.05],
    ]
    assert texts(write_xlsx(tmp_path / "表.xlsx", rows, change)) == [
        TITLE,
        "编制单位：虚构市财政局",
        "金额单位：万元",
        "片区：东部；收入·合计：30；收入·税收：20；增长：97.5%",
        "片区：东部；收入·合计：7；收入·税收：5；增长：5.0%",
    ]


def test_several_sheets_are_headed_by_their_names_and_empty_ones_left_out(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.active.title = "2022年"
        book.create_sheet("空")
        book.create_sheet("2023年").append(["地区", "收入"])
        book["2023年"].append(["甲区", 9])

    document = read(write_xlsx(tmp_path / "表.xlsx", [["地区", "收入"], ["甲区", 8]], change))
    assert [(block.text, block.level) for block in document.blocks] == [
        ("2022年", 1),
        ("地区：甲区；收入：8", None),
        ("2023年", 1),
        ("地区：甲区；收入：9", None),
    ]
    assert document.title is None


def test_what_is_hidden_or_has_no_result_is_told_and_not_read(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet["B5"] = "=SUM(B2:B4)"
        sheet["B3"] = "=1+1"
        sheet["D4"] = "#DIV/0!"
        sheet["D4"].data_type = "e"
        sheet["D2"].number_format = ";;;"
        book.create_sheet("底稿")["A1"] = "不读"
        book["底稿"].sheet_state = "veryHidden"

    rows = [
        ["地区", "收入", "密", "支出"],
        ["甲区", 1, 99, 2],
        ["乙区", 3, 99, 4],
        ["丙区", 5, 99, None],
        ["合计", None, 99, 7],
    ]
    document = read(write_xlsx(tmp_path / "表.xlsx", rows, change))
    assert [block.text for block in document.blocks] == [
        "地区：甲区；收入：1",
        "地区：丙区；收入：5",
        "地区：合计；支出：7",
    ]
    told = (
        "按格式不显示的数 1 个、出错的公式 1 个、没有存下结果的公式 1 个、隐藏的工作表 1 个、"
        "隐藏的行 1 个、隐藏的列 1 个"
    )
    assert len(document.notices) == 1 and f"：{told}。" in document.notices[0]


def test_a_formula_gives_the_result_that_is_stored(tmp_path: Path) -> None:
    rows = [["地区", "收入", "备注"], ["甲区", "=1+2", "无"], ["乙区", "=A1", "无"]]

    def stored(content: bytes) -> bytes:
        for old, new in (
            (b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>"),
            (b'<c r="B3"><f>A1</f>', b'<c r="B3" t="str"><f>A1</f>'),
        ):
            assert old in content
            content = content.replace(old, new)
        return content

    document = read(with_part(write_xlsx(tmp_path / "表.xlsx", rows), SHEET, stored))
    assert [block.text for block in document.blocks] == [
        "地区：甲区；收入：3；备注：无",
        "地区：乙区；备注：无",
    ]
    assert document.notices == ()


def test_dates_and_raised_marks_and_struck_words(tmp_path: Path) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    def change(book: Any) -> None:
        sheet = book.active
        raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
        sheet["B2"] = CellRichText("1234", TextBlock(raised, "1"))
        sheet["B3"] = CellRichText(TextBlock(struck, "99"), "57")
        sheet["B4"] = 8
        sheet["B4"].font = Font(strike=True)

    day = datetime.date(2023, 5, 1)
    rows = [["日期", "数"], [day, None], [day, None], [day, None]]
    document = read(write_xlsx(tmp_path / "表.xlsx", rows, change))
    assert [block.text for block in document.blocks] == [
        "日期：2023-05-01；数：1234",
        "日期：2023-05-01；数：57",
        "2023-05-01",
    ]
    assert "划去的单元格 1 个" in document.notices[0]


def test_strings_that_cells_name_by_number(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "表.xlsx"))
    sheet, raised = book.add_worksheet(), book.add_format({"font_script": 1})
    percent = book.add_format({"num_format": "0.0%"})
    sheet.merge_range("A1:C1", TITLE)
    for at, row in enumerate([["地区", "收入", "增长"], ["甲区", None, None]], start=1):
        sheet.write_row(at, 0, row)
    sheet.write_rich_string("B3", "1234", raised, "2", "万元")
    sheet.write_formula("C3", "=0.5+0.475", percent, 0.975)
    book.close()
    document = read(tmp_path / "表.xlsx")
    assert [block.text for block in document.blocks] == [
        TITLE,
        "地区：甲区；收入：1234万元；增长：97.5%",
    ]
    assert document.title == TITLE and document.notices == ()


def test_hidden_rows_do_not_part_a_table_but_empty_ones_do(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True

    rows = [["地区", "收入"], ["甲区", 1], [], ["乙区", 2], [], ["年份", "人口"], ["2023", 9]]
    assert texts(write_xlsx(tmp_path / "表.xlsx", rows, change)) == [
        "地区：甲区；收入：1",
        "地区：乙区；收入：2",
        "年份：2023；人口：9",
    ]


def test_cells_far_apart_cost_nothing(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.active["XFD1048576"] = "角上"

    path = write_xlsx(tmp_path / "表.xlsx", [["地区", "收入"], ["甲区", 1]], change)
    assert texts(path) == ["地区：甲区；收入：1", "角上"]


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_CELLS", 5), ("MAX_CELL_ELEMENTS", 5), ("_MAX_MERGED", 0)]
)
def test_a_flood_of_cells_is_refused(
    limit: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(
        tmp_path / "表.xlsx", [["甲"] * 3] * 3, lambda book: book.active.merge_cells("E1:F2")
    )
    monkeypatch.setattr(workbook, limit, value)
    with pytest.raises(UnreadableDocument, match="表格过大"):
        read(path)


def test_few_cells_that_swell_to_a_vast_grid_are_refused(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        for at in range(1, 400):
            book.active.cell(at, 1 if at % 2 else 16_384).value = "甲"

    with pytest.raises(UnreadableDocument, match="表格过大"):
        read(write_xlsx(tmp_path / "表.xlsx", [["甲"]], change))


def test_a_merged_area_over_the_whole_sheet_is_clipped_to_what_is_filled(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "表.xlsx", [["地区", "收入"], ["甲区", 1]])
    whole = b'<mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells></worksheet>'
    with_part(path, SHEET, lambda content: content.replace(b"</worksheet>", whole))
    assert texts(path) == ["地区：甲区；收入：1"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="A2"', b'r="A9999999"'),
        (b'r="A2"', b'r="ZZZ2"'),
        (b'r="A2"', b'r="A2" s="-3"'),
        (b't="inlineStr"><is><t>&#30002;&#21306;</t></is>', b't="s"><v>999</v>'),
        (b"<v>1</v>", b"<v>1e999999x</v>"),
        (b"</worksheet>", b""),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'),
        (b"<sheetData>", b"<sheetData>" + b"<a>" * 3000),
        (b"<sheetData>", b'<cols><col min="1" max="99999999" hidden="1"/></cols><sheetData>'),
    ],
)
def test_a_sheet_that_says_what_cannot_be_is_refused(
    old: bytes, new: bytes, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "坏.xlsx", [["地区", "收入"], ["甲区", 1]])
    with_part(path, SHEET, lambda content: content.replace(old, new, 1))
    with pytest.raises(UnreadableDocument, match=r"《坏\.xlsx》已损坏"):
        read(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "炸弹.xlsx", [["甲", "乙"]])
    with_part(path, SHEET, lambda content: content + b" " * 270_000_000)
    with pytest.raises(UnreadableDocument, match="已拒绝读取"):
        read(path)


def test_links_to_outside_and_up_the_folders_lead_nowhere(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "坏.xlsx", [["地区", "收入"], ["甲区", 1]])
    rels = "xl/_rels/workbook.xml.rels"
    with_part(path, rels, lambda content: content.replace(b"sheet1.xml", b"../../../etc/passwd"))
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_other_kinds_under_the_name_are_told(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"错名{suffix}"
    for source, told in (
        (write_docx(tmp_path / "a.docx", REPORT), ".docx"),
        (write_html(tmp_path / "a.html", REPORT), ".html"),
        (
            write_xls(tmp_path / "a.xls", [["甲"]])
            if suffix == ".xlsx"
            else write_xlsx(tmp_path / "a.xlsx", [["甲"]]),
            "另存为 .xlsx" if suffix == ".xlsx" else ".xlsx",
        ),
    ):
        path.write_bytes(source.read_bytes())
        with pytest.raises(UnreadableDocument, match=f"《错名.*{told}"):
            read(path)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("报告.txt", "正文")
    with pytest.raises(UnreadableDocument, match="压缩包"):
        read(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".pptx"])
def test_a_password_is_told(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"密{suffix}"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream + b"\0" * 512)
    with pytest.raises(UnreadableDocument, match="设有打开密码"):
        read(path)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match="没有文字"):
        read(write_xlsx(tmp_path / "空.xlsx", []))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_old_workbook_is_refused_or_read(share: float, tmp_path: Path) -> None:
    whole = write_xls(tmp_path / "全.xls", [["地区", "收入"], ["甲区", 5]]).read_bytes()
    path = tmp_path / "断.xls"
    path.write_bytes(whole[: int(len(whole) * share)])
    try:
        assert texts(path) == ["地区：甲区；收入：5"]
    except IngestError as error:
        assert "《断" in str(error)
