"""No region named: the only region of the library, or every report that the years allow."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.models import Scope
from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group, fill, no_year
from assistant.scope.matching import Matched, Want, match, match_named, titled_plans
from assistant.scope.models import ReportMatch, ScopeReading
from ingest.regions.finding import Region


def _tells_all(
    records: Catalogue, regions: dict[str, Region], wants: Sequence[Want]
) -> Region | None:
    """The region in which years are set side by side when none is named: the nation, or the only one."""
    full = [
        region
        for region in regions.values()
        if all(match(records.by_region.get(region.name, []), want).best for want in wants)
    ]
    nation = [region for region in full if region.level == "national"]
    return nation[0] if nation else full[0] if len(full) == 1 else None


def left_open(records: Catalogue, wants: Sequence[Want], question: str) -> ScopeReading:
    """No region named: the only region of the library, or every report that the years allow."""
    from assistant.scope.years import asks_for_year

    # Two names of one place, 国务院 and 全国, are one region.
    regions = {region.name: region for region in records.regions.values()}
    if len(regions) == 1:
        only = next(iter(regions.values()))
        group = Group(only.name, (only,))
        if wants:
            return fill(records, [(group, want) for want in wants])
        return no_year(records, [group], asks_for_year(question))
    return records.recall(
        ("open", *(want.sense for want in wants)), lambda: _open_region(records, wants, regions)
    )


def _open_region(
    records: Catalogue, wants: Sequence[Want], regions: dict[str, Region]
) -> ScopeReading:
    if not wants:
        return ScopeReading(
            scope=Scope(),
            status="held" if records else "not_in_library",
            report_ids=records.ids,
            matches=tuple(ReportMatch(record.report_id, "any") for record in records),
            notices=(notices.region_left_open(len(regions)),) if records else (),
            open_region=True,
        )
    if len(wants) > 1 and (whole := _tells_all(records, regions, wants)) is not None:
        reading = fill(records, [(Group(whole.name, (whole,)), want) for want in wants])
        said = (notices.region_assumed(whole.name), *reading.notices)
        return replace(reading, notices=said, open_region=True)
    found = [one for want in wants for one in _everywhere(records, want)]
    matches = {one.report_id: one for each in found for one in each.best}
    if not matches:
        by_id = {record.report_id: record for record in records}
        plans = [
            m for w in wants for one in _everywhere(records, w) for m in titled_plans(one, w, by_id)
        ]
        matches = {one.report_id: one for one in plans}
    planned = [records.among(matches)[0]] if matches and not any(one.best for one in found) else []
    near = () if matches else notices.nearest_reports(records, (), wants[0].years)
    if matches:
        named = {record.facts.region for record in records.among(matches)}
        said = (notices.region_left_open(len(named)),)
        if planned:
            said = (*said, notices.only_its_plans(wants[0].span, planned))
    else:
        said = (notices.not_held("", wants[0].span, near),)
    return ScopeReading(
        scope=Scope(years=tuple(sorted({year for want in wants for year in want.years}))),
        status="held" if matches else "not_in_library",
        report_ids=frozenset(matches),
        matches=tuple(matches.values()),
        fallback_ids=frozenset(one.report_id for each in found for one in each.fallback),
        nearest=near,
        notices=said,
        open_region=True,
        missing=() if matches else tuple(want.label for want in wants),
    )


def _everywhere(records: Catalogue, want: Want) -> list[Matched]:
    """Match a want region by region; kept by itself, since a question may name two years."""
    return records.recall(
        ("everywhere", want.sense),
        lambda: [match_named(held, want) for held in records.naming(want.years).values()],
    )
