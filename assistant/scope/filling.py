"""From places and years to what the library holds of them.

Besides the places named, these are the members of a class of places (各区, 哪个区最多); and where the
only year named is 今年, 去年 or 明年, which a library may not have reached yet, the newest one, with a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group, fill, no_year
from assistant.scope.matching import Want
from assistant.scope.members import common_year, members_asked
from assistant.scope.models import ScopeReading, YearMention
from assistant.scope.open_region import left_open
from assistant.scope.pairs import label_cells
from assistant.scope.places import PlaceMention
from assistant.scope.reviews import reviewed_as_one
from assistant.scope.years import NOW_WORDS, PAST_WORDS, asks_for_year


@dataclass(frozen=True, slots=True)
class Filled:
    """The reading of a scope, with the places, wants and mentions of years that it stands on."""

    reading: ScopeReading
    groups: tuple[Group, ...]
    wants: tuple[Want, ...]
    mentions: tuple[YearMention, ...]


def filled(
    question: str,
    records: Catalogue,
    groups: Sequence[Group],
    wants: Sequence[Want],
    places: Sequence[PlaceMention],
    mentions: Sequence[YearMention],
) -> Filled:
    """Find the reports of every place and year that a question asks for."""
    regions = [region for group in groups for region in group.regions]
    members = members_asked(question, regions, records, wants)
    if members is not None:
        if not wants and (year := common_year(records, members)) is not None:
            wants = [Want("covered", (year,))]
            members = members_asked(question, regions, records, wants) or members
        groups = [Group(region.name, (region,)) for region in (*members.whole, *members.held)]
    wants = reviewed_as_one(groups, wants, mentions, records)
    reading = _read(records, groups, wants, places, mentions, question)
    if members is not None and (lacking := members.notice(wants[0].span if wants else "")):
        reading = replace(reading, notices=(*reading.notices, lacking))
    if _is_now(mentions) and _unheld(reading, mentions, records, wants):
        span = wants[0].span
        mentions = tuple(replace(one, years=()) for one in mentions)
        latest = records.latest
        wants = [Want("covered", (latest,))] if latest is not None and not groups else []
        reading = _read(records, groups, wants, places, (), question)
        if reading.report_ids:
            instead = notices.newest_instead(span, reading.scope.years)
            kept = (one for one in reading.notices if not one.startswith(notices.NO_YEAR))
            reading = replace(reading, notices=(instead, *kept))
    return Filled(reading, tuple(groups), tuple(wants), tuple(mentions))


def _read(
    records: Catalogue,
    groups: Sequence[Group],
    wants: Sequence[Want],
    places: Sequence[PlaceMention],
    mentions: Sequence[YearMention],
    question: str,
) -> ScopeReading:
    if not groups:
        # Where a place is meant its government answers; where none is, whoever tells of it.
        alone = len(records.regions) == 1
        return left_open(records.of_governments() if alone else records, wants, question)
    if not wants:
        return no_year(records, groups, asks_for_year(question))
    return fill(records, label_cells(question, groups, wants, places, mentions))


def _is_now(mentions: Sequence[YearMention]) -> bool:
    """Whether the only years named are 今年, 去年 or 明年, which a library may not have reached yet."""
    return bool(mentions) and all(
        one.kind == "relative" and one.text.removesuffix("度") in NOW_WORDS for one in mentions
    )


def _unheld(
    reading: ScopeReading,
    mentions: Sequence[YearMention],
    records: Catalogue,
    wants: Sequence[Want],
) -> bool:
    """Whether no report is of the year; what was planned for 去年 does not tell of it."""
    past = all(one.text.removesuffix("度") in PAST_WORDS for one in mentions)
    if past and reading.matches:
        return all(match.kind == "plan" for match in reading.matches)
    return not reading.report_ids and (past or not _is_titled(reading, records, wants))


def _is_titled(reading: ScopeReading, records: Catalogue, wants: Sequence[Want]) -> bool:
    """Whether a report bears the year in its title: its plan, or its review, is shown instead."""
    years = {year for want in wants for year in want.years}
    return any(one.facts.title_year in years for one in records.among(reading.fallback_ids))
