"""Whose reports a question asks for, where a library holds those of several bodies of one place.

The bureau that is named answers; of two each apart; where none is named the government's report does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.models import Scope
from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.models import Clarification
from assistant.scope.names import Name
from assistant.scope.places import PlaceMention
from ingest.facts.body import is_of_a_part
from ingest.regions.finding import same_place
from ingest.regions.gazetteer import held_region
from vectorstore.models import ReportRecord

_JOINS = re.compile(r"[和与跟同及比、]|以及|还有")
# What publishes no report among a place's bureaus: any of them may speak of it.
_NO_BUREAU = ("parts", "areas", "courts")
_OF_BODIES = ("bureau", "courts", "parts", "areas")


def of_bodies(
    groups: Sequence[Group],
    names: Sequence[Name],
    records: Catalogue,
    places: Sequence[PlaceMention],
    question: str,
) -> tuple[list[Group], tuple[Name, ...], bool]:
    """Give the groups by the bodies that are named, the names that no report is by, and `lacking`.

    `lacking`: a place's bureaus are held, and the one that is named is not among them.
    """
    said = [name for name in names if name.kind in _OF_BODIES]
    taken: set[Name] = set()
    found: list[Group] = []
    lacking = False
    for group in groups:
        bureaus = [one for one in records.of_regions(group.regions) if is_of_a_part(one.facts.body)]
        own = [name for name in said if _is_of(name, group)]
        if not bureaus or not own or group.body:
            found.append(group)
            continue
        bodies = _named_bodies(own, bureaus)
        if by_body := _by_body(group, bodies, bureaus):
            beside = _named_beside(group, bodies, places, question)
            found += sorted((*by_body, *beside), key=lambda one: one.start)
            taken.update(bodies)
        else:
            # The government's report may still speak of it; of a street or a court any body's.
            no_bureau = all(name.kind in _NO_BUREAU for name in own)
            lacking = lacking or not no_bureau
            found.append(replace(group, of_all=no_bureau))
    return found, tuple(name for name in names if name not in taken), lacking


def _named_bodies(names: Sequence[Name], bureaus: Sequence[ReportRecord]) -> list[Name]:
    """The names of bodies: 七里街道 beside 阆中市水务局 is none, but what the bureau's report may name."""
    return [name for name in names if name.kind not in _NO_BUREAU or _bodies(name, bureaus)]


def _by_body(group: Group, names: Sequence[Name], bureaus: Sequence[ReportRecord]) -> list[Group]:
    """A group a body that is named; those that are not held too, where any is."""
    held = {name: _bodies(name, bureaus) for name in names}
    return [
        replace(group, name=body, start=name.start, body=body)
        for name, bodies in held.items()
        for body in bodies or (_full(name, group),)
        if any(held.values())
    ]


def _named_beside(
    group: Group, names: Sequence[Name], places: Sequence[PlaceMention], question: str
) -> list[Group]:
    """The place itself, where it stands joined to its bodies: 常州市司法局和常州市各多少."""
    return [
        replace(group, start=place.start)
        for place in places
        if set(place.regions) & set(group.regions) and _joins(place, names, question)
    ][:1]


def _joins(place: PlaceMention, names: Sequence[Name], question: str) -> bool:
    between = (question[n.end : place.start] or question[place.end : n.start] for n in names)
    return any(_JOINS.fullmatch(one) for one in between)


def somewhere(
    names: Sequence[Name], records: Catalogue, question: str
) -> tuple[list[Group], Clarification | None]:
    """The groups of bodies that are named without their place: 市司法局; a question back where several are."""
    named = [name for name in names if name.kind in ("bureau", "courts") and not name.holder]
    if not named or not records.bureaus:
        return [], None
    found: list[Group] = []
    for name in named:
        bodies = _bodies(name, records.bureaus)
        if len(bodies) > 1:
            choices = tuple(question.replace(name.text, body, 1) for body in bodies)
            return [], Clarification(notices.which_of("、".join(bodies), name.text), choices)
        for body in bodies:
            region = next(r.facts.region for r in records.bureaus if r.facts.body == body)
            found.append(Group(body, (held_region(region),), name.start))
    return found, None


def chosen_bodies(bodies: Sequence[str], records: Catalogue) -> list[Group]:
    """The groups of bodies that the user or the conversation has chosen."""
    regions = {one.facts.body: one.facts.region for one in records.bureaus}
    return [
        Group(body, (held_region(regions[body]),), body=body) for body in bodies if body in regions
    ]


def _is_of(name: Name, group: Group) -> bool:
    return not name.holder or any(
        same_place(one, other) for one in name.holder for other in group.regions
    )


def _bodies(name: Name, bureaus: Sequence[ReportRecord]) -> list[str]:
    bodies = dict.fromkeys(one.facts.body for one in bureaus)
    return [body for body in bodies if name.is_in(body)]


def _full(name: Name, group: Group) -> str:
    """The body in full, for what is said to be missing."""
    own = group.regions[0]
    text = name.text
    for form in sorted((own.name, *own.aliases), key=len, reverse=True):
        if text.startswith(form):
            text = text.removeprefix(form).removeprefix("的")
            break
    return own.name + text.removeprefix(own.own_name[-1])


def with_bodies(
    groups: list[Group],
    names: Sequence[Name],
    records: Catalogue,
    question: str,
    previous: Scope | None,
    user: Scope | None,
    stays: bool,
    places: Sequence[PlaceMention],
) -> tuple[list[Group], tuple[Name, ...], bool, Clarification | None]:
    """The groups by the bodies that are meant: those chosen, those named, those spoken of before."""
    asked = None
    if user and (chosen := chosen_bodies(user.bodies, records)):
        return chosen, tuple(names), False, None
    if not groups:
        groups, asked = somewhere(names, records, question)
    if not records.bureaus:
        # A bureau without its place names nobody: 卫健局在催.
        return groups, tuple(one for one in names if one.placed), False, asked
    by_body, rest, lacking = of_bodies(groups, names, records, places, question)
    spoken_of = previous.bodies if previous else ()
    if stays and spoken_of and not lacking and not any(group.body for group in by_body):
        kept = chosen_bodies(spoken_of, records)
        by_body = kept or by_body
    return by_body, rest, lacking, asked
