"""Fills the cells of a scope, one region and one year each, from the library's records."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.models import Scope
from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.matching import Matched, Want, match, titled_plans
from assistant.scope.models import ReportMatch, ScopeCell, ScopeReading
from ingest.facts.body import is_of_a_part
from ingest.regions.finding import Region
from vectorstore.models import ReportRecord


@dataclass(frozen=True, slots=True)
class Group:
    """Regions that stand for one place of the question (more than one where it cannot be told).

    `body`: a bureau of it, whose own reports are meant; else the government's. `of_all`: what any
    body of the place says, since only a part of it is asked about, which a sentence must name. `whole`:
    the question says that all of the place is meant (全市).
    """

    name: str
    regions: tuple[Region, ...]
    start: int = -1
    body: str = ""
    of_all: bool = False
    whole: bool = False

    def records(self, catalogue: Catalogue) -> Sequence[ReportRecord]:
        """The reports of the place, or of the body of it."""
        if self.of_all:
            return catalogue.of_regions(self.regions)
        held = catalogue.of_regions(self.regions)
        if not self.body and self.whole:
            # 全市 is told by the government's report; a bureau counts its own alone.
            return tuple(one for one in held if not is_of_a_part(one.facts.body))
        if not self.body:
            return catalogue.of_governments().of_regions(self.regions)
        return tuple(one for one in held if one.facts.body == self.body)


def fill(records: Catalogue, pairs: Sequence[tuple[Group, Want]]) -> ScopeReading:
    """Find the reports of each cell; cells without one are missing, with the nearest that is held."""
    cells: list[ScopeCell] = []
    matches: dict[str, ReportMatch] = {}
    fallback: set[str] = set()
    said: list[str] = []
    nearest: dict[str, ReportRecord] = {}
    names: list[str] = []
    several = False
    held_by = {group: group.records(records) for group, _ in pairs}
    by_id = {record.report_id: record for held in held_by.values() for record in held}
    for group, want in pairs:
        found = match(held_by[group], want)
        if titled := titled_plans(found, want, by_id):
            found, want = Matched(titled), replace(want, kind="plan")
            said.append(notices.only_its_plans(want.span, [by_id[titled[0].report_id]]))
        matches.update((one.report_id, one) for one in found.best if one.report_id not in matches)
        fallback.update(one.report_id for one in found.fallback)
        held = [by_id[one.report_id] for one in found.best]
        region = held[0].facts.region if held else group.regions[0].name
        name = group.body or (region if held else group.name)
        names.append(region if group.body else name)
        ids = tuple(record.report_id for record in held)
        cells.append(
            ScopeCell(name, want.years[-1], ids, "held" if held else "not_in_library", want.label)
        )
        if not held:
            near = notices.nearest_reports(records, group.regions, want.years)
            nearest.update((record.report_id, record) for record in near)
            if len(pairs) > 1 or not any(
                by_id[one.report_id].facts.title_year in want.years for one in found.fallback
            ):
                # A report that bears the year in its title is shown instead, and said to be so.
                said.append(notices.not_held(name, want.span, near))
                plans = [by_id[one.report_id] for one in found.fallback if one.kind == "plan"]
                if plans:
                    said.append(notices.only_planned(f"{want.years[-1]}年", plans[:1]))
            continue
        if (
            not group.body
            and group.name != name
            and any(region.name == group.name for region in group.regions)
        ):
            said.append(notices.formerly(group.name, name))
        if not group.body and all(is_of_a_part(one.facts.body) for one in held):
            said.append(notices.of_a_body(name, held))
        if (
            len(held) > 1
            and not group.of_all
            and want.kind != "span"
            and len({r.facts.year for r in held}) == 1
        ):
            several = True
            said.append(notices.several_reports(name, want.label, held))
    absent = tuple(f"{c.region}{c.label}" for c in cells if c.status == "not_in_library")
    years = {by_id[i].facts.year for i in matches}
    return ScopeReading(
        scope=Scope(
            years=tuple(sorted(year for year in years if year is not None)),
            regions=tuple(dict.fromkeys(names)),
        ),
        status="held" if not absent else "partial" if matches else "not_in_library",
        report_ids=frozenset(matches),
        matches=tuple(matches.values()),
        fallback_ids=frozenset(fallback),
        cells=tuple(cells),
        nearest=tuple(nearest.values()),
        notices=tuple(dict.fromkeys(said)),
        several=several,
        missing=absent,
    )


def no_year(records: Catalogue, groups: Sequence[Group], any_year: bool) -> ScopeReading:
    """Regions without a year: the latest report of each, or all of them where the year is asked for."""
    pairs: list[tuple[Group, Want]] = []
    said: list[str] = []
    rest: set[str] = set()
    for group in groups:
        held = group.records(records)
        rest.update(record.report_id for record in held)
        years = sorted({r.facts.year for r in held if r.facts.year is not None})
        if not years:
            pairs.append((group, Want("covered", (0,))))
            continue
        wanted = years if any_year else years[-1:]
        pairs.extend((group, Want("covered", (year,))) for year in wanted)
        last = [r for r in held if r.facts.year == years[-1]]
        if not any_year:
            said.append(notices.latest_assumed(group.body or last[0].facts.region, years[-1], last))
    dated = fill(records, [pair for pair in pairs if pair[1].years != (0,)])
    undated = [_undated(records, pair[0]) for pair in pairs if pair[1].years == (0,)]
    absent = tuple(c.region for c in undated if c.status == "not_in_library")
    near = [
        record
        for group, want in pairs
        if want.years == (0,) and group.name in absent
        for record in notices.nearest_reports(records, group.regions, ())
    ]
    said.extend(notices.not_held(name, "", near) for name in absent)
    ids = dated.report_ids | {i for cell in undated for i in cell.report_ids}
    return ScopeReading(
        scope=Scope(
            years=() if any_year else dated.scope.years,
            regions=(*dated.scope.regions[-1:], *absent)
            if len(groups) == 1
            else tuple(dict.fromkeys((*dated.scope.regions, *(cell.region for cell in undated)))),
        ),
        status="held" if not absent else "partial" if ids else "not_in_library",
        report_ids=ids,
        matches=(
            *dated.matches,
            *(ReportMatch(i, "region") for cell in undated for i in cell.report_ids),
        ),
        fallback_ids=frozenset(rest) - ids,
        cells=(*dated.cells, *undated),
        nearest=tuple(near),
        notices=tuple(dict.fromkeys((*said, *dated.notices))),
        several=dated.several and not any_year,
        missing=absent,
    )


def _undated(records: Catalogue, group: Group) -> ScopeCell:
    ids = tuple(record.report_id for record in group.records(records))
    return ScopeCell(group.body or group.name, None, ids, "held" if ids else "not_in_library")
