"""What was found for a part of a question, to its reading: named steps over one value, in order.

    named        passages that hold a name that the library has no report of are looked for
    in_scope     the reader over the hits of the reports in scope, for what the question wants of them
    elsewhere    an older report, or a plan for the year asked, where those are silent
    around       of a place without a report, what the reports of the place around it tell by its name
    proved       the sentence that states the figure asked, where the reader doubts all
    plans        what the reports in scope plan, where nothing tells what was done
    likeliest    the likeliest sentences of a cell, or the one that tells a named indicator
    naming       beside those of a cell, all sentences of its reports that name the thing compared
    indicator    what speaks of another headline indicator, or another thing, than the one named is refused
    own_time     of a part of a year, or a year that no report names, only what tells of just that time
    unheld       without a sentence that has the name: 未收录, or 报告未提及 where its place is held
    nearest      beside a refusal, the sentences that stand nearest to the question

Each step takes a `PartReading` and gives a better one. Each can be left out and has its time.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.around import around
from assistant.answering.fallback import is_surer, may_give_way, may_stand_in, read_elsewhere
from assistant.answering.greatest import rows
from assistant.answering.named import only_named, with_name
from assistant.answering.named_clause import in_own_clause, of_the_number, of_the_thing
from assistant.answering.own_time import own_time
from assistant.answering.part_reading import PartReading, Tools, of_year
from assistant.answering.proving_one import proved
from assistant.answering.sums import without_sums
from assistant.answering.told_years import reviewed_years
from assistant.comparing.indicator import asks_indicator, on_indicator, settled_figure
from assistant.comparing.naming_sentences import sentences_naming
from assistant.models import Status
from assistant.question.outlook import asked_outlook, wanted_outlooks
from assistant.question.planning import Plan
from assistant.reader.reading import Found, Reading
from ingest.outlook import Outlook
from vectorstore.models import SearchResult

# Parts of a place, whose report may speak of them.
_SMALL = ("街道", "镇", "乡", "村", "社区", "派出所")


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
    reading = in_own_clause(one.part, reading)
    found = replace(one.found, result=with_name(scope, one.found.result))
    if reading.status == "disclosed":
        return replace(one, found=found, reading=reading)
    # 望月湖街道 may be spoken of in a report that is held, and what is asked of it not told.
    told = any(name.endswith(_SMALL) for name in scope.names) and found.result.hits
    lacking = scope.outside and not told
    status: Status = "not_in_library" if lacking else "not_in_report"
    found = replace(found, nearest=tools.nearest(one.part, one.found.result))
    return replace(one, found=found, reading=replace(reading, status=status))


def in_scope(one: PartReading, tools: Tools) -> PartReading:
    """Read what was found in scope; of a report of several years only what tells of the year."""
    if not one.found.report_ids:
        return one
    part, result = one.part, one.found.result
    question = part.need.question
    if asked_outlook(question, part.reading) == "both":
        reading = _both(one, tools)
    else:
        wanted = wanted_outlooks(question, part.reading)
        reading = tools.read(part, result, wanted)
        if (narrow := without_sums(part, reading, result)) is not None:
            own = tools.read(part, narrow, wanted)
            reading = own if own.status == "disclosed" else reading
    kept = of_year(part, reading.quotes)
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
    if reading is None or not one.found.plans:
        return one
    told = reading.status == "disclosed"
    if told and not may_give_way(part, reading):
        return one
    result = replace(one.found.result, hits=one.found.plans)
    found = tools.read(part, result, _all(result, "planned"))
    kept = tuple(q for q in found.quotes if may_stand_in(part, q, found.confidence))
    if found.status != "disclosed" or not kept or (told and not is_surer(kept, reading)):
        return one
    return replace(
        one,
        found=replace(one.found, result=result),
        reading=replace(found, quotes=kept),
    )


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
    kept = of_year(part, tuple(told))
    return replace(
        one, found=replace(found, ranked=(*found.ranked, *only_named(part.reading, kept)))
    )


def indicator(one: PartReading, tools: Tools) -> PartReading:
    """Refuse what speaks of another headline indicator, or of another thing, than the one named."""
    if one.reading is None:
        return one
    reading = of_the_number(one.part, on_indicator(one.part, one.reading))
    return replace(one, reading=of_the_thing(one.part, reading))


def nearest(one: PartReading, tools: Tools) -> PartReading:
    """Lay the likeliest sentences beside what is refused, to be shown as what they are."""
    if one.reading is None or one.reading.status != "not_in_report":
        return one
    if one.found.nearest or one.found.ranked:
        return one
    near = tools.nearest(one.part, one.found.result)
    return replace(one, found=replace(one.found, nearest=near))


Step = Callable[[PartReading, Tools], PartReading]
STEPS: tuple[tuple[str, Step], ...] = (
    ("named", named),
    ("in_scope", in_scope),
    ("elsewhere", elsewhere),
    ("around", around),
    ("proved", proved),
    ("plans", plans),
    ("likeliest", likeliest),
    ("naming", naming),
    ("indicator", indicator),
    ("own_time", own_time),
    ("rows", rows),
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


def _unheld(plan: Plan) -> Iterator[Found]:
    """The parts for whose scope there is no report, but one that may tell of it is held."""
    nothing = SearchResult((), np.zeros(0, dtype=np.float32))
    for index, part in enumerate(plan.parts):
        other = part.reading.fallback_ids or part.reading.around_ids
        if not part.reading.report_ids and other:
            yield Found(index, 0, frozenset(), nothing)
