"""Slides: what is read and in which order, tables, charts and notes, what is told, and hostile files."""

from pathlib import Path
from typing import Any

import pytest

from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import read
from tests.samples import REPORT, write_docx
from tests.samples_sheets import with_part, write_pptx

SLIDE = "ppt/slides/slide1.xml"


def deck_with(path: Path, change: Any) -> Path:
    """Write one titled slide and let `change` add to it."""
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "虚构市2023年养老工作"
    change(slide)
    deck.save(str(path))
    return path


def box(shapes: Any, left: float, top: float, text: str) -> None:
    from pptx.util import Cm

    shapes.add_textbox(Cm(left), Cm(top), Cm(8), Cm(2)).text_frame.text = text


def texts(path: Path) -> list[str]:
    return [block.text for block in read(path).blocks]


def test_slides_in_order_under_their_titles(tmp_path: Path) -> None:
    path = write_pptx(
        tmp_path / "报告.pptx", [("一年工作", ["甲事。", "乙事。"]), ("打算", ["丙事。"])]
    )
    document = read(path)
    assert [(block.text, block.kind, block.page) for block in document.blocks] == [
        ("一年工作", "heading", 1),
        ("甲事。", "paragraph", 1),
        ("乙事。", "paragraph", 1),
        ("打算", "heading", 2),
        ("丙事。", "paragraph", 2),
    ]
    assert document.title == "一年工作" and document.notices == ()


def test_shapes_are_read_from_the_top_down_and_left_to_right_in_groups_too(tmp_path: Path) -> None:
    def change(slide: Any) -> None:
        box(slide.shapes, 13, 5, "右上。")
        box(slide.shapes, 1, 5.3, "左上。")
        group = slide.shapes.add_group_shape()
        box(group.shapes, 12, 9, "组内右。")
        box(group.shapes, 1, 9, "组内左。")
        box(slide.shapes, 1, 12, "下面。")
        slide.notes_slide.notes_text_frame.text = "讲到时说明口径。\n第二句。"

    assert texts(deck_with(tmp_path / "a.pptx", change))[1:] == [
        *("左上。", "右上。", "组内左。", "组内右。", "下面。"),
        *("备注：讲到时说明口径。", "备注：第二句。"),
    ]


def test_a_table_with_merged_cells(tmp_path: Path) -> None:
    from pptx.util import Cm

    def change(slide: Any) -> None:
        rows = [["地区", "床位", ""], ["", "公办", "民办"], ["甲区", "700", "30"], ["", "5", "6"]]
        table = slide.shapes.add_table(4, 3, Cm(1), Cm(5), Cm(20), Cm(5)).table
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(2, 0).merge(table.cell(3, 0))

    assert texts(deck_with(tmp_path / "a.pptx", change))[1:] == [
        "地区：甲区；床位·公办：700；床位·民办：30",
        "地区：甲区；床位·公办：5；床位·民办：6",
    ]


def test_a_chart_gives_its_values_and_one_of_pairs_is_told(tmp_path: Path) -> None:
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Cm

    def change(slide: Any) -> None:
        values = CategoryChartData(number_format="0.0%")
        values.categories = ["2022年", "2023年"]
        values.add_series("入住率", (0.615, 0.7))
        values.add_series("满意率", (None, 0.95))
        place = (Cm(1), Cm(6), Cm(10), Cm(6))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, values)
        pairs = XyChartData()
        pairs.add_series("散点").add_data_point(1, 2)
        slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, pairs)

    document = read(deck_with(tmp_path / "a.pptx", change))
    assert [block.text for block in document.blocks][1:] == [
        "类别：2022年；入住率：61.5%",
        "类别：2023年；入住率：70.0%；满意率：95.0%",
    ]
    assert "图表 1 个" in document.notices[0]


def test_hidden_slides_shapes_and_struck_words_are_not_read(tmp_path: Path) -> None:
    def change(slide: Any) -> None:
        box(slide.shapes, 1, 5, "看得见的。")
        box(slide.shapes, 1, 7, "藏起来的。")
        slide.shapes[-1]._element.nvSpPr.cNvPr.set("hidden", "1")
        box(slide.shapes, 1, 9, "改")
        runs = slide.shapes[-1].text_frame.paragraphs[0]
        runs.add_run().text = "前1"
        runs.runs[-1]._r.get_or_add_rPr().set("strike", "sngStrike")
        runs.add_run().text = "后23"
        runs.add_run().text = "4"
        runs.runs[-1]._r.get_or_add_rPr().set("baseline", "30000")

    assert texts(deck_with(tmp_path / "a.pptx", change))[1:] == ["看得见的。", "改后23"]
    hidden = deck_with(tmp_path / "b.pptx", lambda slide: slide._element.set("show", "0"))
    with pytest.raises(EmptyDocument):
        read(hidden)
    path = write_pptx(tmp_path / "c.pptx", [("一", []), ("二", ["正文。"])])
    with_part(path, SLIDE, lambda content: content.replace(b"<p:sld ", b'<p:sld show="0" ', 1))
    document = read(path)
    assert [(block.text, block.page) for block in document.blocks] == [("二", 2), ("正文。", 2)]
    assert "隐藏的幻灯片 1 个" in document.notices[0]


def test_pictures_are_counted(tmp_path: Path) -> None:
    import io

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    path = deck_with(
        tmp_path / "a.pptx",
        lambda slide: slide.shapes.add_picture(io.BytesIO(picture.getvalue()), 0, 0),
    )
    assert "图片 1 个" in read(path).notices[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</p:spTree>", b""),
        (b"<a:off ", b'<a:off x="many" y="0"/><a:off '),
        (b"<p:spTree>", b"<p:spTree>" + b"<p:grpSp>" * 400 + b"</p:grpSp>" * 400),
    ],
)
def test_a_slide_that_says_what_cannot_be_is_refused(
    old: bytes, new: bytes, tmp_path: Path
) -> None:
    path = write_pptx(tmp_path / "坏.pptx", [("题", ["正文。"])])
    with_part(path, SLIDE, lambda content: content.replace(old, new, 1))
    with pytest.raises(UnreadableDocument, match=r"《坏\.pptx》已损坏"):
        read(path)


def test_an_entity_is_not_followed(tmp_path: Path) -> None:
    path = write_pptx(tmp_path / "坏.pptx", [("题", ["正文。"])])
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")

    def hostile(content: bytes) -> bytes:
        start = content.index(b"<p:sld")
        entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
        return content[:start] + entity + content[start:].replace("正文".encode(), b"&x;", 1)

    with_part(path, SLIDE, hostile)
    try:
        assert not any("秘密" in text for text in texts(path))
    except UnreadableDocument as error:
        assert "已损坏" in str(error)


def test_another_kind_under_the_name_and_a_bomb_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "错名.pptx"
    path.write_bytes(write_docx(tmp_path / "a.docx", REPORT).read_bytes())
    with pytest.raises(UnreadableDocument, match=r"扩展名改成 \.docx"):
        read(path)
    bomb = write_pptx(tmp_path / "炸弹.pptx", [("题", [])])
    with_part(bomb, SLIDE, lambda content: content + b" " * 270_000_000)
    with pytest.raises(UnreadableDocument, match="已拒绝读取"):
        read(bomb)
