"""What can be asked instead of a question that the reports do not answer: what stands nearest does answer it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from assistant.models import Answer
from assistant.suggesting.next_questions import Passages, next_questions
from assistant.suggesting.phrasing import figure_questions, scope_words, topic_question
from ingest.models import Passage, ReportFacts
from vectorstore.models import ReportRecord


def instead_of(
    answer: Answer, records: Sequence[ReportRecord], passages_of: Passages, limit: int = 3
) -> tuple[str, ...]:
    """Give at most `limit` questions for a refused one: of the nearest passages, else of the report."""
    found = dict.fromkeys((*_near(answer, records, passages_of),))
    if not found:
        return next_questions(answer, records, passages_of, limit)
    return tuple(question for question in found if question != answer.standalone_question)[:limit]


def asked_of(hits: Iterable[tuple[ReportFacts, Passage]], limit: int = 3) -> tuple[str, ...]:
    """Give at most `limit` questions that passages answer, one of each."""
    found = dict.fromkeys(q for facts, passage in hits for q in _asked_of(facts, passage)[:1])
    return tuple(islice(found, limit))


def _asked_of(facts: ReportFacts, passage: Passage) -> list[str]:
    scope = scope_words(facts)
    asked = [question for question, _ in figure_questions(scope, passage)]
    if len(passage.heading) > 1 and (topic := topic_question(scope, passage.heading)):
        asked.append(topic)
    return asked


def _near(answer: Answer, records: Sequence[ReportRecord], passages_of: Passages) -> Iterator[str]:
    by_id = {record.report_id: record for record in records}
    for citation in answer.nearest:
        record = by_id.get(citation.report_id)
        if record is None:
            continue
        passage = next(
            (p for p in passages_of(citation.report_id) if p.start <= citation.start < p.end), None
        )
        if passage is not None:
            yield from _asked_of(record.facts, passage)[:1]
