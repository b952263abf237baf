"""Tells reports of one place and year apart: by meeting, date, kind, or words that one title has alone."""

import re
from collections.abc import Callable, Collection, Sequence

from assistant.scope.report_words import COUNT, words
from ingest.characters import match_form
from ingest.numbering import HAN_UP_TO_TEN
from ingest.word_cutter import word_cutter
from vectorstore.models import ReportRecord

_MEETING = re.compile(rf"(?:第?({COUNT})届[^，。？！《》]{{0,12}}?)?第?({COUNT})次(?:会议|全会)")
_MONTH = re.compile(r"^(\d{1,2})月(?:(\d{1,2})[日号])?")
_SEASONS = {"early": ("01", "02", "03", "04"), "late": ("10", "11", "12")}
_TERM_YEARS = 4
_LEAST = 2


def meetings_in(text: str) -> list[tuple[int, int]]:
    """Give the meetings that a text names as (届, 次), 0 for a 届 that is not told: 第八届…第一次会议 is (8, 1)."""
    plain = match_form(text)
    return [(han_number(m[1]) if m[1] else 0, han_number(m[2])) for m in _MEETING.finditer(plain)]


def is_one_meeting(asked: Sequence[tuple[int, int]], held: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the meetings asked for is one of those held; a 届 that is not told may be any."""
    return any(
        time == at and (term == of or 0 in (term, of)) for term, time in asked for of, at in held
    )


def meetings_of(
    record: ReportRecord, opening: Callable[[str], str] = lambda _: ""
) -> list[tuple[int, int]]:
    """Give the meetings at which a report was given: by its title, its file's name, its opening words."""
    told = meetings_in(record.facts.title) or meetings_in(record.source_name)
    return told or meetings_in(opening(record.report_id))[:1]


def is_dated(
    record: ReportRecord, years: Collection[int], month: str, day: str | None = None
) -> bool:
    """Whether a report was published in a month, or on a day of it; in any year where none is given."""
    year = "|".join(map(str, sorted(years))) or r"\d{4}"
    told = rf"(?:{year})-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    return re.match(told, record.facts.published) is not None


def year_of(record: ReportRecord) -> int | None:
    """Give the year of a report's title, else that it covers, else of its publication: 2012年那版条例."""
    facts = record.facts
    told = facts.title_year or facts.year
    return told or (int(facts.published[:4]) if facts.published[:4].isdigit() else None)


def of_season(text: str, records: Sequence[ReportRecord]) -> list[ReportRecord]:
    """Give the reports given early or late in their year, where words say so; those without a date may be."""
    for season, months in _SEASONS.items():
        if any(word in text for word in words("seasons")[season]):
            return [one for one in records if one.facts.published[5:7] in ("", *months)]
    return list(records)


def reviews_a_term(record: ReportRecord) -> bool:
    """Whether a report looks back on the years of a whole term of office."""
    return len(record.facts.years) >= _TERM_YEARS


def told_apart(
    records: Sequence[ReportRecord], question: str, kinds: Sequence[str], after_year: str = ""
) -> list[ReportRecord]:
    """Keep the reports that the question's words leave; all of them where they leave none.

    `after_year` are the words after the year that names them: 10月那份报告.
    """
    found = list(records)
    if len(found) < _LEAST:
        return found
    if kinds:
        found = _kept(found, [r for r in found if r.facts.doc_type in kinds])
    if month := _MONTH.match(after_year):
        found = _kept(found, [r for r in found if is_dated(r, (), month[1], month[2])])
    found = _kept(found, of_season(question, found))
    for term, time in meetings_in(question):
        held = [r for r in found if any(n == time and term in (0, t) for t, n in meetings_of(r))]
        found = _kept(found, held)
    if any(word in question for word in words("election")["words"]):
        found = _kept(found, [r for r in found if reviews_a_term(r)])
    return _kept(found, _by_own_words(found, question))


def _kept(before: list[ReportRecord], after: list[ReportRecord]) -> list[ReportRecord]:
    return after or before


def _by_own_words(records: Sequence[ReportRecord], question: str) -> list[ReportRecord]:
    """The reports whose title has a word of the question that no other's has."""
    cut = [
        {w for w in word_cutter().cut(r.facts.title) if len(w) >= _LEAST and not w.isdigit()}
        for r in records
    ]
    asked = set(word_cutter().cut(question))
    # 国务院 is in 中华人民共和国国务院 too, though that is cut as one word.
    titles = [record.facts.title for record in records]
    return [
        record
        for at, record in enumerate(records)
        if any(
            all(word not in title for i, title in enumerate(titles) if i != at)
            for word in cut[at] & asked
        )
    ]


def han_number(text: str) -> int:
    """Give the number that words or digits write, up to 99; 0 where they write none."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return HAN_UP_TO_TEN[text] if len(text) == 1 else 0
    return (HAN_UP_TO_TEN[tens] if tens else 1) * 10 + (HAN_UP_TO_TEN[ones] if ones else 0)
