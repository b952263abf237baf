"""Names that no report of the library is by, as what limits an answer: a sentence has one or is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.scope.name_forms import PORTS
from assistant.scope.names import Name
from assistant.scope.places import PlaceMention
from ingest.regions.finding import same_place
from ingest.regions.gazetteer import held_region

_OPENING = re.compile(r"^(?:那么?|还有|请问|换成)[，,、\s]*")
_OF_A_PLACE = ("parts", "bureau", "branch", "courts", "areas")


@dataclass(frozen=True, slots=True)
class Constraint:
    """The names, any form of which a sentence must hold; `of_a_place`: all are parts of some place."""

    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    of_a_place: bool = False


def set_alone(asked: str, names: Sequence[Name]) -> bool:
    """Whether a follow-up begins with a body or a port of its own, of no place spoken of before: 那司法部呢."""
    said = _OPENING.sub("", asked)
    return any(
        not name.holder
        and (name.kind == "whole" or (name.kind == "areas" and name.text.endswith(PORTS)))
        and said.startswith(name.text)
        for name in names
    )


def constraining(
    names: Sequence[Name], passing: Sequence[PlaceMention], known: frozenset[str]
) -> Constraint:
    """Put together what an answer must name: names that are none of the library's, places it lacks."""
    foreign = [
        place
        for place in passing
        if place.regions[0].level != "national"
        and not any(same_place(held_region(name), one) for name in known for one in place.regions)
    ]
    texts = (*(name.text for name in names), *(place.text for place in foreign))
    forms = [form for name in names for form in name.forms]
    for place in foreign:
        forms.append(place.text)
        forms += [form for region in place.regions for form in (region.name, *region.aliases)]
    of_a_place = bool(names) and not foreign and all(one.kind in _OF_A_PLACE for one in names)
    return Constraint(tuple(dict.fromkeys(texts)), tuple(dict.fromkeys(forms)), of_a_place)
