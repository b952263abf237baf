"""A place or its bureau without a report of its own, looked for in the report of the place it lies in.

平潭 in 福建省's report, 吴江生态环境局 in that of 苏州市生态环境局: only a sentence that names it answers,
else it is 未收录. The figure of the whole never stands for its part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.names import Name
from ingest.facts.body import is_of_a_part
from ingest.regions import RegionMention
from ingest.regions.finding import Region, is_inside

_WHOLES = ("city", "province")


@dataclass(frozen=True, slots=True)
class InWhole:
    """The groups in whose reports a place is looked for, and the names that a sentence must have."""

    groups: tuple[Group, ...]
    names: tuple[Name, ...]


def in_a_whole(
    groups: Sequence[Group], names: Sequence[Name], records: Catalogue, question: str
) -> InWhole | None:
    """Give the nearest place that is held around the one place asked about; None where that one is held."""
    if len(groups) != 1 or len(groups[0].regions) != 1 or groups[0].body or groups[0].start < 0:
        return None
    part = groups[0].regions[0]
    if records.of_regions((part,)):
        return None
    whole = _whole(part, records)
    own = [name for name in names if part in name.holder]
    if whole is None:
        return _in_its_parts(groups[0], own, names, records, question)
    others = tuple(name for name in names if name not in own)
    if not own:
        start = groups[0].start
        text = groups[0].name
        said = next((one for one in _forms(part) if question.startswith(one, start)), text)
        place = Name(said, start, start + len(said), "place", _forms(part))
        return InWhole((Group(whole.name, (whole,), of_all=True),), (place, *others))
    bodies = dict.fromkeys(
        one.facts.body
        for one in records.of_regions((whole,))
        if is_of_a_part(one.facts.body) and any(name.is_in(one.facts.body) for name in own)
    )
    found = tuple(Group(body, (whole,), body=body) for body in bodies)
    placed = tuple(replace(name, forms=_placed(name, part)) for name in own)
    return InWhole(found or (Group(whole.name, (whole,)),), (*placed, *others))


def _in_its_parts(
    group: Group, own: Sequence[Name], names: Sequence[Name], records: Catalogue, question: str
) -> InWhole | None:
    """福州软件园, 浙江某某有限公司: a report of a part of the place may tell of it, by its full name alone."""
    inside = [one for one in records.regions.values() if is_inside(one, group.regions[0])]
    if not own or not inside:
        return None
    full = tuple(
        replace(one, text=said, forms=(said,))
        for one in own
        if (said := question[min(group.start, one.start) : one.end])
    )
    others = tuple(name for name in names if name not in own)
    return InWhole(tuple(Group(one.name, (one,), of_all=True) for one in inside), (*full, *others))


def is_said(around: InWhole | None, regions: Sequence[RegionMention]) -> bool:
    """Whether the question names the place around as well: 大理州祥云县, 青岛市教育局说的黄岛区."""
    wholes = {one for group in around.groups for one in group.regions} if around else set()
    forms = tuple(form for one in wholes for form in _forms(one))
    return any(one.candidates[0] in wholes or one.text.startswith(forms) for one in regions)


def _whole(part: Region, records: Catalogue) -> Region | None:
    around = [
        one for one in records.regions.values() if one.level in _WHOLES and is_inside(part, one)
    ]
    return min(around, key=lambda one: _WHOLES.index(one.level), default=None)


def _forms(part: Region) -> tuple[str, ...]:
    forms = dict.fromkeys((part.name, part.own_name, *part.aliases))
    return tuple(sorted(filter(None, forms), key=len, reverse=True))


def _placed(name: Name, part: Region) -> tuple[str, ...]:
    """The forms of a bureau with its place before each: the bare ones are those of the whole's bureau."""
    bare = [form for form in name.forms if not any(form.startswith(one) for one in _forms(part))]
    return (name.text, *(place + form for place in _forms(part) for form in bare))
