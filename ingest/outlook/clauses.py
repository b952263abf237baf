"""What the clauses of a sentence tell, one by one, and what its single figures are."""
# ruff: noqa: RUF001 (Chinese punctuation is what is read here)

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.facts.dates import without_document_number
from ingest.facts.years import five_year_plan
from ingest.models import ReportFacts
from ingest.numbering import with_plain_years
from ingest.outlook.told import (
    DONE,
    NAMED,
    PERIOD,
    QUOTED,
    YEAR,
    Told,
    given_in,
    last_told,
    looks_back_on_this_year,
    only,
    words,
)
from ingest.segment import clause_spans

_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
# A coming year that only names a thing (2008年奥运会, 2025年度案例) is no time for which one plans.
_WHEN = re.compile(
    r"(?:^|[到至在于自从，、前的是：:“‘（(]|提出|明确|确定|预计|部署|谋划|实现|确保|力争|计划|完成|转入|结转|顺延)\s*$"
)
_THEN = re.compile(
    r"\s*(?:年?底|年?末|之?前|内|起|度?(?:新增|建成|完成|计划|力争|要|将|再|拟|启动|开工|竣工|投用|投入|实现|达到|通车|交付))"
)
_RANGE = re.compile(
    r"((?:19|20)\d\d)\s*年?\s*(?:[-—–－~～至到]+)\s*((?:19|20)\d\d)\s*(?:年|(?!\d))"
)
_MONTH = re.compile(r"\s*\d{1,2}\s*月")
_DEADLINE = re.compile(r"底|末|前|内|力争|起")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万]+(?:[条个项件家所座人名公里次])")
_TARGET_JOINT = re.compile(
    r"[为是数：:（(]{0,2}(?:任务|指标|建设|完成|新建|新增|投资|开工|改造|培训)?[为是数：:（(]{0,2}"
)
_BASE = re.compile(r"年(?:起|以来|的?基础|水平|的?基数|度?同期)")


class Clause(NamedTuple):
    """A clause of a text: where it stands, what it tells, and whether it tells something itself."""

    start: int
    end: int
    told: Told
    tells: bool


def clauses_of(text: str, facts: ReportFacts, inherited: Told = DONE) -> list[Clause]:
    """Cut words into clauses: (start, end, what it tells, whether it tells something itself).

    A time to come holds for what follows it in the sentence; 将, 拟, 力争 up to the next ；.
    """
    covered = last_told(facts)
    found: list[Clause] = []
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
        ahead, year = _time_ahead(clause, facts, covered, mode)
        back = looks_back(clause, covered, inherited)
        told_aim = words("year_told").among(clause) and inherited.outlook == "done"
        if ahead:
            year = year or inherited.planned_for or only(facts.plan_years)
            if back and not mode and not (_coming(clause, covered) and _DEADLINE.search(clause)):
                state = DONE
            else:
                state = lasting = Told("planned", year)
        elif mode:
            year = state.planned_for if state.outlook == "planned" else None
            year = covered if told_aim else period_end(clause, covered) or year
            state = Told("planned", year or inherited.planned_for or only(facts.plan_years))
        elif not back and words("when_ready").among(clause):
            state = Told("planned", inherited.planned_for or only(facts.plan_years))
        elif not back and _sets_aim(clause):
            state = Told("planned", covered if told_aim else period_end(clause, covered))
        elif back or told_aim:
            state = DONE
        elif state == DONE and inherited.plans and _goes_on(clause):
            # 去年聘请了150名，今年再聘90名, under a heading that plans.
            state = lasting
        tells = back or _DIGIT.search(clause) is not None
        base = words("base").first(clause) if state == DONE and inherited.plans else None
        if base is not None and not _DIGIT.search(clause[: base.start()]):
            # 在此基础上再认定60家: the figure is of what is planned.
            state = lasting if _DIGIT.search(clause, base.end()) else state
        found.append(Clause(start, end, state, tells))
        if base is not None and _DIGIT.search(clause):
            # 在去年新增1260张的基础上，再新增800张: what is built on was done, what is built is planned.
            state = lasting
    return found


def _goes_on(clause: str) -> bool:
    """Whether a clause adds to what was told before it: 今年新增, 再改造."""
    return words("this_year").starts(clause) or words("adds").starts(clause)


def _time_ahead(
    clause: str, facts: ReportFacts, covered: int | None, mode: bool
) -> tuple[bool, int | None]:
    """Say whether a clause names a time to come, and the year where it names that."""
    if words("lays_ground").among(clause):
        return False, None
    this = given_in(facts)
    if coming := _coming(clause, covered, dated=mode):
        return True, coming[-1]
    late = looks_back_on_this_year(facts)
    if this is not None and not late and words("this_year").among(clause):
        return True, this
    return words("time_ahead").among(clause), None


def period_end(text: str, covered: int | None) -> int | None:
    """Give the last year of the five-year plan that words name, where it lies ahead."""
    ends = [five_year_plan(match[1])[-1] for match in PERIOD.finditer(text)]
    return next((year for year in ends if covered is not None and year > covered), None)


def _sets_aim(clause: str) -> bool:
    """Whether a clause says that an aim was set, and not what came of it: 确定增长6%的预期目标."""
    sets, aim = words("sets_aim").first(clause), words("aim").found(clause)
    if sets is None or not aim or words("aim_met").among(clause):
        return False
    return _DIGIT.search(clause, sets.end(), aim[-1].start()) is not None


def without_names(text: str) -> str:
    """Blank out the names of documents and their numbers, every character in its place."""
    return NAMED.sub(lambda match: " " * len(match[0]), text)


def _says_mode(clause: str) -> bool:
    plain = words("past_plan").pattern.sub("", QUOTED.sub("", clause))
    expected = words("expected").among(plain) and words("comes_about").among(plain)
    return expected or words("mode_ahead").among(plain) or _future_jiang(plain)


def _coming(clause: str, covered: int | None, *, dated: bool = False) -> list[int]:
    """The years after the last one told of that a clause names as a time to come.

    A month of such a year (2025年1月召开) may be past when a report is given; not so if `dated`.
    """
    if covered is None:
        return []
    ranges = [(m.start(), m.end(), int(m[1])) for m in _RANGE.finditer(clause)]
    found = []
    for match in YEAR.finditer(clause):
        year = int(match[1])
        begun = any(a <= match.start() < b and first <= covered for a, b, first in ranges)
        month = _MONTH.match(clause, match.end()) and not _DEADLINE.search(clause[match.end() :])
        timed = dated or _WHEN.search(clause[: match.start()]) or _THEN.match(clause, match.end())
        if year > covered and not begun and timed and (dated or not month):
            found.append(year)
    return found


def looks_back(clause: str, covered: int | None, inherited: Told) -> bool:
    """Say whether a clause tells what was done, in a section that tells or plans (`inherited`)."""
    if words("looks_back").among(clause) or _begins_told(clause, covered):
        return True
    loose = words("looks_back_loose").first(clause)
    return loose is not None and (
        inherited.outlook == "done" or (loose.start() == 0 and loose["says"] == "已")
    )


def _begins_told(clause: str, covered: int | None) -> bool:
    """Whether a clause begins with a year that the report tells of: 2024年，…; not 2024年的基础上."""
    match = YEAR.match(clause.lstrip())
    if covered is None or match is None or int(match[1]) > covered:
        return False
    return not _BASE.search(clause[:12])


def _future_jiang(clause: str) -> bool:
    match = words("mode_jiang").first(clause)
    return match is not None and not words("takes_object").among(clause[match.end() :])


def figure_told(text: str, at: int, clauses: Sequence[Clause]) -> Told:
    """Say what the figure that stands at `at` of a sentence is: done, planned, or a quoted aim.

    `clauses` are the sentence's clauses.
    """
    for start, end, told, _ in clauses:
        if start <= at < end:
            before = text[start:at]
            aims = words("past_target").found(before)
            if aims and _TARGET_JOINT.fullmatch(before[aims[-1].end() :]):
                return Told("planned", told.planned_for)
            return told
    return DONE


def says_plan(text: str) -> bool:
    """Say whether words themselves say that they plan, whatever they stand under."""
    plain = without_document_number(text)
    return any(
        words("time_ahead").among(clause)
        or _says_mode(clause)
        or "计划" in clause
        or "目标" in clause
        for clause in re.split(r"[，。；]", plain)
    )


def plans_itself(words_of_clause: str) -> bool:
    """Say whether a clause plans by its own words alone, in whichever report and section it stands."""
    clause = with_plain_years(without_names(words_of_clause).translate(_FULL_WIDTH))
    if _says_mode(clause):
        return True
    told = YEAR.match(clause.lstrip()) or looks_back(clause, None, DONE)
    return not told and words("time_ahead").among(clause) and not words("lays_ground").among(clause)


def opens_with_time(sentence: str, facts: ReportFacts) -> bool:
    """Say whether a sentence begins with a time to come that holds on: 下一步，…; 2025年，….

    Where a dated clause says itself that it plans (2025年将建…), those after it would say so as well.
    """
    spans = clause_spans(sentence)
    if not spans:
        return False
    first = with_plain_years(sentence[spans[0][0] : spans[0][1]])
    if words("time_ahead").among(first):
        return True
    own = _says_mode(first) or words("says_itself").among(first)
    return not own and _time_ahead(first, facts, last_told(facts), False)[0]
