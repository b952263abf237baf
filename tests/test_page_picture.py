"""The picture of a PDF page: the quote is marked where it stands, also on turned and cropped pages."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from assistant.keeping.page_picture import LONGEST_PX, PageMissing, page_picture
from ingest.readers.pdf import read_pdf
from tests.samples import REPORT, write_columns_pdf, write_encrypted_pdf, write_pdf, write_table_pdf
from tests.samples_tables import write_ruled_pdf

LINES = (
    "虚构市云溪区2020年法治政府建设年度情况报告",
    "共收到行政复议申请376件，审结304件，纠错率8.88%。",
    "全年调解家庭纠纷431起，走访企业65家。",
)
QUOTE = "审结304件，\n纠错率8.88%。"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return write_pdf(tmp_path / "报告.pdf", LINES)


def veiled(png: bytes) -> tuple[int, int, int, int] | None:
    """Give the box of what is marked: paper turned yellow."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    red, _, blue = picture.split()
    yellow = Image.eval(blue, lambda value: 255 if value < 200 else 0)
    light = Image.eval(red, lambda value: 255 if value > 240 else 0)
    both = Image.composite(yellow, Image.new("L", picture.size, 0), light)
    return both.getbbox()


def test_the_quote_is_marked_and_nothing_else_is_coloured(report: Path) -> None:
    drawn = page_picture(report, 1, QUOTE)
    assert drawn.marked
    box = veiled(drawn.png)
    assert box is not None
    left, top, right, bottom = box
    size = Image.open(io.BytesIO(drawn.png)).size
    assert LONGEST_PX <= max(size) <= LONGEST_PX + 1
    assert (bottom - top) < size[1] / 10
    assert 0 < left < right < size[0]
    bare = page_picture(report, 1, "报告里没有的一句话，从来没有。")
    assert not bare.marked
    assert veiled(bare.png) is None


def test_the_mark_lies_on_the_words_themselves(report: Path) -> None:
    title, second = (veiled(page_picture(report, 1, line).png) for line in LINES[:2])
    assert title is not None and second is not None
    assert title[3] <= second[1]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page_the_mark_turns_with_it(report: Path, tmp_path: Path, turn: int) -> None:
    document = pypdfium2.PdfDocument(report)
    document[0].set_rotation(turn)
    turned = tmp_path / "turned.pdf"
    document.save(turned)
    document.close()
    plain = page_picture(report, 1, LINES[1])
    drawn = page_picture(turned, 1, LINES[1])
    back = Image.open(io.BytesIO(drawn.png)).rotate(turn, expand=True)
    buffer = io.BytesIO()
    back.save(buffer, "PNG")
    one, other = veiled(plain.png), veiled(buffer.getvalue())
    assert one is not None and other is not None
    assert all(abs(a - b) <= 3 for a, b in zip(one, other, strict=True))


def test_a_quote_that_runs_over_the_page_is_marked_as_far_as_it_stands_here(report: Path) -> None:
    beginning = LINES[2] + "以下在另一页，这里没有。"
    end = "上一页的话，这里没有。" + LINES[0]
    assert page_picture(report, 1, beginning).marked
    assert page_picture(report, 1, end).marked


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_a_sentence(report: Path, page: int) -> None:
    with pytest.raises(PageMissing, match="没有第"):
        page_picture(report, page, QUOTE)


def test_a_file_that_is_no_pdf_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(PageMissing, match="打不开"):
        page_picture(path, 1, QUOTE)


def test_a_password_is_said_to_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PageMissing, match="密码"):
        page_picture(write_encrypted_pdf(tmp_path / "锁.pdf"), 1, QUOTE)


def test_the_picture_tells_its_size(report: Path) -> None:
    drawn = page_picture(report, 1, QUOTE)
    assert Image.open(io.BytesIO(drawn.png)).size == (drawn.width, drawn.height)


def test_a_row_of_a_table_is_found_though_the_reader_joins_its_cells(tmp_path: Path) -> None:
    rows = (("虚构项目", "本年数", "上年数"), ("卫生支出", "78216.40", "65012.30"))
    table = write_table_pdf(tmp_path / "表.pdf", rows)
    quote = next(b.text for b in read_pdf(table, table.name).blocks if "78216.40" in b.text)
    assert "；" in quote
    drawn = page_picture(table, 1, quote)
    assert drawn.marked
    box = veiled(drawn.png)
    head = veiled(page_picture(table, 1, "虚构项目；本年数；上年数").png)
    assert box is not None and head is not None
    assert head[3] <= box[1]


def test_a_row_of_a_ruled_table_is_found_though_it_names_its_columns(tmp_path: Path) -> None:
    table = (
        ("虚构项目", "本年数", "上年数"),
        ("卫生支出", "78216.40", "65012.30"),
        ("教育支出", "78216.40", "5012.30"),
    )
    path = write_ruled_pdf(
        tmp_path / "表.pdf", [["表前的一句话，很长。", table, "表后的一句话，很长。"]]
    )
    before, one, two, after = (block.text for block in read_pdf(path, path.name).blocks)
    assert two == "虚构项目：教育支出；本年数：78216.40；上年数：5012.30"
    boxes = [veiled(page_picture(path, 1, quote).png) for quote in (before, one, two, after)]
    tops = [box[1] for box in boxes if box is not None]
    assert len(tops) == 4 and tops == sorted(tops)
    assert boxes[2] is not None and boxes[1] is not None and boxes[1][3] <= boxes[2][1]


def test_quotes_of_both_columns_are_found_as_the_reader_reads_them(tmp_path: Path) -> None:
    path = write_columns_pdf(tmp_path / "栏.pdf", REPORT)
    said = [block.text for block in read_pdf(path, path.name).blocks if len(block.text) > 30]
    assert len(said) > 3
    assert all(page_picture(path, 1, text).marked for text in said)


def test_a_line_that_begins_with_a_flat_character_is_marked_at_its_full_height(
    tmp_path: Path,
) -> None:
    lines = ("虚构市报告", "一是力量不足的问题还在。")
    drawn = page_picture(write_pdf(tmp_path / "平.pdf", lines), 1, lines[1])
    picture = Image.open(io.BytesIO(drawn.png)).convert("RGB")
    box = veiled(drawn.png)
    assert box is not None
    # The upper corner over 一 is paper: marked, it is yellow.
    red, _, blue = picture.getpixel((box[0] + 4, box[1] + 4))  # type: ignore[misc]
    assert red > 240 and blue < 200


def test_characters_that_pdfium_leaves_out_of_its_text_do_not_move_the_mark(
    tmp_path: Path,
) -> None:
    plain = write_pdf(tmp_path / "无.pdf", ("虚构市报告", LINES[1]))
    odd = write_pdf(tmp_path / "有.pdf", ("\x93\x96\x97\x98虚构市报告", LINES[1]))
    one, other = (veiled(page_picture(path, 1, "复议申请376件，").png) for path in (plain, odd))
    assert one is not None
    assert one == other


def test_a_part_in_the_middle_of_another_page_is_not_taken_for_the_quote(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "长.pdf", REPORT)
    assert page_picture(path, 1, "共收到行政复议申请120件，审结98件").marked
    other = "共收到行政复议申请76件，另一页上的话，这一页上没有。"
    assert not page_picture(path, 1, other).marked
