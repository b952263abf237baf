"""The words that name a report, apart from what is asked of it; and a follow-up that names another one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.models import Answer, Turn
from assistant.question.follow_up import about_reports, leans, standalone
from assistant.question.need import asks
from assistant.question.spoken import read_spoken
from assistant.scope.catalogue import Catalogue
from assistant.scope.marking import Marked, things_in, unmarked
from assistant.scope.named_reports import (
    ReportName,
    are_joined,
    names_in,
    naming_tail,
    titled,
    without_names,
)
from assistant.scope.places import find_places
from assistant.scope.pointing import without_pointers
from assistant.scope.years import find_years

Pinned = Mapping[str, tuple[str, ...]]
_ASKS_NOTHING = re.compile(
    r"^[里中的那]*(?:呢|咧|如何|怎么样|怎么说|怎么写|(?:是|有|达到)?多少呢?)?[？?。！!\s]*$"
)


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A question without titles (`untitled`), and without any words that name a report (`bare`)."""

    untitled: str
    bare: str


def taken_out(question: str, records: Catalogue, pinned: Pinned, today: date) -> TakenOut:
    """Take the words that name reports out of a question."""
    untitled = without_names(question, names_in(question, records, pinned)) or question
    bare = untitled
    mentions = titled(bare, find_years(bare, today=today), records)
    following = len(bare)
    for mention in reversed([m for m in mentions if m.kind == "title" and not m.loose]):
        stop = naming_tail(bare, mention.end)
        # 2024年和2025年两份: what joins them goes with them.
        stop = following if are_joined(bare[mention.end : following]) else stop
        bare = bare[: mention.start] + bare[stop:]
        following = mention.start
    bare = without_pointers(bare)
    return TakenOut(untitled, bare if len(bare.strip("？?。，, ")) > 1 else untitled)


def cited_in(answers: Sequence[Answer]) -> tuple[str, ...]:
    """Give the reports that the last answer with citations cites, in order."""
    for answer in reversed(answers):
        if answer.citations:
            return tuple(dict.fromkeys(citation.report_id for citation in answer.citations))
    return ()


def cited_by(answers: Sequence[Answer]) -> tuple[str, ...]:
    """Give the reports that answers cite, in the order in which they were first cited."""
    return tuple(dict.fromkeys(c.report_id for answer in answers for c in answer.citations))


def told_without(turns: Sequence[Turn], records: Catalogue) -> tuple[Turn, ...]:
    """Give the turns, those that named a report without its title: a follow-up keeps to the report itself."""
    return tuple(_without(turn, records) if turn.answer.scope.reports else turn for turn in turns)


def _without(turn: Turn, records: Catalogue) -> Turn:
    answer = turn.answer
    pinned = {r.facts.title: (r.report_id,) for r in records.among(answer.scope.reports)}

    def bare(text: str) -> str:
        kept = without_pointers(without_names(text, names_in(text, records, pinned)))
        return kept or text

    said = bare(answer.standalone_question) if answer.standalone_question else ""
    return Turn(bare(turn.question), replace(answer, standalone_question=said))


def with_topic(
    asked: str,
    turns: Sequence[Turn],
    records: Catalogue,
    pinned: Pinned,
    today: date,
    marked: Marked = unmarked,
    *,
    as_a_whole: bool = False,
) -> str:
    """Write out what a question takes from the conversation; one that names a report takes no scope.

    `as_a_whole`: it wants the report itself (《…》总结一下), and nothing asked before.
    """
    names = names_in(asked, records, pinned)
    known = records.names
    spoken = about_reports(turns)
    if not spoken:
        return asked
    last = spoken[-1].answer.standalone_question or spoken[-1].question
    if not names:
        bare = taken_out(asked, records, pinned, today).bare
        tail = read_spoken(bare, known).unscoped()
        if bare != asked and _ASKS_NOTHING.match(tail):
            topic = _bare(taken_out(last, records, {}, today).bare, known)
            return f"{asked.removesuffix(tail)}，{topic}" if topic else asked
        return standalone(asked, turns, known, today, marked)
    rest = without_names(asked, names)
    own = read_spoken(rest, known)
    which = not as_a_whole and _says_only_which(rest, marked)
    if which or _ASKS_NOTHING.match(own.unscoped()):
        topic = _bare(last, known)
        return f"{_titles(asked, names)}里，{topic}" if topic else asked
    if not leans(rest):
        return asked
    full = standalone(rest, turns, known, today, marked)
    if full == rest or find_places(rest, known):
        return asked
    return f"{_titles(asked, names)}里，{rest if own.years else _bare(full, known)}"


def _says_only_which(rest: str, marked: Marked) -> bool:
    """Whether what stands beside a report's name names no thing and asks nothing: 我要的是《…》."""
    if asks(rest.rstrip("呢？?")):
        return False
    words = marked(rest)
    return bool(words) and not things_in(rest, words)


def _titles(question: str, names: Sequence[ReportName]) -> str:
    return "".join(question[name.start : name.end] for name in names)


def _bare(question: str, known: Sequence[str] | frozenset[str]) -> str:
    return read_spoken(question, known).unscoped().strip("，, 的里")
