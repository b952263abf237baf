"""The cells that a question asks for: each place with each year, or with the years that it is paired with.

Its places and years, in order, are runs that take turns. Where every run of years has a run of places
of its own, before it (盐田2017、福田和罗湖2013) or, where a year comes first, behind it (2023年的光明和
2020年的大兴), and there are several, the cells are these pairs and no others.
"""

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby, product

from assistant.scope.cells import Group
from assistant.scope.matching import Want, wants_of
from assistant.scope.models import YearMention
from assistant.scope.places import PlaceMention

_STOP = re.compile(r"[。？！；?!;]")

# What one mention says, with where it stands: the groups of a place, or the wants of years.
Said = tuple[int, tuple[Group, ...], tuple[Want, ...]]
Pair = tuple[Group, Want]


def label_cells(
    question: str,
    groups: Sequence[Group],
    wants: Sequence[Want],
    places: Sequence[PlaceMention],
    mentions: Sequence[YearMention],
) -> list[Pair]:
    """Pair places with years as the question pairs them itself, else each with each."""
    by_sense = {want.sense: want for want in wants}
    asked = {m: [by_sense[w.sense] for w in wants_of([m]) if w.sense in by_sense] for m in mentions}
    named = {p: [g for g in groups if set(g.regions) & set(p.regions)] for p in places}
    if {*chain(*asked.values())} == {*wants} and {*chain(*named.values())} == {*groups}:
        bound = _bound(_in_order(asked, named), question)
        if len(bound) > 1:
            return list(dict.fromkeys(chain.from_iterable(bound)))
    return list(product(groups, wants))


def _in_order(
    asked: Mapping[YearMention, Sequence[Want]], named: Mapping[PlaceMention, Sequence[Group]]
) -> list[Said]:
    said: list[Said] = [(m.start, (), tuple(own)) for m, own in asked.items() if own]
    said += [(p.start, tuple(_as_named(p, g) for g in own), ()) for p, own in named.items() if own]
    return sorted(said, key=lambda one: one[0])


def _as_named(place: PlaceMention, group: Group) -> Group:
    """The group by the name it has at one mention: 光明新区2015和光明2019."""
    if place.together or group.body or set(place.regions) == set(group.regions):
        return group
    name = place.regions[0].name if len(place.regions) == 1 else place.text
    return replace(group, name=name, regions=place.regions)


def _bound(said: Sequence[Said], question: str) -> list[list[Pair]]:
    """The pairs, each run of places with its run of years: sentence by sentence, or all as one."""
    stops = [match.start() for match in _STOP.finditer(question)]
    apart = [list(run) for _, run in groupby(said, lambda one: bisect(stops, one[0]))]
    bound = [_taking_turns(sentence) for sentence in apart]
    return [pairs for one in bound for pairs in one] if all(bound) else _taking_turns(said)


def _taking_turns(said: Sequence[Said]) -> list[list[Pair]]:
    """The pairs of runs that take turns; none where a run is left over."""
    runs = [list(run) for _, run in groupby(said, lambda one: bool(one[1]))]
    if len(runs) % 2:
        return []
    turns = zip(runs[::2], runs[1::2], strict=True)
    return [
        list(product((g for one in turn for g in one[1]), (w for one in turn for w in one[2])))
        for turn in (first + second for first, second in turns)
    ]
