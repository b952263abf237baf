"""The extractive answer worded by a language model, each sentence checked before it is shown.

What the answer says, of which reports, or that it refuses, is settled already; the model is asked
only where something was found. What it leaves out of that is added in the report's own words, so
that the wording never costs a fact. A model that fails costs only its wording.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant import wording
from assistant.answering.release import spoken
from assistant.llm.drafting import Draft, finished
from assistant.llm.endpoint import ModelEndpoint
from assistant.llm.errors import ModelError, ModelFailed
from assistant.llm.packing import Packed, pack
from assistant.llm.rewriting import accepted_rewrite
from assistant.llm.sentences import CheckedSentence, check
from assistant.llm.streaming import pieces, sentences
from assistant.models import Answer, AnswerEvent
from assistant.reader.reading import Found
from prompts import load

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

    from assistant.question.planning import Plan

Holds = Callable[["Plan", Answer], bool]
_EXPLAIN = re.compile(r"通俗|大白话|什么意思|解释(?:一下|给)|看不懂|听不懂|简单(?:说|讲)")
_STRAYS = 3


@dataclass(slots=True)
class Record:
    """What a model wrote, raw, and what it was given: for the evaluation, never shown."""

    text: str = ""
    packed: Packed = field(default_factory=lambda: Packed((), 0, 0))
    first_s: float | None = None
    last_s: float = 0.0


class Narrator:
    """Words answers with one model, at most `concurrency` at a time.

    `heard` is given the record of each run in which the model was asked, once it is whole.
    """

    def __init__(
        self, endpoint: ModelEndpoint, heard: Callable[[Record], None] = lambda _: None
    ) -> None:
        self._endpoint = endpoint
        self._free = threading.BoundedSemaphore(endpoint.settings.concurrency)
        self._heard = heard

    def narrate(
        self,
        plan: "Plan",
        found: Sequence[Found],
        answer: Answer,
        holds: Holds,
        config: "RunnableConfig",
    ) -> Iterator[AnswerEvent]:
        """Give the checked sentences as they come, then one event with the whole answer.

        `holds` says whether a whole answer keeps the promise.
        """
        if answer.status != "disclosed":
            yield from spoken(answer)
            return
        record = Record()
        began = time.perf_counter()
        try:
            draft = Draft(answer)
            for sentence in self._checked(plan, found, answer, record, config):
                shown = draft.add(sentence)
                if shown:
                    yield AnswerEvent("text", shown)
            record.last_s = time.perf_counter() - began
            told = self._told(draft, record)
            if not holds(plan, told):
                raise ModelFailed("语言模型写的整体没有通过核对")
            told = replace(told, standalone_question=self._reworded(plan, config))
        except ModelError as error:
            record.last_s = time.perf_counter() - began
            told = _fallen_back(answer, str(error))
        timings = dict(answer.timings_ms)
        timings["model"] = record.last_s * 1000
        if record.first_s is not None:
            timings["model_first"] = record.first_s * 1000
        self._heard(record)
        yield AnswerEvent("answer", "", replace(told, timings_ms=timings))

    def _checked(
        self,
        plan: "Plan",
        found: Sequence[Found],
        answer: Answer,
        record: Record,
        config: "RunnableConfig",
    ) -> Iterator[CheckedSentence]:
        settings = self._endpoint.settings
        if not self._free.acquire(timeout=settings.first_word_s):
            raise ModelFailed("语言模型正忙")
        try:
            record.packed = pack(
                answer, found, self._endpoint.count_tokens, self._endpoint.passage_tokens
            )
            messages = _messages(plan, answer, record.packed)
            stream = pieces(
                self._endpoint.chat(), messages, settings.first_word_s, settings.total_s, config
            )
            strays = 0
            said: set[str] = set()
            for sentence in sentences(_noted(stream, record)):
                checked = check(sentence, record.packed.sources, plan.question)
                if checked is None:
                    continue
                if sentence in said:
                    raise ModelFailed("语言模型在重复自己")
                said.add(sentence)
                strays = strays + 1 if checked.outcome in ("replaced", "withheld") else 0
                yield checked
                if strays >= _STRAYS:
                    # It has left its passages; more of it would only be more to throw away.
                    return
        finally:
            self._free.release()

    def _reworded(self, plan: "Plan", config: "RunnableConfig") -> str:
        """The standalone question in the model's better words, where the settings want that."""
        if not self._endpoint.settings.rewrite or plan.question == plan.ask.question:
            return plan.question
        settings = self._endpoint.settings
        values = {"question": plan.ask.question, "standalone": plan.question}
        system, user = load("rewrite").fill(**values)
        messages = [("system", system), ("human", user)]
        try:
            chat = self._endpoint.chat()
            text = "".join(pieces(chat, messages, settings.first_word_s, settings.total_s, config))
        except ModelError:
            return plan.question
        return accepted_rewrite(plan, text)

    def _told(self, draft: Draft, record: Record) -> Answer:
        if draft.kept * 2 < draft.seen or not draft.kept:
            raise ModelFailed("语言模型写的大多没有通过核对")
        return finished(draft, self._endpoint.title, record.packed.left_out)


def _messages(plan: "Plan", answer: Answer, packed: Packed) -> list[tuple[str, str]]:
    scope = answer.scope
    named = "、".join((*scope.regions, *(f"{year}年" for year in scope.years)))
    values = {
        "question": answer.standalone_question,
        "scope": named or "库里的报告",
        "passages": "\n\n".join(source.block for source in packed.sources),
    }
    kind = prompt_for(plan, answer)
    if kind == "compare":
        values["computed"] = (
            "；".join(f"{one.text}（{one.formula}）" for one in answer.computed) or "无"
        )
    system, user = load(kind).fill(**values)
    return [("system", system), ("human", user)]


def prompt_for(plan: "Plan", answer: Answer) -> str:
    """Say which prompt a question is for."""
    if answer.table is not None:
        return "compare"
    if _EXPLAIN.search(answer.standalone_question):
        return "explain"
    if plan.parts and plan.parts[0].need.kind == "overview":
        return "summarise"
    return "answer"


def _noted(stream: Iterator[str], record: Record) -> Iterator[str]:
    began = time.perf_counter()
    for piece in stream:
        if record.first_s is None:
            record.first_s = time.perf_counter() - began
        record.text += piece
        yield piece


def _fallen_back(answer: Answer, why: str) -> Answer:
    return replace(answer, notices=(*answer.notices, wording.model_failed(why)))
