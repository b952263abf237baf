"""Where the reports in scope are silent: older ones, or what was planned for the year asked about.

2015年头一批试行巨灾保险的是哪几个市 may stand in the report of early 2015 as a plan, and not in the one
that looks back on 2015. Such an answer says what it is. A figure that was planned is never given for a
result: only lists, reasons and the like are looked for in plans, and never what a plan only expects.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answering.outlook import outlook_of
from assistant.figures import parse_figures
from assistant.question.planning import PartPlan
from assistant.reader.reading import Kind, Quote, Reading
from vectorstore.models import SearchResult

Search = Callable[[str, frozenset[str]], SearchResult]
Read = Callable[[SearchResult], Reading]

# A plan is preferred to a doubtful sentence of the report that looks back, by so much.
_DOUBTFUL = 0.5
_SURER = 0.25
_SURE = 0.3
_EXPECTED = re.compile(r"预期|目标|力争|左右|预计|确保|争取|计划(?:增长|完成)|以上|以内")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A reading of other reports than those in scope, and in what sense they may answer."""

    kind: Kind
    report_ids: frozenset[str]
    result: SearchResult
    reading: Reading


def read_elsewhere(
    part: PartPlan, first: Reading | None, search: Search, read: Read
) -> Elsewhere | None:
    """Give a better reading than `first` (None where no report is in scope), or None."""
    ids = part.reading.fallback_ids
    if not ids or len(part.reading.cells) > 1:
        return None
    if part.reading.open_year:
        if first is None or first.status == "disclosed":
            return None
        result = search(part.search, ids)
        reading = read(result)
        return Elsewhere("older", ids, result, reading) if reading.status == "disclosed" else None
    return _planned(part, first, ids, search, read)


def _planned(
    part: PartPlan, first: Reading | None, ids: frozenset[str], search: Search, read: Read
) -> Elsewhere | None:
    years = part.reading.scope.years
    told = first is not None and first.status == "disclosed"
    if len(years) != 1 or part.need.kind == "figure":
        return None
    if first is not None and told and first.confidence >= _DOUBTFUL:
        return None
    result = search(part.search, ids)
    kept = tuple(
        hit
        for hit in result.hits
        if years[0] in hit.facts.plan_years and hit.facts.title_year == years[0]
        if outlook_of(hit.passage.heading, hit.facts.year) == "plan"
    )
    if not kept:
        return None
    result = replace(result, hits=kept)
    reading = read(result)
    bar = max(_SURE, first.confidence + _SURER if first is not None and told else 0.0)
    if reading.status != "disclosed" or reading.confidence < bar:
        return None
    if any(_only_expected(quote) for quote in reading.quotes):
        return None
    return Elsewhere("planned", ids, result, reading)


def _only_expected(quote: Quote) -> bool:
    return _EXPECTED.search(quote.text) is not None and bool(parse_figures(quote.text))
