"""Titles of reports as people write them: with or without year, bracket, 人民政府, 年度情况, marks and spaces.

A title written in a question fits one of the library wholly (4), but for year, place and filler (3),
as a part of it (2), or by place, year and kind (1).
"""
# ruff: noqa: RUF001 (brackets of titles are what is read here)

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.scope.report_words import any_of, words
from assistant.scope.telling_apart import is_one_meeting, meetings_in
from ingest.characters import match_form
from ingest.facts.kinds import OTHER_TYPE
from ingest.facts.report_facts import doc_type_of
from ingest.numbering import with_plain_years
from ingest.regions import find_regions, resolve
from ingest.regions.finding import Region, same_place
from ingest.regions.gazetteer import held_region
from vectorstore.models import ReportRecord

_MARKS = re.compile(r"[^\w]|_")
_REMARK = re.compile(r"[（(〔\[【](?:虚构|草案|摘要|节选|审议稿|公开版)[）)〕\]】]$")
_BRACKET = re.compile(r"[（(〔\[【][^）)〕\]】]*[）)〕\]】]")
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?")
_LEAST = 4
_ACT_CHARS = 6


@dataclass(frozen=True, slots=True)
class Title:
    """A title without marks; `rest` lacks year and place besides, `gist` filler too, `open` brackets too."""

    whole: str
    years: frozenset[int]
    rest: str
    gist: str
    open: str


def plain(text: str) -> str:
    """Give a text in its common form, without marks and white space."""
    return _MARKS.sub("", with_plain_years(match_form(text)))


def read_title(text: str, places: Collection[str]) -> Title:
    """Read a title; `places` are the words for places to take out of it."""
    whole = plain(text)
    years = frozenset(int(year) for year in _YEAR.findall(whole))
    rest = _without(whole, places)
    unbracketed = _without(plain(_BRACKET.sub("", match_form(text))), places)
    return Title(whole, years, rest, _gist(rest), _gist(unbracketed))


def _without(text: str, places: Collection[str]) -> str:
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, "")
    return _YEAR.sub("", text)


def _gist(text: str) -> str:
    for long, short in words("titles")["same"]:
        text = text.replace(long, short)
    text = re.sub(any_of(words("titles")["filler"]), "", text)
    # 政府法治政府建设报告: the 人民政府 that gave it.
    bare = text.removeprefix("政府")
    return bare if len(bare) > _LEAST else text


@lru_cache(maxsize=20_000)
def title_of(title: str, region: str) -> Title:
    """Read the title of a report of a region."""
    return read_title(title, _names(region))


@lru_cache(maxsize=2_000)
def _names(region: str) -> frozenset[str]:
    if not region:
        return frozenset()
    held = held_region(region)
    return frozenset(n for n in (held.name, held.own_name, *held.aliases, region) if len(n) > 1)


def is_act(named: str) -> bool:
    """Whether a title without brackets is that of a law, a rule or a plan."""
    return named.endswith(tuple(words("titles")["acts"]))


@dataclass(frozen=True, slots=True)
class Written:
    """A title as a question writes it, with the places that it names."""

    text: str
    title: Title
    places: tuple[tuple[Region, ...], ...]

    @property
    def is_act(self) -> bool:
        """Whether it is called a law, a rule or a plan."""
        named = plain(_BRACKET.sub("", match_form(self.text)))
        return is_act(named)

    @property
    def is_report(self) -> bool:
        """Whether it is called a report and names a place or a year."""
        named = plain(_BRACKET.sub("", match_form(self.text)))
        return named.endswith(tuple(words("titles")["reports"])) and bool(
            self.places or self.title.years
        )


def read_written(text: str, known: Collection[str]) -> Written:
    """Read what stands between 《 and 》; `known` are the names of the library's regions."""
    found = find_regions(match_form(text), known)
    return Written(
        text,
        read_title(text, [mention.text for mention in found]),
        tuple(resolve(mention, known) for mention in found),
    )


def fitting(written: Written, records: Iterable[ReportRecord]) -> list[tuple[int, ReportRecord]]:
    """Give the records whose title a written one may be, with how well each fits, in order."""
    found = []
    for record in records:
        facts = record.facts
        level = _fit(written, title_of(facts.title, facts.region), record)
        if level:
            found.append((level, record))
    return found


def _fit(written: Written, held: Title, record: ReportRecord) -> int:
    asked, facts = written.title, record.facts
    if asked.whole == held.whole or _bare(written.text) == _bare(facts.title):
        return 4
    years = held.years | {facts.title_year} if facts.title_year else held.years or {facts.year}
    if not asked.years <= years:
        return 0
    named = bool(written.places or asked.years)
    if written.places and not any(_is_of(record.facts.region, place) for place in written.places):
        return 0
    if not asked.rest:
        return 0
    meetings = meetings_in(written.text), meetings_in(facts.title)
    if all(meetings) and not is_one_meeting(*meetings):
        # One of two of a year, given at another meeting.
        return 0
    if asked.gist in (held.gist, held.open) or asked.open == held.open:
        return 3
    if written.is_act:
        ends = held.rest.endswith(asked.rest) or held.open.endswith(asked.gist)
        return 2 if ends and len(asked.rest) >= _ACT_CHARS else 0
    if is_one_meeting(*meetings):
        return 2
    long = len(asked.rest) >= _LEAST or named
    if long and any(one and one in both for one in _parts(asked) for both in _parts(held)):
        return 2
    kind = doc_type_of(written.text)
    same = kind == facts.doc_type != OTHER_TYPE and bool(written.places and asked.years)
    return 1 if same and asked.gist in _kind_gists(kind) else 0


@lru_cache(maxsize=4_000)
def _bare(title: str) -> str:
    """A title as it is written, without marks, white space and a remark on the text itself in brackets."""
    return plain(_REMARK.sub("", match_form(title).strip()))


def _parts(title: Title) -> tuple[str, ...]:
    return (title.rest, title.gist, title.open)


@lru_cache(maxsize=32)
def _kind_gists(kind: str) -> frozenset[str]:
    short = words("kinds").get(kind, ())
    return frozenset(_gist(name) for name in (kind, *short))


@lru_cache(maxsize=4_000)
def _is_of(name: str, place: tuple[Region, ...]) -> bool:
    return bool(name) and any(same_place(held_region(name), region) for region in place)


def is_of(record: ReportRecord, place: tuple[Region, ...]) -> bool:
    """Whether a report is of one of the regions that a place may be."""
    return _is_of(record.facts.region, place)
