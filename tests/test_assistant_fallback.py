"""Where the reports in scope are silent: older reports, and plans that are never given for results."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.fallback import read_elsewhere
from assistant.models import Scope
from assistant.question.need import read_need
from assistant.question.planning import PartPlan
from assistant.reader.reading import Kind, Quote, Reading
from assistant.scope.models import ScopeReading
from ingest.models import Passage, ReportFacts
from ingest.outlook import Outlook
from vectorstore.models import SearchHit, SearchResult

ASKED = "虚构市2021年在哪几个区试点？"
FACTS = ReportFacts(
    "虚构市2021年政府工作报告（虚构）", "虚构市", year=2020, plan_years=(2021,), title_year=2021
)
SILENT = Reading(ASKED, "not_in_report", (), 0.05)


def part(question: str = ASKED, *, open_year: bool = False) -> PartPlan:
    scope = Scope(years=() if open_year else (2021,), regions=("虚构市",))
    reading = ScopeReading(
        scope=scope,
        status="held",
        report_ids=frozenset(),
        fallback_ids=frozenset({"old"}),
        open_year=open_year,
    )
    return PartPlan(read_need(question), question, reading)


def elsewhere(
    question: str = ASKED,
    first: Reading | None = SILENT,
    text: str = "在青石区、白鹭区试点。",
    *,
    heading: str = "二、2021年工作安排",
    confidence: float = 0.9,
    open_year: bool = False,
) -> Kind | None:
    """Read the one passage that the other reports hold; give the sense in which it answers."""
    passage = Passage("p", "old", 1, (heading,), text, 0, len(text), 0)
    result = SearchResult(
        (SearchHit(passage, FACTS, 0.9, 0.9, None, 1, None),), np.zeros(4, dtype=np.float32)
    )

    def read(found: SearchResult, side: Outlook) -> Reading:
        quotes = tuple(
            Quote(hit.passage, hit.facts, 0, len(text), confidence) for hit in found.hits
        )
        return Reading(question, "disclosed", quotes, confidence)

    other = read_elsewhere(part(question, open_year=open_year), first, lambda q, ids: result, read)
    return other.kind if other else None


def test_a_plan_for_the_year_answers_where_its_report_is_silent() -> None:
    assert elsewhere() == "planned"
    assert elsewhere(first=None) == "planned"


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "虚构市2021年建了多少所学校？", "text": "建成学校12所。"},
        {"heading": "一、2020年工作回顾"},
        {"confidence": 0.2},
    ],
)
def test_what_was_planned_is_never_given_for_a_result(changed: dict[str, object]) -> None:
    assert elsewhere(**changed) is None  # type: ignore[arg-type]


def test_a_planned_figure_answers_where_no_report_tells_of_the_year() -> None:
    asked = "虚构市2021年新建学校多少所？"
    assert elsewhere(asked, None, "新建学校12所。") == "planned"
    assert elsewhere(asked, SILENT, "力争新建学校12所以上。") == "planned"
    # Not for a plan of another year, nor where the question says that it was done.
    assert elsewhere(asked, SILENT, "到2025年，新建学校60所。") is None
    assert elsewhere("虚构市2021年实际建成学校多少所？", SILENT, "新建学校12所。") is None


def test_a_report_titled_by_the_year_tells_of_the_year_before_and_says_so() -> None:
    other = elsewhere(
        "虚构市2021年新建学校多少所？", None, "新建学校9所。", heading="一、2020年工作回顾"
    )
    assert other == "titled"


def test_a_sure_answer_of_the_report_itself_stands() -> None:
    sure = replace(SILENT, status="disclosed", confidence=0.6)
    doubtful = replace(sure, confidence=0.3)
    assert elsewhere(first=sure) is None
    assert elsewhere(first=doubtful, confidence=0.5) is None
    assert elsewhere(first=doubtful) == "planned"


def test_without_a_year_older_reports_are_read_only_where_the_latest_is_silent() -> None:
    told = replace(SILENT, status="disclosed", confidence=0.2)
    assert elsewhere(open_year=True) == "older"
    assert elsewhere(first=told, open_year=True) is None
