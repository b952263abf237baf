"""Places of one name, 朝阳区 of 北京 and of 长春: asked back, or told by the city that is named."""

import re
from collections.abc import Sequence

from assistant.scope import notices
from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.models import Clarification
from assistant.scope.names import Name
from assistant.scope.places import PlaceMention
from ingest.regions.finding import Region, region_named, same_place
from ingest.regions.gazetteer import base_name

# A city or province that a follow-up names by itself: 开封的呢, 那开封那个呢; not 入海口的水质.
_ALONE = (
    r"(?:^|(?<=[，。？！；、那和与问成看]))(?:{})[市省]?(?:的?那个(?=呢|$))?(?=的|那|呢|[，。？]|$)"
)


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
    for region in records.regions.values() if "《" not in question else ():
        own = base_name(region.own_name)
        # 江苏省呢 after 昆山市 is asked of 江苏省: of 昆山市 it has been told.
        told = len(spoken_of) == 1 and same_place(region, spoken_of[0])
        if own not in bases or told or own in question:
            continue
        for holder in (region_named(region.city), region_named(region.province)):
            if holder is None or records.of_regions((holder,)):
                continue
            # A city's short name may be a word (开封): beside its district that was spoken of it is the city's.
            named = re.search(_ALONE.format(base_name(holder.own_name)), question)
            if named:
                return question[: named.start()] + region.name + question[named.end() :]
    return question
