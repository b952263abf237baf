"""Which reports answer for wanted years: those that cover them, review them, plan for them or bear them.

A year of the past is answered best by the report that covers it, then by a five-year review; a plan
by the report before it; 2022年报告 by the report of that title. What matches only as plan or title
when the question asks what happened is a fallback, never an answer by itself.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.scope.models import MatchKind, ReportMatch, YearKind, YearMention
from assistant.scope.years import AHEAD_WORDS
from ingest.models import ReportFacts
from vectorstore.models import ReportRecord

# A goal is set for the years of one plan.
_FAR = 6


@dataclass(frozen=True, slots=True)
class Want:
    """Years wanted of a region, and in what sense; several years make one want only as a span."""

    kind: YearKind
    years: tuple[int, ...]
    text: str = ""
    loose: bool = False

    @property
    def span(self) -> str:
        """The years in words: 2020年, 2016—2020年."""
        first, last = self.years[0], self.years[-1]
        return f"{first}年" if first == last else f"{first}—{last}年"

    @property
    def sense(self) -> tuple[YearKind, tuple[int, ...], bool]:
        """What decides which reports answer, whatever the words of the question."""
        return self.kind, self.years, self.loose

    @property
    def label(self) -> str:
        """For a table's row: 2020年, 2022年报告, 2021年的安排."""
        sense = {"title": "报告", "plan": "的安排"}.get(self.kind, "")
        return self.span + ("" if self.loose else sense)


def wants_of(mentions: Sequence[YearMention]) -> list[Want]:
    """What years to look for. A report's title year says which report; other years are then its content."""
    named = [m for m in mentions if m.kind == "title" and not m.loose] or mentions
    spans = {m.years for m in mentions if _is_span(m)}
    wants = [want for m in named if not _of_a_span(m, spans) for want in _wants_of_one(m)]
    return list({want.sense: want for want in reversed(wants)}.values())[::-1]


def _is_span(mention: YearMention) -> bool:
    return mention.kind in ("span", "plan") and len(mention.years) > 1


def _of_a_span(mention: YearMention, spans: Collection[tuple[int, ...]]) -> bool:
    """Whether years are said beside a span that has them: “七五”（1986—1990年）, “十四五”规划的2025年目标."""
    if mention.kind == "covered":
        return mention.years in spans
    return mention.kind == "plan" and any(mention.years == span[-1:] for span in spans)


def _wants_of_one(mention: YearMention) -> list[Want]:
    ahead = mention.kind == "relative" and mention.text in AHEAD_WORDS
    kind = "plan" if ahead else "covered" if mention.kind == "relative" else mention.kind
    years = [mention.years] if _is_span(mention) else [(year,) for year in mention.years]
    return [Want(kind, span, mention.text, mention.loose) for span in years]


@dataclass(frozen=True, slots=True)
class Matched:
    """Reports that answer for a want, best first, and those that may be tried after them."""

    best: tuple[ReportMatch, ...]
    fallback: tuple[ReportMatch, ...] = ()


def match(records: Sequence[ReportRecord], want: Want) -> Matched:
    """Find among the records of one region those that answer for a want."""
    # Most of a long shelf has nothing to do with the years wanted.
    years = set(want.years)
    found = match_named([one for one in records if not years.isdisjoint(one.facts.all_years)], want)
    if found.best or want.kind != "plan" or len(years) > 1:
        return found
    return Matched(_last_before(records, want.years[0]), found.fallback)


def _last_before(records: Sequence[ReportRecord], year: int) -> tuple[ReportMatch, ...]:
    """The last reports before a year that none names in its headings: a goal for it may stand in them.

    到2027年 is said within a section; only words that name the year answer (`beyond`).
    """
    told = [(one.facts.year or 0, one) for one in records]
    near = [(covered, one) for covered, one in told if year - _FAR <= covered < year]
    last = max((covered for covered, _ in near), default=0)
    return tuple(
        ReportMatch(one.report_id, "plan", (year,), True, True)
        for covered, one in near
        if covered == last
    )


def match_named(records: Sequence[ReportRecord], want: Want) -> Matched:
    """Do as `match` with records of one region all of which name a wanted year in some sense."""
    if want.loose:
        said: tuple[MatchKind, ...] = ("title", "plan") if want.kind == "title" else ("plan",)
        plans = _nearest_plans(_ordered(records, want, said), records)
        return Matched((*plans, *_without(_pick(records, want, "covered"), plans)))
    if want.kind == "title":
        return _first_of(records, want, ("title",), ("covered",))
    if want.kind == "plan":
        plans = _nearest_plans(_pick(records, want, "plan"), records)
        rest = _ordered(
            records, want, ("plan", "covered", "span") if plans else ("covered", "span")
        )
        return Matched(plans, _without(rest, plans)) if plans else Matched(rest)
    if want.kind == "span" and len(want.years) > 1:
        return _match_span(records, want)
    found = _first_of(records, want, ("covered", "span"), ("span", "plan", "title"))
    late = [r for r in records if r.facts.title_year in r.facts.years]
    if not late:
        return found
    # A report given late in its own year tells of that year as well.
    extra = tuple(ReportMatch(m.report_id, "span", m.years) for m in _pick(late, want, "title"))
    return Matched((*found.best, *_without(extra, found.best)), _without(found.fallback, extra))


def titled_plans(
    found: Matched, want: Want, by_id: Mapping[str, ReportRecord]
) -> tuple[ReportMatch, ...]:
    """Give the reports titled by a year that no report covers yet: they tell what was planned for it."""
    if found.best or want.kind != "covered":
        return ()
    return tuple(
        ReportMatch(one.report_id, "plan", want.years)
        for one in found.fallback
        if by_id[one.report_id].facts.title_year in want.years
    )


def _match_span(records: Sequence[ReportRecord], want: Want) -> Matched:
    wanted = set(want.years)
    reviews = [r for r in records if wanted <= set(r.facts.years)]
    if not reviews:
        reviews = [
            r
            for r in records
            if len(r.facts.years) > 1 and len(wanted & set(r.facts.years)) * 5 >= 4 * len(wanted)
        ]
    yearly = _ordered(records, want, ("covered",))
    if not reviews:
        return Matched(yearly)
    fewest = min(len(r.facts.years) for r in reviews)
    best = tuple(
        ReportMatch(r.report_id, "span", want.years)
        for r in reviews
        if len(r.facts.years) == fewest
    )
    return Matched(best, _without(yearly, best))


def _first_of(
    records: Sequence[ReportRecord],
    want: Want,
    answering: Sequence[MatchKind],
    helping: Sequence[MatchKind],
) -> Matched:
    for kind in answering:
        if best := _pick(records, want, kind):
            return Matched(best, _without(_ordered(records, want, helping), best))
    return Matched((), _ordered(records, want, helping))


def _planned(facts: ReportFacts) -> tuple[int, ...]:
    """The years a report plans for; one given late in its year tells of it and still plans it."""
    late = facts.title_year in facts.years and facts.title_year != facts.year
    return (*facts.plan_years, *((facts.title_year,) if late and facts.title_year else ()))


_YEARS_OF: dict[MatchKind, Callable[[ReportRecord], tuple[int | None, ...]]] = {
    "covered": lambda record: (record.facts.year,),
    "span": lambda record: record.facts.years,
    "plan": lambda record: _planned(record.facts),
    "title": lambda record: (record.facts.title_year,),
}


def _pick(records: Sequence[ReportRecord], want: Want, kind: MatchKind) -> tuple[ReportMatch, ...]:
    found = []
    for record in records:
        told = _YEARS_OF[kind](record)
        shared = tuple(year for year in want.years if year in told)
        if shared:
            facts = record.facts
            far = kind == "plan" and len(facts.plan_years) > 1 and facts.title_year not in shared
            found.append(ReportMatch(record.report_id, kind, shared, far))
    return tuple(found)


def _ordered(
    records: Sequence[ReportRecord], want: Want, kinds: Sequence[MatchKind]
) -> tuple[ReportMatch, ...]:
    found: dict[str, ReportMatch] = {}
    for kind in kinds:
        for one in _pick(records, want, kind):
            found.setdefault(one.report_id, one)
    return tuple(found.values())


def _nearest_plans(
    plans: tuple[ReportMatch, ...], records: Sequence[ReportRecord]
) -> tuple[ReportMatch, ...]:
    """Of the reports that plan for the years, the last ones written; an older five-year plan says less."""
    covered = {record.report_id: record.facts.year or 0 for record in records}
    latest = max((covered[plan.report_id] for plan in plans), default=0)
    most = max((len(plan.years) for plan in plans), default=0)
    if most > 1:
        return tuple(plan for plan in plans if len(plan.years) == most)
    return tuple(plan for plan in plans if covered[plan.report_id] == latest)


def _without(
    matches: Iterable[ReportMatch], taken: Iterable[ReportMatch]
) -> tuple[ReportMatch, ...]:
    ids = {one.report_id for one in taken}
    return tuple(one for one in matches if one.report_id not in ids)
