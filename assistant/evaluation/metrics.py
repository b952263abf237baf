"""Judge one case: what was missing, wrongly shown, wrongly cited, wrongly refused. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.scoring import direction, has, shown_text, squash
from assistant.grounding.claims import MARK, claims_of
from assistant.grounding.verification import loose_figures, verify_answer
from assistant.grounding.violations import Violation
from assistant.models import Answer, Citation
from ingest.facts.dates import plain_digits
from ingest.segment import sentence_spans


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The verdict on one case and everything that led to it.

    `missing` are required strings not found, `loose` asserted figures that no cited quote holds,
    `wrongly_shown` traps and forbidden strings. Counts are over all turns; `sentences` are those of
    the longest answer. `direction_right` is None where no comparison was asked or stated.
    """

    case: EvaluationCase
    answers: tuple[Answer, ...]
    latency_ms: float
    correct: bool
    status_right: bool
    refused: bool
    missing: tuple[str, ...]
    wrongly_shown: tuple[str, ...]
    loose: tuple[str, ...]
    violations: tuple[Violation, ...]
    direction_right: bool | None
    evidence: int
    evidence_cited: int
    citations: int
    citations_with_evidence: int
    wrong_scope: int
    outside_docs: int
    sentences: int
    confidence: float | None = None
    error: str = ""


def judge(
    case: EvaluationCase,
    answers: Sequence[Answer],
    latency_ms: float,
    source_names: Mapping[str, str],
    report_text: Callable[[str], str | None] | None = None,
    confidence: float | None = None,
) -> CaseResult:
    """Give the verdict on the answers to a case's turns, one each.

    `source_names` gives the source name of each report id; with `report_text` quotes are checked to
    be verbatim as well.
    """
    last = answers[-1]
    missing = _missing(case, answers)
    shown = _wrongly_shown(case, last)
    direction_right = _direction(case, last)
    refused = last.status != "disclosed"
    status_right = not refused if case.answerable else last.status == (case.status or last.status)
    right = not missing and not shown and direction_right is not False
    correct = right and (refused != case.answerable) and status_right
    found = [_evidence(case, turn, answer, source_names) for turn, answer in enumerate(answers)]
    return CaseResult(
        case=case,
        answers=tuple(answers),
        latency_ms=latency_ms,
        correct=correct,
        status_right=status_right,
        refused=refused,
        missing=missing,
        wrongly_shown=shown,
        loose=tuple(text for answer in answers for text in loose_figures(answer)),
        violations=_violations(answers, report_text),
        direction_right=direction_right,
        evidence=sum(item[0] for item in found),
        evidence_cited=sum(item[1] for item in found),
        citations=sum(item[2] for item in found),
        citations_with_evidence=sum(item[3] for item in found),
        wrong_scope=sum(_contradicts(answer, c) for answer in answers for c in answer.citations),
        outside_docs=_outside(case, answers, source_names),
        sentences=max(sentences_shown(answer) for answer in answers),
        confidence=confidence,
    )


def failed(case: EvaluationCase, error: str, latency_ms: float) -> CaseResult:
    """Give the verdict on a case that ended in an error instead of an answer."""
    return CaseResult(
        case=case, answers=(), latency_ms=latency_ms, correct=False, status_right=False,
        refused=False, missing=(), wrongly_shown=(), loose=(), violations=(),
        direction_right=None, evidence=len(case.evidence), evidence_cited=0, citations=0,
        citations_with_evidence=0, wrong_scope=0, outside_docs=0, sentences=0, error=error,
    )  # fmt: skip


def sentences_shown(answer: Answer) -> int:
    """Count the sentences of an answer's text."""
    return len(sentence_spans(MARK.sub("", answer.text)))


def _missing(case: EvaluationCase, answers: Sequence[Answer]) -> tuple[str, ...]:
    missing = [
        needle
        for turn, answer in enumerate(answers)
        for needle in case.needles(turn)
        if not has(needle, shown_text(answer))
    ]
    last = shown_text(answers[-1])
    missing += [needle for needle in case.must_contain_derived if not has(needle, last)]
    if case.accept and not any(has(text, last) for text in case.accept):
        missing.append(" / ".join(case.accept))
    return tuple(missing)


def _wrongly_shown(case: EvaluationCase, last: Answer) -> tuple[str, ...]:
    claims = [claim.text for claim in claims_of(shown_text(last))]
    if case.main:
        claims = [claim for claim in claims if not has(case.main, claim)]
    rest = "\n".join(claims)
    traps = case.trap_figures if not case.answerable else ()
    shown = [text for text in (*traps, *case.must_not_contain) if has(text, rest)]
    shown += [text for text in case.refuted if _is_asserted(text, last, rest)]
    return tuple(dict.fromkeys(shown))


def _is_asserted(text: str, last: Answer, rest: str) -> bool:
    """Say whether a wrong figure of the question is repeated without being refuted."""
    return has(text, rest) and not any(
        has(text, item.text) for item in last.figures if item.refuted
    )


def _direction(case: EvaluationCase, last: Answer) -> bool | None:
    winners = [text for text in case.must_contain_derived if not re.fullmatch(r"[\d.%]+", text)]
    if case.kind != "cross" or len(winners) != 1 or not case.answer:
        # Which way round is right, only a reference answer says.
        return None
    # What a report itself compares (比上年增长) says nothing of the comparison that was asked.
    composed = last.text
    for citation in last.citations:
        composed = composed.replace(citation.quote, "")
    return direction(winners[0], case.answer, composed)


def _source(name: str) -> str:
    return PurePath(name).name


def _evidence(
    case: EvaluationCase, turn: int, answer: Answer, source_names: Mapping[str, str]
) -> tuple[int, int, int, int]:
    """Count evidence, evidence cited, citations, and citations that hold evidence."""
    wanted = [(squash(text), _source(doc)) for text, doc in case.evidence_of(turn)]
    cited = [
        (squash(c.passage), _source(source_names.get(c.report_id, ""))) for c in answer.citations
    ]
    matches = [
        [doc == source and (text in passage or passage in text) for passage, source in cited]
        for text, doc in wanted
    ]
    holding = sum(any(row[i] for row in matches) for i in range(len(cited)))
    counted = len(cited) if wanted else 0
    return len(wanted), sum(any(row) for row in matches), counted, holding


def _outside(
    case: EvaluationCase, answers: Sequence[Answer], source_names: Mapping[str, str]
) -> int:
    docs = {_source(doc) for doc in case.docs}
    if not docs or not case.answerable:
        return 0
    cited = (c for answer in answers for c in answer.citations)
    return sum(_source(source_names.get(c.report_id, "")) not in docs for c in cited)


def _contradicts(answer: Answer, citation: Citation) -> bool:
    """Say whether a citation's report lies outside the scope that the answer itself states."""
    regions, years = answer.scope.regions, answer.scope.years
    region, title = citation.region, citation.title
    if regions and region and not any(r in region or region in r for r in regions):
        return True
    if not years or citation.year is None or citation.year in years:
        return False
    known = plain_digits(f"{title}{citation.passage}{''.join(citation.heading)}")
    if citation.year + 1 in years and re.search(r"今年|本年|上半年", citation.passage):
        # Given late in its own year, of which it tells as well.
        return False
    return not any(str(year) in known for year in years)


def _violations(
    answers: Sequence[Answer], report_text: Callable[[str], str | None] | None
) -> tuple[Violation, ...]:
    if report_text is None:
        return ()
    return tuple(
        violation
        for answer in answers
        for violation in verify_answer(answer, report_text, lambda report_id: True)
    )
