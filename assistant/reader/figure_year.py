"""Which year a figure is of: named in its clause, before it, or else the one that its report covers.

Several years together (五年累计, 十三五期间) are no year, nor is a part of one (1-8月).
"""

import re
from collections.abc import Sequence

from assistant.figures import Figure
from assistant.reader.labels import part_of
from assistant.vocabulary.indicators import any_of, folded

_YEAR = re.compile(r"(?:19|20)\d\d(?=年|[，、—-])")
_BASE = re.compile(r"(?:比|较|与|同|相较于|自|从|由)$")
_MONTHS = re.compile(r"\d{1,2}\s*[-—－~至到]\s*\d{1,2}月|[1-9]月|1[0-2]月")
_AS_OF = re.compile(r"截[至止]到?(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?")
_PERIOD = re.compile(
    r"[两二三四五六七八九十]年(?:来|间|多来|累计|共)|过去[两三四五]年|“?十[一二三四]?五”?(?:时期|期间|以来)|任期|本届政府|累计|以来"
)
# Of these what a sentence before says goes for those that follow it.
_RULES = re.compile(
    r"[三四五六七八九十]年来|过去[三四五]年|“?十[一二三四]?五”?(?:时期|期间)|本届政府"
)
_SPAN = re.compile(r"[两二三四五六七八九十]年|十[一二三四]?五|任期|本届政府")
_YEARS = re.compile(r"^[—-]*[两二三四五六七八九十]年")
_ARRIVES = re.compile(r"[到至达]|突破")
_OWN = re.compile(r"(?:19|20)\d\d年(?!以来)|全年|当年|去年|年度")
_ONWARD = re.compile(r"(?:增|升|降|提|扩|涨)")
_FROM = re.compile(r"(?:从|由)(?:每[^，,；;。]{0,4}|[^，,；;。]{0,10}的?)?$")


def is_of_year(
    text: str,
    figures: Sequence[Figure],
    at: int,
    years: frozenset[int],
    covered: int | None,
    headings: Sequence[str],
    above: str = "",
) -> bool:
    """Whether a figure is of one of the years asked, and not of several years together or a part of one."""
    figure = figures[at]
    part = part_of(text, figures, at)
    before = "".join(c.words for c in part.clauses[: part.clause])
    clause_start = figure.start - len(part.clauses[part.clause].pieces[0])
    if part.figure:
        first = part.clauses[part.clause].figures[0]
        clause_start = first.start - len(part.clauses[part.clause].pieces[0])
    own = text[clause_start : figure.start]
    # 截至2021年9月 is when something was counted, and no part of a year.
    if _MONTHS.search(_AS_OF.sub("", own)) or _MONTHS.search(_AS_OF.sub("", before)):
        return False
    from_here = _FROM.search(own)
    told = _told(own)
    if from_here and not _ONWARD.search(own[from_here.start() :]):
        named = _told(own[from_here.start() :], based=True)
        if not named or (years and named[-1] not in years):
            return False
        told = named
    if not years:
        return True
    told = told or _told(part.before)
    if len(years) == 1 and (
        _YEARS.match(own.strip()) or _sums(text[: figure.start], own, headings, above)
    ):
        return False
    if told:
        return told[-1] in years
    return covered in years


def _told(text: str, based: bool = False) -> list[int]:
    return [
        int(found[0])
        for found in _YEAR.finditer(text)
        if based or not _BASE.search(text[: found.start()])
    ]


def is_mixed(headings: Sequence[str]) -> bool:
    """Whether headings tell of one year and of several: 2020年工作回顾及“十三五”发展成绩."""
    return any(_SPAN.search(heading) and _YEAR.search(heading) for heading in headings)


def _sums(before: str, own: str, headings: Sequence[str], above: str) -> bool:
    """Whether words, or the headings over them, tell of several years together and not of one."""
    period = max((found.end() for found in _PERIOD.finditer(before)), default=-1)
    dated = max((found.end() for found in _OWN.finditer(before)), default=-1)
    if period >= 0 or dated >= 0:
        return period > dated
    ruled = max((found.end() for found in _RULES.finditer(above)), default=-1)
    if ruled > max((found.end() for found in _OWN.finditer(above)), default=-1):
        return not _ARRIVES.search(own)
    if is_mixed(headings) and not _OWN.search(above):
        # 新增社康机构260家 under “十四五”时期发展成就和2025年主要工作: of which of them nothing says.
        return any_of("adding").search(folded(own)) is not None
    # Under 过去五年 what something has come to is still of the last year.
    return not _ARRIVES.search(own) and any(
        _SPAN.search(heading) and not _YEAR.search(heading) for heading in headings
    )


def of_two_spans(headings: Sequence[str], before: str) -> bool:
    """Whether a heading tells of two spans, one of them aimed at, and no year before a figure says which.

    “十三五”时期发展成就和“十四五”时期主要目标任务.
    """
    own = headings[-1] if headings else ""
    spans = set(_SPAN.findall(own))
    return len(spans) > 1 and any_of("aim_here").search(own) is not None and not _OWN.search(before)
