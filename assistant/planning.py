"""A question to a plan: standalone wording, parts, and the reports each part may be read in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.models import Scope, Turn
from assistant.reader.question import Need, read_need, split_parts
from assistant.scope import ScopeReading, read_scope, standalone
from assistant.scope.places import find_places
from vectorstore.models import ReportRecord

# Words that try to steer the assistant instead of asking the reports.
_STEERING = re.compile(
    r"忽略.{0,12}(要求|指令|提示|规则|设定|内容)|系统提示|提示词|不受.{0,4}限制|越狱|扮演|你现在是|开发者模式"
    r"|不(用|要|必|需要)(给|说|写|带|注明)?(任何)?(出处|引用|来源)|ignore (all|previous|the above)|system prompt",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(?<=[。！!？?；;：:\n])")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with what was said before it and what the user selected."""

    question: str
    history: tuple[Turn, ...] = ()
    scope: Scope | None = None
    today: date = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One part of a question: what it needs, its words without those of scope, and its scope."""

    need: Need
    topic: str
    reading: ScopeReading


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be looked up. `steering` is set when nothing but steering words was said."""

    ask: Ask
    question: str
    parts: tuple[PartPlan, ...]
    records: tuple[ReportRecord, ...]
    steering: bool = False

    @property
    def scope(self) -> Scope:
        """The scope of the whole question: that of its parts, in order, together."""
        readings = [part.reading.scope for part in self.parts]
        first = readings[0] if readings else Scope()
        return Scope(
            years=tuple(dict.fromkeys(year for scope in readings for year in scope.years)),
            regions=tuple(dict.fromkeys(name for scope in readings for name in scope.regions)),
            bodies=first.bodies,
            doc_types=first.doc_types,
            source=first.source,
        )


def make_plan(ask: Ask, records: Sequence[ReportRecord]) -> Plan:
    """Read a question against the library's records."""
    known = _regions(records)
    question, steered = without_steering(standalone(ask.question, ask.history, known))
    if steered and not question:
        return Plan(ask, ask.question, (), tuple(records), steering=True)
    previous = ask.history[-1].answer.scope if ask.history else None
    whole = read_scope(question, records, previous, ask.scope, ask.today, asked=ask.question)
    wordings = split_parts(question)
    parts = [
        _part(wording, whole if len(wordings) == 1 else None, whole, ask, records)
        for wording in wordings
    ]
    return Plan(ask, question, tuple(parts), tuple(records))


def _part(
    wording: str,
    reading: ScopeReading | None,
    whole: ScopeReading,
    ask: Ask,
    records: Sequence[ReportRecord],
) -> PartPlan:
    if reading is None:
        # A part that names nothing is about what the whole question is about.
        reading = read_scope(wording, records, whole.scope, ask.scope, ask.today, asked=wording)
        if not (reading.years or find_places(wording, _regions(records))):
            reading = whole
    return PartPlan(read_need(wording), topic_of(wording, reading, records), reading)


def topic_of(question: str, reading: ScopeReading, records: Sequence[ReportRecord]) -> str:
    """Give the question without the words that say which report: years, regions."""
    spans = [
        (year.start, year.end)
        for year in reading.years
        if question[year.start : year.end] == year.text
    ]
    spans += [(place.start, place.end) for place in find_places(question, _regions(records))]
    kept = list(question)
    for start, end in spans:
        kept[start:end] = [" "] * (end - start)
    topic = " ".join("".join(kept).split())
    return topic if re.search(r"[\u4e00-\u9fff]{2}", topic) else question


def _regions(records: Sequence[ReportRecord]) -> set[str]:
    return {record.facts.region for record in records if record.facts.region}


def without_steering(question: str) -> tuple[str, bool]:
    """Drop the sentences that steer; what is left must still ask something to be kept."""
    pieces = [piece for piece in _PIECE.split(question) if piece.strip()]
    kept = [piece for piece in pieces if not _STEERING.search(piece)]
    if len(kept) == len(pieces):
        return question, False
    left = "".join(kept).strip()
    asks = re.search(r"[？?]|多少|几|什么|哪|怎|如何|是否|有没有|吗", left)
    return (left, True) if asks else ("", True)
