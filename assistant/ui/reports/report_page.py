"""One report's own page: its facts, its outline, the figures it states, and its whole text."""

from typing import TYPE_CHECKING

from assistant.render import years_label
from assistant.templates import render_html
from assistant.ui.reports.key_figures import key_figures
from assistant.ui.reports.library import covered_years
from assistant.ui.reports.outline import outline_html, outline_of
from assistant.ui.reports.report_text import report_text_html
from assistant.ui.reports.sources import WHOLE_CHARS, Shown, original_link
from assistant.ui.words import Words
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from markupsafe import Markup


def report_page_html(shown: Shown, words: Words) -> "Markup":
    """Format the page of a report; one that is gone says so."""
    record = shown.record
    if record is None:
        return render_html("reports/report_page.html", "gone", words)
    passages = tuple(p for p in shown.passages if p.start <= WHOLE_CHARS)
    return render_html(
        "reports/report_page.html",
        "page",
        record.report_id,
        record.facts.title,
        _facts(record, words),
        record.notices,
        original=original_link(shown, words),
        outline=outline_html(outline_of(shown.passages), 0, words, is_open=True),
        figures=key_figures(shown.passages),
        part_of=len(shown.passages) if len(passages) < len(shown.passages) else 0,
        text=report_text_html(passages),
        words=words,
    )


def _facts(record: ReportRecord, words: Words) -> tuple[tuple[str, str], ...]:
    facts = record.facts
    return (
        ("region", facts.region),
        ("body", facts.body),
        ("type", facts.doc_type),
        ("year", covered_years(facts)),
        ("plan", years_label(facts.plan_years)),
        ("published", facts.published),
        ("size", words("report.size_value", passages=record.passages, chars=record.characters)),
        ("source", record.source_name),
        ("date", record.ingested_at[:10]),
    )
