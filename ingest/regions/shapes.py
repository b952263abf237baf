"""The parts of a region's name by its words alone: 虚构市白鹭区 is 白鹭区 of 虚构市.

For regions that no official list has (`ingest.regions.gazetteer`): new districts, development zones, places
renamed. The list always goes first; a shape says only how a name is built, not that it is real.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_HAN = "[\u4e00-\u9fff]"
_ZONE = (
    "经济技术开发区|高新技术产业开发区|经济开发区|开发区|经开区|高新区|合作区|示范区|工业园区|新区"
)
_NAME = re.compile(
    rf"^(?P<province>{_HAN}{{2,6}}?(?:省|自治区))?"
    rf"(?P<city>{_HAN}{{2,9}}?(?:自治州|市|盟|州|地区))?"
    rf"(?P<district>{_HAN}{{2,10}}?(?:{_ZONE}|自治县|自治旗|区|县|旗|市)|{_ZONE})?$"
)
_SHORT_ZONES = (
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("高新技术产业开发区", "高新区"),
    ("特别合作区", "合作区"),
)
# 全市, 各区, 老城区: a word for some region, not the name of one.
_ANY = re.compile(
    "^(?:全|各|本|我|该|这|那|某|原|上级|下级|同级|省|自治区|市|区|县|乡|镇|主|老|中心城|建成|市辖|县级|地级|城市|国家)"
)
_ACTS = (
    r"人民政府|管理委员会|管委会|党工委|(?:第[一二三四五六七八九十]+届)?人民代表大会|政府(?=工作报告)"
    r"|(?=\d{4}年度?(?:政府|人民政府|管委会|管理委员会|法治|依法行政|国民经济|预算))"
    # A bureau, in whose name no place stands: 农业农村局, 市场监督管理局.
    r"|(?![场容政民])(?=(?:市场|城市|(?![省市区县旗州])[\u4e00-\u9fff]){2,14}(?:局|委员会|厅)\d{4}年)"
)
_BODY = re.compile(rf"(?:{_ACTS})|(?:政府)?(?=\d{{4}}年|工作报告)")
_SURE = re.compile(_ACTS)
# What may stand before a name and is no part of it.
_LEAD = re.compile(
    rf"^.*(?:[^\u4e00-\u9fff]|代表|中共|关于|印发|转发|年|(?<=\d)[月日]|在|向|报|由|经(?!济|开)|为|对|请|委)(?={_HAN})"
)


# A name of two levels within running text, and what looks like one: 农贸市场小区, 各城市新城区.
_SPELT = re.compile(
    rf"(?:(?<=[年和与跟及比在问到那])|(?<!{_HAN}))(?:{_HAN}{{2,4}}省)?"
    rf"(?P<city>{_HAN}{{2,4}}?市)(?!场|民|委|政|容|直|级|内|外|长|值)"
    rf"(?P<district>{_HAN}{{2,8}}?(?:{_ZONE}|区|县|旗))"
)
_COMMON_CITY = re.compile(r"[哪些的了有是几多少和与及每个年到在]|[超上股楼夜集门都城]市$")
_COMMON_DISTRICT = re.compile(
    r"[哪些的了有是几多少和与及每个年到在]"
    r"|(?:[小社校片景辖山灾库城地街厂牧老郊市军战湖矿特禁误全各]区|[各全郊外]县|[红国锦]旗)$"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A region's name in parts; `own` is what it is called inside `city` or `province`."""

    own: str
    level: Literal["province", "city", "district"]
    province: str = ""
    city: str = ""


def shape_of(name: str) -> Shape | None:
    """Take a whole name apart, None where it is not built like a region's."""
    match = _NAME.match(name)
    if match is None or not name or _ANY.match(name):
        return None
    province, city, district = (match[part] or "" for part in ("province", "city", "district"))
    if any(part and _ANY.match(part) for part in (city, district)):
        return None
    if district:
        return Shape(district, "district", province, city)
    return Shape(city, "city", province) if city else Shape(province, "province")


def name_before_body(text: str) -> str:
    """The region's name that stands before a body's (…人民政府, …管委会) or a year, "" if none does.

    Before a year that no report of a body follows, only a name of two levels is taken: 虚构市白鹭区2021年.
    """
    for body in _BODY.finditer(text):
        name = _LEAD.sub("", text[: body.start()])
        shape = None if name.endswith("城市") else shape_of(name)
        if shape is None:
            continue
        if _SURE.match(text, body.start()) or (
            shape.level == "district" and (shape.city or shape.province)
        ):
            return name
    return ""


def spelt_out(text: str) -> Iterator[tuple[int, int]]:
    """Where a text spells a district out with its city: 虚构市白鹭区, real or not."""
    for match in _SPELT.finditer(text):
        common = _COMMON_CITY.search(match["city"]) or _COMMON_DISTRICT.search(match["district"])
        if not common and shape_of(match[0]):
            yield match.start(), match.end()


def holder_in(text: str, own: str) -> str:
    """The city or province that a text most often writes before a region's own name."""
    found = re.findall(rf"({_HAN}{{2,12}}?(?:省|市|州|盟)){own}", text)
    names = [name for one in found if (name := _LEAD.sub("", one)) and shape_of(name)]
    return max(names, key=lambda name: (names.count(name), -len(name)), default="")


def zone_names(own: str) -> tuple[str, ...]:
    """What a zone goes by: 云岭经济开发区 and 云岭经开区, never 云岭, which may be a county; else ()."""
    if own.endswith("新区") or not own.endswith(tuple(_ZONE.split("|"))):
        return ()
    for whole, short in _SHORT_ZONES:
        if own.endswith(whole):
            return own, own.removesuffix(whole) + short
    return (own,)
