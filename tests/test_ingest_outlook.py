"""Done or planned, sentence by sentence and row by row."""

from pathlib import Path

import pytest

from ingest.models import Passage, ReportFacts
from ingest.outlook import clauses_of, figure_told, placed_ahead, rows, section_of, told_of

WORK = ReportFacts(
    "虚构区2025年政府工作报告",
    "虚构区",
    doc_type="政府工作报告",
    year=2024,
    years=(2024,),
    plan_years=(2025,),
    title_year=2025,
)
LAW = ReportFacts(
    "虚构区2024年法治政府建设年度情况报告",
    "虚构区",
    doc_type="法治政府建设报告",
    year=2024,
    years=(2024,),
    title_year=2024,
)
_LINES = (
    (Path(__file__).parent / "outlook_sentences.tsv").read_text(encoding="utf-8").splitlines()
)
LABELLED = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


def passage(path: str, text: str, at: int = 0) -> Passage:
    heading = tuple(path.split(" / ")) if path else ()
    return Passage(f"p{at}", "虚构", at, heading, text, 0, len(text), 0)


def test_there_are_150_labelled_sentences() -> None:
    assert len(LABELLED) >= 150


@pytest.mark.parametrize(("path", "sentence", "outlook", "year"), LABELLED)
def test_a_sentence_is_told_apart(path: str, sentence: str, outlook: str, year: str) -> None:
    facts = WORK if "2025年" in path or "总体要求" in path or "年工作回顾" in path else LAW
    told = told_of(passage(path, sentence), facts, 0, len(sentence))
    assert ("mixed" if told.mixed else told.outlook) == outlook
    if year:
        assert told.planned_for == int(year)
    elif outlook == "planned" and facts is LAW:
        assert told.planned_for in (None, 2025)
