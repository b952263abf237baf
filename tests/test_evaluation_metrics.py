"""Verdicts: strings with digit boundaries, evidence, refusals, traps, direction."""

from dataclasses import replace

import pytest

from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.metrics import judge
from assistant.evaluation.scoring import direction, has
from assistant.models import Answer, AnswerFigure, Citation, Scope

QUOTE = "收到行政复议申请 376 件，审结 304 件。"
NAMES = {"r1": "folder/甲区2020.txt", "r2": "乙区2020.txt"}
CASE = EvaluationCase(
    id="x", turns=("收到多少件？",), must_contain=("376",), docs=("甲区2020.txt",),
    evidence=("收到行政复议申请376件，审结304件。",), evidence_docs=("甲区2020.txt",),
)  # fmt: skip


def cite(report_id: str = "r1", quote: str = QUOTE, **changes: object) -> Citation:
    citation = Citation(
        1, report_id, "甲区2020年报告", "甲区", 2020, (), None, quote, quote, 0, len(quote)
    )
    return replace(citation, **changes)


FIGURES = (AnswerFigure("376 件", 376, "件", 1), AnswerFigure("304 件", 304, "件", 1))
ANSWER = Answer("disclosed", f"{QUOTE}[1]", citations=(cite(),), figures=FIGURES)
REFUSAL = Answer("not_in_library", "未收录：库里没有这份报告。")


@pytest.mark.parametrize(
    ("needle", "haystack", "found"),
    [
        ("24", "共24件", True),
        ("24", "共24000件", False),
        ("24", "共124件", False),
        ("24", "共24.5件", False),
        ("24000", "共24,000件", True),
        ("24000", "共24，000 件", True),
        ("1804", "1 804人次", True),
        ("8.88%", "８．８８％", True),
        ("方式单一", "方式 单一", True),
    ],
)
def test_has(needle: str, haystack: str, found: bool) -> None:
    assert has(needle, haystack) is found


def test_a_right_answer() -> None:
    result = judge(CASE, [ANSWER], 12.5, NAMES, {"r1": QUOTE}.get)
    assert result.correct
    assert result.violations == ()
    assert (result.evidence, result.evidence_cited) == (1, 1)
    assert (result.citations, result.citations_with_evidence) == (1, 1)
    assert (result.sentences, result.latency_ms, result.outside_docs) == (1, 12.5, 0)


def test_a_missing_string_and_a_figure_from_nowhere() -> None:
    result = judge(CASE, [replace(ANSWER, text="收到377件。[1]")], 1, NAMES)
    assert not result.correct
    assert result.missing == ("376",)
    assert result.loose == ("377件",)


def test_a_citation_of_another_report_is_no_evidence() -> None:
    result = judge(CASE, [replace(ANSWER, citations=(cite("r2"),))], 1, NAMES)
    assert (result.evidence_cited, result.citations_with_evidence, result.outside_docs) == (0, 0, 1)


def test_refusals() -> None:
    assert not judge(CASE, [REFUSAL], 1, NAMES).correct
    case = EvaluationCase(
        id="u", turns=("2019年呢？",), status="not_in_library", trap_figures=("376",)
    )
    assert judge(case, [REFUSAL], 1, NAMES).correct
    assert not judge(case, [replace(REFUSAL, status="not_in_report")], 1, NAMES).status_right
    trapped = judge(case, [replace(REFUSAL, text="未收录，可能是376件。")], 1, NAMES)
    assert trapped.wrongly_shown == ("376",)
    assert not trapped.correct
    assert not judge(case, [ANSWER], 1, NAMES).correct


def test_a_conversation_is_right_when_every_turn_is() -> None:
    case = EvaluationCase(
        id="f", kind="followup", turns=("收到？", "审结呢？"),
        must_contain_per_turn=(("376",), ("304",)),
    )  # fmt: skip
    other = replace(ANSWER, text="审结 304 件。[1]", citations=(cite(quote="审结 304 件。"),))
    assert judge(case, [ANSWER, other], 1, NAMES).correct
    assert judge(case, [other, other], 1, NAMES).missing == ("376",)


def test_forbidden_figures_may_stand_beside_the_main_one() -> None:
    case = EvaluationCase(id="m", turns=("？",), must_not_contain=("304",), main="376")
    assert judge(case, [ANSWER], 1, NAMES).correct
    two = replace(ANSWER, text="收到 376 件。[1]\n审结 304 件。[1]")
    assert judge(case, [two], 1, NAMES).wrongly_shown == ("304",)


def test_an_echoed_figure_must_be_refuted() -> None:
    case = EvaluationCase(id="e", turns=("是5000件吗？",), must_contain=("376",), refuted=("5000",))
    text = f"报告写的不是5000件：[1]\n{QUOTE}[1]"
    assert judge(case, [replace(ANSWER, text=text)], 1, NAMES).wrongly_shown == ("5000",)
    figures = (*FIGURES, AnswerFigure("5000件", 5000, "件", 1, refuted=True))
    assert judge(case, [replace(ANSWER, text=text, figures=figures)], 1, NAMES).correct
    assert judge(case, [ANSWER], 1, NAMES).correct


def test_citations_outside_the_stated_scope() -> None:
    narrow = replace(ANSWER, scope=Scope(years=(2020,), regions=("虚构市甲区",)))
    assert judge(CASE, [narrow], 1, NAMES).wrong_scope == 0
    wrong_year = replace(ANSWER, scope=Scope(years=(2019,)))
    assert judge(CASE, [wrong_year], 1, NAMES).wrong_scope == 1
    wrong_region = replace(ANSWER, scope=Scope(regions=("乙区",)))
    assert judge(CASE, [wrong_region], 1, NAMES).wrong_scope == 1


LARGER = "甲省更多：甲省1344亿斤，乙省726.8亿斤。"
CLEANER = "甲区更好：甲区23.8微克/立方米，乙区26.9微克/立方米。"


@pytest.mark.parametrize(
    ("reference", "text", "right"),
    [
        (LARGER, "甲省更多。", True),
        (LARGER, "甲省比乙省多617.2亿斤。", True),
        (LARGER, "乙省比甲省少617.2亿斤。", True),
        (LARGER, "乙省比甲省多617.2亿斤。", False),
        (LARGER, "乙省更多。", False),
        (LARGER, "最多的是甲省。", True),
        (LARGER, "甲省1344亿斤。\n乙省726.8亿斤。", None),
        (CLEANER, "甲区比乙区低3.1微克/立方米。", True),
        (CLEANER, "乙区更低。", False),
        (CLEANER, "空气更好的是甲区。", True),
        (CLEANER, "乙区更高。", True),
    ],
)
def test_direction(reference: str, text: str, right: bool | None) -> None:
    winner = reference[:2]
    assert direction(winner, reference, text) is right
    case = EvaluationCase(
        id="c", kind="cross", turns=("？",), answer=reference, must_contain_derived=(winner,)
    )
    assert judge(case, [Answer("disclosed", text)], 1, NAMES).direction_right is right
