"""HTML of the keeper's room: where files are dropped, the form of a report's facts, what can be restored."""

from collections.abc import Sequence
from html import escape

from assistant.keeping.removed import RemovedReport
from assistant.ui.words import Words
from ingest.readers import SUPPORTED_SUFFIXES
from vectorstore.models import ReportRecord

_TEXT_FIELDS = ("title", "region", "body", "doc_type", "published", "source_url")


def keeper_html(words: Words) -> str:
    """Show where files are dropped or chosen, and room for what becomes of each."""
    accepted = ",".join(SUPPORTED_SUFFIXES)
    return (
        f'<section class="wb-keeper" aria-label="{words("keeper.label")}">'
        f'<div class="wb-drop"><p>{words("keeper.drop")}</p>'
        f'<label class="wb-quiet">{words("keeper.choose")}'
        f'<input type="file" class="wb-hidden" multiple accept="{accepted}"></label>'
        f'<p class="wb-meta">{words("keeper.formats")}</p></div>'
        f'<ul class="wb-uploads" aria-live="polite"></ul>'
        f'<details class="wb-removed"><summary>{words("keeper.removed")}</summary>'
        "<div></div></details></section>"
    )


def facts_form_html(record: ReportRecord, words: Words) -> str:
    """Show a report's facts as a form; what is left as it was is not sent."""
    facts = record.facts
    fields = []
    for name in _TEXT_FIELDS:
        value = escape(str(getattr(facts, name)), quote=True)
        kind = "date" if name == "published" else "url" if name == "source_url" else "text"
        need = " required" if name == "title" else ""
        fields.append(
            f"<label>{words(f'facts.{name}')}"
            f'<input type="{kind}" name="{name}" value="{value}" maxlength="500"{need}></label>'
        )
    year = "" if facts.year is None else str(facts.year)
    fields.insert(
        2,
        f"<label>{words('facts.year')}"
        f'<input type="number" name="year" value="{year}" min="1949" max="2100"></label>',
    )
    report_id = escape(record.report_id, quote=True)
    return (
        f'<form class="wb-facts-form" data-report="{report_id}">'
        f'<h2 id="wb-facts-title">{words("facts.heading")}</h2>{"".join(fields)}'
        f'<p class="wb-form-error" role="alert"></p>'
        f'<div class="wb-form-buttons"><button type="submit" class="wb-primary">{words("facts.save")}'
        f'</button><button type="button" class="wb-quiet" data-do="close-dialog">'
        f"{words('facts.cancel')}</button></div></form>"
    )


def removed_html(removed: Sequence[RemovedReport], words: Words) -> str:
    """List the reports that can be put back."""
    if not removed:
        return f'<p class="wb-meta">{words("keeper.none_removed")}</p>'
    items = "".join(
        f"<li><span>{escape(one.record.facts.title)}</span>"
        f'<span class="wb-meta">{escape(one.at[:10])}</span>'
        f'<button type="button" class="wb-link" data-do="restore" '
        f'data-report="{escape(one.record.report_id, quote=True)}">{words("keeper.restore")}</button>'
        "</li>"
        for one in removed
    )
    return f"<ul>{items}</ul>"
