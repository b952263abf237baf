"""One LangChain Runnable from a question to its answer: plan, retrieve, read, compose, verify.

`invoke`, `stream` and `batch` are those of the Runnable; the stream gives the answer's text as
events and then the answer itself. A narrator, where there is one, words the composed answer anew.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

import numpy as np
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answering.compose import compose
from assistant.answering.fallback import read_elsewhere
from assistant.answering.outlook import of_outlook, wanted_outlooks
from assistant.answering.release import allowed, spoken, withheld
from assistant.answering.scans import with_scans_named
from assistant.answering.told_years import reviewed_years, single_years, tells_of
from assistant.comparing.indicator import asks_indicator, on_indicator, settled_figure
from assistant.grounding.verification import verify_answer
from assistant.models import Answer, AnswerEvent
from assistant.question.off_topic import words_to_judge
from assistant.question.planning import Ask, PartPlan, Plan, make_plan
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.reading import Found, Quote, Reading
from assistant.reader.refusal import settled
from vectorstore.models import ReportRecord, SearchFilter, SearchResult
from vectorstore.retriever import HybridRetriever


class Narrator(Protocol):
    """Says a composed answer as events; `holds` tells whether a whole answer keeps the promise."""

    def narrate(
        self,
        plan: Plan,
        found: Sequence[Found],
        answer: Answer,
        holds: Callable[[Plan, Answer], bool],
    ) -> Iterator[AnswerEvent]: ...


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A plan and what was found for its parts."""

    plan: Plan
    found: tuple[Found, ...]
    timings_ms: dict[str, float] = field(default_factory=dict)
    began: float = 0.0


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader made of each find, in the same order."""

    retrieved: Retrieved
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """The extractive answer, checked, with all that it was made from."""

    read: Read
    answer: Answer


class AnswerChain:
    """Builds the Runnable from its parts; holds no state of a conversation."""

    def __init__(
        self,
        records: Callable[[], Sequence[ReportRecord]],
        retriever: HybridRetriever,
        reader: ExtractiveReader,
        report_text: Callable[[str], str],
        hits: int,
        narrator: Narrator | None = None,
    ) -> None:
        self._records = records
        self._retriever = retriever
        self._reader = reader
        self._report_text = report_text
        self._hits = hits
        self._narrator = narrator

    def runnable(self) -> Runnable[Ask, AnswerEvent]:
        """Give the whole chain."""
        return (
            RunnableLambda(self._plan)
            | RunnableLambda(self._retrieve)
            | RunnableLambda(self._read)
            | RunnableLambda(self._compose)
            | RunnableGenerator(self._spoken)
        )

    def _plan(self, ask: Ask) -> tuple[Plan, float]:
        began = time.perf_counter()
        return make_plan(ask, self._records()), began

    def _retrieve(self, planned: tuple[Plan, float]) -> Retrieved:
        plan, began = planned
        timings = {"plan": (time.perf_counter() - began) * 1000}
        found = []
        for index, part in enumerate(plan.parts):
            for cell, ids in enumerate(_cells(part)):
                if ids:
                    result = self._search(part, ids)
                    found.append(Found(index, cell, ids, result))
                    for name, spent in result.timings_ms.items():
                        timings[name] = timings.get(name, 0.0) + spent
        return Retrieved(plan, tuple(found), timings, began)

    def _search(self, part: PartPlan, ids: frozenset[str]) -> SearchResult:
        """Find passages, without those whose section cannot answer: plans for what was done."""
        wanted = wanted_outlooks(part.need.question, part.reading)
        held = single_years(part.reading)
        limited = not (wanted.keys().isdisjoint(ids) and held.keys().isdisjoint(ids))
        ask = self._hits * 2 if limited else self._hits
        result = self._retriever.search(part.search, SearchFilter(ids), ask)
        hits = [h for h in result.hits if tells_of(h.passage, h.passage.end, h.facts, held)]
        return replace(result, hits=of_outlook(hits, wanted, self._hits))

    def _read(self, retrieved: Retrieved) -> Read:
        began = time.perf_counter()
        found, readings = [], []
        for one in (*retrieved.found, *_unheld(retrieved)):
            part = retrieved.plan.parts[one.part]
            first = self._first_reading(part, one) if one.report_ids else None
            other = read_elsewhere(part, first, self._anywhere, partial(self._of, part))
            if other is not None:
                one = replace(
                    one, report_ids=other.report_ids, result=other.result, fallback=other.kind
                )
            reading = other.reading if other is not None else first
            if reading is None:
                continue
            asked = retrieved.plan.ask.question if len(retrieved.plan.parts) == 1 else ""
            words = words_to_judge(asked, part.need.question)
            reading = settled(reading, words, part.topic, one.result)
            if len(part.reading.cells) > 1:
                one = replace(one, ranked=self._ranked(part, one.result))
            elif asks_indicator(part):
                reading = settled_figure(part, reading, self._ranked(part, one.result))
            reading = on_indicator(part, reading)
            found.append(one)
            readings.append(reading)
        retrieved.timings_ms["read"] = (time.perf_counter() - began) * 1000
        return Read(replace(retrieved, found=tuple(found)), tuple(readings))

    def _first_reading(self, part: PartPlan, one: Found) -> Reading:
        """Read what was found in scope; of a report of several years only what tells of the year."""
        reading = self._of(part, one.result)
        if not one.result.hits and one.report_ids <= reviewed_years(part.reading).keys():
            # Reviews of several years that nowhere name this one: there is no report on it.
            return replace(reading, status="not_in_library")
        kept = _of_year(part, reading.quotes)
        if reading.status != "disclosed" or len(kept) == len(reading.quotes):
            return reading
        return replace(reading, status="disclosed" if kept else "not_in_report", quotes=kept)

    def _of(self, part: PartPlan, result: SearchResult) -> Reading:
        return self._reader.read(part.need, part.topic, result, part.about)

    def _ranked(self, part: PartPlan, result: SearchResult) -> tuple[Quote, ...]:
        return _of_year(part, self._reader.ranked(part.need, part.topic, result))

    def _anywhere(self, question: str, ids: frozenset[str]) -> SearchResult:
        return self._retriever.search(question, SearchFilter(ids), self._hits * 2)

    def _compose(self, read: Read) -> Composed:
        plan = read.retrieved.plan
        began = time.perf_counter()
        answer = compose(plan, read.retrieved.found, read.readings)
        answer = self._checked(plan, answer)
        timings = read.retrieved.timings_ms
        timings["compose"] = (time.perf_counter() - began) * 1000
        timings["total"] = (time.perf_counter() - read.retrieved.began) * 1000
        return Composed(read, replace(answer, timings_ms=timings))

    def _spoken(self, composed: Iterator[Composed]) -> Iterator[AnswerEvent]:
        for one in composed:
            retrieved = one.read.retrieved
            if self._narrator is not None and retrieved.plan.ask.mode != "extractive":
                yield from self._narrator.narrate(
                    retrieved.plan, retrieved.found, one.answer, self._holds
                )
            else:
                yield from spoken(one.answer)

    def _holds(self, plan: Plan, answer: Answer) -> bool:
        return not verify_answer(answer, self._report_text, allowed(plan))

    def _checked(self, plan: Plan, answer: Answer) -> Answer:
        """Check the promise on the answer that is about to be shown; withhold it if it is broken."""
        answer = with_scans_named(
            answer, plan.records.among({citation.report_id for citation in answer.citations})
        )
        violations = verify_answer(answer, self._report_text, allowed(plan))
        return withheld(answer, violations) if violations else answer


def _cells(part: PartPlan) -> list[frozenset[str]]:
    """The sets of reports to search one by one: the cells of a comparison, else all at once."""
    cells = part.reading.cells
    if len(cells) > 1:
        return [frozenset(cell.report_ids) for cell in cells]
    return [part.reading.report_ids]


def _of_year(part: PartPlan, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    held = single_years(part.reading)
    return tuple(q for q in quotes if tells_of(q.passage, q.end, q.facts, held, q.start))


def _unheld(retrieved: Retrieved) -> Iterator[Found]:
    """The parts for whose scope there is no report, but one that plans for it may be held."""
    nothing = SearchResult((), np.zeros(0, dtype=np.float32))
    for index, part in enumerate(retrieved.plan.parts):
        if not part.reading.report_ids and part.reading.fallback_ids:
            yield Found(index, 0, frozenset(), nothing)
