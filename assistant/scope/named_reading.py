"""What is read where a question names reports, or the user has chosen some: these, whole.

Reports come from titles (`named_reports`), from a place with the year of a title, from the page or
`--report`, or from the turn before. Years beside them are what is asked of them. Reports of one place
and year that the question does not tell apart are read side by side.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.models import Scope, ScopeSource
from assistant.scope import notices
from assistant.scope.beside_title import is_beside, places_before
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.matching import Want
from assistant.scope.models import (
    ReportMatch,
    ScopeCell,
    ScopeReading,
    YearMention,
)
from assistant.scope.named_reports import ReportName, naming_tail, without_names
from assistant.scope.pairs import label_cells
from assistant.scope.places import PlaceMention
from assistant.scope.telling_apart import told_apart, year_of
from assistant.scope.titles import is_of
from ingest.regions.finding import Region
from vectorstore.models import ReportRecord


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found in it, and the reports it may be about."""

    question: str
    records: Catalogue
    names: tuple[ReportName, ...]
    groups: Sequence[Group]
    places: Sequence[PlaceMention]
    mentions: tuple[YearMention, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing named: the reports that it is, several where it cannot be told; none where it is lacking."""

    label: str
    region: str
    reports: tuple[ReportRecord, ...]
    nearest: tuple[ReportRecord, ...] = ()
    is_settled: bool = True
    year: int | None = None


def named(asked: Asked, context: Sequence[Region]) -> tuple[list[Wanted], tuple[YearMention, ...]]:
    """Give what a question names, in order, and its years: those that say which report are of titles."""
    used: set[YearMention] = set()
    found = [
        (name.start, wanted)
        for name in asked.names
        for wanted in _each_pinned(name)
        or _of_each_place(_by_title(name, asked, context, used), asked.groups)
    ]
    titles = [m for m in asked.mentions if m.kind == "title" and not m.loose and m not in used]
    regions = {r.facts.region for _, w in found for r in w.reports}
    groups = list(asked.groups)
    if found and not groups and len(regions) == 1:
        groups = _of_region(asked.records, regions.pop())
    elif not groups and len(asked.records.regions) == 1:
        groups = _of_region(asked.records, *asked.records.regions)
    if titles and groups:
        wants = [Want("title", (year,), m.text) for m in titles for year in m.years]
        pairs = label_cells(asked.question, groups, wants, asked.places, titles)
        found += [(_start(titles, w), _by_year(g, w, asked, titles)) for g, w in pairs]
        used.update(titles)
    found.sort(key=lambda one: one[0])
    years = tuple(replace(m, kind="title") if m in used else m for m in asked.mentions)
    return [wanted for _, wanted in found], years


def _each_pinned(name: ReportName) -> list[Wanted]:
    """The reports of one title that words pointed at together: 最新的两份, both 《政府工作报告》."""
    held = [record for _, record in name.fits] if name.pinned and len(name.fits) > 1 else []
    return [Wanted(f"《{one.facts.title}》", one.facts.region, (one,)) for one in held]


def _of_each_place(wanted: Wanted, groups: Sequence[Group]) -> list[Wanted]:
    """One title of several places that are named: 雁州市和朔原市的《电梯管理办法》 is one of each."""
    by_place = {r.facts.region: r for r in wanted.reports}
    if len(groups) < 2 or not 1 < len(by_place) == len(wanted.reports):
        return [wanted]
    return [Wanted(wanted.label, region, (record,)) for region, record in by_place.items()]


def _of_region(records: Catalogue, name: str) -> list[Group]:
    return [Group(name, (records.regions[name],))] if name in records.regions else []


def _start(titles: Sequence[YearMention], want: Want) -> int:
    return next(m.start for m in titles if want.years[0] in m.years)


def _by_title(
    name: ReportName, asked: Asked, context: Sequence[Region], used: set[YearMention]
) -> Wanted:
    label = f"《{name.written.text}》"
    fits = list(name.fits)
    regions = [region for group in asked.groups for region in group.regions]
    for narrower in (regions, context if not regions else ()):
        if len(fits) > 1 and narrower:
            fits = [one for one in fits if is_of(one[1], tuple(narrower))] or fits
    if before := places_before(name, asked.places, asked.question):
        fits = [one for one in fits if is_of(one[1], before)]
    beside = [m for m in asked.mentions if is_beside(m, name, asked.places, asked.question)]
    if len(name.fits) > 1 and not name.written.title.years and beside:
        years = {year for mention in beside for year in mention.years}
        fits = [one for one in fits if year_of(one[1]) in years]
        used.update(beside)
        label += "、".join(f"{year}年" for year in sorted(years))
    if not fits:
        places = [region for place in name.written.places for region in place] or regions
        wanted_years = [y for m in beside for y in m.years] or sorted(name.written.title.years)
        near = notices.nearest_reports(asked.records, places, wanted_years)
        if not near:
            near = notices.nearest_reports(asked.records, (), wanted_years)
        region = places[0].name if places else ""
        return Wanted(label, region, (), near, year=next(iter(wanted_years), None))
    best = max(level for level, _ in fits)
    kept = [record for level, record in fits if level == best]
    after = asked.question[name.end :].lstrip("的，,")
    rest = without_names(asked.question, asked.names)
    kept = told_apart(kept, rest, asked.kinds if rest else (), after)
    same_time = len({(r.facts.region, r.facts.title_year) for r in kept}) == 1
    same_title = len({r.facts.title for r in kept}) < len(kept)
    settled = len(kept) == 1 or (same_time and not same_title)
    return Wanted(label, kept[0].facts.region, tuple(kept), is_settled=settled)


def _by_year(group: Group, want: Want, asked: Asked, titles: Sequence[YearMention]) -> Wanted:
    held = asked.records.of_kinds(asked.kinds).of_regions(group.regions)
    year = want.years[0]
    found = [r for r in held if r.facts.title_year == year]
    found = found or [r for r in held if r.facts.title_year is None and r.facts.year == year]
    mention = next(m for m in titles if year in m.years)
    naming = asked.question[mention.start : naming_tail(asked.question, mention.end)]
    found = told_apart(found, naming, (), asked.question[mention.end :])
    name = found[0].facts.region if found else group.name
    near = () if found else notices.nearest_reports(asked.records, group.regions, want.years)
    return Wanted(f"{year}年报告", name, tuple(found), near, year=year)


def whole(
    wanted: Sequence[Wanted], years: Sequence[YearMention], source: ScopeSource
) -> ScopeReading:
    """Read reports whole; those `years` are asked about in them that are of no title."""
    cells: list[ScopeCell] = []
    matches: dict[str, ReportMatch] = {}
    said: list[str] = []
    nearest: dict[str, ReportRecord] = {}
    titles = Counter(record.facts.title for one in wanted for record in one.reports)
    for one in wanted:
        if len(one.reports) > 1 and one.year:
            said.append(notices.several_reports(one.region, one.label, one.reports))
        for record in one.reports:
            if record.report_id not in matches:
                matches[record.report_id] = _match(record)
                cells.append(_cell(record, one, len(one.reports) > 1, titles[record.facts.title]))
        if not one.reports:
            nearest.update((record.report_id, record) for record in one.nearest)
            said.append(notices.report_not_held(_named(one), one.nearest))
            cells.append(ScopeCell(one.region, one.year, (), "not_in_library", one.label))
    records = [record for one in wanted for record in one.reports]
    absent = tuple(_named(one) for one in wanted if not one.reports)
    told = [mention for mention in years if mention.kind != "title" or mention.loose]
    asked = {year for mention in told for year in mention.years}
    covered = {record.facts.year for record in records if record.facts.year is not None}
    return ScopeReading(
        scope=Scope(
            years=tuple(sorted(asked or covered)),
            regions=tuple(dict.fromkeys(c.region for c in cells if c.region)),
            source=source,
            reports=tuple(matches),
        ),
        status="held" if not absent else "partial" if matches else "not_in_library",
        report_ids=frozenset(matches),
        matches=tuple(matches.values()),
        cells=tuple(cells),
        nearest=tuple(nearest.values()),
        notices=tuple(said),
        years=tuple(years),
        several=any(len(one.reports) > 1 for one in wanted),
        missing=absent,
        reports=tuple(matches),
    )


def _named(wanted: Wanted) -> str:
    return wanted.label if wanted.label.startswith("《") else f"{wanted.region}{wanted.label}"


def _match(record: ReportRecord) -> ReportMatch:
    """A report that is named answers for its own years; of another year only what tells of it."""
    facts = record.facts
    plans = facts.plan_years if len(facts.plan_years) == 1 else ()
    own = {facts.title_year, facts.year, *plans}
    years = tuple(sorted(year for year in own if year is not None))
    return ReportMatch(record.report_id, "title", years)


def _cell(
    record: ReportRecord, wanted: Wanted, is_one_of_several: bool, of_title: int
) -> ScopeCell:
    """The cell of a report; of `of_title` reports of its title the year that it covers tells which it is."""
    facts = record.facts
    plain = wanted.label if not wanted.label.startswith("《") and not is_one_of_several else ""
    label = plain or f"《{facts.title}》"
    if not plain and of_title > 1 and facts.year is not None:
        label = f"{label}（{facts.year}年）"
    return ScopeCell(facts.region, facts.year, (record.report_id,), "held", label)
