"""Places of one name, 朝阳区 of 北京 and of 长春: asked back, or told by the city that is named."""

from collections.abc import Sequence

from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.models import Clarification
from assistant.scope.names import Name
from assistant.scope.places import PlaceMention, find_places
from ingest.regions.finding import Region, is_inside, region_named, same_place
from ingest.regions.gazetteer import base_name


def held_places(regions: Sequence[Region], records: Catalogue) -> list[Region]:
    """Those of some regions that the library has reports of, each place once."""
    held: list[Region] = []
    for region in regions:
        if records.of_regions((region,)) and not any(same_place(region, one) for one in held):
            held.append(region)
    return held


def ask_back(
    groups: Sequence[Group],
    places: Sequence[PlaceMention],
    records: Catalogue,
    question: str,
    names: Sequence[Name] = (),
) -> tuple[Clarification, tuple[str, ...]] | None:
    """A question back with the places' names, where a name stands for several that are held.

    Where a part is asked about (西湖区桃花镇), the sentence that names it tells which one is meant.
    """
    for group in groups:
        if any(name.kind == "parts" and set(name.holder) & set(group.regions) for name in names):
            continue
        place = next((p for p in places if p.start == group.start and not p.together), None)
        held = held_places(group.regions, records) if len(group.regions) > 1 else []
        if place is None or len(held) < 2:
            continue
        full = tuple(region.name for region in held)
        choices = tuple(question[: place.start] + name + question[place.end :] for name in full)
        asked = notices.which_of("、".join(full), place.text)
        return Clarification(asked, choices), full
    return None


def with_full_name(question: str, context: Sequence[str], records: Catalogue) -> str:
    """长春的呢 after 北京市朝阳区: the district of that name in 长春, where the library holds it and not 长春."""
    spoken_of = [region for name in context if (region := region_named(name))]
    bases = {base_name(one.own_name) for one in spoken_of if one.level == "district"}
    if not bases:
        return question
    for place in reversed(find_places(question, records.names)):
        if len(place.regions) != 1 or records.of_regions(place.regions):
            continue
        inside = [
            region
            for region in records.regions.values()
            if is_inside(region, place.regions[0]) and base_name(region.own_name) in bases
        ]
        # 江苏省呢 after 昆山市 is asked of 江苏省: of 昆山市 it has been told.
        told = len(spoken_of) == 1 and any(same_place(one, spoken_of[0]) for one in inside)
        if len(inside) == 1 and not told:
            question = question[: place.start] + inside[0].name + question[place.end :]
    return question
