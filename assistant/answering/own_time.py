"""The step for a time of its own: a part of a year, or a year that no heading of the library names.

上半年 is not what a report tells of 前三季度, and 到2027年 not what it plans for next year.
"""

import re
from dataclasses import replace

from assistant.answering.part_reading import PartReading, Tools
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote
from ingest.numbering import HAN_NINE

_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前两季度": (1, 6)}
_QUARTERS = {
    said: (3 * at + 1, 3 * at + 3)
    for at, han in enumerate(HAN_NINE[:4])
    for said in (han, str(at + 1))
} | {"首": (1, 3)}
_PERIOD = re.compile(
    rf"(?P<half>[上下]半年|前[三两]季度)|(?P<quarter>[{HAN_NINE[:4]}1-4首])季度?(?<=季度|首季)"
    r"|(?P<first>\d{1,2})月?\s*(?:[-~至到]|\u2014|\u2013|\uff0d)+\s*(?P<last>\d{1,2})月"
)


def own_time(one: PartReading, tools: Tools) -> PartReading:
    """Keep the sentences that tell of just the part of a year, or the year to come, that is asked."""
    reading, matches = one.reading, one.part.reading.matches
    if reading is None:
        return one
    kept = reading.quotes
    if reading.status == "disclosed":
        kept = tuple(quote for quote in reading.quotes if _is_of_time(one.part, quote))
    if reading.status == "disclosed" and kept:
        return replace(one, reading=replace(reading, quotes=kept))
    beyond = bool(matches) and all(match.beyond for match in matches)
    if beyond and reading.status in ("disclosed", "not_in_report"):
        # No report of the library could know: 未收录, as of any year that it lacks.
        return replace(one, reading=replace(reading, status="not_in_library", quotes=()))
    if reading.status == "disclosed":
        return replace(one, reading=replace(reading, status="not_in_report", quotes=()))
    return one


def _is_of_time(part: PartPlan, quote: Quote) -> bool:
    asked = periods_in(part.need.question)
    over = " ".join((quote.facts.title, *quote.passage.heading))
    told = periods_in(quote.text) or periods_in(over)
    match = next(
        (one for one in part.reading.matches if one.report_id == quote.passage.report_id), None
    )
    to_come = match is None or not match.beyond or quote.told.planned_for in match.years
    return to_come and (not asked or bool(asked & told))


def periods_in(text: str) -> set[tuple[int, int]]:
    """Give the parts of a year that words name, as their first and last months: 第三季度 is (7, 9)."""
    found = set()
    for match in _PERIOD.finditer(text):
        if match["half"]:
            found.add(_HALVES[match["half"]])
        elif match["quarter"]:
            found.add(_QUARTERS[match["quarter"]])
        elif 1 <= int(match["first"]) < int(match["last"]) <= 12:
            found.add((int(match["first"]), int(match["last"])))
    return found
