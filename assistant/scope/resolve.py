"""Reads the scope of a question against the library: which reports, which cells, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.models import Scope, ScopeSource
from assistant.scope import notices
from assistant.scope.asking_back import of_which_place
from assistant.scope.bodies import with_bodies
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.constraint import constraining, set_alone
from assistant.scope.filling import filled
from assistant.scope.in_a_whole import in_a_whole, is_said
from assistant.scope.kinds import find_doc_types
from assistant.scope.marking import Marked, unmarked
from assistant.scope.matching import Want, wants_of
from assistant.scope.models import Clarification, ScopeReading
from assistant.scope.named_reading import Asked
from assistant.scope.named_reports import names_in, titled
from assistant.scope.named_scope import read_named
from assistant.scope.names import Name, Named, read_names, with_marked
from assistant.scope.open_region import left_open
from assistant.scope.places import PlaceMention, find_places, read_places, subjects
from assistant.scope.same_name import ask_back
from assistant.scope.years import asks_for_year, find_years
from assistant.scope.years_beside import years_asked_of
from assistant.vocabulary.indicators import says_whole
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
    pinned: Mapping[str, tuple[str, ...]] | None = None,
    stays: bool = False,
    marked: Marked = unmarked,
) -> ScopeReading:
    """Say which reports may answer a question, and what it asks for that the library lacks.

    `previous` is the scope of the turn before, `user` what the page has selected (it wins),
    `today` counts 去年. `asked` is what the user typed, where `question` is its standalone form:
    what only the latter names came from the conversation. `pinned` says which report a title in the
    question is; with `stays` the question keeps to the reports of `previous` whatever years it names.
    `marked` says which of its words are names by what stands around them.
    """
    records = Catalogue.of(records).left_by(user)
    known = records.names
    context = _regions(previous.regions) if previous else []
    chosen = bool(user and (user.reports or user.regions))
    named = with_marked(
        read_names(question, known), question, marked(question), known, chosen=chosen
    )
    found = read_places(question, known, context, named.regions)
    places = subjects(question, found.asked, known)
    groups = _groups(places, records)
    if says_whole(question):
        groups = [replace(group, whole=True) for group in groups]
    passing = (*found.passing, *(one for one in found.asked if one not in places))
    named = with_nation(_without_parts_of(places, named), places, groups)
    from_conversation = bool(asked) and not find_places(asked, known, context) and bool(groups)
    told: list[str] = []
    if user and user.regions:
        if groups and {r.name for g in groups for r in g.regions}.isdisjoint(user.regions):
            told.append("地区")
        groups = [Group(region.name, (region,)) for region in _regions(user.regions)]
    elif not groups and context:
        groups = [Group(region.name, (region,)) for region in context]
        from_conversation = True
    back = None
    if not (user and user.regions):
        back = ask_back(groups, places, records, question, named.names)
    if back is not None:
        return _asked_back(*back)
    around = in_a_whole(groups, named.names, records, question)
    own_names = named.names
    if around and is_said(around, named.regions):
        # 大理州祥云县: asked of 大理州, of which only a sentence that names 祥云 may answer.
        groups, own_names, around = list(around.groups), around.names, None
    groups, names, lacking, asked_body = with_bodies(
        groups, own_names, records, question, previous, user, _stays(groups, context), found.asked
    )
    if asked_body is not None:
        return _asked_back(asked_body, ())

    kinds = (user.doc_types if user else ()) or find_doc_types(question)
    fitting = records.of_kinds(kinds)
    of_groups = Catalogue(r for g in groups for r in fitting.of_regions(g.regions))
    latest = (of_groups if groups else fitting).latest
    spoken_of = previous.years if previous else ()
    mentions = find_years(question, today=today, latest=latest, spoken_of=spoken_of)
    mentions = titled(question, years_asked_of(question, mentions, places), records)
    about = Asked(
        question,
        records,
        names_in(question, records, pinned),
        groups,
        places,
        mentions,
        kinds,
    )
    by_name = read_named(about, context, previous, user, asked, stays=stays)
    alone = from_conversation and set_alone(asked, names)
    constraint = constraining(around.names if around else names, passing, known)
    if isinstance(by_name, ScopeReading):
        if by_name.clarify and any(one.kind == "place" and not one.holder for one in names):
            # 霁川市的《电梯管理办法》, of a place that the library lacks: none of those that it has.
            by_name = ScopeReading(Scope(), "not_in_library", frozenset(), nearest=by_name.nearest)
        return replace(by_name, names=constraint.names, forms=constraint.forms)
    fitting = by_name or fitting
    wants = wants_of(mentions)
    if user and user.years:
        if wants and all(set(w.years).isdisjoint(user.years) for w in wants):
            told.append("年份")
        wants = [Want("covered", (year,)) for year in user.years]
    elif not wants and spoken_of and _stays(groups, context) and not asks_for_year(question):
        wants = [Want("covered", (year,)) for year in spoken_of]
        from_conversation = True

    whole = filled(question, fitting, groups, wants, places, mentions)
    reading, mentions = whole.reading, whole.mentions
    if reading.open_region and not (user or names or passing):
        which = of_which_place(about, records.among(reading.report_ids))
        if which is not None:
            return _asked_back(which, ())
    source = _source(user, from_conversation, bool(places or mentions))
    asked_years = tuple(
        sorted({y for m in mentions if m.kind != "title" or m.loose for y in m.years})
    )
    said = (notices.told_by_page("和".join(told)),) if told else ()
    wider = filled(question, fitting, around.groups, wants, (), mentions) if around else None
    held = any(group.records(fitting) for group in whole.groups)
    return ScopeReading(
        scope=Scope(
            years=(user.years if user else ()) or asked_years or reading.scope.years,
            regions=reading.scope.regions,
            bodies=tuple(group.body for group in whole.groups if group.body),
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
        open_year=not whole.wants,
        any_year=asks_for_year(question) and not whole.wants,
        several=reading.several,
        missing=reading.missing,
        names=constraint.names,
        forms=constraint.forms,
        around_ids=wider.reading.report_ids if wider else frozenset(),
        outside=lacking
        or alone
        or not (held or (constraint.of_a_place and len(records.names) == 1)),
    )


def _asked_back(asked: Clarification, regions: tuple[str, ...]) -> ScopeReading:
    return ScopeReading(
        Scope(regions=regions, source="question"), "held", frozenset(), clarify=asked
    )


def prepare(records: Catalogue) -> None:
    """Work out the scope of the last years everywhere: 20 ms each for eleven thousand reports.

    Else a question that names a year and no region would wait for it, the first since the library
    was opened or changed.
    """
    records = records.of_governments() if len(records.regions) == 1 else records
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


def _without_parts_of(places: Sequence[PlaceMention], named: Named) -> Named:
    """Leave out the names that a place was read from: 开封 of 开封和徐州两个鼓楼区."""
    own = [
        one
        for one in named.names
        if not any(place.start <= one.start and one.end <= place.end for place in places)
    ]
    return replace(named, names=tuple(own))


def with_nation(named: Named, places: Sequence[PlaceMention], groups: Sequence[Group]) -> Named:
    """Take 全国 for a name where it is the only place: only a sentence that speaks of it answers."""
    nation = [one for one in places if one.regions[0].level == "national"]
    if groups or not nation:
        return named
    said = Name(nation[0].text, nation[0].start, nation[0].end, "whole", ("全国", "我国"))
    return replace(named, names=(*named.names, said))


def _source(user: Scope | None, from_conversation: bool, from_question: bool) -> ScopeSource:
    if user and (user.regions or user.years or user.doc_types):
        return "user"
    if from_conversation:
        return "conversation"
    return "question" if from_question else "library"
