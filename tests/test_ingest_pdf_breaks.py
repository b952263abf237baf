"""Figures and rows that a line's or a page's end broke are whole; running heads go, lines that say something stay."""

from pathlib import Path

import pytest

from ingest.readers import read
from tests.samples import page_content, pdf_of, write_pdf
from tests.samples_tables import write_ruled_pdf

_FULL = "虚构区行政执法案卷评查工作稳步开展公示许可信息"


def lines_pdf(path: Path, pages: list[list[str]], top: float = 700.0) -> Path:
    """Write pages of lines at the left margin, 28 points apart."""
    contents = [
        page_content([(90.0, top - 28 * row, line) for row, line in enumerate(lines)], turned=False)
        for lines in pages
    ]
    path.write_bytes(pdf_of(contents))
    return path


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("18", "654条，公示率高。", "18654条"),
        ("97.", "5%，同比提高。", "97.5%"),
        ("97", ".5%，同比提高。", "97.5%"),
        ("2", "023年度的数据。", "2023年"),
        ("1,", "234件，全部办结。", "1,234件"),
    ],
)
@pytest.mark.parametrize("over_a_page", [False, True])
def test_a_figure_broken_over_an_end_is_whole(
    before: str, after: str, whole: str, over_a_page: bool, tmp_path: Path
) -> None:
    head = [_FULL, _FULL, _FULL[: 23 - len(before) // 2] + before]
    tail = [after, "二、存在的问题"]
    pages = [head, tail] if over_a_page else [head + tail]
    document = read(lines_pdf(tmp_path / "a.pdf", pages))
    assert whole in "\n".join(block.text for block in document.blocks)


def test_the_number_of_an_item_is_no_open_figure(tmp_path: Path) -> None:
    document = read(lines_pdf(tmp_path / "a.pdf", [["虚构报告", "1.", "2023年办理案件12件。"]]))
    assert "1.2023" not in "\n".join(block.text for block in document.blocks)


HEAD = ["部门", "公示信息", "办件"]


def rows_of(path: Path, pages: list[list[list[str]]]) -> list[str]:
    document = read(write_ruled_pdf(path, pages))  # type: ignore[arg-type]
    return [block.text for block in document.blocks if block.kind == "table_row"]


def test_a_row_broken_over_a_page_is_one_row(tmp_path: Path) -> None:
    # 21 digits of five points fill a column of 110.
    first, rest = "1" * 20, "654"
    rows = rows_of(
        tmp_path / "a.pdf",
        [
            [[HEAD, ["甲局", "7", "8"], ["乙局", first, "9"]]],
            [[["", rest, ""], ["丙局", "4", "5"]]],
        ],
    )
    assert rows == [
        "部门：甲局；公示信息：7；办件：8",
        f"部门：乙局；公示信息：{first}{rest}；办件：9",
        "部门：丙局；公示信息：4；办件：5",
    ]


def test_a_row_without_a_label_on_the_next_page_is_a_row_of_its_own(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path / "a.pdf",
        [
            [[HEAD, ["甲局", "7", "8"], ["乙局", "18", "9"]]],
            [[["", "654", ""], ["丙局", "4", "5"]]],
        ],
    )
    assert rows[1:3] == ["部门：乙局；公示信息：18；办件：9", "公示信息：654"]


def test_a_figure_too_wide_for_its_cell_is_one_figure(tmp_path: Path) -> None:
    wide, narrow = "1" * 20 + "\n654", "18\n654"
    rows = rows_of(tmp_path / "a.pdf", [[[HEAD, ["甲局", wide, "8"], ["乙局", narrow, "9"]]]])
    assert f"公示信息：{'1' * 20}654；" in rows[0]
    assert "公示信息：18 654；" in rows[1]


@pytest.mark.parametrize(
    "tops",
    [
        [f"全年作出处罚决定{figure}件。" for figure in (1324, 876, 143, 118)],
        [f"{part}、虚构局情况" for part in "一二三四"],
        [f"附件{number}" for number in (1, 2, 3, 4)],
        [f"{year}年情况" for year in (2020, 2021, 2022, 2023)],
        [f"合计{figure}" for figure in (120, 121, 122, 123)],
        [f"占比{share}%" for share in ("12.5", "13.5", "14.5", "15.5")],
    ],
)
def test_a_first_line_that_says_something_on_each_page_stays(
    tops: list[str], tmp_path: Path
) -> None:
    pages = [
        [top, f"虚构区第{n}部分的情况说明如下。"] for n, top in zip("甲乙丙丁", tops, strict=True)
    ]
    document = read(lines_pdf(tmp_path / "a.pdf", pages, top=750.0))
    text = "\n".join(block.text for block in document.blocks)
    assert all(top in text for top in tops)


@pytest.mark.parametrize(
    "head",
    [
        "虚构区2021年报告",
        "虚构区报告 第{}页",
        "虚构区公报 {}",
        "- {} - 虚构区公报",
        "虚构区公报 {}/4",
    ],
)
def test_a_running_head_goes_with_its_page_number(head: str, tmp_path: Path) -> None:
    bodies = [f"虚构区第{n}部分的情况说明如下。" for n in "甲乙丙丁"]
    pages = [[head.format(n), body] for n, body in enumerate(bodies, start=1)]
    document = read(lines_pdf(tmp_path / "a.pdf", pages, top=750.0))
    assert "".join(block.text for block in document.blocks) == "".join(bodies)


def test_a_report_with_heads_and_numbers_comes_back_whole(tmp_path: Path) -> None:
    paragraphs = ["虚构报告", *(f"（{n}）办理案件{9 + n}件，情况良好。" for n in range(1, 40))]
    path = write_pdf(tmp_path / "a.pdf", paragraphs, head="虚构区2021年报告", numbered=True)
    assert "".join(block.text for block in read(path).blocks) == "".join(paragraphs)
