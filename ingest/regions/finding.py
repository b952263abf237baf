"""Finds regions named in a text and says which they are: 大兴, 北京市大兴区, 深圳南山, 川渝.

Serves `ingest.facts.report_facts` (whose report is this) and the assistant's scope (which report is asked for).
A full name is taken at its word. A bare name (光明, 朝阳) is a place only where the words around it
allow: it must stand between word boundaries, not begin a longer word (大兴土木, 西藏路), and be known
to the library or to the dictionary as a place.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.regions.gazetteer import (
    NATION,
    Region,
    forms_with,
    held_region,
    is_inside,
    official_forms,
    region_named,
    same_place,
)
from ingest.regions.shapes import spelt_out
from ingest.regions.words import GENERIC_NOUNS, Words

__all__ = [
    "NATION",
    "Region",
    "RegionMention",
    "find_regions",
    "is_inside",
    "region_named",
    "resolve",
    "same_place",
]

# 省 abbreviations are read only in the fixed groups that people use for several provinces.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "川渝": ("四川省", "重庆市"),
    "京津冀": ("北京市", "天津市", "河北省"),
    "京津": ("北京市", "天津市"),
    "京沪": ("北京市", "上海市"),
    "江浙沪": ("江苏省", "浙江省", "上海市"),
    "苏浙沪": ("江苏省", "浙江省", "上海市"),
    "沪苏浙皖": ("上海市", "江苏省", "浙江省", "安徽省"),
    "长三角": ("上海市", "江苏省", "浙江省", "安徽省"),
    "江浙": ("江苏省", "浙江省"),
    "苏浙": ("江苏省", "浙江省"),
    "两广": ("广东省", "广西壮族自治区"),
    "粤桂": ("广东省", "广西壮族自治区"),
    "粤闽": ("广东省", "福建省"),
    "闽浙": ("福建省", "浙江省"),
    "两湖": ("湖北省", "湖南省"),
    "云贵川": ("云南省", "贵州省", "四川省"),
    "云贵": ("云南省", "贵州省"),
    "陕甘宁": ("陕西省", "甘肃省", "宁夏回族自治区"),
    "东三省": ("辽宁省", "吉林省", "黑龙江省"),
    "东北三省": ("辽宁省", "吉林省", "黑龙江省"),
    "豫皖": ("河南省", "安徽省"),
    "晋冀": ("山西省", "河北省"),
    "晋陕": ("山西省", "陕西省"),
    "湘赣": ("湖南省", "江西省"),
    "鲁豫": ("山东省", "河南省"),
}
# After a group: the name of a line or a plan, not the provinces themselves.
_GROUP_TAILS = (
    "高铁",
    "铁路",
    "高速",
    "协同",
    "双城",
    "一体化",
    "经济",
    "地区双城",
    "干线",
    "城市群",
)
_NATIONAL = frozenset((NATION.name, *NATION.aliases))


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A place in the text: `text[start:end]` may be any of `candidates`.

    A group (川渝) has `together` set: it names all its candidates at once.
    """

    start: int
    end: int
    text: str
    candidates: tuple[Region, ...]
    together: bool = False


def find_regions(text: str, known: Iterable[str] = ()) -> tuple[RegionMention, ...]:
    """Find the regions that `text` names, in order, not overlapping; adjacent levels are joined.

    `known` are names of regions that the library holds: they are recognised though no official
    list has them, and their bare names need no dictionary.
    """
    scan = _Scan(text, frozenset(known))
    unlisted = {mention.start: mention for mention in _unlisted(text)}
    found: list[RegionMention] = []
    position = 0
    while position < len(text):
        before = found[-1] if found and found[-1].end == position else None
        mention = (
            _group_at(text, position) or unlisted.get(position) or scan.mention_at(position, before)
        )
        if mention is None:
            position += 1
            continue
        if before is not None and (joined := _narrowed(before, mention)):
            found.pop()
            whole = text[before.start : mention.end]
            mention = RegionMention(before.start, mention.end, whole, joined)
        found.append(mention)
        position = mention.end
    return tuple(found)


def resolve(
    mention: RegionMention, known: Collection[str], context: Sequence[Region] = ()
) -> tuple[Region, ...]:
    """Say which regions a mention means: one, all of a group, or several that cannot be told apart.

    First those inside a region of `context` (what else the text names), then those that the
    library holds (as itself or under a former name), then the highest level.
    """
    candidates = mention.candidates
    if mention.together or len(candidates) == 1:
        return candidates
    holders = [region for region in context if region.level != "national"]
    inside = tuple(c for c in candidates if any(is_inside(c, holder) for holder in holders))
    candidates = inside or candidates
    held = [held_region(name) for name in known]
    exact = tuple(c for c in candidates if any(c.name == region.name for region in held))
    if exact:
        return _one_level(exact)
    same = tuple(c for c in candidates if any(same_place(c, region) for region in held))
    return _one_level(same or candidates)


def _one_level(candidates: tuple[Region, ...]) -> tuple[Region, ...]:
    order = ("national", "province", "city", "district")
    top = min(order.index(region.level) for region in candidates)
    return tuple(region for region in candidates if region.level == order[top])


def _group_at(text: str, start: int) -> RegionMention | None:
    starting = [group for group in _GROUPS if text.startswith(group, start)]
    if not starting:
        return None
    group = max(starting, key=len)
    if text.startswith(_GROUP_TAILS, start + len(group)):
        return None
    regions = tuple(region for name in _GROUPS[group] if (region := region_named(name)))
    return RegionMention(start, start + len(group), group, regions, together=True)


def _unlisted(text: str) -> Iterator[RegionMention]:
    """Districts spelt out with a city that no list has: 虚构市大兴区 is not 北京's."""
    for start, end in spelt_out(text):
        region = region_named(text[start:end])
        if region and (region.city or region.province) not in official_forms():
            yield RegionMention(start, end, text[start:end], (region,))


@lru_cache(maxsize=1)
def _longest_form() -> int:
    return max(len(form) for form in official_forms())


class _Scan:
    """One text with the names to look for; its words are cut only when a bare name needs them."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self._text = text
        self._forms = forms_with(known)
        self._names = known
        self._longest = max(_longest_form(), *map(len, known), 0)
        self._words: Words | None = None

    @cached_property
    def _known(self) -> list[Region]:
        return [held_region(name) for name in self._names]

    def mention_at(self, start: int, before: RegionMention | None) -> RegionMention | None:
        """The longest name at `start` that may be read as a place; `before` ends where it begins."""
        for length in range(min(self._longest, len(self._text) - start), 1, -1):
            form = self._text[start : start + length]
            regions = self._forms.get(form)
            if not regions:
                continue
            inside = _inside(before, regions)
            if not inside and _under_another(before, regions):
                # 重庆江北 is not 宁波's 江北区: a district there that the official list lacks.
                former = region_named(before.candidates[0].name + form) if before else None
                return RegionMention(start, start + length, form, (former,)) if former else None
            if inside or _is_full_name(form, regions) or self._allows(start, form, regions):
                return RegionMention(start, start + length, form, inside or regions)
        return None

    def _allows(self, start: int, form: str, regions: tuple[Region, ...]) -> bool:
        self._words = self._words or Words(self._text)
        end = start + len(form)
        if form in _NATIONAL:
            return self._words.stands(start, end)
        familiar = any(same_place(one, held) for one in regions for held in self._known)
        return self._words.allow(start, end, regions, familiar)


def _is_full_name(form: str, regions: tuple[Region, ...]) -> bool:
    if form in GENERIC_NOUNS or len(form) < 3:
        return False
    # 博尔塔拉州 is a name in full too: a prefecture without its people.
    prefecture = form.endswith("州") and any(r.own_name.endswith("自治州") for r in regions)
    return form in _NATIONAL or prefecture or any(form in (r.name, r.own_name) for r in regions)


def _inside(before: RegionMention | None, regions: tuple[Region, ...]) -> tuple[Region, ...]:
    if before is None:
        return ()
    return tuple(r for r in regions if any(is_inside(r, p) for p in before.candidates))


def _under_another(before: RegionMention | None, regions: tuple[Region, ...]) -> bool:
    if before is None or before.together or before.candidates[0].level not in ("province", "city"):
        return False
    return all(region.level == "district" for region in regions)


def _narrowed(head: RegionMention, tail: RegionMention) -> tuple[Region, ...]:
    if head.together or tail.together or head.candidates == (NATION,):
        return ()
    return tuple(r for r in tail.candidates if any(is_inside(r, p) for p in head.candidates))
