"""Where the reports in scope are silent: older ones, or what was planned for the year asked about.

2015年头一批试行巨灾保险的是哪几个市 may stand in the report of early 2015 as a plan, and not in the one
that looks back on 2015. Such an answer is marked as a plan, and says so. Where no report tells of the
year, but one is titled by it, its plan answers, else what it reviews, said to be of the year before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.question.outlook import Asked, asked_outlook
from assistant.question.planning import PartPlan
from assistant.reader.reading import Kind, Quote, Reading
from ingest.outlook import Outlook, sides_of
from vectorstore.models import SearchResult

Search = Callable[[str, frozenset[str]], SearchResult]
Read = Callable[[SearchResult, Outlook], Reading]

# A plan is preferred to a doubtful sentence of the report that looks back, by so much.
DOUBTFUL = 0.5
_SURER = 0.25
_SURE = 0.3
# What was read as done has as good as nothing to do with the question.
_NOTHING = 0.05
# Said of a time that is over, whichever year it is counted to be.
_PAST = frozenset(("去年", "上年", "上年度", "前年"))


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
    told = first is not None and first.status == "disclosed"
    if part.reading.open_year:
        if first is None or told:
            return None
        result = search(part.search, ids)
        side: Outlook = "planned" if _asks_plan(part) else "done"
        reading = read(_sided(result, side), side)
        return Elsewhere("older", ids, result, reading) if reading.status == "disclosed" else None
    years = part.reading.scope.years
    if len(years) != 1 or (first is not None and told and first.confidence >= DOUBTFUL):
        return None
    result = search(part.search, ids)
    planned = _planned(part, first, years[0], result, read)
    if planned is not None or first is not None or _asks_plan(part):
        return planned
    return _titled(years[0], ids, result, read)


def may_stand_in(part: PartPlan, quote: Quote, confidence: float) -> bool:
    """Say whether a plan may be shown for what was done: where no year is asked, or it is of that year.

    For a figure it must be likelier than not that the plan answers; so for what a report plans for the
    year after the one asked.
    """
    own = ("title", "relative") if part.reading.reports else ("title",)
    years = {year for one in part.reading.years if one.kind not in own for year in one.years}
    told = quote.told
    likely = confidence >= DOUBTFUL
    past = any(one.text in _PAST for one in part.reading.years)
    if past or (told.planned_for is not None and told.planned_for - 1 in years):
        return likely
    of_year = not years or told.planned_for in years or _asks_plan(part)
    return of_year and (part.need.kind != "figure" or likely)


def may_give_way(part: PartPlan, reading: Reading) -> bool:
    """Say whether what was read as done is so doubtful that a plan may be what is asked for.

    Where neither is asked for, and no year: 有多少个充电桩 may stand in the report as a plan only.
    """
    dated = any(one.kind != "title" for one in part.reading.years)
    return not dated and _asked(part) == "any" and _best(reading.quotes) < DOUBTFUL


def is_surer(plans: Sequence[Quote], reading: Reading) -> bool:
    """Say whether plans answer so much better than what was read as done."""
    told = _best(reading.quotes)
    return _best(plans) > told + (_SURER if told < _NOTHING else DOUBTFUL)


def _best(quotes: Sequence[Quote]) -> float:
    return max((quote.score for quote in quotes), default=0.0)


def _planned(
    part: PartPlan, first: Reading | None, year: int, result: SearchResult, read: Read
) -> Elsewhere | None:
    told = first is not None and first.status == "disclosed"
    if (told and part.need.kind == "figure") or _asked(part) == "done":
        return None
    kept = tuple(
        hit
        for hit in result.hits
        if year in hit.facts.plan_years or hit.facts.title_year == year
        if sides_of(hit.passage, hit.facts, hit.ahead)[1]
    )
    if not kept:
        return None
    result = replace(result, hits=kept)
    reading = read(result, "planned")
    quotes = tuple(quote for quote in reading.quotes if quote.told.planned_for == year)
    bar = max(_SURE, first.confidence + _SURER if first is not None and told else 0.0)
    if reading.status != "disclosed" or not quotes or reading.confidence < bar:
        return None
    ids = frozenset(hit.passage.report_id for hit in kept)
    return Elsewhere("planned", ids, result, replace(reading, quotes=quotes))


def _titled(year: int, ids: frozenset[str], result: SearchResult, read: Read) -> Elsewhere | None:
    """What a report titled by the year tells of the year before; silence of it is its own as well."""
    kept = tuple(hit for hit in result.hits if hit.facts.title_year == year)
    if not kept:
        return None
    result = _sided(replace(result, hits=kept), "done")
    held = frozenset(hit.passage.report_id for hit in kept)
    return Elsewhere("titled", held, result, read(result, "done"))


def _sided(result: SearchResult, side: Outlook) -> SearchResult:
    kept = (h for h in result.hits if sides_of(h.passage, h.facts, h.ahead)[side == "planned"])
    return replace(result, hits=tuple(kept))


def _asks_plan(part: PartPlan) -> bool:
    return _asked(part) == "planned"


def _asked(part: PartPlan) -> Asked:
    return asked_outlook(part.need.question, part.reading)
