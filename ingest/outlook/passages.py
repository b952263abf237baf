"""What the sentences of a passage tell, by its section, its place in the report and their own words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ingest.facts.kinds import GOVERNMENT_WORK
from ingest.models import Passage, ReportFacts
from ingest.outlook.clauses import clauses_of, looks_back, opens_with_time
from ingest.outlook.headings import section_of
from ingest.outlook.told import DONE, Told, last_told, only, words
from ingest.segment import sentence_spans

_FEW = 3
_LINE_END = re.compile(r"[。！？!?；;：:][”’」』）)]*$")


class Sentence(NamedTuple):
    """A sentence of a report: where it stands, what it tells, and what the words before it set up."""

    start: int
    end: int
    told: Told
    inherited: Told


def placed_ahead(passages: Sequence[Passage], facts: ReportFacts) -> frozenset[int]:
    """Give the ordinals of passages that plan by their place, though their headings do not say so.

    A 政府工作报告 tells and then plans: what follows a section of plans goes on planning, up to its
    annexes; so does a section after the review most of whose own words look ahead. What a sentence
    announces (下一步重点做好以下工作：) stands in the passages after it.
    """
    found: set[int] = set()
    goes_on = facts.doc_type == GOVERNMENT_WORK
    planning = told_before = False
    opened: tuple[str, ...] | None = None
    top: tuple[str, ...] = ()
    for at, passage in enumerate(passages):
        path = passage.heading
        section = section_of(path, facts)
        if section is not None:
            planning = section.outlook == "planned"
            told_before = told_before or not planning
            opened = None
        elif any(words("heading_notes").among(title) for title in path):
            planning, opened = False, None
        else:
            if goes_on and path[:1] != top and path and told_before and not planning:
                planning = _looks_ahead(passages[at:], facts)
            if (goes_on and planning) or (opened is not None and path[: len(opened)] == opened):
                found.add(passage.ordinal)
            else:
                opened = path if _announces(passage, facts) else None
        top = path[:1]
    return frozenset(found)


def _looks_ahead(passages: Sequence[Passage], facts: ReportFacts) -> bool:
    """Whether of a section (the first passages of one top heading) more looks ahead than back."""
    top = passages[0].heading[:1]
    ahead = back = 0
    undated = replace(facts, title_year=None)  # 今年 alone looks ahead in few words of many
    for passage in passages:
        if passage.heading[:1] != top:
            break
        for start, end, told, _ in clauses_of(passage.body, undated):
            ahead += told.outlook == "planned"
            back += looks_back(passage.body[start:end], last_told(facts), DONE)
        if "回顾" in "".join(passage.heading):
            return False
    return ahead > _FEW and ahead > back


def _announces(passage: Passage, facts: ReportFacts) -> bool:
    sentences = _sentences(passage, facts, False)
    if not sentences:
        return False
    last = sentences[-1]
    text = passage.text[last.start - passage.start : last.end - passage.start]
    opens = text.endswith(("：", ":")) or words("opens_list").among(text)
    return opens and last.told.outlook == "planned"


def told_of(
    passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool = False
) -> Told:
    """Say what the words [start, end) of a report tell; they lie in `passage`.

    `placed`: the passage plans by its place in the report (`placed_ahead`).
    """
    return _told_of(passage, facts, start, end, placed)


def _told_of(passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool) -> Told:
    if end <= passage.body_start:
        return _heading_told(passage, facts, start, end, placed)
    sentences = _sentences(passage, facts, placed)
    whole = [one.told for one in sentences if start <= one.start and one.end <= end]
    if whole and all(told == whole[0] for told in whole):
        return whole[0]
    if not whole:
        return next((s.told for s in sentences if s.start < end and start < s.end), DONE)
    return _together(whole)


def inherited_in(
    passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool = False
) -> list[tuple[int, int, Told]]:
    """Cut the words [start, end) of a report into sentences, each with what was set up before it."""
    opening = min(end, passage.body_start)
    found = [(start, opening, DONE)] if start < opening else []
    for one in _sentences(passage, facts, placed):
        if one.start < end and start < one.end:
            found.append((max(one.start, start), min(one.end, end), one.inherited))
    return found


def _heading_told(passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool) -> Told:
    """What a heading line tells: it stands under the headings over it, not under those below."""
    line = passage.text[start - passage.start : end - passage.start].strip().rstrip("。")
    depth = next((at for at, one in enumerate(passage.heading, 1) if one == line), None)
    section = section_of(passage.heading[:depth], facts)
    return section or (_section(passage, facts, placed) or DONE)


def sides_of(passage: Passage, facts: ReportFacts, placed: bool = False) -> tuple[bool, bool]:
    """Say whether anything in a passage was done, and whether anything is planned."""
    sentences = _sentences(passage, facts, placed)
    if not sentences:
        told = _heading_told(passage, facts, passage.start, passage.end, placed)
        return told.tells, told.plans
    return any(one.told.tells for one in sentences), any(one.told.plans for one in sentences)


def _section(passage: Passage, facts: ReportFacts, placed: bool) -> Told | None:
    section = section_of(passage.heading, facts)
    if section is None and placed:
        return Told("planned", only(facts.plan_years))
    return section


@lru_cache(maxsize=4096)
def _sentences(passage: Passage, facts: ReportFacts, placed: bool) -> tuple[Sentence, ...]:
    """The sentences of a passage's running text, in order, with what each tells."""
    section = _section(passage, facts, placed) or DONE
    state = section
    found = []
    body = passage.body
    for start, end in sentence_spans(body):
        text = body[start:end]
        at, until = passage.body_start + start, passage.body_start + end
        if not passage.heading and not _LINE_END.search(text):
            # A title, a speaker's name, a date: a line that is no sentence.
            found.append(Sentence(at, until, DONE, state))
            continue
        clauses = clauses_of(text, facts, state)
        # A clause that says nothing itself (棚户区改造方面，) is what the others of its sentence are.
        kept = None if section.plans else state
        telling = [told for _, _, told, tells in clauses if tells or (told.plans and told != kept)]
        told = _together(telling or [one for _, _, one, _ in clauses])
        found.append(Sentence(at, until, told, state))
        if section.outlook == "planned":
            continue
        if opens_with_time(text, facts):
            # 下一步，… : what follows in the paragraph is planned as well.
            state = next((one for _, _, one, _ in clauses if one.outlook == "planned"), state)
        elif state.outlook == "planned" and told.outlook == "done":
            state = section
    return tuple(found)


def _together(states: Sequence[Told]) -> Told:
    planned = [told for told in states if told.plans]
    if not planned:
        return DONE
    year = next((told.planned_for for told in planned if told.planned_for is not None), None)
    if all(told.outlook == "planned" for told in states):
        return Told("planned", year)
    return Told("done", year, mixed=True)
