"""Which reports the words mean that a model found to point at one: 25年人代会念的那份, 1月司法局起草的那份.

That they point at a report is learned (`marking`); which one it is, is read from what is exact in them:
place, kind, date, year, meeting, first or last. What tells nothing of these is left to the conversation.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.scope.catalogue import Catalogue
from assistant.scope.kinds import find_doc_types
from assistant.scope.pointed_at import order
from assistant.scope.report_words import words
from assistant.scope.telling_apart import han_number, meetings_in, meetings_of
from assistant.scope.years import find_years
from ingest.facts.kinds import GOVERNMENT_WORK
from vectorstore.models import ReportRecord

Span = tuple[int, int]
Records = list[ReportRecord]

_MONTH = re.compile(
    r"(?:(?P<year>(?:19|20)?\d\d)年)?(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?"
)
_HAN_DATE = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日号])")
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
) -> Pointed | None:
    """Narrow the reports at hand, `pool`, by each of the spans; None where none of them tells one from another.

    `spoken` are the reports of the conversation, which are meant where nothing else tells.
    """
    told: list[tuple[Span, Records, int]] = []
    for start, end in (span for span in spans if _says_more(question[slice(*span)])):
        narrowed = _narrowed(question[start:end], pool, records, today)
        if narrowed is None and (said := [one for one in spoken if one in pool]):
            narrowed = (said, 1)
        if narrowed is not None:
            told.append(((start, end), *narrowed))
    if not told:
        return None
    _, found, wanted = told[0]
    for _, others, count in told[1:]:
        both = [one for one in found if one in others]
        # Two names of one report narrow it; two reports stand beside one another.
        found, wanted = (both, min(wanted, count)) if both else ([*found, *others], wanted + count)
    if len({one.facts.body for one in found}) > 1:
        # Whose report it is, is for the names of bodies to tell.
        return None
    kept = tuple(span for span, _, _ in told)
    dated = any(_is_dated(question[start:end]) for start, end in kept)
    return Pointed(kept, tuple(found), wanted, dated)


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
    kept, wanted, says = list(pool), 1, False
    kinds = find_doc_types(text)
    if any(word in text for word in words("given")["congress"]):
        kinds = (*kinds, GOVERNMENT_WORK)
    kept = [one for one in kept if not kinds or one.facts.doc_type in kinds]
    mentioned = (year for m in find_years(text, today=today) for year in m.years)
    years = {*mentioned, *map(int, _BARE_YEAR.findall(text))}
    published = any(word in text for word in words("published")["words"])
    if month := _MONTH.search(with_digits(text)):
        # A year right before the month, or of publication, is that of the date; another is the title's.
        own = {_full(month["year"])} if month["year"] else years if published else set()
        told = _date(month, own)
        kept, says = [one for one in kept if told(one.facts.published)], True
        titled = years - own
        kept = [one for one in kept if not titled or _year(one) in titled]
    elif years and published:
        kept = [one for one in kept if one.facts.published[:4] in map(str, years)]
        says = True
    elif years:
        kept = [one for one in kept if _year(one) in years]
        wanted, says = len(years), True
        if not years <= {_year(one) for one in kept}:
            return None
    for term, time in meetings_in(text):
        kept = [
            one
            for one in kept
            if any(n == time and term in (0, t) for t, n in meetings_of(one, records.opening_of))
        ]
        says = True
    in_order = sorted(kept, key=order)
    for end, at in (("newest", -1), ("oldest", 0)):
        if not says and in_order and any(word in text for word in words("ends")[end]):
            kept, says = [in_order[at]], True
    return (kept, wanted) if says else None


def _year(record: ReportRecord) -> int | None:
    return record.facts.title_year or record.facts.year


def _full(year: str) -> int:
    return int(year) if len(year) > len("24") else 2000 + int(year)


def with_digits(text: str) -> str:
    """Give words with their months and days in digits: 三月 as 3月."""
    return _HAN_DATE.sub(lambda match: str(han_number(match[1])), text)


def _date(match: re.Match[str], years: Collection[int]) -> Callable[[str], bool]:
    day = f"-{int(match['day']):02d}" if match["day"] else ""
    year = "|".join(map(str, sorted(years))) or r"\d{4}"
    told = re.compile(rf"(?:{year})-{int(match['month']):02d}{day}")
    return lambda published: told.match(published) is not None
