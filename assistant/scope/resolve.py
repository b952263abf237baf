"""Reads the scope of a question against the library: which reports, which cells, what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.models import Scope, ScopeSource
from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group, fill, label_cells, left_open, no_year
from assistant.scope.kinds import find_doc_types
from assistant.scope.matching import Want
from assistant.scope.members import common_year, members_asked
from assistant.scope.models import ScopeReading, YearMention
from assistant.scope.places import PlaceMention, find_places, subjects
from assistant.scope.years import AHEAD_WORDS, NOW_WORDS, asks_for_year, find_years
from ingest.regions.finding import Region, region_named
from vectorstore.models import ReportRecord

_YEARS_PREPARED = 20


def read_scope(
    question: str,
    records: Sequence[ReportRecord],
    previous: Scope | None,
    user: Scope | None,
    today: date,
    *,
    asked: str = "",
) -> ScopeReading:
    """Say which reports may answer a question, and what it asks for that the library lacks.

    `previous` is the scope of the turn before, `user` what the page has selected (it wins),
    `today` counts 去年. `asked` is what the user typed, where `question` is its standalone form:
    what only the latter names came from the conversation.
    """
    records = Catalogue.of(records)
    known = records.names
    context = _regions(previous.regions) if previous else []
    places = subjects(question, find_places(question, known, context), known)
    groups = _groups(places, records)
    from_conversation = bool(asked) and not find_places(asked, known, context) and bool(groups)
    told: list[str] = []
    if user and user.regions:
        if groups and {r.name for g in groups for r in g.regions}.isdisjoint(user.regions):
            told.append("地区")
        groups = [Group(region.name, (region,)) for region in _regions(user.regions)]
    elif not groups and context:
        groups = [Group(region.name, (region,)) for region in context]
        from_conversation = True

    kinds = (user.doc_types if user else ()) or find_doc_types(question)
    fitting = records.of_kinds(kinds)
    of_groups = Catalogue(r for g in groups for r in fitting.of_regions(g.regions))
    latest = (of_groups if groups else fitting).latest
    spoken_of = previous.years if previous else ()
    mentions = find_years(question, today=today, latest=latest, spoken_of=spoken_of)
    wants = _wants(mentions)
    if user and user.years:
        if wants and all(set(w.years).isdisjoint(user.years) for w in wants):
            told.append("年份")
        wants = [Want("covered", (year,)) for year in user.years]
    elif not wants and spoken_of and _stays(groups, context) and not asks_for_year(question):
        wants = [Want("covered", (year,)) for year in spoken_of]
        from_conversation = True

    named = [region for group in groups for region in group.regions]
    members = members_asked(question, named, fitting, wants)
    if members is not None:
        if not wants and (year := common_year(fitting, members)) is not None:
            wants = [Want("covered", (year,))]
            members = members_asked(question, named, fitting, wants) or members
        groups = [Group(region.name, (region,)) for region in members.held]
    reading = _read(fitting, groups, wants, places, mentions, question)
    if members is not None and (lacking := members.notice(wants[0].span if wants else "")):
        reading = replace(reading, notices=(*reading.notices, lacking))
    if not reading.report_ids and _is_now(mentions) and not _is_titled(reading, fitting, wants):
        asked = wants[0].span
        mentions = tuple(replace(one, years=()) for one in mentions)
        latest = (of_groups if groups else fitting).latest
        wants = [Want("covered", (latest,))] if latest is not None and not groups else []
        reading = _read(fitting, groups, wants, places, (), question)
        if reading.report_ids:
            said_now = notices.newest_instead(asked, reading.scope.years)
            kept = (one for one in reading.notices if not one.startswith(notices.NO_YEAR))
            reading = replace(reading, notices=(said_now, *kept))
    source = _source(user, from_conversation, bool(places or mentions))
    asked_years = tuple(
        sorted({y for m in mentions if m.kind != "title" or m.loose for y in m.years})
    )
    said = (notices.told_by_page("和".join(told)),) if told else ()
    return ScopeReading(
        scope=Scope(
            years=(user.years if user else ()) or asked_years or reading.scope.years,
            regions=reading.scope.regions,
            bodies=user.bodies if user else (),
            doc_types=kinds,
            source=source,
        ),
        status=reading.status,
        report_ids=reading.report_ids,
        matches=reading.matches,
        fallback_ids=reading.fallback_ids - reading.report_ids,
        cells=reading.cells,
        nearest=reading.nearest,
        notices=(*said, *reading.notices),
        years=mentions,
        open_region=reading.open_region,
        open_year=not wants,
        any_year=asks_for_year(question) and not wants,
        several=reading.several,
        missing=reading.missing,
    )


def _read(
    records: Catalogue,
    groups: Sequence[Group],
    wants: Sequence[Want],
    places: Sequence[PlaceMention],
    mentions: Sequence[YearMention],
    question: str,
) -> ScopeReading:
    if not groups:
        return left_open(records, wants, question)
    if not wants:
        return no_year(records, groups, asks_for_year(question))
    return fill(records, label_cells(groups, wants, places, mentions))


def _is_now(mentions: Sequence[YearMention]) -> bool:
    """Whether the only years named are 今年 or 去年, which a library may not have reached yet."""
    return bool(mentions) and all(
        one.kind == "relative" and one.text.removesuffix("度") in NOW_WORDS for one in mentions
    )


def _is_titled(reading: ScopeReading, records: Catalogue, wants: Sequence[Want]) -> bool:
    """Whether a report bears the year in its title: its plan, or its review, is shown instead."""
    years = {year for want in wants for year in want.years}
    return any(one.facts.title_year in years for one in records.among(reading.fallback_ids))


def prepare(records: Catalogue) -> None:
    """Work out the scope of the last years everywhere: 20 ms each for eleven thousand reports.

    Else a question that names a year and no region would wait for it, the first since the library
    was opened or changed.
    """
    for year in sorted(records.years)[-_YEARS_PREPARED:]:
        left_open(records, [Want("covered", (year,))], "")


def _stays(groups: Sequence[Group], context: Sequence[Region]) -> bool:
    """Whether a question stays with the regions of the turn before, named again or not."""
    return all(region in context for group in groups for region in group.regions)


def _regions(names: Sequence[str]) -> list[Region]:
    return [region_named(name) or Region(name, "district", aliases=(name,)) for name in names]


def _groups(places: Sequence[PlaceMention], records: Catalogue) -> list[Group]:
    """One group a place; a group of provinces (川渝) gives one each, a place named twice one."""
    groups: list[Group] = []
    for place in places:
        one = [(r,) for r in place.regions] if place.together else [place.regions]
        for regions in one:
            if not regions or any(set(regions) & set(group.regions) for group in groups):
                continue
            national = regions[0].level == "national" and place.text != "国务院"
            if national and not any(r.level == "national" for r in records.regions.values()):
                # A library of places: 全国 is the yardstick there, not a report that is asked for.
                continue
            name = regions[0].name if len(regions) == 1 or place.together else place.text
            groups.append(Group(name, tuple(regions), place.start))
    return groups


def _wants(mentions: Sequence[YearMention]) -> list[Want]:
    """What years to look for. A report's title year says which report; other years are then its content."""
    named = [m for m in mentions if m.kind == "title" and not m.loose]
    wants: list[Want] = []
    spans = {m.years for m in mentions if m.kind in ("span", "plan") and len(m.years) > 1}
    for mention in named or mentions:
        if not mention.years or (mention.kind == "covered" and mention.years in spans):
            # “七五”（1986—1990年） names one span twice.
            continue
        one = mention.kind in ("span", "plan") and len(mention.years) > 1
        years = [mention.years] if one else [(year,) for year in mention.years]
        ahead = mention.kind == "relative" and mention.text in AHEAD_WORDS
        kind = "plan" if ahead else "covered" if mention.kind == "relative" else mention.kind
        wants.extend(Want(kind, span, mention.text, mention.loose) for span in years)
    return list({(want.kind, want.years, want.loose): want for want in reversed(wants)}.values())[
        ::-1
    ]


def _source(user: Scope | None, from_conversation: bool, from_question: bool) -> ScopeSource:
    if user and (user.regions or user.years or user.doc_types):
        return "user"
    if from_conversation:
        return "conversation"
    return "question" if from_question else "library"
