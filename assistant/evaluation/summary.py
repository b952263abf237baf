"""Add up the verdicts of many cases: for each kind, and overall."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean, quantiles
from typing import Any

from assistant.evaluation.metrics import CaseResult

OVERALL = "全部"


@dataclass(frozen=True, slots=True)
class Summary:
    """Totals over cases of one kind; shares lie in 0..1 and are None where there is nothing to share."""

    kind: str
    cases: int
    right: int
    complete: int
    loose_figures: int
    wrongly_shown: int
    violations: int
    evidence_recall: float | None
    citation_precision: float | None
    refused_right: int
    refused_wrong: int
    answered_wrong: int
    status_wrong: int
    wrong_scope: int
    outside_docs: int
    direction_wrong: int
    errors: int
    sentences_mean: float
    sentences_max: int
    latency_p50_ms: float
    latency_p95_ms: float


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
    answerable = [r for r in results if r.case.answerable]
    refusable = [r for r in results if not r.case.answerable]
    latencies = [r.latency_ms for r in results]
    lengths = [r.sentences for r in answerable if not r.refused and not r.error]
    return Summary(
        kind=kind,
        cases=len(results),
        right=sum(r.correct for r in results),
        complete=sum(not r.missing and not r.error for r in results),
        loose_figures=sum(len(r.loose) for r in results),
        wrongly_shown=sum(len(r.wrongly_shown) for r in results),
        violations=sum(len(r.violations) for r in results),
        evidence_recall=_share(
            sum(r.evidence_cited for r in answerable), sum(r.evidence for r in answerable)
        ),
        citation_precision=_share(
            sum(r.citations_with_evidence for r in answerable),
            sum(r.citations for r in answerable),
        ),
        refused_right=sum(r.refused for r in refusable),
        refused_wrong=sum(r.refused for r in answerable),
        answered_wrong=sum(not r.refused for r in refusable),
        status_wrong=sum(r.refused and not r.status_right for r in refusable),
        wrong_scope=sum(r.wrong_scope for r in results),
        outside_docs=sum(r.outside_docs for r in results),
        direction_wrong=sum(r.direction_right is False for r in results),
        errors=sum(bool(r.error) for r in results),
        sentences_mean=mean(lengths) if lengths else 0.0,
        sentences_max=max(lengths, default=0),
        latency_p50_ms=_percentile(latencies, 50),
        latency_p95_ms=_percentile(latencies, 95),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _percentile(values: Sequence[float], percent: int) -> float:
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
