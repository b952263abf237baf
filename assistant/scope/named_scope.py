"""Whose word counts for which reports are read: the user's, the question's, that of the turn before.

A report that the question names goes before the conversation. Beside a report that the user has
chosen (on the page, `--report`) it must be the same, else it is asked back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.errors import QuestionRejected
from assistant.models import Scope
from assistant.scope.asking_back import against, shelf, which
from assistant.scope.catalogue import Catalogue, is_within
from assistant.scope.kinds import find_doc_types
from assistant.scope.models import Clarification, ScopeReading, YearMention
from assistant.scope.named_reading import Asked, Wanted, named, whole
from assistant.scope.titles import is_of
from ingest.regions.finding import Region, is_inside, same_place
from ingest.regions.gazetteer import held_region
from vectorstore.models import ReportRecord


def check_reports(scope: Scope | None, records: Catalogue) -> None:
    """Raise `QuestionRejected` where the user has chosen a report that the library does not hold."""
    unknown = [one for one in (scope.reports if scope else ()) if one not in records.ids]
    if unknown:
        raise QuestionRejected(
            f"库里没有编号为 {'、'.join(unknown)} 的报告。用 wenbao reports 查看编号，或在页面上重新选定。",
            f"The library has no report {', '.join(unknown)}. See wenbao reports, or choose again.",
        )


def read_named(
    asked: Asked,
    context: Sequence[Region],
    previous: Scope | None,
    user: Scope | None,
    typed: str,
    *,
    stays: bool,
) -> ScopeReading | Catalogue | None:
    """Read the reports named, chosen or spoken of before, whole.

    None where there are none; a catalogue where a title fits several reports of one place, of which
    the year says which.
    """
    if user and not user.reports and (user.years or user.regions or user.doc_types):
        return _within_limits(asked, context, user)
    wanted, years = named(asked, context)
    if user and user.reports:
        return _chosen(asked, wanted, years, user)
    if wanted:
        return _settled(asked, wanted, years)
    if previous and previous.reports and (stays or _still_about(asked, previous, typed)):
        held = asked.records.among(previous.reports)
        if held:
            return whole([_of(record) for record in held], asked.mentions, "conversation")
    return None


def _within_limits(
    asked: Asked, context: Sequence[Region], user: Scope
) -> ScopeReading | Catalogue | None:
    """The user's year, region and type go before the question; a title is read within them."""
    if not asked.names:
        return None
    wanted, years = named(replace(asked, groups=()), context)
    kept = [
        replace(one, reports=tuple(r for r in one.reports if is_within(r, user))) for one in wanted
    ]
    if any(one.reports for one in kept):
        return _settled(asked, [one for one in kept if one.reports], years)
    return None


def _settled(
    asked: Asked, wanted: Sequence[Wanted], years: tuple[YearMention, ...]
) -> ScopeReading | Catalogue:
    if asking := which(asked, wanted):
        # What is said to it, 12月26号那份, is of the same places.
        return _asks(asking, dict.fromkeys(r.facts.region for one in wanted for r in one.reports))
    if over_years := shelf(wanted):
        return Catalogue(over_years)
    return whole(wanted, years, "question")


def _chosen(
    asked: Asked, wanted: Sequence[Wanted], years: tuple[YearMention, ...], user: Scope
) -> ScopeReading:
    chosen = [r for r in asked.records.among(user.reports) if is_within(r, user)]
    place = _other_place(asked, chosen)
    if chosen and wanted and (asking := against(asked, wanted, chosen)):
        return _asks(asking)
    if chosen and place and (asking := against(asked, [place], chosen)):
        return _asks(asking)
    named_ids = {r.report_id for one in wanted for r in one.reports}
    read = [r for r in chosen if r.report_id in named_ids] or chosen
    reading = whole([_of(record) for record in read], years, "user")
    scope = replace(reading.scope, doc_types=user.doc_types)
    return replace(reading, scope=scope, status=reading.status if read else "not_in_library")


def _other_place(asked: Asked, chosen: Sequence[ReportRecord]) -> Wanted | None:
    """The newest report of the place that a question opens with, where it is no place of those chosen."""
    first = next((group for group in asked.groups if group.start == 0), None)
    if first is None or any(_touches(held_region(r.facts.region), first.regions) for r in chosen):
        return None
    held = sorted(asked.records.of_regions(first.regions), key=lambda r: r.facts.year or 0)
    return Wanted(first.name, first.name, tuple(held[-1:])) if held else None


def _touches(region: Region, others: Sequence[Region]) -> bool:
    return any(
        same_place(region, other) or is_inside(region, other) or is_inside(other, region)
        for other in others
    )


def _still_about(asked: Asked, previous: Scope, typed: str) -> bool:
    """Whether a follow-up stays with the reports before: it names no other place, kind or year."""
    held = asked.records.among(previous.reports)
    if not held:
        return False
    if any(not any(is_of(r, group.regions) for r in held) for group in asked.groups):
        return False
    kinds = find_doc_types(typed)
    if kinds and not any(r.facts.doc_type in kinds for r in held):
        return False
    shown = [m for m in asked.mentions if m.text in typed]
    if any(m.kind == "title" and not m.loose for m in shown):
        return False
    return all(_is_told(m, held, asked) for m in shown)


def _is_told(mention: YearMention, held: Sequence[ReportRecord], asked: Asked) -> bool:
    """Whether reports can tell of a year, or no other report of their place does better."""
    for year in mention.years:
        told = [r for r in held if year in (r.facts.year, *r.facts.years)]
        if not told and mention.kind != "covered":
            told = [r for r in held if year in r.facts.all_years]
        regions = {r.facts.region for r in held}
        others = [r for r in asked.records if r.facts.region in regions and r.facts.year == year]
        if not told and others:
            return False
    return True


def _of(record: ReportRecord) -> Wanted:
    return Wanted(f"《{record.facts.title}》", record.facts.region, (record,))


def _asks(asking: Clarification, regions: Iterable[str] = ()) -> ScopeReading:
    scope = Scope(regions=tuple(one for one in regions if one))
    return ScopeReading(scope, "not_in_library", frozenset(), clarify=asking)
