"""Regions that a question is about, among those it mentions.

A region that only says where another one lies (深圳的坪山), or what a place is measured against
(全国率先, 占全省的), is not what the question is about, unless the two stand side by side (浙江和杭州).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assistant.scope.names import read_names
from assistant.scope.place_mention import PlaceMention, by_city, with_holders, with_whole
from ingest.regions import RegionMention, resolve
from ingest.regions.finding import Region, is_inside, same_place
from ingest.regions.gazetteer import held_region

__all__ = ["PlaceMention", "Places", "find_places", "read_places", "subjects"]

_QUOTED = re.compile(r"《[^》]*》")
_BESIDE = re.compile(r"^(?:[和与跟同及、比]|还是|以及|对比|相比|[，,]再?比)$")
_LISTS = re.compile(r"(?:全[市省国区])?(?:[、和与跟及]|以及)")
# 问广东省的报告: the report asked, whatever other places the question names.
_REPORT_OF = re.compile(r"^的?(?:那份|这份|政府)?的?报告")
_YEAR_BEHIND = re.compile(r"\s*在?(?:19|20)\d\d(?!\d)")
_OWN_YEAR = re.compile(r"\s*在?(?:19|20)\d\d年?\s*(?:[，、；,;。]|[和与]|以及)")
_JOINS = ("和", "与", "跟", "同", "比", "、")
_COMPARES = re.compile(r"比(?![重例])|高|低|差|哪|谁|各|分别|多(?!少)")
_NATION_MEASURES = re.compile(
    r"^(?:第[一二三四五六七八九十\d]|率先|首|领先|前[列茅\d十]|百强|文明|先进|示范|推广|最|唯一|各地|一等|优秀|重点|试点|人大|政协|性)"
)
_BEFORE_MEASURE = re.compile(r"(?:在|向|被|获|获得|居|占|排|入选|面向|辐射|走在|成为)$")


@dataclass(frozen=True, slots=True)
class Places:
    """The places that a question is about, and those that it only mentions and the library lacks."""

    asked: tuple[PlaceMention, ...]
    passing: tuple[PlaceMention, ...]


# 在广东和平县, 对口支援新疆: a place that another place does something in or for.
_OBJECT = re.compile(
    r"^(?!.*[，。？！；]).{0,10}?(?:(?<!现)在|对口(?:支援|帮扶|合作)?|帮扶|支援|援助|援建|援|赴|派往|前往)[^和与跟、比]{0,4}$"
)
_HELPED = re.compile(r"(?:对口(?:支援|帮扶|合作)?|帮扶|支援|援助|援建|援|赴|派往|前往)$")
_GOES_ON = re.compile(r"^[^，。？！；]{0,4}[和与及、][^，。？！；]{0,3}$")


def find_places(
    question: str, known: Collection[str], context: Sequence[Region] = ()
) -> tuple[PlaceMention, ...]:
    """The places that a question is about, in order.

    `known` are the names of the library's regions; `context` the regions of the conversation, which
    tell one 朝阳区 from another.
    """
    return read_places(question, known, context).asked


def read_places(
    question: str,
    known: Collection[str],
    context: Sequence[Region] = (),
    regions: Sequence[RegionMention] | None = None,
) -> "Places":
    """Do as `find_places`, and give beside them the places that the library lacks and that are only mentioned.

    `regions` are those of the question, where they are read already.
    """
    if regions is None:
        regions = read_names(question, frozenset(known)).regions
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(question)]
    mentions = [
        mention
        for mention in regions
        if not any(a <= mention.start < b for a, b in quoted) and not _is_measure(question, mention)
    ]
    sure = [m.candidates[0] for m in mentions if len(m.candidates) == 1]
    places = [_place(m, known, sure, context, question) for m in mentions]
    places = [one for one in places if not any(_is_part(one, other) for other in places)]
    places = with_holders(places, question)
    sources = tuple(p for p in places if _REPORT_OF.match(question[p.end :]))
    if sources:
        return Places(sources, ())
    places = [place for place in places if not _only_holds(place, places, question, known)]
    places = with_whole(places, question, known)
    passing = tuple(place for place in places if _in_passing(place, places, known, question))
    return Places(tuple(place for place in places if place not in passing), passing)


def _place(
    mention: RegionMention,
    known: Collection[str],
    sure: Sequence[Region],
    context: Sequence[Region],
    question: str,
) -> PlaceMention:
    """A place with the regions that it may be: by its city, where that stands before it; else by what is known."""
    start, end, together = mention.start, mention.end, mention.together
    wide = PlaceMention(mention.text, start, end, mention.candidates, together)
    if (told := by_city(wide, question)) != wide:
        return told
    regions = _told_apart(mention, known, sure, context)
    return PlaceMention(mention.text, start, end, regions, together)


def _told_apart(
    mention: RegionMention,
    known: Collection[str],
    sure: Sequence[Region],
    context: Sequence[Region],
) -> tuple[Region, ...]:
    provinces = [region for region in sure if region.level == "province"]
    if len(provinces) > 1 and any(one.level == "province" for one in mention.candidates):
        # 河北、陕西、天津: one of several provinces, not 天津's 河北区.
        sure = ()
    found = resolve(mention, known, sure)
    if not mention.together and len(found) > 1:
        # The 朝阳区 that is spoken of, where the conversation has one.
        spoken_of = tuple(region for region in found if region in context)
        found = spoken_of if len(spoken_of) == 1 else found
    return found if len(found) == 1 or mention.together else resolve(mention, known, context)


def _is_part(place: PlaceMention, other: PlaceMention) -> bool:
    """Whether a place is a city that was taken into another: 徐州 in 开封和徐州两个鼓楼区."""
    return other is not place and other.start <= place.start and place.end < other.end


def _is_measure(question: str, mention: RegionMention) -> bool:
    if mention.candidates[0].level != "national" or mention.text == "国务院":
        return False
    return bool(
        _NATION_MEASURES.match(question[mention.end :])
        or _BEFORE_MEASURE.search(question[: mention.start])
    )


def _in_passing(
    place: PlaceMention, places: Sequence[PlaceMention], known: Collection[str], question: str
) -> bool:
    """Whether a place that the library lacks is only part of what is asked of one that it holds.

    罗湖在修哪些路，好跟香港连起来 is about 罗湖; 罗湖和香港 or 比香港 is about both.
    """
    if any(_is_known(region, known) for region in place.regions):
        return False
    if place is places[0]:
        return _HELPED.search(question[: place.start]) is not None
    first = places[0]
    if not any(_is_known(region, known) for region in first.regions):
        return False
    at = places.index(place)
    between = question[places[at - 1].end : place.start].strip()
    beside = _BESIDE.match(between) or between.endswith("比") or re.search(r"\d{4}年?$", between)
    return not (beside or _is_dated(places[at:], question))


def _is_dated(places: Sequence[PlaceMention], question: str) -> bool:
    """Whether a year of its own stands behind the first of the places: 福田2013、海南、云南2024."""
    between = (question[one.end : after.start].strip() for one, after in pairwise(places))
    listed = sum(1 for _ in takewhile(_LISTS.fullmatch, between))
    return _YEAR_BEHIND.match(question, places[listed].end) is not None


def _is_known(region: Region, known: Collection[str]) -> bool:
    return any(same_place(held_region(name), region) for name in known)


def _only_holds(
    place: PlaceMention, places: Sequence[PlaceMention], question: str, known: Collection[str]
) -> bool:
    """Whether `place` is named only as what another named place lies in."""
    inner_ones = [
        other
        for other in places
        if other is not place
        and all(any(is_inside(inner, outer) for outer in place.regions) for inner in other.regions)
    ]
    if any(_listed(place, other, places, question) for other in inner_ones):
        return False
    if _each_dated(place, inner_ones, question):
        return False
    if any(_zone_behind(place, other, known) for other in places):
        return True
    for other in inner_ones:
        first, second = sorted((place, other), key=lambda p: p.start)
        between = question[first.end : second.start].strip()
        set_against = between.endswith(_JOINS) and _COMPARES.search(question)
        if not (_BESIDE.match(between) or set_against):
            return True
    return False


def _each_dated(place: PlaceMention, inner: Sequence[PlaceMention], question: str) -> bool:
    """Whether a place and one in it have years of their own: 罗湖区2020年，深圳市2002年，广东省2024年."""
    dated = any(_YEAR_BEHIND.match(question, other.end) for other in inner)
    return dated and _OWN_YEAR.match(question, place.end) is not None


def _zone_behind(place: PlaceMention, other: PlaceMention, known: Collection[str]) -> bool:
    """陕西西咸新区: a held district, of which no list says where it lies, right behind its province."""
    return other.start == place.end and all(
        one.level == "district" and not one.parent and one.name in known for one in other.regions
    )


def _listed(
    place: PlaceMention, other: PlaceMention, places: Sequence[PlaceMention], question: str
) -> bool:
    """Whether two places are members of one list: 深圳市、坪山区、龙华区 and 深圳全市和光明."""
    first, second = sorted((place, other), key=lambda p: p.start)
    row = [one for one in places if first.start <= one.start <= second.start]
    between = [question[a.end : b.start].strip() for a, b in pairwise(row)]
    return all(_LISTS.fullmatch(words) for words in between)


def subjects(
    question: str, places: Sequence[PlaceMention], known: Collection[str]
) -> tuple[PlaceMention, ...]:
    """Leave out the places that something was done in or for: 福田在新疆塔县和和平县帮了多少人.

    Only where the first place is one of the library's own: the report asked for is then its own.
    """
    if len(places) < 2 or not any(region.name in known for region in places[0].regions):
        return tuple(places)
    kept, dropped = [places[0]], False
    for before, place in pairwise(places):
        between = question[before.end : place.start]
        dropped = bool(_OBJECT.search(between)) or (dropped and bool(_GOES_ON.match(between)))
        if not dropped:
            kept.append(place)
    return tuple(kept)
