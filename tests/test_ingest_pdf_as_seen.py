"""A PDF page is read as a person sees it: no watermark, nothing hidden, no note, sideways type turned."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.models import RawDocument
from ingest.readers import read
from tests.samples_seen import Box, Type, write_seen_pdf

BODY = (
    Type(90, 700, "虚构区全年办理行政复议案件163件，出庭应诉率97.5%，"),
    Type(90, 676, "培训执法人员2750人次，评查案卷320卷，优秀率91.3%。"),
)
WORDS = "".join(line.text for line in BODY)


def written(path: Path, pages: Sequence[Sequence[Type | Box | str]], **more: object) -> RawDocument:
    return read(write_seen_pdf(path, pages, **more))  # type: ignore[arg-type]


def text_of(document: RawDocument) -> str:
    return "".join("".join(block.text.split()) for block in document.blocks)


@pytest.mark.parametrize(
    "mark",
    [
        [Type(60 + 90 * n, 620, "内部资料", 12, 45, 0.8) for n in range(5)],
        [Type(120, 640, "虚构草稿", 60, 30, 0.0)],
        [Type(100, 690, "请勿外传", 40, 0, 0.85)],
        [Type(90 + 80 * n, 704 - 24 * m, "样张", 13, 0, 0.75) for n in range(4) for m in range(2)],
        [Type(300, 600, "虚构存档", 30, 90, 0.8)],
        [Type(250, 640, "密", 44, -60, 0.6), Type(350, 650, "密", 44, -60, 0.6)],
    ],
    ids=[
        "tiled aslant",
        "large and black",
        "pale across",
        "tiled upright",
        "on its side",
        "downhill",
    ],
)
def test_a_watermark_stands_in_no_line_and_is_told_of(mark: list[Type], tmp_path: Path) -> None:
    document = written(tmp_path / "a.pdf", [[*mark, *BODY]])
    assert text_of(document) == WORDS
    (notice,) = document.notices
    count = sum(len(one.text) for one in mark)
    assert notice.startswith("第 1 页有斜放或浅淡") and f"共 {count} 字" in notice


def test_a_watermark_is_one_on_a_page_where_it_lies_over_nothing(tmp_path: Path) -> None:
    mark = Type(100, 690, "请勿外传", 40, 0, 0.85)
    alone = Type(90, 500, "二、存在的问题")
    document = written(tmp_path / "a.pdf", [[mark, *BODY], [mark, alone]])
    assert text_of(document) == WORDS + "二、存在的问题"
    assert "第 1、2 页" in document.notices[0]


@pytest.mark.parametrize(
    "shown",
    [
        [Type(90, 740, "浅色的标题", 20, 0, 0.6)],
        [Type(90, 740, "大字标题", 40)],
        [Box(80, 735, 300, 30), Type(90, 742, "深色底上的白字", 14, 0, 1.0)],
        [Type(90, 740, "扫描时歪了的一行", 14, 2.0)],
        [Type(91, 741, "带影子的标题", 18, 0, 0.7), Type(90, 742, "带影子的标题", 18)],
    ],
    ids=["pale heading", "large title", "white on dark", "askew", "shadow"],
)
def test_what_only_looks_like_a_watermark_is_read(shown: list[Type], tmp_path: Path) -> None:
    document = written(tmp_path / "a.pdf", [[*shown, *BODY]])
    assert shown[-1].text in text_of(document)
    assert WORDS in text_of(document)


@pytest.mark.parametrize(
    "hidden",
    [
        Type(90, 640, "看不见的虚构文字", mode=3),
        Type(90, 640, "看不见的虚构文字", grey=1.0),
        Type(90, 640, "看不见的虚构文字", size=0.4),
        Type(90, 640, "看不见的虚构文字", is_in_layer=True),
    ],
    ids=["no ink", "white on white", "tiny", "layer off"],
)
def test_type_that_cannot_be_seen_is_told_of_and_not_read(hidden: Type, tmp_path: Path) -> None:
    document = written(tmp_path / "a.pdf", [[*BODY, hidden]])
    assert text_of(document) == WORDS
    assert (
        document.notices[0].startswith("第 1 页有看不见的文字") and "共 8 字" in document.notices[0]
    )


def test_type_in_a_layer_that_is_on_is_read(tmp_path: Path) -> None:
    shown = Type(90, 640, "图层里的文字。", is_in_layer=True)
    document = written(tmp_path / "a.pdf", [[*BODY, shown]], is_layer_on=True)
    assert text_of(document).endswith(shown.text) and not document.notices


def test_what_was_recognised_in_a_scan_is_read_though_it_has_no_ink(tmp_path: Path) -> None:
    picture = "q 612 0 0 792 0 0 cm /Im1 Do Q"
    layer = [Type(line.x, line.y, line.text, mode=3) for line in BODY]
    document = written(tmp_path / "a.pdf", [[picture, *layer]])
    assert text_of(document) == WORDS and not document.notices


def test_free_text_and_filled_in_fields_are_told_of(tmp_path: Path) -> None:
    words = "<feff" + "虚构批注".encode("utf-16-be").hex() + ">"
    notes = [
        f"<</Type/Annot/Subtype/FreeText/Rect[90 600 200 620]/Contents{words}>>",
        f"<</Type/Annot/Subtype/Stamp/Rect[90 500 200 520]/Contents{words}>>",
        "<</Type/Annot/Subtype/Link/Rect[90 400 200 420]>>",
    ]
    document = written(tmp_path / "a.pdf", [BODY, BODY], annotations=notes)
    assert "批注" not in text_of(document)
    assert document.notices == (
        "第 1 页有批注、印章或表单里的文字，共 8 字，不属于正文，没有读入。",
    )


TABLE = (("部门", "检查（次）", "处罚（件）"), ("甲局", "1854", "642"), ("乙局", "2115", "206"))


def sideways(degrees: int) -> list[Type | str]:
    """The table set along the page's side, ruled: turned to the left (90) or to the right (270)."""
    items: list[Type | str] = []
    for row, cells in enumerate(TABLE):
        for column, cell in enumerate(cells):
            along, across = 100 + 120 * column, 200 + 30 * row
            x, y = (across + 20, along + 6) if degrees == 90 else (592 - across, 692 - along + 94)
            items.append(Type(x, y, cell, 12, degrees))
    for step in range(4):
        at = 200 + 30 * step if degrees == 90 else 612 - 200 - 30 * step
        items.append(f"{at} 100 m {at} 460 l S" if degrees == 90 else f"{at} 332 m {at} 692 l S")
        level = 100 + 120 * step if degrees == 90 else 692 - 120 * step
        low, high = (200, 290) if degrees == 90 else (322, 412)
        items.append(f"{low} {level} m {high} {level} l S")
    return items


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_table_on_its_side_is_read_with_the_names_of_its_columns(
    degrees: int, tmp_path: Path
) -> None:
    document = written(tmp_path / "a.pdf", [BODY, sideways(degrees), BODY])
    rows = [block.text for block in document.blocks if block.kind == "table_row"]
    assert rows == [
        "部门：甲局；检查（次）：1854；处罚（件）：642",
        "部门：乙局；检查（次）：2115；处罚（件）：206",
    ]
    assert {block.page for block in document.blocks if block.kind == "table_row"} == {2}


def test_a_line_on_its_side_beside_upright_text_stays_out_of_its_lines(tmp_path: Path) -> None:
    document = written(tmp_path / "a.pdf", [[Type(70, 500, "虚构区司法局", 10, 90), *BODY]])
    assert text_of(document) == WORDS + "虚构区司法局"


@pytest.mark.parametrize("figure", ["320", "97.5%", "18654", "三百", "12.8"])
@pytest.mark.parametrize("mark", ["1", "12", "[3]", "①"])
def test_a_raised_mark_is_no_part_of_the_figure_before_it(
    figure: str, mark: str, tmp_path: Path
) -> None:
    wide = sum(0.5 if char.isascii() else 1 for char in figure) * 14
    line = [
        Type(90, 700, figure),
        Type(90 + wide, 705, mark, 7),
        Type(90 + wide + 16, 700, "件，全年办结。"),
    ]
    assert text_of(written(tmp_path / "a.pdf", [line])) == f"{figure}件，全年办结。"


def test_a_raised_figure_of_a_unit_stays(tmp_path: Path) -> None:
    line = [Type(90, 700, "拆除20m"), Type(139, 705, "2", 7), Type(143, 700, "的棚屋。")]
    assert "20m2" in text_of(written(tmp_path / "a.pdf", [line]))


def test_a_character_that_is_raised_by_itself_is_a_mark_too(tmp_path: Path) -> None:
    line = [Type(90, 700, "办结320¹件，拆除20m²。")]
    assert text_of(written(tmp_path / "a.pdf", [line])) == "办结320件，拆除20m²。"


def test_a_power_of_ten_stays_one(tmp_path: Path) -> None:
    line = [Type(90, 700, "发电2×10"), Type(153, 705, "8", 7), Type(158, 700, "千瓦时。")]
    assert text_of(written(tmp_path / "a.pdf", [line])) == "发电2×10⁸千瓦时。"
