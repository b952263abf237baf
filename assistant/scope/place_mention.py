"""A place that a question is about, and the cities before it that say which one of its name is meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.regions.finding import Region, is_inside

_THAT_ONE = re.compile(r"(?:的|的?那个|的?这个|那边的?|那里的?)")
_BOTH = re.compile(r"的?(?:这|那)?(?:两|2|三|3)个")
_JOINS = re.compile(r"[和与跟同及、]|以及")
_COUNTED = re.compile(r"(?:这|那)?(?:两|2)个$")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that the question is about; `regions` has several where they cannot be told apart.

    `together` marks a group (川渝), all of whose regions are meant.
    """

    text: str
    start: int
    end: int
    regions: tuple[Region, ...]
    together: bool = False


def with_holders(places: Sequence[PlaceMention], question: str) -> list[PlaceMention]:
    """Take the cities that tell a place apart into it: 天津那个和平区, 天津和沈阳两个和平区, 两个和平区."""
    kept: list[PlaceMention] = []
    for place in places:
        taken = _holders(kept, place, question)
        if taken:
            del kept[-len(taken) :]
            start = taken[0].start
            text = question[start : place.end]
            kept.append(
                replace(place, text=text, start=start, together=len(taken) > 1 or place.together)
            )
        elif len(place.regions) == 2 and (both := _COUNTED.search(question[: place.start])):
            text = question[both.start() : place.end]
            kept.append(replace(place, text=text, start=both.start(), together=True))
        else:
            kept.append(place)
    return kept


def _holders(
    before: Sequence[PlaceMention], place: PlaceMention, question: str
) -> list[PlaceMention]:
    """The last of the places before, each of which holds one of the regions that a place may be."""
    taken: list[PlaceMention] = []
    end = place.start
    for other in reversed(before):
        between = question[other.end : end].strip()
        wanted = _JOINS if taken else _BOTH if len(place.regions) > 1 else _THAT_ONE
        if not wanted.fullmatch(between) or len(other.regions) != 1:
            break
        if sum(is_inside(region, other.regions[0]) for region in place.regions) != 1:
            break
        taken.insert(0, other)
        end = other.start
    return taken if len(taken) == len(place.regions) else []
