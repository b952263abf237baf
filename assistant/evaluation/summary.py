"""Add up the verdicts of many cases: for each kind, and overall."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from statistics import mean, quantiles
from typing import Any

from assistant.evaluation.metrics import CaseResult

OVERALL = "全部"
_Results = Sequence[CaseResult]


def _metric(
    total: Callable[[_Results], Any], column: str = "", shown: Callable[[Any], str] = str
) -> Any:
    """Make a metric: how verdicts are added up, and its column in the table, if it has one."""
    return field(metadata={"total": total, "column": column, "shown": shown})


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _milliseconds(value: float) -> str:
    return f"{value:.0f} 毫秒"


def _answerable(results: _Results) -> list[CaseResult]:
    return [r for r in results if r.case.answerable]


def _refusable(results: _Results) -> list[CaseResult]:
    return [r for r in results if not r.case.answerable]


def _lengths(results: _Results) -> list[int]:
    return [r.sentences for r in _answerable(results) if not r.refused and not r.error]


def _recall(results: _Results) -> float | None:
    asked = _answerable(results)
    return _share(sum(r.evidence_cited for r in asked), sum(r.evidence for r in asked))


def _precision(results: _Results) -> float | None:
    asked = _answerable(results)
    return _share(sum(r.citations_with_evidence for r in asked), sum(r.citations for r in asked))


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals over cases of one kind; shares lie in 0..1 and are None where there is nothing to share.

    Each metric says here how it is added up and shown; what it adds up is judged in `metrics`.
    """

    kind: str
    cases: int = _metric(len, "题数")
    right: int = _metric(lambda rs: sum(r.correct for r in rs), "答对")
    complete: int = _metric(lambda rs: sum(not r.missing and not r.error for r in rs), "要点齐全")
    loose_figures: int = _metric(lambda rs: sum(len(r.loose) for r in rs), "无据数字")
    wrongly_shown: int = _metric(lambda rs: sum(len(r.wrongly_shown) for r in rs), "误示数字")
    violations: int = _metric(lambda rs: sum(len(r.violations) for r in rs))
    evidence_recall: float | None = _metric(_recall, "出处召回", _percent)
    citation_precision: float | None = _metric(_precision, "出处准确", _percent)
    refused_right: int = _metric(lambda rs: sum(r.refused for r in _refusable(rs)), "应拒已拒")
    refused_wrong: int = _metric(lambda rs: sum(r.refused for r in _answerable(rs)), "误拒")
    answered_wrong: int = _metric(lambda rs: sum(not r.refused for r in _refusable(rs)), "未拒")
    status_wrong: int = _metric(
        lambda rs: sum(r.refused and not r.status_right for r in _refusable(rs))
    )
    wrong_scope: int = _metric(lambda rs: sum(r.wrong_scope for r in rs), "超范围")
    outside_docs: int = _metric(lambda rs: sum(r.outside_docs for r in rs))
    direction_wrong: int = _metric(lambda rs: sum(r.direction_right is False for r in rs))
    errors: int = _metric(lambda rs: sum(bool(r.error) for r in rs))
    sentences_mean: float = _metric(
        lambda rs: mean(_lengths(rs) or [0.0]), "句数", lambda value: f"{value:.1f}"
    )
    sentences_max: int = _metric(lambda rs: max(_lengths(rs), default=0))
    latency_p50_ms: float = _metric(lambda rs: _latency_ms(rs, 50), "耗时中位", _milliseconds)
    latency_p95_ms: float = _metric(lambda rs: _latency_ms(rs, 95), "耗时95%", _milliseconds)

    def cells(self) -> dict[str, str]:
        """Give what the table shows, by the names of its columns."""
        return {
            metric.metadata["column"]: metric.metadata["shown"](getattr(self, metric.name))
            for metric in fields(self)
            if metric.metadata.get("column")
        }


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """All verdicts of a run, in the order of the cases."""

    results: tuple[CaseResult, ...]

    def summaries(self) -> tuple[Summary, ...]:
        """Give the totals of each kind in order of first appearance, then overall."""
        kinds = dict.fromkeys(result.case.kind for result in self.results)
        each = [summarise(kind, [r for r in self.results if r.case.kind == kind]) for kind in kinds]
        return (*each, summarise(OVERALL, self.results))

    def failures(self) -> tuple[CaseResult, ...]:
        """Give the results to look at: wrong, or right with a figure or citation that is not held."""
        return tuple(r for r in self.results if not r.correct or r.loose or r.violations)

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON values: the totals and each case with its verdict and answers."""
        return {
            "summary": [asdict(summary) for summary in self.summaries()],
            "cases": [_case_json(result) for result in self.results],
        }


def _case_json(result: CaseResult) -> dict[str, Any]:
    plain = {
        name: getattr(result, name)
        for name in CaseResult.__dataclass_fields__
        if name not in ("case", "answers", "violations")
    }
    return {
        "id": result.case.id,
        "kind": result.case.kind,
        "turns": list(result.case.turns),
        **{name: list(v) if isinstance(v, tuple) else v for name, v in plain.items()},
        "violations": [asdict(violation) for violation in result.violations],
        "answers": [answer.to_json() for answer in result.answers],
    }


def summarise(kind: str, results: Sequence[CaseResult]) -> Summary:
    """Add up results under one name."""
    metrics = [metric for metric in fields(Summary) if metric.metadata]
    return Summary(kind, **{one.name: one.metadata["total"](results) for one in metrics})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _latency_ms(results: _Results, percent: int) -> float:
    values = [r.latency_ms for r in results]
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def coverage_curve(results: Sequence[CaseResult]) -> tuple[tuple[float, float], ...]:
    """Give (share of cases answered, share of those right) as the confidence asked for falls.

    Only cases with a confidence count; a refused case counts as never answered.
    """
    known = [r for r in results if r.confidence is not None]
    answered = [r for r in known if not r.refused]
    answered.sort(key=lambda r: -(r.confidence or 0.0))
    points, right = [], 0
    for n, result in enumerate(answered, 1):
        right += result.correct
        points.append((n / len(known), right / n))
    return tuple(points)
