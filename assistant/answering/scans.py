"""Say it where an answer stands on text that was recognised in a picture: a figure may have been misread."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import wording
from assistant.models import Answer, Citation
from ingest.models import RecognisedPage
from ingest.readers.recognise import SURE
from vectorstore.models import ReportRecord

_LEAST_CHARS = 2
"""A shorter line in doubt (a page number) could be told from nothing else in the text."""


def with_scans_named(answer: Answer, records: Sequence[ReportRecord]) -> Answer:
    """Give the answer with a notice on its citations from recognised pages; as it is without any.

    A citation is in doubt where its quote holds a part of a line that is; where a page has no lines
    kept, by the confidence of the page.
    """
    pages = {
        (record.report_id, page.page): page for record in records for page in record.recognised
    }
    found = [
        (citation, pages[citation.report_id, citation.page])
        for citation in answer.citations
        if citation.page is not None and (citation.report_id, citation.page) in pages
    ]
    if not found:
        return answer
    notices = [wording.RECOGNISED.format(marks=_marks([citation.n for citation, _ in found]))]
    unsure = [
        citation.n
        for citation, page in found
        if _is_unsure(citation, page, pages.get((citation.report_id, page.page + 1)))
    ]
    if unsure:
        notices.append(wording.UNSURE.format(marks=_marks(unsure)))
    return replace(answer, notices=(*answer.notices, *notices))


def _is_unsure(citation: Citation, page: RecognisedPage, following: RecognisedPage | None) -> bool:
    """Whether a quote is in doubt; its passage begins on `page` and may run over to the `following`."""
    if not page.unsure and page.confidence < SURE:
        return True
    lines = f"{page.unsure}\n{following.unsure if following else ''}".splitlines()
    passage, quote = _bare(citation.passage), _bare(citation.quote)
    begin = passage.find(quote)
    if begin < 0:
        return False
    return any(
        at < begin + len(quote) and begin < at + len(line)
        for line in map(_bare, lines)
        if len(line) >= _LEAST_CHARS
        for at in _places(passage, line)
    )


def _places(text: str, part: str) -> list[int]:
    places, at = [], text.find(part)
    while at >= 0:
        places.append(at)
        at = text.find(part, at + 1)
    return places


def _bare(text: str) -> str:
    return "".join(text.split())


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)
