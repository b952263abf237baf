"""The keeper's room: where files are dropped, a report's facts as a form and as a row, and what needs an eye."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.keeping.feedback import Feedback
from assistant.keeping.removed import RemovedReport
from assistant.keeping.typed_facts import years_shown
from assistant.templates import render_html
from assistant.ui.reports.library import covered_years
from assistant.ui.words import Words
from ingest.facts import OTHER_TYPE
from ingest.readers import SUPPORTED_SUFFIXES
from ingest.regions.gazetteer import official_regions
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = "reports/keeper.html"
# The inputs of the form; the years covered stand in one line, and are in doubt where the year is.
_KINDS = {
    "title": "text",
    "region": "text",
    "body": "text",
    "years": "text",
    "plan_years": "text",
    "doc_type": "text",
    "published": "date",
    "source_url": "url",
}


class Field(NamedTuple):
    """One fact in the form: its name, its kind of input, what it is now, what is offered, whether to look at it."""

    name: str
    kind: str
    value: str
    choices: Sequence[str] = ()
    is_unsure: bool = False


class Told(NamedTuple):
    """One fact in the row of an upload: its name, what it is, and whether the keeper should look at it."""

    name: str
    value: str
    is_unsure: bool


class Judged(NamedTuple):
    """A reader's word on an answer, and those of the reports it cites that can still be opened."""

    feedback: Feedback
    cited: Sequence[tuple[str, str]]


def keeper_html(words: Words) -> "Markup":
    """Show where files are dropped or chosen, and room for what becomes of each."""
    return render_html(_TEMPLATE, "room", ",".join(SUPPORTED_SUFFIXES), words)


def facts_form_html(
    record: ReportRecord, unsure: Collection[str], records: Sequence[ReportRecord], words: Words
) -> "Markup":
    """Show a report's facts as a form, with lists to choose from; what is left as it was is not sent."""
    offered = _choices(records)
    fields = [
        Field(
            name,
            kind,
            _typed(record, name),
            offered.get(name, ()),
            ("year" if name == "years" else name) in unsure,
        )
        for name, kind in _KINDS.items()
    ]
    return render_html(_TEMPLATE, "facts_form", record.report_id, fields, words)


def _typed(record: ReportRecord, name: str) -> str:
    facts = record.facts
    if name == "years":
        return years_shown(facts.years or ((facts.year,) if facts.year else ()))
    value = getattr(facts, name)
    return years_shown(value) if name == "plan_years" else str(value or "")


def _choices(records: Sequence[ReportRecord]) -> dict[str, list[str]]:
    """What is offered for a fact: the library's own first, then for regions the official list."""
    held = {
        name: sorted({getattr(record.facts, name) for record in records} - {"", OTHER_TYPE})
        for name in ("region", "body", "doc_type")
    }
    held["region"] = list(
        dict.fromkeys([*held["region"], *(one.name for one in official_regions())])
    )
    return held


def taken_html(
    record: ReportRecord, unsure: Collection[str], twins: Sequence[ReportRecord], words: Words
) -> "Markup":
    """Show what was read of an uploaded report: its facts, those to look at, and the reports it may be."""
    facts = record.facts
    told = (
        Told("region", facts.region, "region" in unsure),
        Told("body", facts.body, "body" in unsure),
        Told("years", covered_years(facts), "year" in unsure),
        Told("doc_type", facts.doc_type, "doc_type" in unsure),
    )
    return render_html(_TEMPLATE, "taken", record, "title" in unsure, told, twins, words)


def doubtful_html(
    found: Sequence[tuple[ReportRecord, Sequence[str]]], total: int, words: Words
) -> "Markup":
    """List the reports that need an eye, each with its problems; `total` is how many there are."""
    return render_html(_TEMPLATE, "doubtful", found, total, words)


def judged_html(
    judged: Sequence[Feedback], total: int, held: Collection[str], words: Words
) -> "Markup":
    """List what readers called wrong; a cited report that the library still holds can be opened."""
    shown = [
        Judged(
            one,
            tuple(
                {c.report_id: c.title for c in one.answer.citations if c.report_id in held}.items()
            ),
        )
        for one in judged
    ]
    return render_html(_TEMPLATE, "judged", shown, total, words)


def removed_html(removed: Sequence[RemovedReport], words: Words) -> "Markup":
    """List the reports that can be put back."""
    return render_html(_TEMPLATE, "removed", removed, words)
