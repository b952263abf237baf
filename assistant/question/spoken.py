"""An earlier question taken apart: the words for its regions and years, and the rest."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from assistant.scope.places import find_places
from assistant.scope.years import find_years

# 去年 stays a word: which year it is, is for whoever resolves the question.
_NO_DAY = date(1, 1, 1)
# Counted from another year: part of what is asked, not a year of its own.
_COUNTED = re.compile(r"那一?年|当年|同年|这一年|该年|上一年|前一年|下一年|第二年|次年|转年|来年")
_REPORT = re.compile(r"[^，。？、\d]{0,8}?报告")
_JOINED = re.compile(r"^(?:年|[和与跟同及、，,比]|还是|以及|底|末)*$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question with the spans of its regions and years, in order.

    Where it names a report by its year and asks for another (2021年换届报告，2023年要加多少), `reports`
    has the words for the report; else that year is one of `years`.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, int], ...]
    reports: tuple[tuple[int, int], ...] = ()

    @property
    def scoped(self) -> bool:
        """Whether it names a region or a year."""
        return bool(self.places or self.years)

    def words(self, spans: tuple[tuple[int, int], ...]) -> str:
        """The words from the first to the last of neighbouring spans, or the spans joined by 和."""
        if not spans:
            return ""
        first, last = _run(self.text, spans)
        if last == spans[-1][1]:
            return self.text[first:last]
        return "和".join(self.text[a:b] for a, b in spans)

    def scope_words(self, *, with_year: bool = True) -> str:
        """Region, report and year, to be put before a question: 北京市大兴区2020年."""
        which = self.words(self.places) + self.words(self.reports)
        return which + (self.words(self.years) if with_year else "")

    def unscoped(self) -> str:
        """The question without its regions and years."""
        runs = [
            _run(self.text, spans) for spans in (self.places, self.reports, self.years) if spans
        ]
        return _cut(self.text, _merged(self, runs))

    def stripped(self, part: str) -> str:
        """`part` of this question without the words for regions and years that stand in it."""
        for start, end in (*self.places, *self.reports, *self.years):
            part = part.replace(self.text[start:end], "", 1)
        return part

    def content_length(self, filler: re.Pattern[str]) -> int:
        """How many characters remain beside regions, years, filler and the closing 呢."""
        return len(filler.sub("", re.sub(r"[呢？?。！!]", "", self.unscoped())))

    def with_scope_of(self, other: "Spoken") -> str:
        """This question with the regions or years that `other` names in place of its own."""
        text = self.text
        edits: list[tuple[int, int, str]] = []
        for mine, theirs in ((self.places, other.places), (self.years, other.years)):
            if not theirs:
                continue
            put = other.words(theirs)
            if mine:
                start, end = _run(text, mine)
                edits.append((start, end, put))
                edits.extend((a, b, "") for a, b in mine if a >= end)
            elif theirs is other.years:
                named = self.reports or self.places
                at = _run(text, named)[1] if named else 0
                edits.append((at, at, put))
            else:
                edits.append((0, 0, put))
        for start, end, put in sorted(edits, reverse=True):
            text = text[:start] + put + text[end:]
        return text


def read_spoken(text: str, known: Collection[str]) -> Spoken:
    """Take a question apart; `known` are the region names to recognise besides the official ones."""
    places = tuple((place.start, place.end) for place in find_places(text, known))
    mentions = [m for m in find_years(text, today=_NO_DAY) if not _COUNTED.fullmatch(m.text)]
    titles = [m for m in mentions if m.kind == "title" and not m.loose]
    reports = [
        (m.start, m.end + named.end()) for m in titles if (named := _REPORT.match(text[m.end :]))
    ]
    dated = [m for m in mentions if m not in titles]
    if not (dated and len(reports) == len(titles)):
        dated, reports = mentions, []
    years = tuple((m.start, m.end) for m in dated)
    return Spoken(text, places, years, tuple(reports))


def _run(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """The stretch of neighbouring spans from the first on: 2019年和2020年 is one."""
    start, end = spans[0]
    for a, b in spans[1:]:
        if not _JOINED.match(text[end:a]):
            break
        end = b
    return start, end


def _merged(spoken: Spoken, runs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The runs and the spans outside them, so that 重庆和贵州 leaves no 和 behind."""
    spans = (*spoken.places, *spoken.reports, *spoken.years)
    return {*runs, *(s for s in spans if not any(a <= s[0] and s[1] <= b for a, b in runs))}


def _cut(text: str, spans: Collection[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text
