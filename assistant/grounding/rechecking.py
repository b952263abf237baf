"""Check an answer that was given earlier, kept by a browser or about to be exported, against the library of today."""

from collections.abc import Callable, Sequence

from assistant import wording
from assistant.grounding.verification import verify_answer
from assistant.grounding.violations import Violation
from assistant.models import Answer
from vectorstore.errors import ReportNotFound
from vectorstore.models import ReportRecord


def recheck(
    answer: Answer, records: Sequence[ReportRecord], report_text: Callable[[str], str]
) -> tuple[Violation, ...]:
    """Give what no longer holds: nothing for an answer whose reports are as they were.

    A report that was replaced, removed, or whose region or year was corrected since makes an answer
    on it one that nobody should quote; so does an answer that was never ours.
    """
    present = {record.report_id: record.facts for record in records}

    def text_of(report_id: str) -> str | None:
        try:
            return report_text(report_id) if report_id in present else None
        except ReportNotFound:
            return None

    corrected = tuple(
        Violation("out_of_scope", citation.quote, citation.title)
        for citation in answer.citations
        if (facts := present.get(citation.report_id)) is not None
        and (facts.title, facts.region, facts.year)
        != (citation.title, citation.region, citation.year)
    )
    return (*corrected, *verify_answer(answer, text_of, lambda _: True, wording.FIXED))
