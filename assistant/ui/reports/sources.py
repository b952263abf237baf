"""HTML of the source panel: a citation, and the whole report around its quote.

A report may have been replaced or removed since the answer was given: then the passage that the
citation itself carries is shown, and the panel says so.
"""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from assistant.models import Citation
from assistant.render import citation_label, origin_label
from assistant.seam import Service
from assistant.ui.reports.outline import outline_html, outline_of
from assistant.ui.reports.report_text import own_passage_html, quoted, report_text_html
from assistant.ui.words import Words
from ingest.models import Passage
from vectorstore.errors import ReportNotFound
from vectorstore.models import ReportRecord

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


def source_html(citation: Citation, shown: Shown, words: Words) -> str:
    """Format one citation with the whole report around it."""
    passages = shown.passages
    cited = [p for p in passages if p.start < citation.end and citation.start < p.end]
    note = outline = ""
    if not cited or quoted(passages, citation.start, citation.end) != citation.quote:
        key = "source.gone" if shown.record is None else "source.replaced"
        note = f'<p class="wb-warning" role="status">{words(key)}</p>'
        body = own_passage_html(citation.passage, citation.quote)
    else:
        outline = outline_html(outline_of(passages), cited[0].ordinal, words)
        near = _near(passages, cited[0].ordinal, cited[-1].ordinal)
        body = report_text_html(near, citation.start, citation.end)
        if len(near) < len(passages):
            note = f'<p class="wb-note">{words("source.part", count=len(passages))}</p>'
    path = "".join(f"<li>{escape(heading)}</li>" for heading in citation.heading)
    label = words("source.path")
    return (
        f'<article class="wb-source" data-source="{citation.n}">'
        '<header class="wb-source-head">'
        f"<h2>{escape(citation.title)}</h2>"
        f'<p class="wb-meta">{escape(origin_label(citation))}</p>'
        + (f'<ol class="wb-path" aria-label="{label}">{path}</ol>' if path else "")
        + f'<div class="wb-source-tools">{_tools(citation, shown, words)}</div>'
        + f"{note}{outline}</header>"
        + f'<div class="wb-source-text" tabindex="0" role="region" aria-label="{words("source.text")}">'
        f"{body}</div></article>"
    )


def original_link(shown: Shown, words: Words) -> str:
    """Link to the original file of a report, "" where none was kept or it may not be had."""
    record = shown.record
    if record is None or not record.original or not shown.originals:
        return ""
    address = f"{words.root}wenbao/reports/{url_quote(record.report_id, safe='')}/original"
    return (
        f'<a class="wb-link" data-do="original" href="{escape(address, quote=True)}" download>'
        f"{words('source.original')}</a>"
    )


def _tools(citation: Citation, shown: Shown, words: Words) -> str:
    record = shown.record
    label = escape(citation_label(citation), quote=True)
    tools = [
        f'<button type="button" class="wb-link" data-do="copy-citation" data-label="{label}">'
        f"{words('turn.copy_citation')}</button>"
    ]
    if record is not None:
        has_picture = (
            citation.page is not None
            and bool(record.original)
            and record.source_name.lower().endswith(".pdf")
        )
        if has_picture:
            asked = urlencode({"quote": citation.quote})
            address = (
                f"{words.root}wenbao/reports/{url_quote(record.report_id, safe='')}"
                f"/pages/{citation.page}?{asked}"
            )
            tools.append(
                f'<button type="button" class="wb-link" data-do="picture" aria-pressed="false" '
                f'data-address="{escape(address, quote=True)}">{words("source.picture")}</button>'
            )
        tools.append(
            f'<button type="button" class="wb-link" data-do="report" '
            f'data-report="{escape(record.report_id, quote=True)}">{words("source.report")}</button>'
        )
        tools.append(original_link(shown, words))
    return "".join(tools)


def _near(passages: tuple[Passage, ...], first: int, last: int) -> tuple[Passage, ...]:
    if passages[-1].end <= WHOLE_CHARS:
        return passages
    return passages[max(first - NEAR_PASSAGES, 0) : last + NEAR_PASSAGES + 1]
