"""One LangChain Runnable from a question to its answer: plan, retrieve, read, compose, verify.

`invoke`, `stream` and `batch` are those of the Runnable; the stream gives the answer's text as
events and then the answer itself. A language-model reader takes the place of `read`.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.compose import compose
from assistant.indicator import asks_indicator, on_indicator, settled_figure
from assistant.models import Answer, AnswerEvent
from assistant.planning import Ask, PartPlan, Plan, make_plan
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.off_topic import settled, words_to_judge
from assistant.reader.reading import Quote, Reading
from assistant.scope.sections import of_outlook, wanted_outlooks
from assistant.verification import Violation, verify_answer
from vectorstore.models import ReportRecord, SearchFilter, SearchResult
from vectorstore.retriever import HybridRetriever

_SENTENCE = re.compile(r"[^\n。！？]*[。！？]?(?:\[\d+\])*\n?")


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval found for one part in one set of reports; `cell` counts within the part.

    `ranked` are the likeliest sentences of a cell of a comparison, from which its figure is chosen
    beside those of the other cells.
    """

    part: int
    cell: int
    report_ids: frozenset[str]
    result: SearchResult
    fallback: bool = False
    ranked: tuple[Quote, ...] = ()


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


class AnswerChain:
    """Builds the Runnable from its parts; holds no state of a conversation."""

    def __init__(
        self,
        records: Callable[[], Sequence[ReportRecord]],
        retriever: HybridRetriever,
        reader: ExtractiveReader,
        report_text: Callable[[str], str],
        hits: int,
    ) -> None:
        self._records = records
        self._retriever = retriever
        self._reader = reader
        self._report_text = report_text
        self._hits = hits

    def runnable(self) -> Runnable[Ask, AnswerEvent]:
        """Give the whole chain."""
        return (
            RunnableLambda(self._plan)
            | RunnableLambda(self._retrieve)
            | RunnableLambda(self._read)
            | RunnableLambda(self._compose)
            | RunnableGenerator(_spoken)
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
                if not ids:
                    continue
                result = self._search(part, ids)
                found.append(Found(index, cell, ids, result))
                for name, spent in result.timings_ms.items():
                    timings[name] = timings.get(name, 0.0) + spent
        return Retrieved(plan, tuple(found), timings, began)

    def _search(self, part: PartPlan, ids: frozenset[str]) -> SearchResult:
        """Find passages, without those whose section cannot answer: plans for what was done."""
        wanted = wanted_outlooks(part.need.question, part.reading)
        told = any(wanted.get(one, "unknown") != "unknown" for one in ids)
        ask = self._hits * 2 if told else self._hits
        result = self._retriever.search(part.search, SearchFilter(ids), ask)
        return replace(result, hits=of_outlook(result.hits, wanted, self._hits))

    def _read(self, retrieved: Retrieved) -> Read:
        began = time.perf_counter()
        found, readings = [], []
        for one in retrieved.found:
            part = retrieved.plan.parts[one.part]
            reading = self._reader.read(part.need, part.topic, one.result)
            if reading.status != "disclosed" and part.reading.open_year and _older(part):
                one, reading = self._read_older(part, one, reading)
            asked = retrieved.plan.ask.question if len(retrieved.plan.parts) == 1 else ""
            words = words_to_judge(asked, part.need.question)
            reading = settled(reading, words, part.topic, one.result)
            if len(part.reading.cells) > 1:
                ranked = self._reader.ranked(part.need, part.topic, one.result)
                one = replace(one, ranked=ranked)
            elif asks_indicator(part):
                ranked = self._reader.ranked(part.need, part.topic, one.result)
                reading = settled_figure(part, reading, ranked)
            reading = on_indicator(part, reading)
            found.append(one)
            readings.append(reading)
        retrieved.timings_ms["read"] = (time.perf_counter() - began) * 1000
        return Read(replace(retrieved, found=tuple(found)), tuple(readings))

    def _read_older(self, part: PartPlan, one: Found, refused: Reading) -> tuple[Found, Reading]:
        """No year was asked for and the latest report is silent: look in the older ones."""
        ids = part.reading.fallback_ids
        result = self._retriever.search(part.search, SearchFilter(ids), self._hits)
        reading = self._reader.read(part.need, part.topic, result)
        if reading.status != "disclosed":
            return one, refused
        return replace(one, report_ids=ids, result=result, fallback=True), reading

    def _compose(self, read: Read) -> Answer:
        plan = read.retrieved.plan
        began = time.perf_counter()
        answer = compose(plan, read.retrieved.found, read.readings)
        answer = self._checked(plan, answer)
        timings = read.retrieved.timings_ms
        timings["compose"] = (time.perf_counter() - began) * 1000
        timings["total"] = (time.perf_counter() - read.retrieved.began) * 1000
        return replace(answer, timings_ms=timings)

    def _checked(self, plan: Plan, answer: Answer) -> Answer:
        """Check the promise on the answer that is about to be shown; withhold it if it is broken."""
        violations = verify_answer(answer, self._report_text, _allowed(plan))
        return _withheld(answer, violations) if violations else answer


def _cells(part: PartPlan) -> list[frozenset[str]]:
    """The sets of reports to search one by one: the cells of a comparison, else all at once."""
    cells = part.reading.cells
    if len(cells) > 1:
        return [frozenset(cell.report_ids) for cell in cells]
    return [part.reading.report_ids]


def _older(part: PartPlan) -> bool:
    return len(part.reading.cells) <= 1 and bool(part.reading.fallback_ids)


def _allowed(plan: Plan) -> Callable[[str], bool]:
    ids = {
        report_id
        for part in plan.parts
        for report_id in (part.reading.report_ids | part.reading.fallback_ids)
    }
    return lambda report_id: report_id in ids


def _withheld(answer: Answer, violations: Sequence[Violation]) -> Answer:
    kinds = "、".join(dict.fromkeys(violation.kind for violation in violations))
    return replace(
        answer,
        status="not_in_report",
        text="核对没有通过，这个回答不能显示。请换个说法再问，或直接查看报告原文。",
        citations=(),
        figures=(),
        computed=(),
        table=None,
        notices=(*answer.notices, f"未通过核对：{kinds}"),
    )


def _spoken(answers: Iterator[Answer]) -> Iterator[AnswerEvent]:
    for answer in answers:
        for match in _SENTENCE.finditer(answer.text):
            if match[0]:
                yield AnswerEvent("text", match[0])
        yield AnswerEvent("answer", "", answer)
