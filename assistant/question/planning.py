"""A question to a plan: standalone wording, parts, and the reports each part may be read in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.models import Answer, Intent, Mode, Scope, Turn
from assistant.question.decomposition import Part, split_question, without_layout
from assistant.question.earlier import earlier, places_beside, points_home, with_home
from assistant.question.follow_up import about_reports
from assistant.question.injection import without_injection
from assistant.question.naming import cited_by, cited_in, taken_out, told_without, with_topic
from assistant.question.need import Need, read_need
from assistant.question.part_scope import one_search, with_whole
from assistant.question.story import without_story
from assistant.question.thing import asked_thing
from assistant.question.typed import worded
from assistant.question.unscoped import unscoped_topic
from assistant.question.utterance import AS_A_WHOLE, FOR_REPORTS, KindOf, always_ask
from assistant.scope import Catalogue, ScopeReading, notices, read_scope
from assistant.scope.marking import Marked, unmarked
from assistant.scope.places import find_places
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

    `topic` has the part's own words, `about` those as well that it takes from the part before it,
    `thing` are the words that name what is asked, and not how; none where that is not known.
    Neither has the words that name a report, nor has the question of `need` the title of one.
    """

    need: Need
    topic: str
    reading: ScopeReading
    about: str = ""
    thing: frozenset[str] = frozenset()

    @property
    def search(self) -> str:
        """The words to search for: the question, and what reports call the things it names."""
        asked = self.need.question
        return " ".join(filter(None, (asked, official(asked), *terms_to_search(asked))))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be looked up; `kind` says what for. Without parts nothing is."""

    ask: Ask
    question: str
    parts: tuple[PartPlan, ...]
    records: Catalogue
    kind: Intent = "ask"

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


def make_plan(
    ask: Ask,
    records: Sequence[ReportRecord],
    kind_of: KindOf = always_ask,
    marked: Marked = unmarked,
) -> Plan:
    """Read a question against the library's records.

    `kind_of` says first what kind of utterance it is, `marked` which of its words name the thing and
    whose it is.
    """
    records = Catalogue.of(records).left_by(ask.scope)
    ask = _plain(ask)
    asked, injected = without_injection(ask.question)
    if injected and not asked:
        return Plan(ask, ask.question, (), records, "off_topic")
    asked = without_story(asked, records.names, ask.today)
    told = [turn.answer for turn in about_reports(ask.history)]
    kind = _kind(asked, told, kind_of)
    if kind == "advice" and find_places(asked, records.names):
        # 青石区今后怎么办理行政复议: of a place that the library holds, its reports are asked.
        kind = "ask"
    if kind not in FOR_REPORTS:
        return Plan(ask, asked, (), records, kind)
    return _for_reports(replace(ask, question=asked), records, kind, marked)


def _for_reports(ask: Ask, records: Catalogue, kind: Intent, marked: Marked) -> Plan:
    asked, known = ask.question, records.names
    before = earlier(ask.history, asked, records)
    told = [turn.answer for turn in before.turns]
    previous = _spoken_of(told, asked, known)
    previous = _or_said_beside(previous, ask.history, asked, known)
    if previous:
        asked = with_full_name(with_home(asked, previous), previous.regions, records)
    chosen = ask.scope.reports if ask.scope else ()
    said = Said(previous, cited_in(told), cited_by(told))
    spelt = spelt_out(asked, records, said, chosen, ask.today, marked)
    asked = spelt.question
    history = told_without(before.turns, records)
    as_a_whole = kind in AS_A_WHOLE
    question = with_topic(
        asked, history, records, spelt.pinned, ask.today, marked, as_a_whole=as_a_whole
    )
    whole = read_scope(
        question,
        records,
        previous,
        ask.scope,
        ask.today,
        asked=asked,
        pinned=spelt.pinned,
        marked=marked,
    )
    if before.passed_over and question != asked:
        whole = _said_to_be_kept(whole)
    if spelt.clarify or whole.clarify:
        whole = replace(whole, clarify=spelt.clarify or whole.clarify)
        return Plan(ask, question, (PartPlan(read_need(question), "", whole),), records, kind)
    wordings = without_layout(split_question(question, known), marked)
    parts = [
        _part(part, whole if len(wordings) == 1 else None, whole, ask, records, spelt, marked)
        for part in wordings
    ]
    if as_a_whole:
        # A figure that is asked beside it stays one; 出五道题 asks for none.
        beside = ("figure", "whether") if len(parts) > 1 else ()
        parts = [part if part.need.kind in beside else _as_a_whole(part) for part in parts]
    return Plan(ask, question, tuple(parts), records, kind)


def _as_a_whole(part: PartPlan) -> PartPlan:
    return replace(part, need=replace(part.need, kind="overview"))


def _kind(asked: str, told: Sequence[Answer], kind_of: KindOf) -> Intent:
    """What kind of utterance it is; what is said to a question back is always its answer."""
    if told and told[-1].status == "clarify":
        return "ask"
    if not any(sign.isalnum() for sign in asked):
        # ？？？ asks nothing.
        return "help"
    return kind_of(asked, bool(told))


def _spoken_of(told: Sequence[Answer], asked: str, known: Collection[str]) -> Scope | None:
    if told and told[-1].status != "disclosed" and find_places(asked, known):
        # A year that gave nothing is not held against a question that names its place anew.
        return replace(told[-1].scope, years=())
    return told[-1].scope if told else None


def _or_said_beside(
    previous: Scope | None, history: Sequence[Turn], asked: str, known: Collection[str]
) -> Scope | None:
    """What was spoken of; the places of a turn that asked no report where there is none, or home is meant."""
    beside = places_beside(history, asked, known)
    return beside if beside and (previous is None or points_home(asked)) else previous


def _said_to_be_kept(whole: ScopeReading) -> ScopeReading:
    if not whole.scope.regions:
        return whole
    return replace(whole, notices=(notices.region_kept(whole.scope.regions), *whole.notices))


def _plain(ask: Ask) -> Ask:
    history = tuple(replace(turn, question=worded(turn.question)) for turn in ask.history)
    return replace(ask, question=worded(ask.question), history=history)


def _part(
    part: Part,
    reading: ScopeReading | None,
    whole: ScopeReading,
    ask: Ask,
    records: Catalogue,
    spelt: Spelt,
    marked: Marked,
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
            marked=marked,
        )
        reading = with_whole(reading, whole, wording, placed=placed)
    reading = one_search(reading, wording)
    # What a part takes from the one before it is searched for; its own words choose the sentence.
    own = taken_out(part.own, records, spelt.pinned, ask.today)
    asked = taken_out(wording, records, spelt.pinned, ask.today)
    topic = unscoped_topic(own.bare, reading, known)
    about = unscoped_topic(asked.bare, reading, known)
    need = read_need(asked.untitled)
    if part.turned and read_need(part.turned).kind == "figure":
        # The plans of what was asked before are told in the words of that.
        topic = part.turned
        if need.kind != "figure":
            need = replace(read_need(part.turned), question=need.question)
    thing = frozenset() if part.turned else asked_thing(own.bare, marked(own.bare), records.names)
    return PartPlan(need, topic, reading, about, thing)
