"""The keeper's room: where files are dropped, the form of a report's facts, what can be restored."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.keeping.removed import RemovedReport
from assistant.templates import render_html
from assistant.ui.words import Words
from ingest.readers import SUPPORTED_SUFFIXES
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from markupsafe import Markup

_KINDS = {
    "title": "text",
    "region": "text",
    "year": "number",
    "body": "text",
    "doc_type": "text",
    "published": "date",
    "source_url": "url",
}


class Field(NamedTuple):
    """One fact in the form: its name, its kind of input, and what it is now."""

    name: str
    kind: str
    value: str


def keeper_html(words: Words) -> "Markup":
    """Show where files are dropped or chosen, and room for what becomes of each."""
    return render_html("reports/keeper.html", "room", ",".join(SUPPORTED_SUFFIXES), words)


def facts_form_html(record: ReportRecord, words: Words) -> "Markup":
    """Show a report's facts as a form; what is left as it was is not sent."""
    fields = []
    for name, kind in _KINDS.items():
        value = getattr(record.facts, name)
        fields.append(Field(name, kind, "" if value is None else str(value)))
    return render_html("reports/keeper.html", "facts_form", record.report_id, fields, words)


def removed_html(removed: Sequence[RemovedReport], words: Words) -> "Markup":
    """List the reports that can be put back."""
    return render_html("reports/keeper.html", "removed", removed, words)
