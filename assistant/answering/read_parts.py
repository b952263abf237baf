"""What was found for a part of a question, to its reading: named steps over one value, in order.

    named        passages that hold a name that the library has no report of are looked for
    in_scope     the reader over the hits of the reports in scope
    elsewhere    an older report, or a plan, where those are silent
    off_topic    a question that no report answers, rather than 报告未提及
    likeliest    the likeliest sentences of a cell, or the one that tells a named indicator
    naming       beside those of a cell, all sentences of its reports that name the thing compared
    indicator    what speaks of another headline indicator than the one named is refused
    unheld       without a sentence that has the name: 未收录, or 报告未提及 where its place is held
    nearest      beside a refusal, the sentences that stand nearest to the question

Each step takes a `PartReading` and gives a better one. Each can be left out and has its time.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.fallback import read_elsewhere
from assistant.answering.named import only_named, read_named, with_name
from assistant.answering.outlook import Outlook, outlook_of, wanted_outlooks
from assistant.answering.told_years import reviewed_years, single_years, tells_of
from assistant.comparing.indicator import asks_indicator, on_indicator, settled_figure
from assistant.comparing.naming_sentences import sentences_naming
from assistant.models import Status
from assistant.question.off_topic import words_to_judge
from assistant.question.planning import PartPlan, Plan
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.reading import Found, Quote, Reading
from assistant.reader.refusal import settled
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

    def read(self, part: PartPlan, result: SearchResult) -> Reading:
        """Read one part's hits; where a name must stand in the sentence, only such are taken."""
        whole = self.reader.read(part.need, part.topic, result, part.about)
        if not part.reading.forms:
            return whole

        def narrow(named: SearchResult) -> Reading:
            return self.reader.read(part.need, part.topic, named, part.about)

        return read_named(part.reading, whole, result, narrow)

    def ranked(self, part: PartPlan, result: SearchResult) -> tuple[Quote, ...]:
        """Give the likeliest sentences that tell of the year asked."""
        ranked = self.reader.ranked(part.need, part.topic, result)
        return only_named(part.reading, _of_year(part, ranked))


def named(one: PartReading, tools: Tools) -> PartReading:
    """Look for passages that hold a name, where nothing that was found does."""
    reading, found = one.part.reading, one.found
    if not reading.forms or not found.report_ids or with_name(reading, found.result).hits:
        return one
    words = " ".join((*reading.names, one.part.search))
    more = with_name(reading, tools.search(words, found.report_ids)).hits
    result = replace(found.result, hits=(*found.result.hits, *more))
    return replace(one, found=replace(found, result=result))


def unheld(one: PartReading, tools: Tools) -> PartReading:
    """Keep the passages that have the name; where no sentence has, say how it ended."""
    scope, reading = one.part.reading, one.reading
    if reading is None or not scope.forms:
        return one
    found = replace(one.found, result=with_name(scope, one.found.result))
    if reading.status == "disclosed":
        return replace(one, found=found)
    status: Status = "not_in_library" if scope.outside else "not_in_report"
    return replace(one, found=found, reading=replace(reading, status=status))


def in_scope(one: PartReading, tools: Tools) -> PartReading:
    """Read what was found in scope; of a report of several years only what tells of the year."""
    if not one.found.report_ids:
        return one
    part, result = one.part, one.found.result
    reading = tools.read(part, result)
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
    other = read_elsewhere(part, one.reading, tools.search, lambda result: tools.read(part, result))
    if other is None:
        return one
    found = replace(
        one.found, report_ids=other.report_ids, result=other.result, fallback=other.kind
    )
    return replace(one, found=found, reading=other.reading)


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


def naming(one: PartReading, tools: Tools) -> PartReading:
    """Lay beside a cell all sentences of its reports that name the thing compared."""
    part, found = one.part, one.found
    if one.reading is None or len(part.reading.cells) <= 1:
        return one
    told = sentences_naming(
        part, found, one.plan.records.among(found.report_ids), tools.reader.passages
    )
    wanted = wanted_outlooks(part.need.question, part.reading)
    kept = tuple(quote for quote in _of_year(part, tuple(told)) if _may_tell(quote, wanted))
    return replace(
        one, found=replace(found, ranked=(*found.ranked, *only_named(part.reading, kept)))
    )


def _may_tell(quote: Quote, wanted: dict[str, Outlook]) -> bool:
    """Whether a sentence stands where such an answer may stand: no plan for what was done."""
    told = outlook_of(quote.passage.heading, quote.facts.year)
    asked = wanted.get(quote.passage.report_id, "unknown")
    return told == "unknown" or asked in ("unknown", told)


def indicator(one: PartReading, tools: Tools) -> PartReading:
    """Refuse what speaks of another headline indicator than the one named."""
    if one.reading is None:
        return one
    return replace(one, reading=on_indicator(one.part, one.reading))


def nearest(one: PartReading, tools: Tools) -> PartReading:
    """Lay the likeliest sentences beside what is refused, to be shown as what they are."""
    if one.reading is None or one.reading.status != "not_in_report" or one.found.ranked:
        return one
    return replace(one, found=replace(one.found, ranked=tools.ranked(one.part, one.found.result)))


Step = Callable[[PartReading, Tools], PartReading]
STEPS: tuple[tuple[str, Step], ...] = (
    ("named", named),
    ("in_scope", in_scope),
    ("elsewhere", elsewhere),
    ("off_topic", off_topic),
    ("likeliest", likeliest),
    ("naming", naming),
    ("indicator", indicator),
    ("unheld", unheld),
    ("nearest", nearest),
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


def _of_year(part: PartPlan, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    held = single_years(part.reading)
    return tuple(q for q in quotes if tells_of(q.passage, q.end, q.facts, held, q.start))


def _unheld(plan: Plan) -> Iterator[Found]:
    """The parts for whose scope there is no report, but one that plans for it may be held."""
    nothing = SearchResult((), np.zeros(0, dtype=np.float32))
    for index, part in enumerate(plan.parts):
        if not part.reading.report_ids and part.reading.fallback_ids:
            yield Found(index, 0, frozenset(), nothing)
