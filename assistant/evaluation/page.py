"""The page of an evaluation: one self-contained HTML file that an official can open anywhere."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.metrics import CaseResult
from assistant.evaluation.summary import EvaluationReport, coverage_curve
from assistant.models import Answer
from assistant.templates import render_html
from assistant.wording import STATUS_LABELS


class Failure(NamedTuple):
    """A case with something wrong, as it is shown; `answers` are turn, outcome and answer."""

    case: EvaluationCase
    why: str
    expected: str
    evidence: list[tuple[str, str]]
    answers: list[tuple[str, str, Answer]]


class Label(NamedTuple):
    """Words in the drawing of a curve."""

    x: str
    y: str
    anchor: str
    text: str


class Curve(NamedTuple):
    """The drawing of coverage (across) against correctness (up), in SVG's own words."""

    width: int
    height: int
    axes: str
    line: str
    marks: list[Label]


def page(report: EvaluationReport, table: Sequence[Sequence[str]]) -> str:
    """Give the whole page; `table` has its column names first."""
    return render_html(
        "evaluation.html",
        "page",
        len(report.results),
        sum(result.correct for result in report.results),
        table,
        _curve(coverage_curve(report.results)),
        [_failure(result) for result in report.failures()],
    )


def what_failed(result: CaseResult) -> str:
    """Say in one line what is wrong with a case."""
    case = result.case
    kinds = dict.fromkeys(item.kind for item in result.violations)
    refused_rightly = not case.answerable and result.refused
    answered_wrongly = not case.answerable and not result.refused and not result.error
    reasons: tuple[tuple[object, str, Iterable[str]], ...] = (
        (result.error, "出错：", [result.error]),
        (not result.refused and result.missing, "缺少：", result.missing),
        (result.wrongly_shown, "不该出现：", result.wrongly_shown),
        (case.answerable and result.refused, "误拒", ()),
        (answered_wrongly, "应当拒答而作答", ()),
        (refused_rightly and not result.status_right, "拒答的理由不对", ()),
        (not case.answerable and result.missing, "前面的问题没有答对：", result.missing),
        (result.direction_right is False, "比较的方向说反了", ()),
        (result.loose, "出处里没有的数字：", result.loose),
        (kinds, "未通过核对：", kinds),
    )
    return "；".join(said + "、".join(items) for holds, said, items in reasons if holds)


def _failure(result: CaseResult) -> Failure:
    case = result.case
    expected = case.answer or "、".join((*case.must_contain, *case.must_contain_derived))
    if not case.answerable:
        expected = expected or STATUS_LABELS[case.status or "not_in_report"]
    return Failure(
        case,
        what_failed(result),
        expected,
        list(zip(case.evidence, case.evidence_docs, strict=True)),
        [
            (turn, STATUS_LABELS[answer.status], answer)
            for turn, answer in zip(case.turns, result.answers, strict=False)
        ],
    )


_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 480, 300, 48, 40


def _curve(points: Sequence[tuple[float, float]]) -> Curve | None:
    """Draw coverage against correctness, both from 0 to 1; without points there is nothing to draw."""
    if not points:
        return None
    across, up = _WIDTH - _LEFT - 16, _HEIGHT - _BOTTOM - 16

    def place(coverage: float, right: float) -> str:
        return f"{_LEFT + coverage * across:.1f},{16 + (1 - right) * up:.1f}"

    marks = []
    for share in (0.0, 0.5, 1.0):
        said = f"{share:.0%}"
        marks.append(Label(f"{_LEFT + share * across:.1f}", f"{_HEIGHT - 22}", "middle", said))
        marks.append(Label(f"{_LEFT - 6}", f"{20 + (1 - share) * up:.1f}", "end", said))
    marks.append(Label(f"{_WIDTH / 2}", f"{_HEIGHT - 4}", "middle", "作答率"))
    axes = f"M{_LEFT},16V{_HEIGHT - _BOTTOM}H{_WIDTH - 16}"
    return Curve(_WIDTH, _HEIGHT, axes, " ".join(place(*point) for point in points), marks)
