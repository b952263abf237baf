"""各区, 各省, 哪个区最多: the regions of one level that the library holds, and those it lacks.

深圳各区 are the districts of 深圳; without a place that holds them, the districts of the one city of
which the library has districts. The words are rows of `members.tsv`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.scope.catalogue import Catalogue
from assistant.scope.matching import Want, match
from ingest.outlook.words import words_of
from ingest.regions.finding import NATION, Region, is_inside, same_place
from ingest.regions.gazetteer import Level, official_regions

_LEVELS: tuple[Level, ...] = ("district", "city", "province")
_NAMED = 6
_FEWEST, _MOST = 2, 40


@dataclass(frozen=True, slots=True)
class Members:
    """Regions asked for as every one of a level: those held, of what they are, and those missing.

    `whole` is what they lie in, where that is to be told beside them: 全市及各区.
    """

    held: tuple[Region, ...]
    parent: Region
    missing: tuple[Region, ...]
    whole: tuple[Region, ...] = ()

    def notice(self, span: str) -> str:
        """Say which of the regions have no report, "" if all have one."""
        if not self.missing:
            return ""
        names = "、".join(region.own_name for region in self.missing[:_NAMED])
        more = f"等{len(self.missing)}个" if len(self.missing) > _NAMED else ""
        of = self.parent.name if self.parent != NATION else "全国"
        return f"{of}还有{names}{more}没有收录{span}的报告，不在比较之内。"


def members_asked(
    question: str, places: Sequence[Region], records: Catalogue, wants: Sequence[Want]
) -> Members | None:
    """Find the members that a question asks for all at once; None where it asks for none so."""
    level = next((one for one in _LEVELS if _says(one, question)), None)
    if level is None or not _says("each", question):
        return None
    if sum(place.level == level for place in places) >= _FEWEST:
        # 各区定的目标，坪山、盐田、罗湖: the list says which.
        return None
    regions = list(dict.fromkeys(records.regions.values()))
    parent = _parent(level, places, regions)
    if parent is None:
        return None
    inside = [one for one in regions if one.level == level and is_inside(one, parent)]
    held = [
        one
        for one in inside
        if all(match(records.by_region[one.name], want).best for want in wants)
    ]
    if not _FEWEST <= len(held) <= _MOST:
        return None
    shape = "区" if level == "district" else ""
    missing = [
        one
        for one in official_regions()
        if one.level == level and is_inside(one, parent) and one.own_name.endswith(shape)
        if not any(same_place(one, other) for other in held)
    ]
    beside = parent.name in records.by_region and _says("whole", question)
    return Members(tuple(held), parent, tuple(missing), (parent,) if beside else ())


def common_year(records: Catalogue, members: Members) -> int | None:
    """Give the latest of the years that most members tell of: all are compared in one year."""
    told = Counter(
        year
        for region in members.held
        for year in {record.facts.year for record in records.by_region[region.name]}
        if year is not None
    )
    return max(told, key=lambda year: (told[year], year), default=None)


def _parent(level: Level, places: Sequence[Region], regions: Sequence[Region]) -> Region | None:
    """What the members lie in: the place named; else the one city of which several are held."""
    named = [one for one in places if _LEVELS.index(level) < _rank(one)]
    if named:
        return named[0]
    if places:
        return None
    if level == "province":
        return NATION
    names = Counter(one.parent for one in regions if one.level == level and one.parent)
    several = [name for name, count in names.items() if count >= _FEWEST]
    if len(several) != 1:
        return None
    return next((one for one in official_regions() if one.name == several[0]), None)


def _rank(region: Region) -> int:
    return _LEVELS.index(region.level) if region.level in _LEVELS else len(_LEVELS)


def _says(kind: str, question: str) -> bool:
    return words_of("assistant.scope", "members.tsv", kind).among(question)
