"""What the headings of a passage say: that what stands under them was done, or is planned."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from ingest.facts.dates import plain_digits
from ingest.facts.kinds import GOVERNMENT_WORK
from ingest.facts.years import five_year_plan
from ingest.models import ReportFacts
from ingest.outlook.heading_model import plans
from ingest.outlook.told import DONE, NAMED, PERIOD, QUOTED, YEAR, Told, given_in, last_told, words

# A report on what was done, and no plan by its title.
_TELLS = re.compile(
    r"^(?!.*(?:计划|项目|安排|实事|要点|方案|规划)).*(?:情况|总结|年度报告|年报|法治|公告)"
)
_FIRST = re.compile(r"(?:一、|第一[部章节]|[（(]一[）)]|1[.、])")
_FIVE_ON = re.compile(r"(?:今后|未来|下一个|此后)的?五年")
_PARTS = re.compile(r"[和及与暨、，,；;]|以及")


def section_of(heading: Sequence[str], facts: ReportFacts) -> Told | None:
    """Say what stands under these headings (outermost first); None where none of them tells.

    A plan is inherited, and ends only at a heading that says that it looks back; in what looks back,
    only a heading that itself looks ahead plans.
    """
    tells = facts.doc_type != GOVERNMENT_WORK and _TELLS.match(facts.title) is not None
    return _section_of(tuple(heading), last_told(facts), given_in(facts), facts.plan_years, tells)


@lru_cache(maxsize=4096)
def _section_of(
    heading: tuple[str, ...],
    covered: int | None,
    given: int | None,
    plan_years: tuple[int, ...],
    tells: bool,
) -> Told | None:
    state: Told | None = None
    for title in heading:
        plain = re.sub(r"\s+", "", plain_digits(title))
        told, sure = _heading(plain, covered, given)
        if told is None:
            continue
        weak = told.outlook == "planned" and not sure and title is heading[0]
        if tells and weak and _FIRST.match(plain):
            # 一、年度目标任务, 第一部分 工作要点: a report begins with what it reports.
            continue
        year = told.planned_for
        if told.outlook == "planned" and year is None and len(plan_years) == 1:
            told = Told("planned", plan_years[0])
        if state is None or sure or (state.outlook == told.outlook and year is not None):
            state = told
    return state


def _heading(title: str, covered: int | None, given: int | None) -> tuple[Told | None, bool]:
    """What one heading says, and whether it may overrule the heading over it."""
    plain = QUOTED.sub("", NAMED.sub("", title))
    kept = [part for part in _PARTS.split(plain) if part]
    parts = [_part(part, covered, given) for part in kept]
    kinds = [kind for kind, _ in parts if kind]
    if not kinds:
        # 今年 is ahead only where the report was given in it.
        ahead = plans(plain) and (given is not None or "今年" not in plain)
        return (Told("planned"), False) if ahead else (None, False)
    if "told" in kinds and len(set(kinds)) > 1:
        # 工作安排和落实情况 tells; 工作情况和下一步打算 is of both, and its sentences decide.
        return (DONE, False) if "ahead" not in kinds and kinds[-1] == "told" else (None, False)
    if "told" in kinds:
        named = covered is not None and any(year <= covered for year in _years(plain))
        return DONE, named or "回顾" in plain
    # 十五五时期目标和2026年工作安排 plans for both: its sentences say for which.
    years = {year for _, year in parts if year is not None}
    return Told("planned", years.pop() if len(years) == 1 else None), "ahead" in kinds


def _part(
    part: str, covered: int | None, given: int | None
) -> tuple[Literal["ahead", "plan", "told", ""], int | None]:
    years = _years(part)
    coming = [year for year in years if covered is not None and year > covered]
    if words("heading_ahead").among(part):
        last = coming[-1] if coming else covered + 5 if covered and _FIVE_ON.search(part) else None
        return "ahead", last
    back = words("heading_told").among(part)
    if covered is not None and years:
        if min(years) > covered and not back:
            return "ahead", max(years)
        if max(years) <= covered or back:
            return "told", None
    if back:
        return "told", None
    if words("heading_plan").among(part):
        this = given if "今年" in part else None
        return "plan", coming[-1] if coming else this
    return "", None


def _years(text: str) -> list[int]:
    """The years that words name; a five-year plan and a range name their first and their last."""
    found = [int(year) for year in YEAR.findall(text)]
    for match in PERIOD.finditer(text):
        span = five_year_plan(match[1])
        found += [span[0], span[-1]]
    return found
