"""Years in a question: 2020年, 二〇二〇年, 20年, 去年, 近三年, 2018-2020, 十三五期间, 2022年那份报告.

去年, 今年 and 前年 are calendar words and are counted from `today`, whatever the library holds: a
library that ends with 2020 has nothing for 去年, and says so. 近三年 is open at its end and is counted
back from the latest year that the library covers. 上一年 and 下一年 are counted from the year spoken of.
"""
# ruff: noqa: RUF001 (full-width digits and dashes are what is read here)

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.scope.models import YearKind, YearMention
from assistant.scope.senses import sense_of
from ingest.facts.years import five_year_plan
from ingest.numbering import HAN_UP_TO_TEN, with_plain_years

_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_QUOTED = re.compile(r"《[^》]*》")
_N = "((?:19|20)\\d{2})"
_TO = r"\s*年?\s*(?:[列排说讲写算数]?到|至|[-—–－~～]{1,2})\s*"
_RANGE = re.compile(rf"(?<!\d){_N}{_TO}{_N}(?!\d)年?")
_SHORT_RANGE = re.compile(
    r"(?<![\d近第这那前后约.])(\d\d)年\s*(?:到|至|[-—–－~～]{1,2})\s*(\d\d)年(?![来间前后内期里多余以之代])"
)
_SUMMED = re.compile(r"^[^。？！?!]{0,12}(?:累计|一共|总共|合计)")
_AS_ONE = re.compile(
    r"[，,]?(?:这|那|的)?[一二两三四五六七八九十\d]+年(?:里|间|来|下来|一共|累计|总共)?|[，,]?[这那上本]一?届|时?期间?|累计|一共|总共|合计"
)
_YEAR = re.compile(rf"(?<![\d.]){_N}\s*(?:(年)|(?![\d.％%]))")
_SHORT = re.compile(r"(?<![\d近第这那前后约.])(\d\d)年(?![来间前后内期里多余以之代])")
# Bare 十五 or 九五 may be a number; in quotes, or before 时期, it is a five-year plan.
_PLAN_PERIOD = re.compile(
    r"(?<![一二三四五六七八九十百])(?:[“\"‘「](十[一二三四五六]?|[六七八九])五[”\"’」](?!普法)"
    r"|(十[一二三四五六])五(?![\d年个件项条名人家万亿次])|(十|[六七八九])五(?=时期|期间|规划|计划))"
)
_RECENT = re.compile(
    r"(?:最近|近|过去|这)([两二三四五六七八九十]|\d{1,2})年|(?<![\d一二三四五六七八九十])([两三四五六七八九十])年来"
)
_ONWARD = re.compile(r"(?:接下来|今后|未来|往后)的?([两二三四五])年")
_CALENDAR = {
    "今年": 0,
    "本年": 0,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "后年": 2,
}
_CALENDAR_WORD = re.compile(r"大前年|今年|本年度?|去年|上年度?|前年|明年|后年")
_FROM_SPOKEN = {"上一年": -1, "前一年": -1} | dict.fromkeys(
    ("下一年", "第二年", "次年", "转年", "来年"), 1
)
# Counted from today; where the library has not got so far, its newest report answers.
NOW_WORDS = frozenset(("今年", "本年", "去年", "上年", "明年"))
PAST_WORDS = frozenset(("去年", "上年"))
# Said of a year to come: what is asked for is a plan.
AHEAD_WORDS = frozenset((*(w for w, step in _FROM_SPOKEN.items() if step > 0), "明年"))
_SPOKEN_WORD = re.compile(
    r"上一年|前一年|下一年|第二年|次年|转年|来年|同年|当年|那一?年|这一年|该年"
)
_COMPARED = re.compile(r"(?:比|较|跟|与|同|和)$")
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d年?[、和与跟到至,，\s]$")
_YEAR_BEHIND = re.compile(r"\s+(?:19|20)\d\d(?!\d)")
_AFTER_A_YEAR = ("", *"和、与跟及比呢各，,？?的；;")
ASKS_YEAR = re.compile(
    r"哪一?年|哪几年|什么时候|何时|第几年|历年|每年|逐年|各年|这些年|历次|几几年|年份|趋势|多年来|哪份报告"
)


def asks_for_year(question: str) -> bool:
    """Whether the question asks which year it was, or how something went over the years."""
    return ASKS_YEAR.search(question) is not None


def find_years(
    question: str, *, today: date, latest: int | None = None, spoken_of: Iterable[int] = ()
) -> tuple[YearMention, ...]:
    """Find the years that a question names, in order.

    `latest` is the latest year that the library covers (for 近三年), `spoken_of` the years of the
    conversation's scope (for 上一年, 那年). Years inside 《…》 belong to a document's name.
    """
    plain = _plain(question)
    taken = [(m.start(), m.end()) for m in _QUOTED.finditer(plain)]
    found: list[YearMention] = []

    def add(
        kind: YearKind, years: Iterable[int], start: int, end: int, loose: bool = False
    ) -> None:
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            text = question[start:end]
            found.append(YearMention(kind, tuple(years), text, start, end, loose))

    for match in (*_RANGE.finditer(plain), *_SHORT_RANGE.finditer(plain)):
        first, last = (_in_full(year, today) for year in match.groups())
        if first < last <= first + 30:
            one = _AS_ONE.match(plain, match.end())
            summed = one or _SUMMED.match(plain[match.end() :])
            kind: YearKind = "span" if summed else "covered"
            add(kind, range(first, last + 1), match.start(), one.end() if one else match.end())
    for match in _PLAN_PERIOD.finditer(plain):
        kind = "plan" if sense_of(plain, match.start(), match.end()).kind == "plan" else "span"
        one = _AS_ONE.match(plain, match.end())
        end = one.end() if one else match.end()
        add(kind, five_year_plan(match[1] or match[2] or match[3]), match.start(), end)
    for match in _YEAR.finditer(plain):
        if match[2] or _is_bare_year(plain, match.start(), match.end()):
            sense = sense_of(plain, match.start(), match.end())
            add(sense.kind, (int(match[1]),), match.start(), match.end(), sense.loose)
    for match in _SHORT.finditer(plain):
        year = 2000 + int(match[1])
        if year <= today.year + 1:
            sense = sense_of(plain, match.start(), match.end())
            add(sense.kind, (year,), match.start(), match.end(), sense.loose)
    for match in _RECENT.finditer(plain):
        count = _number(match[1] or match[2])
        end_year = latest if latest is not None else today.year - 1
        add("covered", range(end_year - count + 1, end_year + 1), match.start(), match.end())
    for match in _CALENDAR_WORD.finditer(plain):
        if not _COMPARED.search(plain[: match.start()]):
            offset = _CALENDAR[match[0].removesuffix("度")]
            add("relative", (today.year + offset,), match.start(), match.end())
    anchors = sorted({y for m in found if m.kind != "title" for y in m.years} or set(spoken_of))
    # 2021年换届报告: 今后五年: the report named says which years they are.
    onward = () if any(m.kind == "title" for m in found) else _ONWARD.finditer(plain)
    for match in onward:
        last = max(anchors, default=latest or today.year - 1)
        ahead = range(last + 1, last + 1 + _number(match[1]))
        add("plan", ahead, match.start(), match.end())
    for match in _SPOKEN_WORD.finditer(plain):
        if _COMPARED.search(plain[: match.start()]):
            continue
        offset = _FROM_SPOKEN.get(match[0], 0)
        years = tuple(anchor + offset for anchor in anchors[-1:]) if offset else tuple(anchors)
        add("relative", years, match.start(), match.end())
    return _spelt_out(sorted(found, key=lambda mention: mention.start), plain)


def _spelt_out(found: Sequence[YearMention], plain: str) -> tuple[YearMention, ...]:
    """Leave out what the brackets behind it say in figures: 去年（2024年） is 2024."""
    told = {one.start for one in found if one.kind != "relative"}
    return tuple(
        one
        for one in found
        if one.kind != "relative"
        or plain[one.end : one.end + 1] not in ("（", "(")
        or one.end + 1 not in told
    )


def _in_full(year: str, today: date) -> int:
    """A year in four digits; one of two digits that would lie ahead is of the last century."""
    if len(year) > 2:
        return int(year)
    return (2000 if 2000 + int(year) <= max(today.year, 2000) + 1 else 1900) + int(year)


def _plain(question: str) -> str:
    """The question with other digits made plain, every character in its place."""
    return with_plain_years(question.translate(_FULL_WIDTH))


def _is_bare_year(plain: str, start: int, end: int) -> bool:
    """Whether four digits without 年 are a year: beside another year, at an end, or before no unit."""
    after = plain[end : end + 1]
    before = plain[max(0, start - 1) : start]
    if _YEAR_BEFORE.search(plain[:start]) or _YEAR_BEHIND.match(plain[end:]):
        return True
    if before.isdigit():
        return False
    return (
        after in _AFTER_A_YEAR
        or (before in ("（", "(") and after in ("）", ")"))
        or (start == 0 and not re.match(r"[件个人万亿次项元家户名起条份]", after))
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else HAN_UP_TO_TEN[text]
