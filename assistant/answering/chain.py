"""One LangChain Runnable from a question to its answer: plan, retrieve, read, compose, verify.

`invoke`, `stream`, `batch` and their async forms are those of the Runnable; the stream gives the
answer's text as events and then the answer itself. The run's config goes along, so that a callback
hears the steps, each retrieval and the language model. A narrator, where there is one, words the
composed answer anew.
"""

import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol, cast

from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, RunnableLambda
from langchain_core.runnables.config import run_in_executor

from assistant import wording
from assistant.answering.compose import compose
from assistant.answering.courtesy import House, courtesy, is_for_the_house
from assistant.answering.outlook import split_by_outlook
from assistant.answering.part_reading import Tools
from assistant.answering.read_parts import read_parts, steps_without
from assistant.answering.release import allowed, spoken, withheld
from assistant.answering.scans import with_scans_named
from assistant.answering.told_years import single_years, tells_of
from assistant.grounding.verification import verify_answer
from assistant.models import Answer, AnswerEvent
from assistant.question.outlook import wanted_outlooks
from assistant.question.planning import Ask, PartPlan, Plan, make_plan
from assistant.question.utterance import KindOf, always_ask
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.reading import Found, Reading
from assistant.scope.marking import Marked, unmarked
from assistant.suggesting.instead import asked_of, instead_of
from vectorstore.models import ReportRecord, SearchHit, SearchResult
from vectorstore.retriever import HybridRetriever


class Narrator(Protocol):
    """Says a composed answer as events; `holds` tells whether a whole answer keeps the promise."""

    def narrate(
        self,
        plan: Plan,
        found: Sequence[Found],
        answer: Answer,
        holds: Callable[[Plan, Answer], bool],
        config: RunnableConfig,
    ) -> Iterator[AnswerEvent]: ...


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and when it was begun (`time.perf_counter`)."""

    plan: Plan
    began: float


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
    """Builds the Runnable from its parts; holds no state of a conversation.

    `kind_of` tells what kind of utterance a question is, `marked` what its words are, `house` what is said where no report is
    asked for; `skipped` names steps of reading (`read_parts.STEPS`) to leave out.
    """

    def __init__(
        self,
        records: Callable[[], Sequence[ReportRecord]],
        retriever: HybridRetriever,
        reader: ExtractiveReader,
        report_text: Callable[[str], str],
        hits: int,
        narrator: Narrator | None = None,
        kind_of: KindOf = always_ask,
        marked: Marked = unmarked,
        house: House = House(),  # noqa: B008  (frozen)
        skipped: Collection[str] = (),
    ) -> None:
        self._records = records
        self._retriever = retriever
        self._reader = reader
        self._report_text = report_text
        self._hits = hits
        self._narrator = narrator
        self._kind_of = kind_of
        self._marked = marked
        self._house = house
        self._steps = steps_without(skipped)

    def runnable(self) -> Runnable[Ask, AnswerEvent]:
        """Give the whole chain."""
        # The generator's own type knows no config, which it hands on to a function that takes one.
        speak: Runnable[Composed, AnswerEvent] = RunnableGenerator(
            cast("Callable[[Iterator[Composed]], Iterator[AnswerEvent]]", self._spoken),
            cast("Callable[[AsyncIterator[Composed]], AsyncIterator[AnswerEvent]]", self._aspoken),
            name="speak",
        )
        return (
            RunnableLambda(self._plan, name="plan")
            | RunnableLambda(self._retrieve, name="retrieve")
            | RunnableLambda(self._read, name="read")
            | RunnableLambda(self._compose, name="compose")
            | speak
        )

    def _plan(self, ask: Ask) -> Planned:
        began = time.perf_counter()
        return Planned(make_plan(ask, self._records(), self._kind_of, self._marked), began)

    def _retrieve(self, planned: Planned, config: RunnableConfig) -> Retrieved:
        timings = {"plan": (time.perf_counter() - planned.began) * 1000}
        found = []
        for index, part in enumerate(planned.plan.parts):
            for cell, ids in enumerate(_cells(part)):
                if ids:
                    result, plans = self._search(part, ids, config)
                    found.append(Found(index, cell, ids, result, plans=plans))
                    for name, spent in result.timings_ms.items():
                        timings[name] = timings.get(name, 0.0) + spent
        return Retrieved(planned.plan, tuple(found), timings, planned.began)

    def _search(
        self, part: PartPlan, ids: frozenset[str], config: RunnableConfig
    ) -> tuple[SearchResult, tuple[SearchHit, ...]]:
        """Find the passages that may answer, and apart from them plans where results are preferred."""
        wanted = wanted_outlooks(part.need.question, part.reading)
        held = single_years(part.reading)
        limited = not (wanted.keys().isdisjoint(ids) and held.keys().isdisjoint(ids))
        ask = self._hits * 2 if limited else self._hits
        result = self._reader.placing.placed(self._retriever.run(part.search, ids, ask, config))
        hits = [h for h in result.hits if tells_of(h.passage, h.passage.end, h.facts, held)]
        may_answer, plans = split_by_outlook(hits, wanted, self._hits)
        return replace(result, hits=may_answer), plans

    def _read(self, retrieved: Retrieved, config: RunnableConfig) -> Read:
        began = time.perf_counter()
        tools = Tools(self._reader, partial(self._anywhere, config))
        timings = dict(retrieved.timings_ms)
        read = tuple(read_parts(retrieved.plan, retrieved.found, tools, self._steps, timings))
        timings["read"] = (time.perf_counter() - began) * 1000
        found = tuple(one for one, _ in read)
        return Read(
            replace(retrieved, found=found, timings_ms=timings), tuple(one for _, one in read)
        )

    def _anywhere(self, config: RunnableConfig, question: str, ids: frozenset[str]) -> SearchResult:
        found = self._retriever.run(question, ids, self._hits * 2, config)
        return self._reader.placing.placed(found)

    def _compose(self, read: Read, config: RunnableConfig) -> Composed:
        plan = read.retrieved.plan
        began = time.perf_counter()
        if is_for_the_house(plan):
            answer = courtesy(plan, self._house, self._near(plan, config))
        else:
            composed = compose(plan, read.retrieved.found, read.readings)
            answer = replace(composed, intent=plan.kind)
        if answer.status == "not_in_report":
            instead = instead_of(answer, plan.records, self._reader.passages)
            answer = replace(answer, suggestions=instead)
        answer = self._checked(plan, answer)
        timings = dict(read.retrieved.timings_ms)
        timings["compose"] = (time.perf_counter() - began) * 1000
        timings["total"] = (time.perf_counter() - read.retrieved.began) * 1000
        return Composed(read, replace(answer, timings_ms=timings))

    def _near(self, plan: Plan, config: RunnableConfig) -> tuple[str, ...]:
        """Questions near to one for advice, that reports answer."""
        if plan.kind != "advice":
            return ()
        found = self._anywhere(config, plan.question, frozenset(r.report_id for r in plan.records))
        return asked_of((hit.facts, hit.passage) for hit in found.hits)

    def _spoken(
        self, composed: Iterator[Composed], config: RunnableConfig
    ) -> Iterator[AnswerEvent]:
        for one in composed:
            yield from self._events(one, config)

    async def _aspoken(
        self, composed: AsyncIterator[Composed], config: RunnableConfig
    ) -> AsyncIterator[AnswerEvent]:
        async for one in composed:
            events = self._events(one, config)
            while (event := await run_in_executor(config, next, events, None)) is not None:
                yield event

    def _events(self, composed: Composed, config: RunnableConfig) -> Iterator[AnswerEvent]:
        retrieved = composed.read.retrieved
        if self._narrator is None or retrieved.plan.ask.mode == "extractive":
            return spoken(composed.answer)
        return self._narrator.narrate(
            retrieved.plan, retrieved.found, composed.answer, self._holds, config
        )

    def _holds(self, plan: Plan, answer: Answer) -> bool:
        return not verify_answer(answer, self._report_text, allowed(plan), wording.FIXED)

    def _checked(self, plan: Plan, answer: Answer) -> Answer:
        """Check the promise on the answer that is about to be shown; withhold it if it is broken."""
        answer = with_scans_named(
            answer, plan.records.among({citation.report_id for citation in answer.citations})
        )
        violations = verify_answer(answer, self._report_text, allowed(plan), wording.FIXED)
        return withheld(answer, violations) if violations else answer


def _cells(part: PartPlan) -> list[frozenset[str]]:
    """The sets of reports to search one by one: the cells of a comparison, else all at once."""
    cells = part.reading.cells
    if len(cells) > 1:
        return [frozenset(cell.report_ids) for cell in cells]
    return [part.reading.report_ids]
