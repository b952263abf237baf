"""Reads which region and body a report is by, from its title, opening, signature and name (for `ingest.facts.report_facts`)."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.facts.body import read_part
from ingest.regions import RegionMention, find_regions
from ingest.regions.gazetteer import (
    NATION,
    Region,
    is_inside,
    official_forms,
    official_regions,
    region_named,
)
from ingest.regions.shapes import holder_in, name_before_body

_SPEAKS_FOR = re.compile(r"代表(.{2,30}?(?:人民政府|政府|管理委员会|管委会|国务院|委员会))")
_BODY = r"(?:人民政府|政府|(?:开发建设)?管理委员会|管委会|党工委|人民代表大会|第[一二三四五六七八九十]+届|工作报告|\d{4}年)"
# A new district that no official list has: 坪山新区管委会. What may stand before its name ends it.
_UNLISTED = re.compile(rf"([\u4e00-\u9fff]{{2,6}}?(?:新区|开发区|合作区|示范区))(?={_BODY})")
_BEFORE_NAME = re.compile(r"^.*(?:代表|年|在|中共|关于|[省市会的和])")


def read_region(zones: Sequence[str], text: str) -> Region | None:
    """The region of a report: from the first of `zones` (most trusted first) that names one.

    Where the name alone does not tell (南山区 is in 深圳 and in 鹤岗), the city that `text` speaks
    of most decides. A body that no list has (虚构市白鹭区人民政府) names its region itself.
    """
    for zone in zones:
        for read in (_unlisted, _by_its_name, _listed):
            choice = read(zone, text)
            if choice is not None:
                return choice
    return None


def read_body(
    region: Region | None, zones: Sequence[str], text: str, lines: Sequence[str] = ()
) -> str:
    """The body that issued the report: 深圳市南山区人民政府, 国务院, "" if the text does not say.

    A bureau or another part of the administration is read from the title, the first of `zones`, and
    from `lines`, which may be its letterhead or signature.
    """
    if region is None:
        return ""
    if region == NATION:
        return "国务院" if any("国务院" in zone for zone in zones) else ""
    if zones and (part := read_part(region, zones[0], lines)):
        return part
    if re.search(rf"{region.own_name}(?:管委会|管理委员会)", text):
        return f"{region.name}管理委员会"
    for zone in zones:
        if "管理委员会" in zone or "管委会" in zone:
            return f"{region.name}管理委员会"
        if "政府" in zone:
            return f"{region.name}人民政府"
    return ""


def speaks_for(text: str) -> str:
    """The words after 我代表 in an opening: 罗湖区人民政府, "" if there are none."""
    match = _SPEAKS_FOR.search(text)
    return match[1] if match else ""


def _listed(zone: str, text: str) -> Region | None:
    mentions = find_regions(zone)
    if not mentions:
        return None
    mention: RegionMention = (_acting(zone) or list(mentions))[0]
    best = [c for c in mention.candidates if c.level == mention.candidates[0].level]
    if len(best) == 1:
        return best[0]
    return _likeliest(best, text) or _of_an_unlisted_city(zone, best[0].own_name)


def _of_an_unlisted_city(zone: str, own_name: str) -> Region | None:
    """A district of a name that several cities have, behind a city that no list has: 虚构市青山区."""
    name = name_before_body(zone)
    return region_named(name) if name.endswith(own_name) and name != own_name else None


def _acting(zone: str) -> list[RegionMention]:
    """The regions in whose name a body speaks in the zone."""
    return [m for m in find_regions(zone) if re.match(_BODY, zone[m.end :])]


def _by_its_name(zone: str, text: str) -> Region | None:
    name = "" if _acting(zone) else name_before_body(zone)
    region = region_named(name) if name else None
    if region is None or region.level != "district" or region.parent:
        return region
    holder = holder_in(text, region.own_name)
    return region_named(holder + region.own_name) or region


def _unlisted(zone: str, text: str) -> Region | None:
    for match in _UNLISTED.finditer(zone):
        name = _BEFORE_NAME.sub("", match[1])
        # 贵州贵安新区: a place before the name without its 省 or 市.
        held = [m for m in find_regions(name) if m.start == 0 and len(name) - m.end >= 4]
        name = name[held[0].end :] if held else name
        if len(name) < 4 or name in official_forms():
            continue
        whole = zone[: match.end()]
        if any(m.end == match.end() for m in find_regions(whole)):
            continue
        mentions = [m for m in find_regions(whole) if m.end == match.end() - len(name)]
        parent = mentions[-1].candidates[0] if mentions else _spoken_of(text)
        # A new area of no city that the text tells is a place by itself.
        return region_named((parent.name if parent else "") + name)
    return None


def _likeliest(candidates: Sequence[Region], text: str) -> Region | None:
    scored = sorted(
        ((_count(candidate.parent, text), -i) for i, candidate in enumerate(candidates)),
        reverse=True,
    )
    if scored[0][0] == 0 or scored[0][0] == scored[1][0]:
        return None
    return candidates[-scored[0][1]]


def _count(parent_name: str, text: str) -> int:
    region = region_named(parent_name)
    shortest = min(region.aliases, key=len) if region and region.aliases else parent_name
    return text.count(shortest)


def _spoken_of(text: str) -> Region | None:
    cities = {r for r in official_regions() if r.level == "city" or r.name.endswith("市")}
    cities = {r for r in cities if r.level in ("city", "province")}
    counts = Counter({r: _count(r.name, text) for r in cities})
    top = counts.most_common(2)
    # A city named once is one that the report compares itself with, or learns from.
    if not top or top[0][1] < 2 or top[0][1] == top[1][1]:
        return None
    if is_inside(top[1][0], top[0][0]) and top[1][1] * 2 > top[0][1]:
        return top[1][0]
    return top[0][0]
