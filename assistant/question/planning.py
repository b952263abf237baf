"""A question to a plan: standalone wording, parts, and the reports each part may be read in."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.errors import QuestionRejected
from assistant.models import Mode, Scope, Turn
from assistant.question.decomposition import Part, split_question
from assistant.question.injection import without_injection
from assistant.question.naming import cited_in, taken_out, told_without, with_topic
from assistant.question.need import Need, read_need, threshold_of
from assistant.question.off_topic import clearly_off_topic
from assistant.question.typed import plain_question, without_carrier_phrase
from assistant.scope import Catalogue, ScopeReading, read_scope
from assistant.scope.places import find_places, subjects
from assistant.scope.pointing import Said, Spelt, spelt_out
from assistant.scope.same_name import with_full_name
from assistant.vocabulary.limits import by_hand
from assistant.vocabulary.official_names import official
from assistant.vocabulary.thesaurus import terms_to_search
from vectorstore.models import ReportRecord

EMPTY = (
    "库里还没有报告。请先导入：wenbao ingest 文件或文件夹；也可以先用示例：wenbao ingest --sample。"
)
EMPTY_ENGLISH = "The library is empty. Ingest first: wenbao ingest PATH (or --sample)."

_COURSE = re.compile(
    r"历年|每年|逐年|各年|这些年|历次|趋势|多年来|哪[一几]?年[^，？]{0,16}[最更]|年份[^，？]{0,6}[最更]"
)

_LEAST_OF_BODY = 3
_OFFICE = re.compile(r"[省市区县]长(?![期者远效度江沙春治三])")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with what was said before it and what the user selected.

    `mode` "extractive" leaves the language model out, if there is one.
    """

    question: str
    history: tuple[Turn, ...] = ()
    scope: Scope | None = None
    today: date = date(2000, 1, 1)
    mode: Mode | None = None


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One part of a question: what it needs, its words without those of scope, and its scope.

    `topic` has the part's own words, `about` those as well that it takes from the part before it.
    Neither has the words that name a report, nor has the question of `need` the title of one.
    """

    need: Need
    topic: str
    reading: ScopeReading
    about: str = ""

    @property
    def search(self) -> str:
        """The words to search for: the question, and what reports call the things it names."""
        asked = self.need.question
        return " ".join(filter(None, (asked, official(asked), *terms_to_search(asked))))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be looked up. `off_topic`: nothing was asked that a report could answer."""

    ask: Ask
    question: str
    parts: tuple[PartPlan, ...]
    records: Catalogue
    off_topic: bool = False

    @property
    def scope(self) -> Scope:
        """The scope of the whole question: that of its parts, in order, together."""
        readings = [part.reading.scope for part in self.parts]
        first = readings[0] if readings else Scope()
        chosen = by_hand(self.ask.scope)
        return replace(
            first,
            years=tuple(dict.fromkeys(year for scope in readings for year in scope.years)),
            regions=tuple(dict.fromkeys(name for scope in readings for name in scope.regions)),
            source="user" if chosen else first.source,
            reports=tuple(dict.fromkeys(one for scope in readings for one in scope.reports)),
            **chosen,
        )


def make_plan(ask: Ask, records: Sequence[ReportRecord]) -> Plan:
    """Read a question against the library's records."""
    records = Catalogue.of(records).left_by(ask.scope)
    known = records.names
    ask = _plain(ask)
    asked, injected = without_injection(ask.question)
    if (injected and not asked) or clearly_off_topic(asked):
        return Plan(ask, asked or ask.question, (), records, off_topic=True)
    ask = replace(ask, question=asked)
    told = [turn.answer for turn in ask.history if turn.answer.status != "off_topic"]
    previous = told[-1].scope if told else None
    chosen = ask.scope.reports if ask.scope else ()
    spelt = spelt_out(asked, records, Said(previous, cited_in(told)), chosen, ask.today)
    asked = spelt.question
    history = told_without(ask.history, records)
    question = with_topic(asked, history, records, spelt.pinned, ask.today)
    if previous:
        question = with_full_name(question, previous.regions, records)
    if previous and told[-1].status != "disclosed" and find_places(asked, known):
        # A year that gave nothing is not held against a question that names its place anew.
        previous = replace(previous, years=())
    whole = read_scope(
        question, records, previous, ask.scope, ask.today, asked=asked, pinned=spelt.pinned
    )
    if spelt.clarify or whole.clarify:
        whole = replace(whole, clarify=spelt.clarify or whole.clarify)
        return Plan(ask, question, (PartPlan(read_need(question), "", whole),), records)
    wordings = split_question(question, known)
    parts = [
        _part(part, whole if len(wordings) == 1 else None, whole, ask, records, spelt)
        for part in wordings
    ]
    return Plan(ask, question, tuple(parts), records)


def _plain(ask: Ask) -> Ask:
    history = tuple(replace(turn, question=_worded(turn.question)) for turn in ask.history)
    return replace(ask, question=_worded(ask.question), history=history)


def _worded(typed: str) -> str:
    return without_carrier_phrase(plain_question(typed))


def _part(
    part: Part,
    reading: ScopeReading | None,
    whole: ScopeReading,
    ask: Ask,
    records: Catalogue,
    spelt: Spelt,
) -> PartPlan:
    wording, known = part.question, records.names
    if reading is None:
        # A part that names nothing is about what the whole question is about.
        placed = bool(find_places(wording, known))
        before = replace(whole.scope, years=()) if placed else whole.scope
        reading = read_scope(
            wording,
            records,
            before,
            ask.scope,
            ask.today,
            asked=wording,
            pinned=spelt.pinned,
            stays=True,
        )
        if not (reading.years or placed or reading.reports):
            reading = whole
    reading = _one_search(reading, wording)
    # What a part takes from the one before it is searched for; its own words choose the sentence.
    own = taken_out(part.own, records, spelt.pinned, ask.today)
    asked = taken_out(wording, records, spelt.pinned, ask.today)
    topic = topic_of(own.bare, reading, known)
    about = topic_of(asked.bare, reading, known)
    need = read_need(asked.untitled)
    if part.turned and read_need(part.turned).kind == "figure":
        # The plans of what was asked before are told in the words of that.
        topic = part.turned
        if need.kind != "figure":
            need = replace(read_need(part.turned), question=need.question)
    return PartPlan(need, topic, reading, about)


def _one_search(reading: ScopeReading, question: str) -> ScopeReading:
    """Which year it was, is looked for in all reports at once, unless a figure of each must be seen."""
    if not reading.any_year or _COURSE.search(question) or threshold_of(question) is not None:
        return reading
    return replace(reading, cells=())


def topic_of(question: str, reading: ScopeReading, known: Collection[str]) -> str:
    """Give the question without the words that say which report: years, regions, bodies.

    `known` are the names of the library's regions.
    """
    spans = [
        (at, at + len(year.text)) for year in reading.years if (at := question.find(year.text)) >= 0
    ]
    asked = subjects(question, find_places(question, known), known)
    # 大兴区长 is the 区长 of 大兴: the last character of the place is part of the office.
    spans += [
        (place.start, place.end - bool(_OFFICE.match(question, place.end - 1))) for place in asked
    ]
    spans += [span for body in reading.scope.bodies if (span := _tail_in(question, body))]
    kept = list(question)
    for start, end in spans:
        kept[start:end] = [" "] * (end - start)
    topic = re.sub(r"[（(]\s*[）)]", " ", "".join(kept))
    topic = " ".join(topic.split())
    return topic if re.search(r"[\u4e00-\u9fff]{2}", topic) else question


def _tail_in(question: str, body: str) -> tuple[int, int] | None:
    """Where a question names a body by the end of its name: 司法局 of 常州市司法局."""
    for cut in range(len(body) - _LEAST_OF_BODY + 1):
        at = question.find(body[cut:])
        if at >= 0:
            return at, at + len(body) - cut
    return None


def accepted(ask: Ask, limit: int, has_model: bool) -> Ask:
    """Give the question without outer white space.

    Raises:
        QuestionRejected: it is empty, too long, or wants a language model that there is not.
    """
    wanted = ask.question.strip()
    if not wanted:
        raise QuestionRejected("请输入一个问题。", "Ask a question.")
    if len(wanted) > limit:
        raise QuestionRejected(
            f"问题有 {len(wanted)} 字，超过了 {limit} 字的上限。请缩短后再问。",
            f"The question has {len(wanted)} characters; the limit is {limit}. Shorten it.",
        )
    if ask.mode == "llm" and not has_model:
        raise QuestionRejected(
            "没有配置语言模型。请设置 WENBAO_MODEL_NAME，或不用 --mode llm。",
            "No language model is configured: set WENBAO_MODEL_NAME.",
        )
    return replace(ask, question=wanted)
