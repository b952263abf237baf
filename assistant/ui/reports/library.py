"""HTML of the library: what is in it as a table, narrowed by words, year and kind of report."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from assistant.render import years_label
from assistant.ui.words import Words
from ingest.facts import lacks_body
from vectorstore.models import ReportRecord

MAX_SHOWN = 200
"""A longer list is no help to the eye and slow to draw: the filter narrows it."""

Order = Literal["year", "region", "title", "passages", "date"]
ORDERS: tuple[Order, ...] = ("title", "region", "year", "passages", "date")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and how it is sorted."""

    text: str = ""
    year: int | None = None
    doc_type: str = ""
    order: Order = "year"


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
    return re.sub(r"(?<=\d)年", " ", unicodedata.normalize("NFKC", text).casefold())


def filters_html(records: Sequence[ReportRecord], words: Words) -> str:
    """Format the fields that narrow the list; the page's script asks for the list anew."""
    years = sorted(
        {y for r in records for y in (r.facts.year, *r.facts.years) if y is not None}, reverse=True
    )
    types = sorted({r.facts.doc_type for r in records if r.facts.doc_type})
    year_options = "".join(f'<option value="{y}">{y}年</option>' for y in years)
    type_options = "".join(
        f'<option value="{escape(t, quote=True)}">{escape(t)}</option>' for t in types
    )
    return (
        '<form class="wb-filters" role="search">'
        f'<input type="search" name="text" autocomplete="off" aria-label="{words("library.filter")}" '
        f'placeholder="{words("library.filter")}">'
        f'<select name="year" aria-label="{words("library.year")}">'
        f'<option value="">{words("library.any_year")}</option>{year_options}</select>'
        f'<select name="type" aria-label="{words("library.type")}">'
        f'<option value="">{words("library.any_type")}</option>{type_options}</select></form>'
    )


def library_html(
    records: Sequence[ReportRecord], wanted: Wanted, words: Words, *, keeper: bool = False
) -> str:
    """Format the table, or say what to do when it is empty; the keeper's has a column of actions."""
    if not records:
        how = "library.empty_keeper" if keeper else "library.empty"
        return f'<p class="wb-nothing" role="status">{words(how)}</p>'
    found = matching(records, wanted)
    if not found:
        return f'<p class="wb-count" role="status">{words("library.none")}</p>'
    key = "library.all" if len(found) == len(records) else "library.some"
    count = words(key, count=len(found))
    if len(found) > MAX_SHOWN:
        count += words("library.first", count=MAX_SHOWN)
    if keeper and (old := sum(lacks_body(record.facts) for record in records)):
        count += words("library.old_bodies", count=old)
    heads = "".join(_head(order, wanted.order, words) for order in ORDERS)
    if keeper:
        heads += f'<th scope="col"><span class="wb-hidden">{words("keeper.actions")}</span></th>'
    rows = "".join(_row(record, words, keeper=keeper) for record in found[:MAX_SHOWN])
    return (
        f'<p class="wb-count" role="status">{count}</p>'
        f'<table class="wb-reports"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def _head(order: Order, current: Order, words: Words) -> str:
    sort = ""
    if order == current:
        sort = (
            ' aria-sort="ascending"' if order in ("title", "region") else ' aria-sort="descending"'
        )
    return (
        f'<th scope="col" class="wb-col-{order}"{sort}><button type="button" data-do="sort" '
        f'data-order="{order}">{words(f"library.col_{order}")}</button></th>'
    )


def _row(record: ReportRecord, words: Words, *, keeper: bool) -> str:
    facts = record.facts
    year = years_label(facts.years) or years_label((facts.year,) if facts.year else ())
    report_id = escape(record.report_id, quote=True)
    title = escape(facts.title)
    cells = (
        f'<th scope="row" class="wb-col-title"><button type="button" class="wb-link" '
        f'data-do="report" data-report="{report_id}">{title}</button>'
        f'<span class="wb-kind">{escape(facts.doc_type)}</span></th>'
        f'<td class="wb-col-region">{escape(facts.region)}</td>'
        f'<td class="wb-col-year">{year}</td>'
        f'<td class="wb-col-passages">{record.passages}</td>'
        f'<td class="wb-col-date">{escape(record.ingested_at[:10])}</td>'
    )
    if keeper:
        attributes = f'data-report="{report_id}" data-title="{escape(facts.title, quote=True)}"'
        buttons = "".join(
            f'<button type="button" class="wb-link" data-do="{do}" {attributes} '
            f'aria-label="{words(f"keeper.{do}")}：{escape(facts.title, quote=True)}">'
            f"{words(f'keeper.{do}')}</button>"
            for do in ("edit-facts", "replace", "remove")
        )
        cells += f'<td class="wb-col-keeper">{buttons}</td>'
    return f"<tr>{cells}</tr>"
