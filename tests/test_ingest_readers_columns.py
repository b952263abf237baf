"""Two columns in reading order; tables and single columns left alone."""

import re
from pathlib import Path

import pytest

from ingest.readers import read
from tests.samples import REPORT, write_columns_pdf, write_pdf, write_table_pdf


def plain(path: Path) -> list[str]:
    return [re.sub(r"\s", "", block.text) for block in read(path).blocks]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = write_columns_pdf(tmp_path / "两栏.pdf", REPORT)
    assert "".join(plain(path)) == re.sub(r"\s", "", "".join(REPORT))


def test_paragraphs_of_columns_are_told_apart(tmp_path: Path) -> None:
    found = plain(write_columns_pdf(tmp_path / "两栏.pdf", REPORT))
    wanted = [re.sub(r"\s", "", paragraph) for paragraph in REPORT]
    assert [text for text in found if text in wanted] == found


def test_a_title_across_both_columns_stays_at_the_top(tmp_path: Path) -> None:
    path = write_columns_pdf(tmp_path / "两栏.pdf", REPORT, title_across=True)
    assert plain(path)[0] == REPORT[0]
    assert "".join(plain(path)) == re.sub(r"\s", "", "".join(REPORT))


def test_a_table_with_a_gap_in_its_middle_is_no_columns(tmp_path: Path) -> None:
    rows = [(f"2120{n}", "城乡社区管理事务支出", f"{n}05.68", f"{n}96.91") for n in range(12)]
    found = plain(write_table_pdf(tmp_path / "表.pdf", rows))
    assert found[3] == "；".join(rows[3])


@pytest.mark.parametrize("indent", [0, 2])
def test_one_column_is_left_as_it_is(indent: int, tmp_path: Path) -> None:
    found = plain(write_pdf(tmp_path / "一栏.pdf", REPORT, indent_em=indent))
    assert "".join(found) == re.sub(r"\s", "", "".join(REPORT))
