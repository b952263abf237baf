"""What one would ask after an answer: from the cited passage's neighbours, and from the year beside it."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.models import Answer
from assistant.suggesting.phrasing import figure_questions, scope_words, topic_question
from ingest.models import Passage
from vectorstore.models import ReportRecord

Passages = Callable[[str], Sequence[Passage]]

_NEAR = 4
"""Passages looked at on either side of the cited one."""


def next_questions(
    answer: Answer, records: Sequence[ReportRecord], passages_of: Passages, limit: int = 3
) -> tuple[str, ...]:
    """Give at most `limit` whole questions that the library answers; none where none is at hand.

    After an answer: figures and headings beside what was cited. After 报告未提及: what the same report
    does say. After 未收录: the same question for the nearest year that there is.
    """
    by_id = {record.report_id: record for record in records}
    if answer.status == "not_in_library":
        found = _nearest_year(answer, records)
    elif answer.citations and answer.citations[0].report_id in by_id:
        cited = answer.citations[0]
        passages = passages_of(cited.report_id)
        found = _beside(answer, by_id[cited.report_id], passages)
    elif answer.status == "not_in_report":
        found = _of_same_report(answer, records, passages_of)
    else:
        return ()
    asked = {_bare(answer.standalone_question)}
    kept: list[str] = []
    for question in found:
        if _bare(question) not in asked:
            asked.add(_bare(question))
            kept.append(question)
        if len(kept) == limit:
            break
    return tuple(kept)


def _beside(answer: Answer, record: ReportRecord, passages: Sequence[Passage]) -> Iterator[str]:
    cited = answer.citations[0]
    at = next((n for n, p in enumerate(passages) if p.start <= cited.start < p.end), None)
    if at is None:
        return
    scope = scope_words(record.facts)
    said = "".join(citation.quote for citation in answer.citations)
    near = sorted(
        range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(passages))),
        key=lambda n: (passages[n].heading[:-1] != passages[at].heading[:-1], abs(n - at), n < at),
    )
    figures = (
        question
        for n in near
        for question, clause in figure_questions(scope, passages[n])
        if clause not in said
    )
    topics = (
        question
        for n in range(at + 1, len(passages))
        if passages[n].heading[:2] != passages[at].heading[:2]
        and len(passages[n].heading) > 1
        and (question := topic_question(scope, passages[n].heading[:2]))
    )
    # Two figures and a topic where there are both.
    yield from _first(figures, 2)
    yield from topics
    yield from figures


def _first(questions: Iterator[str], count: int) -> Iterator[str]:
    for _ in range(count):
        question = next(questions, None)
        if question is None:
            return
        yield question


def _of_same_report(
    answer: Answer, records: Sequence[ReportRecord], passages_of: Passages
) -> Iterator[str]:
    scope = answer.scope
    for record in records:
        facts = record.facts
        if facts.region in scope.regions and (not scope.years or facts.year in scope.years):
            words = scope_words(facts)
            questions = [
                q for p in passages_of(record.report_id) for q, _ in figure_questions(words, p)
            ]
            yield from questions[:: max(len(questions) // 3, 1)]


def _nearest_year(answer: Answer, records: Sequence[ReportRecord]) -> Iterator[str]:
    question = answer.standalone_question
    years = [year for year in answer.scope.years if f"{year}年" in question]
    if len(years) != 1 or len(answer.scope.regions) != 1:
        return
    held = {
        record.facts.year
        for record in records
        if record.facts.region in answer.scope.regions and record.facts.year is not None
    }
    for year in sorted(held, key=lambda held_year: abs(held_year - years[0]))[:2]:
        yield question.replace(f"{years[0]}年", f"{year}年")


def _bare(question: str) -> str:
    return re.sub(r"[\W_]", "", question)
