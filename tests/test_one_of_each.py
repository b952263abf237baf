"""What people read and what texts are compared by stands in one place each."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from assistant.models import Status
from assistant.ui.words import words_in
from assistant.wording import STATUS_ENGLISH, STATUS_LABELS
from ingest.facts import kinds
from ingest.numbering import HAN_DIGITS, HAN_UP_TO_TEN, arabic_digits, with_plain_years

ROOT = Path(__file__).parent.parent
# Rows of words say which kind they mean; a test of the rows holds them against the kinds there are.
ROWS = {"assistant/scope/report_names.toml"}
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for package in ("assistant", "ingest", "vectorstore")
    for path in (ROOT / package).rglob("*")
    if path.suffix in {".py", ".toml", ".js"}
}


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ('"已披露"', "assistant/wording.py"),
        ('"与报告无关"', "assistant/wording.py"),
        ('"Not in the library"', "assistant/wording.py"),
        ('"法治政府建设报告"', "ingest/facts/kinds.py"),
        ('"政府工作报告"', "ingest/facts/kinds.py"),
    ],
)
def test_a_label_is_written_once(written: str, where: str) -> None:
    assert [name for name, text in SOURCES.items() if written in text and name not in ROWS] == [
        where
    ]


def test_every_outcome_has_its_label_in_both_languages() -> None:
    assert set(STATUS_LABELS) == set(STATUS_ENGLISH) == set(get_args(Status))
    assert words_in("zh")("status.not_in_report") == "报告未提及"
    assert words_in("en")("status.not_in_report") == "Not in the report"


def test_chinese_digits_have_one_table() -> None:
    tables = re.compile(r"zip\([\"']零|maketrans\(\s*[\"'][〇零]|enumerate\([\"'][零一]")
    assert [name for name, text in SOURCES.items() if tables.search(text)] == []
    assert with_plain_years("二〇二〇年和二零一九年") == "2020年和2019年"
    assert arabic_digits("一九九八") == "1998"
    assert (HAN_UP_TO_TEN["十"], HAN_UP_TO_TEN["两"], HAN_DIGITS["○"]) == (10, 2, 0)


def test_rows_of_short_names_name_kinds_that_there_are() -> None:
    held = {value for name, value in vars(kinds).items() if name.isupper()}
    for path in ROWS:
        assert set(tomllib.loads(SOURCES[path])["kinds"]) <= held
