"""Reads from a report which years it covers, reviews and plans for, and its dates (for `ingest.facts.report_facts`).

The year covered is read from the report's own headings (2024年工作回顾): a 政府工作报告 titled 2025
covers 2024, a 法治政府建设报告 titled 2020年 covers 2020.
"""
# ruff: noqa: RUF001 (Chinese numerals and full-width stops are what is read here)

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts.dates import OTHER_DOCUMENT, plain_digits, read_date, years_in, years_told
from ingest.facts.kinds import GOVERNMENT_WORK
from ingest.models import Paragraph

_REPORTED = re.compile(r"现[将就].{0,30}?((?:19|20)\d\d)年")
_PLAN_NUMBERS = ("六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六")
_FIVE_YEAR_PLAN = re.compile(
    r"[“\"「](十[一二三四五六]?|[六七八九])五[”\"」]|(十[一二三四五六]?|[六七八九])五(?=时期|期间|规划|计划)"
)
_FIVE_YEARS_BACK = re.compile(
    r"(?:过去|这|本届|前)(?:的)?五年|五年来|五年(?:的)?(?:工作)?回顾|本届政府(?:工作)?回顾|一次会议以来的?(?:工作|五年)"
)
_FIVE_YEARS_ON = re.compile(r"(?:今后|未来|下一个|此后)(?:的)?五年")
_REVIEW = re.compile(r"回顾|成就|成绩|情况|总结|以来|主要工作|发展成|工作$")
_EITHER = {"主要工作", "工作"}  # what stands over a review and over a plan alike
_PLAN = re.compile(
    r"安排|思路|任务|目标|部署|计划|要求|建议|重点|展望|打算|主要工作|工作$|政策取向|政府工作"
)
_THIS_YEAR_PLAN = re.compile(r"今年.{0,6}(?:安排|思路|任务|目标|部署|计划|要求|建议|工作)")
_NEXT_YEAR_PLAN = re.compile(
    r"(?:明年|下一年|新的一年).{0,8}(?:安排|思路|任务|目标|部署|计划|打算|工作)|下一步(?:工作)?(?:安排|打算|计划|思路)"
)
_LAST_YEAR = re.compile(r"去年|过去(?:的)?一年|一年来|上年")
# Reports of a year are given in the first months of the next.
_EARLY = 4
_DAY_OF_PAGE = re.compile("日期|时间")
_HEADING_CHARS = 60


@dataclass(frozen=True, slots=True)
class ReportYears:
    """The years of a report, as `ReportFacts` has them."""

    year: int | None
    years: tuple[int, ...]
    plan_years: tuple[int, ...]


def five_year_plan(ordinal: str) -> tuple[int, ...]:
    """The years of a five-year plan: 十三 gives 2016 to 2020. From the 六五 on they follow one another."""
    start = 1981 + 5 * _PLAN_NUMBERS.index(ordinal)
    return tuple(range(start, start + 5))


def read_years(
    doc_type: str, title: str, title_year: int | None, paragraphs: Sequence[Paragraph]
) -> ReportYears:
    """Read the years that a report covers, reviews and plans for from its title and headings."""
    headings = [
        plain_digits(p.text.strip())
        for p in paragraphs
        if len(p.text.strip()) <= _HEADING_CHARS and not p.text.strip().endswith(("。", "；"))
    ]
    headings = [h for h in headings if h != title and not re.match(r"[\[【]?\d+[\]】.．]", h)]
    looks_ahead = doc_type == GOVERNMENT_WORK
    year = _covered(looks_ahead, title, title_year, headings, paragraphs)
    years = _reviewed(year, headings, paragraphs) if looks_ahead else ()
    if year is not None:
        own = (year, year + 1) if looks_ahead and _late(year + 1, headings, paragraphs) else (year,)
        years = tuple({*years, *own})
    return ReportYears(year, tuple(sorted(years)), _planned(looks_ahead, year, years, headings))


def _covered(
    looks_ahead: bool,
    title: str,
    title_year: int | None,
    headings: Sequence[str],
    paragraphs: Sequence[Paragraph],
) -> int | None:
    if not looks_ahead:
        named = years_told(title)
        if named:
            return named[0]
        first = [paragraph.text for paragraph in paragraphs[:6]]
        reported = _REPORTED.search(OTHER_DOCUMENT.sub("", plain_digits("".join(first))))
        if reported:
            return int(reported[1])
        return next((year for text in first for year in years_told(text)), title_year)
    last = _last_told(title_year, headings, paragraphs)
    for heading in headings:
        found = [
            y for y in years_in(heading) if title_year is None or title_year - 2 <= y <= title_year
        ]
        if _looks_back(heading):
            if found:
                # 2024年工作回顾 tells of 2024 whatever the title, unless that is planned for as well.
                sole = len(found) == 1 and not any(
                    _is_plan(one, found[0]) and not _looks_back(one) for one in headings
                )
                return found[-1] if last is None or sole else min(found[-1], last)
        elif found and _reviews(heading, title_year, last):
            return found[-1]
    if title_year is None:
        return None
    opening = "".join(p.text for p in paragraphs[: max(12, len(paragraphs) // 2)])
    opening = plain_digits(opening)
    if last == title_year:
        return last
    told = f"{title_year - 1}年" in opening or _LAST_YEAR.search(opening) is not None
    reviewed = any(_FIVE_YEARS_BACK.search(heading) for heading in headings)
    plans = any(_is_plan(heading, title_year) and _PLAN.search(heading) for heading in headings)
    return title_year - 1 if told or reviewed or plans else None


def _looks_back(heading: str) -> bool:
    return "回顾" in heading or "成就" in heading or "总结" in heading


def _reviews(heading: str, title_year: int | None, last: int | None) -> bool:
    """Whether a heading looks back on its year: on that of the title only if that is told (`last`)."""
    said = {match[0] for match in _REVIEW.finditer(heading)}
    if not _is_plan(heading, title_year):
        return bool(said)
    return last == title_year and not said <= _EITHER


def _last_told(
    title_year: int | None, headings: Sequence[str], paragraphs: Sequence[Paragraph]
) -> int | None:
    """The last year that a work report can have told: that of its title where it plans for the next one."""
    if title_year is None:
        return None
    plans = [heading for heading in headings if _PLAN.search(heading)]
    ahead = any(years_in(heading)[-1:] == [title_year + 1] for heading in plans)
    next_year = any("明年" in heading for heading in plans)
    ahead = ahead or (next_year and _late(title_year, headings, paragraphs))
    return title_year if ahead or _given_after(title_year, paragraphs) else title_year - 1


def _given_after(year: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a report was given early in the year after and opens with `year` itself.

    A report named 2024 that is dated January 2025 and begins 2024年，… tells of 2024.
    """
    first = [plain_digits(paragraph.text.strip()) for paragraph in paragraphs[:8]]
    short = [
        line for line in first if len(line) <= _HEADING_CHARS and not _DAY_OF_PAGE.search(line)
    ]
    dates = [read_date(line) for line in short]
    after = any(date[:4] == str(year + 1) and int(date[5:7]) <= _EARLY for date in dates if date)
    return after and any(re.match(rf"{year}年[，,是]", line) for line in first)


def _is_plan(heading: str, title_year: int | None) -> bool:
    return title_year is not None and years_in(heading)[-1:] == [title_year]


def _reviewed(
    year: int | None, headings: Sequence[str], paragraphs: Sequence[Paragraph]
) -> tuple[int, ...]:
    found: set[int] = set()
    for heading in headings:
        for match in _FIVE_YEAR_PLAN.finditer(heading):
            span = five_year_plan(match[1] or match[2])
            if year is not None and span[-1] == year and not _FIVE_YEARS_ON.search(heading):
                found.update(span)
        if year is not None and _FIVE_YEARS_BACK.search(heading):
            found.update(range(year - 4, year + 1))
            if _half_year(year + 1, paragraphs):
                found.add(year + 1)
    return tuple(sorted(found))


def _half_year(year: int, paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs of the review tell of part of `year` itself: 今年上半年, 今年1至9月, 预计到今年底."""
    part = re.compile(
        rf"(?:今年|{year}年)(?:上半年|前三季度|[1一]月?[-—－–至到]+[\d一二三四五六七八九十]+月|头.个月|前.{{1,2}}个月"
        rf"|(?:[6-9]|1[0-2]|[六七八九十])月(?!份?(?:底|前|以前|之前)))|预计(?:到|至)?(?:今年|{year}年)(?:年?底|末)"
    )
    review = (plain_digits(p.text) for p in paragraphs[: len(paragraphs) // 2])
    return sum(part.search(text) is not None for text in review)


def _late(year: int, headings: Sequence[str], paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the report was given so late in `year` that it reports on that year as well."""
    for paragraph in paragraphs[:6]:
        date = read_date(paragraph.text) if len(paragraph.text) <= _HEADING_CHARS else ""
        if date.startswith(str(year)):
            return int(date[5:7]) >= 5
    said = any("今年以来" in heading and "回顾" in heading for heading in headings)
    return said or _half_year(year, paragraphs) >= 2


def _planned(
    looks_ahead: bool, year: int | None, reviewed: Sequence[int], headings: Sequence[str]
) -> tuple[int, ...]:
    if year is None:
        return ()
    found: set[int] = set()
    for heading in headings:
        if _PLAN.search(heading):
            found.update(y for y in years_in(heading) if year < y <= year + 2)
        for match in _FIVE_YEAR_PLAN.finditer(heading):
            span = five_year_plan(match[1] or match[2])
            if span[0] in (year, year + 1):
                found.update(span)
        if _FIVE_YEARS_ON.search(heading):
            found.update(range(year + 1, year + 6))
        if _THIS_YEAR_PLAN.search(heading) and looks_ahead:
            found.add(year + 1)
        if _NEXT_YEAR_PLAN.search(heading):
            found.add(year + 1)
    if looks_ahead:
        found.add(year + 1)
    return tuple(sorted(found - set(reviewed)))
