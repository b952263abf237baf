"""Ruled tables in a PDF: rows that keep their header; frames, shading and running text left alone."""

from pathlib import Path

import pytest

from ingest.readers import read
from tests.samples import HEIGHT, REPORT, page_content, pdf_of, wrap
from tests.samples_tables import ABOVE, Rows, Ruling, write_ruled_pdf

TABLE = (
    ("类别", "项目（虚构）", "数量", None),
    (ABOVE, ABOVE, "2020年", "2021年"),
    ("行政许可", "新办", "12件", "15件"),
    (ABOVE, "变更", "3件", "4件"),
    ("合计", None, "15件", "19件"),
)
ROWS = [
    "类别：行政许可；项目（虚构）：新办；数量·2020年：12件；数量·2021年：15件",
    "类别：行政许可；项目（虚构）：变更；数量·2020年：3件；数量·2021年：4件",
    "类别：合计；数量·2020年：15件；数量·2021年：19件",
]


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks]


@pytest.mark.parametrize("ruling", ["lines", "boxes", "thin boxes"])
@pytest.mark.parametrize("turned", [False, True])
def test_rows_keep_their_header(ruling: Ruling, turned: bool, tmp_path: Path) -> None:
    pages = [["表前的话。", TABLE, "表后的话。"]]
    path = write_ruled_pdf(tmp_path / "表.pdf", pages, ruling=ruling, turned=turned)
    blocks = read(path).blocks
    assert [block.text for block in blocks] == ["表前的话。", *ROWS, "表后的话。"]
    assert [block.kind for block in blocks[1:-1]] == ["table_row"] * 3
    assert {block.page for block in blocks} == {1}


def test_a_table_without_a_frame_is_closed_by_the_ends_of_its_rules(tmp_path: Path) -> None:
    path = write_ruled_pdf(tmp_path / "表.pdf", [["表前的话。", TABLE]], frame=False)
    assert texts(path) == ["表前的话。", *ROWS]


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    more = (("行政处罚", "简易程序", "7件", "8件"), ("行政处罚", "普通程序", "9件", "6件"))
    found = texts(
        write_ruled_pdf(tmp_path / "表.pdf", [["表前的话。", TABLE], [more, "表后的话。"]])
    )
    assert found[-3:-1] == [
        "类别：行政处罚；项目（虚构）：简易程序；数量·2020年：7件；数量·2021年：8件",
        "类别：行政处罚；项目（虚构）：普通程序；数量·2020年：9件；数量·2021年：6件",
    ]
    assert read(tmp_path / "表.pdf").blocks[-2].page == 2


def test_a_header_printed_again_on_the_next_page_is_left_out(tmp_path: Path) -> None:
    again = (*TABLE[:2], ("行政处罚", "简易程序", "7件", "8件"))
    found = texts(write_ruled_pdf(tmp_path / "表.pdf", [[TABLE], [again]]))
    assert found == [
        *ROWS,
        "类别：行政处罚；项目（虚构）：简易程序；数量·2020年：7件；数量·2021年：8件",
    ]


def test_a_label_merged_over_the_page_break_stands_in_the_rows_of_both(tmp_path: Path) -> None:
    more = (
        ("", "延续", "5件", "6件"),
        (ABOVE, "注销", "1件", "2件"),
        ("其他", "备案", "8件", "9件"),
    )
    found = texts(write_ruled_pdf(tmp_path / "表.pdf", [[TABLE[:4]], [more]]))
    assert [row.split("；")[0] for row in found[2:]] == ["类别：行政许可"] * 2 + ["类别：其他"]


def test_an_empty_cell_on_the_next_page_stays_empty(tmp_path: Path) -> None:
    first = (("科目", "金额", "处室", "人数"), ("办公费", "12万元", "办公室", "6人"))
    more = (("", "", "财务处", "7人"), ("", "", "人事处", "8人"))
    found = texts(write_ruled_pdf(tmp_path / "表.pdf", [[first], [more]]))
    assert found[1:] == ["处室：财务处；人数：7人", "处室：人事处；人数：8人"]


@pytest.mark.parametrize(
    "second",
    [
        ["另一张表（虚构）", (("街道", "户数", "人数", "面积"), ("甲街道", "5户", "9人", "3亩"))],
        [(("街道", "户数", "人数"), ("甲街道", "5户", "9人"))],
    ],
    ids=["a title between", "other columns"],
)
def test_another_table_on_the_next_page_has_its_own_header(
    second: list[str | Rows], tmp_path: Path
) -> None:
    found = texts(write_ruled_pdf(tmp_path / "表.pdf", [[TABLE], second]))
    assert found[-1].startswith("街道：甲街道；户数：5户；人数：9人")


def test_the_lines_of_a_cell_are_joined_and_no_word_is_cut_by_a_rule(tmp_path: Path) -> None:
    table = (
        ("项目", "内容", "金额"),
        ("设备购置（虚构）", "办公用房\n维修改造", "4,100,000.00"),
        # Twelve characters of 10 points in a cell of 110 overhang its rule.
        ("一般公共预算财政拨款收入合计", "", "171,915,169"),
    )
    assert texts(write_ruled_pdf(tmp_path / "表.pdf", [["表前的话。", table]])) == [
        "表前的话。",
        "项目：设备购置（虚构）；内容：办公用房维修改造；金额：4,100,000.00",
        "项目：一般公共预算财政拨款收入合计；金额：171,915,169",
    ]


def test_figures_on_both_sides_of_a_rule_are_two_cells(tmp_path: Path) -> None:
    rows = (("收入", "金额", "支出"), ("财政拨款", "", "一、公共服务"), ("其他", "", "二、教育"))
    path = write_ruled_pdf(tmp_path / "表.pdf", [[rows]])
    # Flush against the rule at 280 points, as spreadsheets set figures.
    flush = page_content([(230.0, 701.0, "1171915169"), (230.0, 677.0, "2171915169")], False, 10)
    content = path.read_bytes()
    begin, end = (
        content.index(b"stream\n", content.index(b"/Contents")) + 7,
        content.rindex(b"endstream"),
    )
    path.write_bytes(pdf_of([content[begin:end].decode("ascii") + flush]))
    assert texts(path) == [
        "收入：财政拨款；金额：1171915169；支出：一、公共服务",
        "收入：其他；金额：2171915169；支出：二、教育",
    ]


RULES = {
    "a rule under the head": ["60 770 m 540 770 l S"],
    "a frame": [f"40 30 530 {HEIGHT - 60} re S"],
    "shading": [f"80 {y} 340 28 re f" for y in range(300, 720, 28)],
    "two boxes": ["80 60 200 660 re S", "280 60 250 660 re S"],
    "underlines": [f"90 {y} m 300 {y} l S" for y in range(300, 720, 28)],
}


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_rules_that_make_no_table_change_nothing(rules: list[str], tmp_path: Path) -> None:
    lines = [
        (90.0 + (32 if index and number == 0 else 0), line)
        for index, paragraph in enumerate(REPORT)
        for number, line in enumerate(wrap(paragraph, 2 if index else 0))
    ]
    placed = [(x, 700.0 - 28 * row, line) for row, (x, line) in enumerate(lines[:20])]
    plain = page_content(placed, turned=False)
    (tmp_path / "a.pdf").write_bytes(pdf_of([plain]))
    (tmp_path / "b.pdf").write_bytes(pdf_of(["1 g 1 G\n" + "\n".join(rules) + "\n0 g\n" + plain]))
    assert read(tmp_path / "b.pdf").blocks == read(tmp_path / "a.pdf").blocks
