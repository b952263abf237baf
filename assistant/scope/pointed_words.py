"""Which reports the words mean that a model found to point at one: 25年人代会念的那份, 1月司法局起草的那份.

That they point at a report is learned (`marking`); which one it is, is read from what is exact in them:
place, kind, date, year, meeting, first or last. What tells nothing of these is left to the conversation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.scope.catalogue import Catalogue
from assistant.scope.kinds import find_doc_types
from assistant.scope.pointed_at import order
from assistant.scope.report_words import words
from assistant.scope.telling_apart import (
    han_number,
    is_dated,
    is_one_meeting,
    meetings_in,
    meetings_of,
    of_season,
    told_apart,
    year_of,
)
from assistant.scope.years import find_years
from ingest.facts.kinds import GOVERNMENT_WORK
from vectorstore.models import ReportRecord

Span = tuple[int, int]
Records = list[ReportRecord]

_MONTH = re.compile(
    r"(?:(?P<year>(?:19|20)?\d\d)年)?(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?"
)
_HAN_DATE = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日号])")
_SPEAKER = re.compile(
    r"(?:[省市区县州旗]长|主席|主任)[ \u3000:：]*([\u4e00-\u9fff]{2,4})(?=\s|$)", re.MULTILINE
)
_BARE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Pointed:
    """What spans of a question point at: the reports, how many the words call for, and whether by date or meeting."""

    spans: tuple[Span, ...]
    reports: tuple[ReportRecord, ...]
    wanted: int
    dated: bool

    @property
    def settled(self) -> bool:
        """Whether the words leave just the reports that they call for."""
        return len(self.reports) == self.wanted


def pointed(
    question: str,
    spans: Sequence[Span],
    pool: Sequence[ReportRecord],
    spoken: Sequence[ReportRecord],
    records: Catalogue,
    today: date,
    *,
    placed: bool,
) -> Pointed | None:
    """Narrow the reports at hand, `pool`, by each of the spans; None where none of them tells one from another.

    `spoken` are the reports of the conversation, which are meant where nothing else tells: by a place
    that is said again (`placed`), or among several that the words leave.
    """
    given_by = _given_by(question, pool, records)
    pool = given_by or pool
    # Where the words tell nothing more: who gave it, or that was spoken of at that place.
    meant = given_by or ([one for one in spoken if one in pool] if placed else [])
    told = [
        ((start, end), *narrowed)
        for start, end in spans
        if (narrowed := _meant(question[start:end], pool, meant, records, today))
    ]
    if not told:
        return None
    found, wanted = _together([(reports, count) for _, reports, count in told])
    found = _spoken_of(found, spoken, wanted)
    if len({one.facts.body for one in found}) > 1:
        # Whose report it is, is for the names of bodies to tell.
        return None
    kept = tuple(span for span, _, _ in told)
    dated = any(_is_dated(question[slice(*span)]) for span in kept)
    return Pointed(kept, tuple(found), wanted, dated)


def _meant(
    text: str,
    pool: Sequence[ReportRecord],
    meant: Records,
    records: Catalogue,
    today: date,
) -> tuple[Records, int] | None:
    """What words that name a report leave of the pool, or where they leave all, those `meant`."""
    if not _says_more(text):
        return None
    return _narrowed(text, pool, records, today) or ((meant, 1) if meant else None)


def _given_by(
    question: str, pool: Sequence[ReportRecord], records: Catalogue
) -> list[ReportRecord]:
    """The reports whose opening says that someone gave them whom the question names: 韩生录市长那份."""
    named = (
        (one, match[1])
        for one in pool
        for match in _SPEAKER.finditer(records.opening_of(one.report_id))
    )
    return list(dict.fromkeys(one for one, name in named if name in question))


def _spoken_of(found: Records, spoken: Sequence[ReportRecord], wanted: int) -> Records:
    """Of more than are called for, those of the conversation, where they are as many."""
    said = [one for one in found if one in spoken]
    return said if len(found) > wanted == len(said) else found


def _together(told: Sequence[tuple[Records, int]]) -> tuple[Records, int]:
    """Two names of one report narrow it; two reports stand beside one another."""
    found, wanted = told[0]
    for others, count in told[1:]:
        both = [one for one in found if one in others]
        found, wanted = (both, min(wanted, count)) if both else ([*found, *others], wanted + count)
    return found, wanted


def points_by_itself(question: str, spans: Sequence[Span]) -> bool:
    """Whether words point at one of a row, 最新的那份, of which nothing says whose row it is."""
    told = [question[start:end] for start, end in spans]
    ends = (word for listed in words("ends").values() for word in listed)
    return any(_says_more(one) for one in told) and any(w in one for w in ends for one in told)


def _is_dated(text: str) -> bool:
    """Whether words tell a date, or that a report was given at the congress."""
    given = any(word in text for word in words("given")["congress"])
    return given or _MONTH.search(with_digits(text)) is not None


def _says_more(text: str) -> bool:
    """Whether words have one for a report or point with 那, 这: a place and a year alone are of what is asked."""
    listed = (words("titles")["reports"], words("counts")["one"], words("pointing")["heads"])
    return any(word in text for group in listed for word in group)


def _narrowed(
    text: str, pool: Sequence[ReportRecord], records: Catalogue, today: date
) -> tuple[Records, int] | None:
    """The reports that fit what words say, and how many they call for; None where they say nothing of it."""
    before = _of_kinds(text, pool)
    timed = _of_time(text, before, today)
    if timed is None:
        return None
    kept, wanted = timed
    says = kept != before or wanted > 1 or _tells_time(text, today)
    meetings = meetings_in(text)
    kept = [one for one in kept if _given_at(one, meetings, records)]
    says = says or bool(meetings)
    if not says and (last := _at_an_end(text, kept)):
        return last, 1
    if len(kept) > wanted and len(alone := told_apart(kept, text, ())) == wanted:
        # “年度情况报告”, beside 关于……情况的报告 of the same year.
        return alone, wanted
    return (kept, wanted) if says else None


def _of_kinds(text: str, pool: Sequence[ReportRecord]) -> Records:
    kinds = find_doc_types(text)
    if any(word in text for word in words("given")["congress"]):
        kinds = (*kinds, GOVERNMENT_WORK)
    return [one for one in pool if not kinds or one.facts.doc_type in kinds]


def _years_in(text: str, today: date) -> set[int]:
    mentioned = (year for m in find_years(text, today=today) for year in m.years)
    return {*mentioned, *map(int, _BARE_YEAR.findall(text))}


def _tells_time(text: str, today: date) -> bool:
    return bool(_years_in(text, today)) or _MONTH.search(with_digits(text)) is not None


def _of_time(text: str, pool: Records, today: date) -> tuple[Records, int] | None:
    """The reports of a date or of years, and how many are called for; None where one of the years has none."""
    years = _years_in(text, today)
    published = any(word in text for word in words("published")["words"])
    if month := _MONTH.search(with_digits(text)):
        return _on_date(pool, month, years, published), 1
    if years and published:
        return [one for one in pool if one.facts.published[:4] in map(str, years)], 1
    pool = of_season(text, pool)
    kept = [one for one in pool if not years or year_of(one) in years]
    lacking = years - {year_of(one) for one in kept}
    return None if lacking else (kept, max(len(years), 1))


def _on_date(pool: Records, month: re.Match[str], years: set[int], published: bool) -> Records:
    """The reports of a date: a year right before the month, or of publication, is its; another is the title's."""
    own = {_full(month["year"])} if month["year"] else years if published else set()
    kept = [one for one in pool if is_dated(one, own, month["month"], month["day"])]
    titled = years - own
    return [one for one in kept if not titled or year_of(one) in titled]


def _given_at(
    record: ReportRecord, meetings: Sequence[tuple[int, int]], records: Catalogue
) -> bool:
    return not meetings or is_one_meeting(meetings, meetings_of(record, records.opening_of))


def _at_an_end(text: str, pool: Records) -> Records:
    """The newest or the oldest, where words ask for it."""
    in_order = sorted(pool, key=order)
    for end, at in (("newest", slice(-1, None)), ("oldest", slice(1))):
        if any(word in text for word in words("ends")[end]):
            return in_order[at]
    return []


def _full(year: str) -> int:
    return int(year) if len(year) > len("24") else 2000 + int(year)


def with_digits(text: str) -> str:
    """Give words with their months and days in digits: 三月 as 3月."""
    return _HAN_DATE.sub(lambda match: str(han_number(match[1])), text)
