"""What to call the places of a comparison: as the question does (福田, 北京大兴), else by their short names."""

from collections.abc import Sequence

from assistant.scope.places import PlaceMention
from ingest.regions import region_named, same_place


def place_name(name: str, places: Sequence[PlaceMention]) -> str:
    """Give the question's words for a region, `places` being those that it names."""
    region = region_named(name)
    if region is None:
        return name
    for place in places:
        alone = not place.together and len(place.regions) == 1
        if alone and same_place(place.regions[0], region):
            return place.text
    own = region.own_name
    return own[:-1] if len(own) > 2 and own[-1] in "省市" else own
