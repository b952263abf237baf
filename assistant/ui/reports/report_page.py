"""HTML of one report's own page: its facts, its outline, the figures it states, and its whole text."""

from html import escape

from assistant.render import years_label
from assistant.ui.reports.key_figures import key_figures, key_figures_html
from assistant.ui.reports.outline import outline_html, outline_of
from assistant.ui.reports.report_text import report_text_html
from assistant.ui.reports.sources import WHOLE_CHARS, Shown, original_link
from assistant.ui.words import Words
from vectorstore.models import ReportRecord


def report_page_html(shown: Shown, words: Words) -> str:
    """Format the page of a report; one that is gone says so."""
    record = shown.record
    back = f'<button type="button" class="wb-quiet" data-view="library">{words("report.back")}</button>'
    if record is None:
        return f'{back}<p class="wb-error" role="alert">{words("report.gone")}</p>'
    passages = tuple(p for p in shown.passages if p.start <= WHOLE_CHARS)
    part = ""
    if len(passages) < len(shown.passages):
        part = f'<p class="wb-note">{words("source.part", count=len(shown.passages))}</p>'
    return (
        f'<div class="wb-report-bar">{back}{_ask_button(record, words)}'
        f"{original_link(shown, words) or _no_original(words)}</div>"
        f'<h2 tabindex="-1">{escape(record.facts.title)}</h2>{_facts_html(record, words)}'
        f'<div class="wb-report-body"><div class="wb-report-aside">'
        f"{outline_html(outline_of(shown.passages), 0, words, is_open=True)}"
        f"<section><h3>{words('report.figures')}</h3>"
        f"{key_figures_html(key_figures(shown.passages), words)}</section></div>"
        f'<div class="wb-report-text" tabindex="0" role="region" aria-label="{words("source.text")}">'
        f"{part}{report_text_html(passages)}</div></div>"
    )


def _ask_button(record: ReportRecord, words: Words) -> str:
    """Ask within this report: the next question starts with its region and year."""
    facts = record.facts
    begin = f"{facts.region}{facts.year}年" if facts.year else facts.region
    if not begin:
        return ""
    return (
        f'<button type="button" class="wb-quiet" data-do="ask-about" '
        f'data-begin="{escape(begin, quote=True)}">{words("report.ask")}</button>'
    )


def _no_original(words: Words) -> str:
    return f'<span class="wb-meta">{words("report.no_original")}</span>'


def _facts_html(record: ReportRecord, words: Words) -> str:
    facts = record.facts
    rows = (
        ("region", facts.region),
        ("body", facts.body),
        ("type", facts.doc_type),
        ("year", years_label(facts.years) or years_label((facts.year,) if facts.year else ())),
        ("plan", years_label(facts.plan_years)),
        ("published", facts.published),
        ("size", words("report.size_value", passages=record.passages, chars=record.characters)),
        ("source", record.source_name),
        ("date", record.ingested_at[:10]),
    )
    listed = "".join(
        f"<div><dt>{words(f'report.{name}')}</dt><dd>{escape(value)}</dd></div>"
        for name, value in rows
        if value
    )
    return f'<dl class="wb-facts">{listed}</dl>'
