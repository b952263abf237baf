"""Which report words like 第七次会议上的报告, 换届报告, 1月发布的那份, 最近三份 and 上一份 point at.

Each has a pattern and says which of the reports at hand it chooses.
"""

import re
from collections.abc import Sequence
from datetime import date

from assistant.scope.catalogue import Catalogue, Opening
from assistant.scope.report_words import (
    COUNT,
    after_that,
    any_of,
    one_pattern,
    reports_pattern,
    words,
)
from assistant.scope.telling_apart import is_dated, meetings_in, meetings_of, reviews_a_term
from assistant.scope.titles import is_of
from ingest.numbering import HAN_UP_TO_TEN
from ingest.regions.finding import region_named
from vectorstore.models import ReportRecord

_KIND = r"(?:年度|[^\d，。？！?!,、；;：:《》多几哪啥谁怎年了里]){0,12}?"
_FEW = 3
_OF_A_YEAR = re.compile(r"一年")
_AGO = {"今年": 0, "去年": 1, "前年": 2}


def order(record: ReportRecord) -> tuple[int, str]:
    """Sort reports by the year of their title, then by date."""
    facts = record.facts
    return (facts.title_year or facts.year or 0, facts.published)


def _report_or_that() -> str:
    return rf"的?(?:[那这]?一?{one_pattern()}?{_KIND}{reports_pattern()}|[那这]一?{one_pattern()}{after_that()})"


def published() -> re.Pattern[str]:
    """Words for a date of publication: 2021年1月15日发布的那份."""
    return re.compile(
        rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<ago>{'|'.join(_AGO)}))?(?P<month>\d{{1,2}})月份?"
        rf"(?:(?P<day>\d{{1,2}})[日号])?(?:{any_of(words('published')['words'])}{_report_or_that()}"
        rf"|[发出]的?[那这]一?{one_pattern()}{after_that()})"
    )


def by_date(
    match: re.Match[str], pool: Sequence[ReportRecord], today: date, opening: Opening
) -> list[ReportRecord]:
    """Choose the reports published on the date."""
    ago = (today.year - _AGO[match["ago"]],) if match["ago"] else ()
    years = (int(match["year"]),) if match["year"] else ago
    return [one for one in pool if is_dated(one, years, match["month"], match["day"])]


def meeting() -> re.Pattern[str]:
    """Words for a meeting at which a report was given: 第七次会议上的报告."""
    return re.compile(
        rf"(?:(?P<year>(?:19|20)\d\d)年)?在?(?:第?{COUNT}届[^，。？！《》]{{0,8}}?)?第?{COUNT}次(?:会议|全会)上?"
        rf"{_report_or_that()}"
    )


def by_meeting(
    match: re.Match[str], pool: Sequence[ReportRecord], _: date, opening: Opening
) -> list[ReportRecord]:
    """Choose the reports given at the meeting."""
    (asked,) = meetings_in(match[0])[:1] or ((0, 0),)
    of = _of_year(match, pool)
    return [
        one
        for one in of
        if any(asked[1] == n and asked[0] in (0, term) for term, n in meetings_of(one, opening))
    ]


def election() -> re.Pattern[str]:
    """Words for a change of government: 2021年换届的报告."""
    return re.compile(
        rf"(?:(?P<year>(?:19|20)\d\d)年?)?{any_of(words('election')['words'])}(?:时|之年|那一?年|选举)?"
        rf"{_report_or_that()}"
    )


def by_election(
    match: re.Match[str], pool: Sequence[ReportRecord], _: date, opening: Opening
) -> list[ReportRecord]:
    """Choose the reports on a whole term; none where there are many."""
    found = [one for one in _of_year(match, pool) if reviews_a_term(one)]
    return found if len(found) <= _FEW else []


def _of_year(match: re.Match[str], pool: Sequence[ReportRecord]) -> list[ReportRecord]:
    year = int(match["year"]) if match["year"] else None
    return [one for one in pool if year in (None, one.facts.title_year)]


def last() -> re.Pattern[str]:
    """Words for the last reports: 最近三份."""
    before = any_of(words("last")["before"])
    counted = rf"(?P<n>{COUNT}){one_pattern()}(?:{_KIND}{reports_pattern()}|{after_that()})"
    return re.compile(rf"{before}的?(?:{counted}|{_KIND}{reports_pattern()})")


def by_count(
    match: re.Match[str], pool: Sequence[ReportRecord], _: date, opening: Opening
) -> list[ReportRecord]:
    """Choose the last reports, oldest first."""
    count = _number(match["n"]) if match["n"] else 1
    return sorted(pool, key=order)[-count:]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else HAN_UP_TO_TEN.get(text, 1)


def beside(*, alone: bool = False) -> re.Pattern[str]:
    """Words for the report before, after or beside one: 上一份, 前一年那份, 同一年的法治报告.

    `alone`: also 再往前一年的呢, where a report was spoken of.
    """
    listed = words("beside")
    earlier, later, same = (any_of(listed[name]) for name in ("earlier", "later", "same"))
    counted = rf"(?:{one_pattern()}|年度?的?[那这][份篇本]|年度?的(?={_KIND}{reports_pattern()}{'|呢|[？?]|$' if alone else ''}))"
    of_kind = rf"(?:的?(?:[那这]?{one_pattern()})?(?={_KIND}{reports_pattern()}))"
    return re.compile(
        rf"(?:(?:(?P<earlier>{earlier})|(?P<later>{later})){counted}|(?P<same>{same}){of_kind})"
        rf"(?:{_KIND}{reports_pattern()})?"
    )


def kind_pattern() -> str:
    """The words for a kind that may stand before 报告."""
    return _KIND


def of_one_shelf(one: ReportRecord, records: Catalogue, kinds: Sequence[str]) -> list[ReportRecord]:
    """Give the reports of one's place and body, of the kinds named or of its own."""
    region = region_named(one.facts.region)
    return [
        record
        for record in records
        if (
            record.facts.doc_type in kinds if kinds else record.facts.doc_type == one.facts.doc_type
        )
        and (record.facts.region == one.facts.region or (region and is_of(record, (region,))))
        and record.facts.body == one.facts.body
    ]


def neighbour(
    one: ReportRecord, records: Catalogue, match: re.Match[str], kinds: Sequence[str]
) -> list[ReportRecord]:
    """The report of the same place next to one, earlier or later, or of the kinds named and its year."""
    shelf = of_one_shelf(one, records, kinds)
    if match["same"]:
        other = bool(kinds) and one.facts.doc_type not in kinds
        return given_with(one, records, kinds, of_year=True) if other else [one]
    step = -1 if match["earlier"] else 1
    if _OF_A_YEAR.search(match[0]):
        # 前一年那份 is of the year before, 上一份 of whichever was the last before.
        return [r for r in shelf if order(r)[0] == order(one)[0] + step]
    if match["earlier"]:
        return sorted((r for r in shelf if order(r) < order(one)), key=order)[-1:]
    return sorted((r for r in shelf if order(r) > order(one)), key=order)[:1]


def given_with(
    one: ReportRecord, records: Catalogue, kinds: Sequence[str], *, of_year: bool = False
) -> list[ReportRecord]:
    """Give the reports beside one on its shelf: titled by its year, else telling of it.

    Else the only one, unless it must be `of_year`.
    """
    shelf = [record for record in of_one_shelf(one, records, kinds) if record != one]
    titled = [record for record in shelf if order(record)[0] == order(one)[0]]
    telling = [record for record in shelf if record.facts.year == one.facts.year]
    return titled or telling or (shelf if len(shelf) == 1 and not of_year else [])


def same_year_as(one: ReportRecord, question: str) -> str:
    """Write out 同一年, after a report of one place, as the year of its title."""
    year = order(one)[0]
    return re.sub(any_of(words("beside")["same"]), f"{year}年", question) if year else question
