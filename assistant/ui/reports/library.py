"""The library: what is in it as a table, narrowed by words, year and kind of report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from assistant.keeping.problems import is_read_by_older, twins_of
from assistant.render import years_label
from assistant.templates import render_html
from assistant.ui.words import Words
from ingest.characters import match_form
from ingest.facts import lacks_body
from ingest.models import ReportFacts
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = "reports/library.html"

MAX_SHOWN = 200
"""Reports on one page: a longer list is no help to the eye and slow to draw."""

Order = Literal["year", "region", "title", "passages", "date"]
ORDERS: tuple[Order, ...] = ("title", "region", "year", "passages", "date")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, how it is sorted, and which page of it is shown (from 1)."""

    text: str = ""
    year: int | None = None
    doc_type: str = ""
    order: Order = "year"
    page: int = 1


class Row(NamedTuple):
    """A report in the table: its years as shown, and whether another bears its title and year."""

    record: ReportRecord
    years: str
    has_twin: bool


class Pages(NamedTuple):
    """Which page of the list is shown, of how many, and which of the reports found stand on it."""

    current: int
    last: int
    first: int
    upto: int


def pages_of(found: int, wanted: int) -> Pages:
    """Place the page that is wanted among those that there are; one beyond the last is the last."""
    last = max(1, -(-found // MAX_SHOWN))
    current = min(max(wanted, 1), last)
    start = (current - 1) * MAX_SHOWN
    return Pages(current, last, start + 1, min(found, start + MAX_SHOWN))


def matching(records: Sequence[ReportRecord], wanted: Wanted) -> list[ReportRecord]:
    """Give the reports that hold every word of the text in title, region, body, type or year.

    Matching is after NFKC, without case. Ties stand newest year first, then by region and title.
    """
    words = _folded(wanted.text).split()
    found = [
        record
        for record in records
        if (wanted.year is None or wanted.year in (record.facts.year, *record.facts.years))
        and (not wanted.doc_type or record.facts.doc_type == wanted.doc_type)
        and all(word in _searched(record) for word in words)
    ]
    found.sort(key=lambda r: (-(r.facts.year or 0), r.facts.region, r.facts.title))
    if wanted.order == "region":
        found.sort(key=lambda r: r.facts.region)
    elif wanted.order == "title":
        found.sort(key=lambda r: r.facts.title)
    elif wanted.order == "passages":
        found.sort(key=lambda r: -r.passages)
    elif wanted.order == "date":
        found.sort(key=lambda r: r.ingested_at, reverse=True)
    return found


def _searched(record: ReportRecord) -> str:
    facts = record.facts
    years = " ".join(str(year) for year in (facts.year, *facts.years) if year is not None)
    return _folded(" ".join((facts.title, facts.region, facts.body, facts.doc_type, years)))


def _folded(text: str) -> str:
    # 2020年 should find a report whose year is kept as the number 2020.
    return re.sub(r"(?<=\d)年", " ", match_form(text).casefold())


def filters_html(records: Sequence[ReportRecord], words: Words) -> "Markup":
    """Format the fields that narrow the list; the page's script asks for the list anew."""
    years = sorted(
        {y for r in records for y in (r.facts.year, *r.facts.years) if y is not None}, reverse=True
    )
    types = sorted({r.facts.doc_type for r in records if r.facts.doc_type})
    return render_html(_TEMPLATE, "filters", years, types, words)


def library_html(
    records: Sequence[ReportRecord], wanted: Wanted, words: Words, *, keeper: bool = False
) -> "Markup":
    """Format the table, or say what to do when it is empty; the keeper's has a column of actions."""
    if not records:
        how = "library.empty_keeper" if keeper else "library.empty"
        return render_html(_TEMPLATE, "empty", words(how))
    found = matching(records, wanted)
    if not found:
        return render_html(_TEMPLATE, "nothing", words)
    key = "library.all" if len(found) == len(records) else "library.some"
    count = words(key, count=len(found))
    pages = pages_of(len(found), wanted.page)
    if pages.last > 1:
        count += words("library.part", first=pages.first, upto=pages.upto)
    if keeper and (old := sum(lacks_body(record.facts) for record in records)):
        count += words("library.old_bodies", count=old)
    if keeper and (old := sum(map(is_read_by_older, records))):
        count += words("library.old_readers", count=old)
    twins = twins_of(records) if keeper else {}
    rows = [
        Row(record, covered_years(record.facts), record.report_id in twins)
        for record in found[pages.first - 1 : pages.upto]
    ]
    return render_html(_TEMPLATE, "table", count, ORDERS, wanted.order, rows, pages, keeper, words)


def chosen_json(record: ReportRecord) -> dict[str, str]:
    """Give what a choice of reports shows; type and date tell two of one place and year apart."""
    facts = record.facts
    told = (facts.region, facts.doc_type, covered_years(facts), facts.published)
    return {
        "id": record.report_id,
        "title": facts.title,
        "told": " · ".join(part for part in told if part),
    }


def covered_years(facts: ReportFacts) -> str:
    """Name the years that a report covers, else the one that it is of; "" where none is known."""
    return years_label(facts.years) or years_label((facts.year,) if facts.year else ())
