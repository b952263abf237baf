"""The step for a time of its own: a part of a year, or a year that no heading of the library names.

上半年 is not what a report tells of 前三季度, and 到2027年 not what it plans for next year.
"""

from dataclasses import replace

from assistant.answering.part_reading import PartReading, Tools
from assistant.models import Status
from assistant.question.planning import PartPlan
from assistant.reader.periods import periods_in
from assistant.reader.reading import Quote


def own_time(one: PartReading, tools: Tools) -> PartReading:
    """Keep the sentences that tell of just the part of a year, or the year to come, that is asked."""
    reading, matches = one.reading, one.part.reading.matches
    if reading is None or reading.status not in ("disclosed", "not_in_report"):
        return one
    kept = tuple(quote for quote in reading.quotes if _is_of_time(one.part, quote))
    if kept:
        return replace(one, reading=replace(reading, quotes=kept))
    # No report of the library could know of a year beyond all: 未收录, as of any that it lacks.
    beyond = bool(matches) and all(match.beyond for match in matches)
    status: Status = "not_in_library" if beyond else "not_in_report"
    return replace(one, reading=replace(reading, status=status, quotes=()))


def _is_of_time(part: PartPlan, quote: Quote) -> bool:
    asked = periods_in(part.need.question)
    over = " ".join((quote.facts.title, *quote.passage.heading))
    told = periods_in(quote.text) or periods_in(over)
    match = next(
        (one for one in part.reading.matches if one.report_id == quote.passage.report_id), None
    )
    to_come = match is None or not match.beyond or quote.told.planned_for in match.years
    return to_come and (not asked or bool(asked & told))
