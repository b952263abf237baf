"""The source panel: a citation, and the whole report around its quote.

A report may have been replaced or removed since the answer was given: then the passage that the
citation itself carries is shown, and the panel says so.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from assistant.models import Citation
from assistant.render import citation_label, origin_label
from assistant.seam import Service
from assistant.templates import render_html
from assistant.ui.reports.outline import outline_html, outline_of
from assistant.ui.reports.report_text import own_passage_html, quoted, report_text_html
from assistant.ui.words import Words
from ingest.models import Passage
from vectorstore.errors import ReportNotFound
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = "reports/sources.html"

WHOLE_CHARS = 400_000
"""A longer report is shown in part: a page of text beyond that is slow to lay out."""

NEAR_PASSAGES = 60
"""Passages shown on either side of the quote of such a report."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel can show of a report: its record and passages, none where it is gone."""

    record: ReportRecord | None
    passages: tuple[Passage, ...]
    originals: bool = True


def find_report(service: Service, report_id: str, *, originals: bool = True) -> Shown:
    """Look a report up; one that is gone is no error here. `originals`: may they be downloaded?"""
    record = next((r for r in service.reports() if r.report_id == report_id), None)
    if record is None:
        return Shown(None, ())
    try:
        return Shown(record, service.passages(report_id), originals)
    except ReportNotFound:
        return Shown(None, ())


def source_html(citation: Citation, shown: Shown, words: Words) -> "Markup":
    """Format one citation with the whole report around it."""
    passages = shown.passages
    cited = [p for p in passages if p.start < citation.end and citation.start < p.end]
    stands = bool(cited) and quoted(passages, citation.start, citation.end) == citation.quote
    note: str = ""
    outline: Markup | str = ""
    if stands:
        outline = outline_html(outline_of(passages), cited[0].ordinal, words)
        near = _near(passages, cited[0].ordinal, cited[-1].ordinal)
        body = report_text_html(near, citation.start, citation.end)
        if len(near) < len(passages):
            note = words("source.part", count=len(passages))
    else:
        note = words("source.gone" if shown.record is None else "source.replaced")
        body = own_passage_html(citation.passage, citation.quote)
    return render_html(
        _TEMPLATE,
        "source",
        citation,
        origin_label(citation),
        note=note,
        note_is_warning=not stands,
        outline=outline,
        body=body,
        tools=_tools(citation, shown, words),
        words=words,
    )


def original_link(shown: Shown, words: Words) -> "Markup | str":
    """Link to the original file of a report, "" where none was kept or it may not be had."""
    record = shown.record
    if record is None or not record.original or not shown.originals:
        return ""
    address = f"{_address(record, words)}/original"
    return render_html(_TEMPLATE, "original", address, words)


def _tools(citation: Citation, shown: Shown, words: Words) -> "Markup":
    record = shown.record
    picture = ""
    if (
        record is not None
        and citation.page is not None
        and record.original
        and record.source_name.lower().endswith(".pdf")
    ):
        asked = urlencode({"quote": citation.quote})
        picture = f"{_address(record, words)}/pages/{citation.page}?{asked}"
    return render_html(
        _TEMPLATE,
        "tools",
        citation_label(citation),
        citation.title,
        picture,
        report_id=None if record is None else record.report_id,
        original=original_link(shown, words),
        words=words,
    )


def _address(record: ReportRecord, words: Words) -> str:
    return f"{words.root}wenbao/reports/{url_quote(record.report_id, safe='')}"


def _near(passages: tuple[Passage, ...], first: int, last: int) -> tuple[Passage, ...]:
    if passages[-1].end <= WHOLE_CHARS:
        return passages
    return passages[max(first - NEAR_PASSAGES, 0) : last + NEAR_PASSAGES + 1]
