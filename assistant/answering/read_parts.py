"""What was found for a part of a question, to its reading: named steps over one value, in order.

    in_scope     the reader over the hits of the reports in scope, for what the question wants of them
    elsewhere    an older report, or a plan for the year asked, where those are silent
    plans        what the reports in scope plan, where nothing tells what was done
    off_topic    a question that no report answers, rather than 报告未提及
    likeliest    the likeliest sentences of a cell, or the one that tells a named indicator
    indicator    what speaks of another headline indicator than the one named is refused

Each step takes a `PartReading` and gives a better one. Each can be left out and has its time.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.fallback import may_stand_in, read_elsewhere
from assistant.answering.told_years import reviewed_years, single_years, tells_of
from assistant.comparing.indicator import asks_indicator, on_indicator, settled_figure
from assistant.question.off_topic import words_to_judge
from assistant.question.outlook import asked_outlook, wanted_outlooks
from assistant.question.planning import PartPlan, Plan
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.reading import Found, Quote, Reading
from assistant.reader.refusal import settled
from ingest.outlook import Outlook
from vectorstore.models import SearchResult


@dataclass(frozen=True, slots=True)
class PartReading:
    """What is known of one find so far; `reading` is None while nothing in scope was read."""

    plan: Plan
    found: Found
    reading: Reading | None = None

    @property
    def part(self) -> PartPlan:
        """The part of the question that the find is for."""
        return self.plan.parts[self.found.part]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps read with: the reader, and the search in other reports than those in scope."""

    reader: ExtractiveReader
    search: Callable[[str, frozenset[str]], SearchResult]

    def read(self, part: PartPlan, result: SearchResult, wanted: Mapping[str, Outlook]) -> Reading:
        """Read one part's hits; `wanted` says what must answer of each report."""
        reading = self.reader.read(part.need, part.topic, result, part.about, wanted)
        best = max(reading.quotes, key=lambda quote: quote.score, default=None)
        # A sentence of both kinds is shown for a plan only where it is the best there is.
        kept = tuple(
            quote
            for quote in reading.quotes
            if quote is best
            or not quote.told.mixed
            or wanted.get(quote.passage.report_id) != "planned"
        )
        return replace(reading, quotes=kept)

    def ranked(self, part: PartPlan, result: SearchResult) -> tuple[Quote, ...]:
        """Give the likeliest sentences that tell of the year asked."""
        return _of_year(part, self.reader.ranked(part.need, part.topic, result))


def in_scope(one: PartReading, tools: Tools) -> PartReading:
    """Read what was found in scope; of a report of several years only what tells of the year."""
    if not one.found.report_ids:
        return one
    part, result = one.part, one.found.result
    question = part.need.question
    if asked_outlook(question, part.reading) == "both":
        reading = _both(one, tools)
    else:
        reading = tools.read(part, result, wanted_outlooks(question, part.reading))
    kept = _of_year(part, reading.quotes)
    if not result.hits and one.found.report_ids <= reviewed_years(part.reading).keys():
        # Reviews of several years that nowhere name this one: there is no report on it.
        reading = replace(reading, status="not_in_library")
    elif reading.status == "disclosed" and len(kept) < len(reading.quotes):
        reading = replace(reading, status="disclosed" if kept else "not_in_report", quotes=kept)
    return replace(one, reading=reading)


def elsewhere(one: PartReading, tools: Tools) -> PartReading:
    """Take the reading of an older report or of a plan where that is the better one."""
    part = one.part
    other = read_elsewhere(
        part,
        one.reading,
        tools.search,
        lambda result, side: tools.read(part, result, _all(result, side)),
    )
    if other is None:
        return one
    found = replace(
        one.found, report_ids=other.report_ids, result=other.result, fallback=other.kind
    )
    return replace(one, found=found, reading=other.reading)


def plans(one: PartReading, tools: Tools) -> PartReading:
    """Show what is planned where the reports do not tell what was done; never for a year it is not of."""
    reading, part = one.reading, one.part
    if reading is None or reading.status == "disclosed" or not one.found.plans:
        return one
    result = replace(one.found.result, hits=one.found.plans)
    found = tools.read(part, result, _all(result, "planned"))
    kept = tuple(quote for quote in found.quotes if may_stand_in(part, quote))
    if found.status != "disclosed" or not kept:
        return one
    return replace(
        one,
        found=replace(one.found, result=result),
        reading=replace(found, quotes=kept),
    )


def off_topic(one: PartReading, tools: Tools) -> PartReading:
    """Tell a question that no report answers from one that this report does not."""
    if one.reading is None:
        return one
    part = one.part
    asked = one.plan.ask.question if len(one.plan.parts) == 1 else ""
    words = words_to_judge(asked, part.need.question)
    return replace(one, reading=settled(one.reading, words, part.topic, one.found.result))


def likeliest(one: PartReading, tools: Tools) -> PartReading:
    """Lay the likeliest sentences beside a cell; choose the one that tells a named indicator."""
    if one.reading is None:
        return one
    part, result = one.part, one.found.result
    if len(part.reading.cells) > 1:
        return replace(one, found=replace(one.found, ranked=tools.ranked(part, result)))
    if not asks_indicator(part):
        return one
    return replace(one, reading=settled_figure(part, one.reading, tools.ranked(part, result)))


def indicator(one: PartReading, tools: Tools) -> PartReading:
    """Refuse what speaks of another headline indicator than the one named."""
    if one.reading is None:
        return one
    return replace(one, reading=on_indicator(one.part, one.reading))


Step = Callable[[PartReading, Tools], PartReading]
STEPS: tuple[tuple[str, Step], ...] = (
    ("in_scope", in_scope),
    ("elsewhere", elsewhere),
    ("plans", plans),
    ("off_topic", off_topic),
    ("likeliest", likeliest),
    ("indicator", indicator),
)


def steps_without(skipped: Collection[str]) -> tuple[tuple[str, Step], ...]:
    """Give the steps in order, less those named. Raises ValueError for a name that is no step's."""
    if unknown := set(skipped) - {name for name, _ in STEPS}:
        raise ValueError(f"no such step: {sorted(unknown)!r}")
    return tuple((name, step) for name, step in STEPS if name not in skipped)


def read_parts(
    plan: Plan,
    found: Iterable[Found],
    tools: Tools,
    steps: Sequence[tuple[str, Step]],
    timings_ms: dict[str, float],
) -> Iterator[tuple[Found, Reading]]:
    """Take each find through the steps; those of which nothing could be read are left out.

    The time of each step is added to `timings_ms` as `read_NAME`.
    """
    for find in (*found, *_unheld(plan)):
        one = PartReading(plan, find)
        for name, step in steps:
            began = time.perf_counter()
            one = step(one, tools)
            spent = (time.perf_counter() - began) * 1000
            timings_ms[f"read_{name}"] = timings_ms.get(f"read_{name}", 0.0) + spent
        if one.reading is not None:
            yield one.found, one.reading


def _both(one: PartReading, tools: Tools) -> Reading:
    """What was done and what is planned, each read by itself."""
    result = one.found.result
    done, planned = (
        tools.read(one.part, result, _all(result, side)) for side in ("done", "planned")
    )
    if done.status != "disclosed" or planned.status != "disclosed":
        return done if done.status == "disclosed" else planned
    shown = {(quote.passage.id, quote.start) for quote in done.quotes}
    more = (q for q in planned.quotes if (q.passage.id, q.start) not in shown)
    return replace(done, quotes=(*done.quotes, *more))


def _all(result: SearchResult, side: Outlook) -> Mapping[str, Outlook]:
    return {hit.passage.report_id: side for hit in result.hits}


def _of_year(part: PartPlan, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    held = single_years(part.reading)
    return tuple(q for q in quotes if tells_of(q.passage, q.end, q.facts, held, q.start))


def _unheld(plan: Plan) -> Iterator[Found]:
    """The parts for whose scope there is no report, but one that plans for it may be held."""
    nothing = SearchResult((), np.zeros(0, dtype=np.float32))
    for index, part in enumerate(plan.parts):
        if not part.reading.report_ids and part.reading.fallback_ids:
            yield Found(index, 0, frozenset(), nothing)
