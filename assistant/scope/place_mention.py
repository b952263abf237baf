"""A place that a question is about, and the cities before it that say which one of its name is meant."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.scope.place_words import words_of
from assistant.vocabulary.name_lists import name_lists
from ingest.regions.finding import Region, is_inside, region_named
from ingest.regions.gazetteer import base_name

_WHOLE = re.compile(
    r"(?:(?<=[，。：:！？；、和与及）)年])|^)全市(?=[、和与及，]|以及)(?!和?其他|平均)|(?<=[、和与及])全市(?!各[区县街镇]|及各|第|其他|其余|平均)"
)
_THAT_ONE = re.compile(r"(?:的|的?那个|的?这个|那边的?|那里的?)")
_BOTH = re.compile(r"的?(?:这|那)?(?:两|2|三|3)个")
_JOINS = re.compile(r"[和与跟同及、]|以及")
_STOP = re.compile(r"[，。？！；：]")
# 开封的, 徐州市那个; between two cities and their districts also 和徐州两个.
_BETWEEN = re.compile(
    r"市?(?:的|那个|这个)?(?:[和与跟同及、][\u4e00-\u9fff]{2,5})?市?的?(?:这|那)?(?:[两2三3]个)?"
)
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


def by_city(place: PlaceMention, question: str) -> PlaceMention:
    """Tell a place of a name that several have by the cities that stand before it: 开封鼓楼, 南昌的西湖区.

    A city's short name may be a word as well (开封) or a county's (南昌): before its own district it is the city's.
    """
    if len(place.regions) < 2 or place.together:
        return place
    cities = [(one, _city_before(one, place, question)) for one in place.regions]
    told = [(one, before) for one, before in cities if before is not None]
    if not told:
        return place
    start = min(start for _, start in told)
    regions = tuple(one for one, _ in told)
    return replace(
        place,
        text=question[start : place.end],
        start=start,
        regions=regions,
        together=len(regions) > 1,
    )


def _city_before(region: Region, place: PlaceMention, question: str) -> int | None:
    """Where the name of a region's city stands in the clause before a place; None where it does not."""
    clause = _STOP.split(question[: place.start])[-1]
    whole = region.city or region.province
    called = [form for form, name in name_lists().short.items() if name == whole]
    starts = {start for start, _, _ in words_of(question)}
    for city in (base_name(whole), *called) if whole else ():
        at = clause.rfind(city)
        start = place.start - len(clause) + at
        if at >= 0 and start in starts and _BETWEEN.fullmatch(clause[at + len(city) :]):
            return start
    return None


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


def with_whole(
    places: Sequence[PlaceMention], question: str, known: Collection[str]
) -> list[PlaceMention]:
    """Add the city of listed districts that is listed with them as 全市: 全市、光明、坪山各多少."""
    match = _WHOLE.search(question)
    cities = {region.city for place in places for region in place.regions}
    city = region_named(cities.pop()) if len(cities) == 1 and len(places) > 1 else None
    if match is None or city is None or city.name not in known:
        return list(places)
    start, end = match.span()
    whole = PlaceMention(match[0], start, end, (city,))
    return sorted((*places, whole), key=lambda place: place.start)
