"""Done or planned: what a section, a sentence and a clause of a report tell, and the year planned for.

Only what says plan is one: a heading (下一步打算, 2025年工作安排 in a report on 2024), a clause (力争, 拟, 到2025年).
What stands under such a heading inherits it; a clause that looks back (去年完成) is done all the same.
The words are rows of `outlook.tsv`; years, clauses and headings are read here. Pure: computed when a
passage is read, nothing of it is stored.
"""
# ruff: noqa: RUF001 (Chinese punctuation is what is read here)

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.facts.kinds import GOVERNMENT_WORK
from ingest.facts.years import five_year_plan, plain_digits, without_document_number
from ingest.models import Passage, ReportFacts
from ingest.numbering import with_plain_years
from ingest.segment import clause_spans, sentence_spans
from ingest.word_rows import Rows, Words, rows_of, words_of

Outlook = Literal["done", "planned"]

_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
# A coming year that only names a thing (2008年奥运会, 2025年度案例) is no time for which one plans.
_WHEN = re.compile(r"(?:^|[到至在于自从，、前的是：:“‘（(]|提出|明确|确定|预计|部署|谋划|实现|确保|力争|计划|完成)\s*$")
_THEN = re.compile(r"\s*(?:年?底|年?末|之?前|内|起|度?(?:新增|建成|完成|计划|力争|要|将|再|拟|启动|开工|竣工|投用|投入|实现|达到|通车|交付))")
_RANGE = re.compile(
    r"((?:19|20)\d\d)\s*年?\s*(?:[-—–－~～至到]+)\s*((?:19|20)\d\d)\s*(?:年|(?!\d))"
)
_MONTH = re.compile(r"\s*\d{1,2}\s*月")
_DEADLINE = re.compile(r"底|末|前|内|力争|起")
_NAMED = re.compile(r"《[^》]*》|[〔［\[【（(]\s*(?:19|20)\d\d\s*[〕］\]】）)]\s*第?\d+号")
_PERIOD = re.compile(r"[“\"「]?(十[一二三四五六]?|[六七八九])五[”\"」]?(?=时期|期间|规划|目标|发展|主要|基本|奋斗|末|[”\"」])")
_FIVE_ON = re.compile(r"(?:今后|未来|下一个|此后)的?五年")
_PARTS = re.compile(r"[和及与暨、，,；;]|以及")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万]+(?:[条个项件家所座人名公里次])")
_TARGET_JOINT = re.compile(
    r"[为是数：:（(]{0,2}(?:任务|指标|建设|完成|新建|新增|投资|开工|改造|培训)?[为是数：:（(]{0,2}"
)
_FEW = 3
_LINE_END = re.compile(r"[。！？!?；;：:][”’」』）)]*$")
_BASE = re.compile(r"年(?:起|以来|的?基础|水平|的?基数|度?同期)")


@dataclass(frozen=True, slots=True)
class Told:
    """Whether words tell what was done or what is planned, and for which year, where that is said.

    `mixed`: a sentence of which one clause tells and another plans; `outlook` is then "done".
    """

    outlook: Outlook
    planned_for: int | None = None
    mixed: bool = False

    @property
    def plans(self) -> bool:
        """Whether any of it is planned."""
        return self.mixed or self.outlook == "planned"

    @property
    def tells(self) -> bool:
        """Whether any of it was done."""
        return self.outlook == "done"


DONE = Told("done")


def rows() -> Rows:
    """Give the rows of `outlook.tsv`."""
    return rows_of("ingest", "outlook.tsv")


def _words(kind: str) -> Words:
    return words_of("ingest", "outlook.tsv", kind)


def last_told(facts: ReportFacts) -> int | None:
    """Give the last year that a report tells of; a later one lies ahead of it."""
    told = (*facts.years, *((facts.year,) if facts.year is not None else ()))
    return max(told, default=None)


def section_of(heading: Sequence[str], facts: ReportFacts) -> Told | None:
    """Say what stands under these headings (outermost first); None where none of them tells.

    A plan is inherited, and ends only at a heading that says that it looks back; in what looks back,
    only a heading that itself looks ahead plans.
    """
    return _section_of(tuple(heading), last_told(facts), _given(facts), facts.plan_years)


@lru_cache(maxsize=4096)
def _section_of(
    heading: tuple[str, ...], covered: int | None, given: int | None, plan_years: tuple[int, ...]
) -> Told | None:
    state: Told | None = None
    for title in heading:
        plain = re.sub(r"\s+", "", plain_digits(title))
        told, sure = _heading(plain, covered, given)
        if told is None:
            continue
        year = told.planned_for
        if told.outlook == "planned" and year is None and len(plan_years) == 1:
            told = Told("planned", plan_years[0])
        if state is None or sure or (state.outlook == told.outlook and year is not None):
            state = told
    return state


def _heading(title: str, covered: int | None, given: int | None) -> tuple[Told | None, bool]:
    """What one heading says, and whether it may overrule the heading over it."""
    plain = _NAMED.sub("", title)
    kept = [part for part in _PARTS.split(plain) if part]
    parts = [_part(part, covered, given) for part in kept]
    kinds = [kind for kind, _ in parts if kind]
    if not kinds:
        return None, False
    if "told" in kinds and len(set(kinds)) > 1:
        # 工作安排和落实情况 tells; 工作情况和下一步打算 is of both, and its sentences decide.
        return (DONE, False) if "ahead" not in kinds and kinds[-1] == "told" else (None, False)
    if "told" in kinds:
        named = covered is not None and any(year <= covered for year in _years(plain))
        return DONE, named or "回顾" in plain
    years = [year for _, year in parts if year is not None]
    return Told("planned", max(years, default=None)), "ahead" in kinds


def _part(
    part: str, covered: int | None, given: int | None
) -> tuple[Literal["ahead", "plan", "told", ""], int | None]:
    years = _years(part)
    coming = [year for year in years if covered is not None and year > covered]
    if _words("heading_ahead").among(part):
        last = coming[-1] if coming else covered + 5 if covered and _FIVE_ON.search(part) else None
        return "ahead", last
    back = _words("heading_told").among(part)
    if covered is not None and years:
        if min(years) > covered and not back:
            return "ahead", max(years)
        if max(years) <= covered or back:
            return "told", None
    if back:
        return "told", None
    if _words("heading_plan").among(part):
        this = given if "今年" in part else None
        return "plan", coming[-1] if coming else this
    return "", None


def _given(facts: ReportFacts) -> int | None:
    """The year in which a report that looks ahead was given: what it calls 今年."""
    ahead = facts.title_year is not None and facts.year is not None
    return facts.title_year if ahead and facts.title_year != facts.year else None


def _years(text: str) -> list[int]:
    """The years that words name; a five-year plan and a range name their first and their last."""
    found = [int(year) for year in _YEAR.findall(text)]
    for match in _PERIOD.finditer(text):
        span = five_year_plan(match[1])
        found += [span[0], span[-1]]
    return found


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
        elif any(_words("heading_notes").among(title) for title in path):
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
    for passage in passages:
        if passage.heading[:1] != top:
            break
        for start, end, told, _ in clauses_of(passage.body, facts):
            ahead += told.outlook == "planned"
            back += _looks_back(passage.body[start:end], last_told(facts), DONE)
        if "回顾" in "".join(passage.heading):
            return False
    return ahead > _FEW and ahead > back


def _announces(passage: Passage, facts: ReportFacts) -> bool:
    sentences = _sentences(passage, facts, False)
    if not sentences:
        return False
    start, end, told = sentences[-1]
    last = passage.text[start - passage.start : end - passage.start]
    opens = last.endswith(("：", ":")) or _words("opens_list").among(last)
    return opens and told.outlook == "planned"


def told_of(
    passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool = False
) -> Told:
    """Say what the words [start, end) of a report tell; they lie in `passage`.

    `placed`: the passage plans by its place in the report (`placed_ahead`).
    """
    return _told_of(passage, facts, start, end, placed)


def _told_of(
    passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool
) -> Told:
    if end <= passage.body_start:
        return _heading_told(passage, facts, start, end, placed)
    sentences = _sentences(passage, facts, placed)
    whole = [told for a, b, told in sentences if start <= a and b <= end]
    if whole and all(told == whole[0] for told in whole):
        return whole[0]
    if not whole:
        return next((told for a, b, told in sentences if a < end and start < b), DONE)
    return _together(whole)


def _heading_told(
    passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool
) -> Told:
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
    return any(t.tells for _, _, t in sentences), any(t.plans for _, _, t in sentences)


def _section(passage: Passage, facts: ReportFacts, placed: bool) -> Told | None:
    section = section_of(passage.heading, facts)
    if section is None and placed:
        return Told("planned", _only(facts.plan_years))
    return section


@lru_cache(maxsize=4096)
def _sentences(
    passage: Passage, facts: ReportFacts, placed: bool
) -> tuple[tuple[int, int, Told], ...]:
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
            found.append((at, until, DONE))
            continue
        clauses = clauses_of(text, facts, state)
        telling = [told for _, _, told, tells in clauses if tells or told.plans]
        told = _together(telling or [one for _, _, one, _ in clauses])
        found.append((at, until, told))
        if section.outlook == "planned":
            continue
        if _opening_time(text, facts):
            # 下一步，… : what follows in the paragraph is planned as well.
            state = next((one for _, _, one, _ in clauses if one.outlook == "planned"), state)
        elif state.outlook == "planned" and told.outlook == "done":
            state = section
    return tuple(found)


def _only(years: Sequence[int]) -> int | None:
    return years[0] if len(years) == 1 else None


def _together(states: Sequence[Told]) -> Told:
    planned = [told for told in states if told.plans]
    if not planned:
        return DONE
    year = next((told.planned_for for told in planned if told.planned_for is not None), None)
    if all(told.outlook == "planned" for told in states):
        return Told("planned", year)
    return Told("done", year, mixed=True)


def _opening_time(sentence: str, facts: ReportFacts) -> bool:
    spans = clause_spans(sentence)
    if not spans:
        return False
    first = with_plain_years(sentence[spans[0][0] : spans[0][1]])
    return _words("time_ahead").among(first) or bool(_coming(first, last_told(facts)))


def clauses_of(
    text: str, facts: ReportFacts, inherited: Told = DONE
) -> list[tuple[int, int, Told, bool]]:
    """Cut words into clauses: (start, end, what it tells, whether it tells something itself).

    A time to come holds for what follows it in the sentence; 将, 拟, 力争 up to the next ；.
    """
    covered = last_told(facts)
    found: list[tuple[int, int, Told, bool]] = []
    state = inherited
    lasting = inherited
    for start, end in clause_spans(text):
        clause = with_plain_years(without_names(text[start:end]).translate(_FULL_WIDTH))
        before = text[start - 1 : start]
        if before and text[:start].rstrip()[-1:] in "；;":
            state = lasting
        if text[:start].rstrip()[-1:] in "。！？!?" or "\n" in text[max(start - 2, 0) : start]:
            state = lasting = inherited
        mode = _says_mode(clause)
        grounds = _words("lays_ground").among(clause)
        coming = [] if grounds else _coming(clause, covered, dated=mode)
        ahead = not grounds and _words("time_ahead").among(clause)
        back = _looks_back(clause, covered, inherited)
        if coming or ahead:
            year = coming[-1] if coming else inherited.planned_for
            if not year and facts.plan_years:
                year = _only(facts.plan_years)
            if back and not mode and not (coming and _DEADLINE.search(clause)):
                state = DONE
            else:
                state = lasting = Told("planned", year)
        elif mode:
            year = state.planned_for if state.outlook == "planned" else None
            state = Told("planned", year or inherited.planned_for or _only(facts.plan_years))
        elif back:
            state = DONE
        elif inherited.outlook == "planned" and "今年" in clause and not grounds:
            state = lasting = inherited
        tells = back or _DIGIT.search(clause) is not None
        found.append((start, end, state, tells))
    return found


def without_names(text: str) -> str:
    """Blank out the names of documents and their numbers, every character in its place."""
    return _NAMED.sub(lambda match: " " * len(match[0]), text)


def _says_mode(clause: str) -> bool:
    plain = clause.replace("原计划", "").replace("按计划", "")
    return _words("mode_ahead").among(plain) or _future_jiang(plain)


def _coming(clause: str, covered: int | None, *, dated: bool = False) -> list[int]:
    """The years after the last one told of that a clause names as a time to come.

    A month of such a year (2025年1月召开) may be past when a report is given; not so if `dated`.
    """
    if covered is None:
        return []
    ranges = [(m.start(), m.end(), int(m[1])) for m in _RANGE.finditer(clause)]
    found = []
    for match in _YEAR.finditer(clause):
        year = int(match[1])
        begun = any(a <= match.start() < b and first <= covered for a, b, first in ranges)
        month = _MONTH.match(clause, match.end()) and not _DEADLINE.search(clause[match.end() :])
        timed = dated or _WHEN.search(clause[: match.start()]) or _THEN.match(clause, match.end())
        if year > covered and not begun and timed and (dated or not month):
            found.append(year)
    return found


def _looks_back(clause: str, covered: int | None, inherited: Told) -> bool:
    if _words("looks_back").among(clause) or _begins_told(clause, covered):
        return True
    loose = _words("looks_back_loose").first(clause)
    return loose is not None and (
        inherited.outlook == "done" or (loose.start() == 0 and loose["says"] == "已")
    )


def _begins_told(clause: str, covered: int | None) -> bool:
    """Whether a clause begins with a year that the report tells of: 2024年，…; not 2024年的基础上."""
    match = _YEAR.match(clause.lstrip())
    if covered is None or match is None or int(match[1]) > covered:
        return False
    return not _BASE.search(clause[:12])


def _future_jiang(clause: str) -> bool:
    match = _words("mode_jiang").first(clause)
    return match is not None and not _words("takes_object").among(clause[match.end() :])


def figure_told(text: str, at: int, facts_told: Sequence[tuple[int, int, Told, bool]]) -> Told:
    """Say what the figure that stands at `at` of a sentence is: done, planned, or a quoted aim.

    `facts_told` are the sentence's clauses.
    """
    for start, end, told, _ in facts_told:
        if start <= at < end:
            before = text[start:at]
            aims = _words("past_target").found(before)
            if aims and _TARGET_JOINT.fullmatch(before[aims[-1].end() :]):
                return Told("planned", told.planned_for)
            return told
    return DONE


def says_plan(text: str) -> bool:
    """Say whether words themselves say that they plan, whatever they stand under."""
    plain = without_document_number(text)
    return any(
        _words("time_ahead").among(clause)
        or _says_mode(clause)
        or "计划" in clause
        or "目标" in clause
        for clause in re.split(r"[，。；]", plain)
    )
