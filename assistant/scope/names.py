"""Names in a question that are no region: streets, zones, bureaus of a place, ministries, companies.

A name is a proper part with a kind word (布吉街道, 苏州工业园区), a bureau or court of a place
(龙岗区司法局), or one of a closed list (生态环境部, 前海). 街道干部, 哪个法院 and 上市公司 name nobody. Where
the library has no report of a name, only a sentence that holds one of its forms may answer.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.scope.marking import Word, names_in_words
from assistant.scope.name import Name
from assistant.scope.name_finder import NameFinder
from assistant.scope.name_forms import part_forms
from assistant.scope.place_words import places_said, words_of
from assistant.vocabulary.name_lists import name_lists
from ingest.regions import RegionMention
from ingest.regions.gazetteer import Region, held_region

__all__ = ["COUNTED_PLACES", "Name", "Named", "read_names", "with_marked"]

_QUOTED = re.compile(r"《[^》]*》")
_LEAST = 2
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHAPED = ("place", "parts", "areas", "firms", "courts")
# Of a place: its government, and what says of which level it is, are the place itself.
_ITSELF = re.compile(
    r"^的?(?:[省市区县州旗]|全[省市区县州]|人民政府|政府|管委会|管理委员会|[省市区县]委)*的?$"
)
# 六区, 这几个市: how many places, and none of them.
COUNTED_PLACES = re.compile(
    r"^(?:这|那|前|后|其余|其他)?[一二三四五六七八九十两几各\d]+个?[省市区县州镇乡村地](?:级市)?$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The regions and the other names of a question, each in order; `inside` are regions within names."""

    regions: tuple[RegionMention, ...]
    names: tuple[Name, ...]
    inside: tuple[RegionMention, ...] = ()


@lru_cache(maxsize=128)
def read_names(question: str, known: frozenset[str]) -> Named:
    """Find the regions of a question and the names that are none; `known` are the library's regions."""
    words = words_of(question)
    regions = places_said(question, known, words)
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(question)]
    finder = NameFinder(question, words, regions, known)
    names = [one for one in finder.find() if not any(a <= one.start < b for a, b in quoted)]
    held = {one: _of_held(one, known) for one in names}
    names = [_in_place(one, m) if (m := held[one]) else one for one in names]
    places = _ordered(*regions, *(m for m in held.values() if m))
    inside = tuple(m for m in places if any(_swallows(one, m) for one in names))
    kept = tuple(m for m in places if m not in inside)
    return Named(kept, tuple(sorted(names, key=lambda one: one.start)), inside)


def _of_held(name: Name, known: frozenset[str]) -> RegionMention | None:
    """The region of the library by whose name a part is called: 海沧街道 lies in 海沧."""
    if name.kind != "parts" or name.holder:
        return None
    for form, regions in _held_forms(known).items():
        districts = tuple(one for one in regions if one.level != "city")
        if name.text.startswith(form) and name.text[len(form) :] in name_lists().kinds:
            # No street has the name of its city.
            end = name.start + len(form)
            return RegionMention(name.start, end, form, districts) if districts else None
    return None


def _in_place(name: Name, place: RegionMention) -> Name:
    forms = (*name.forms, *part_forms(name.text.removeprefix(place.text)))
    return replace(name, holder=place.candidates, forms=forms)


@lru_cache(maxsize=8)
def _held_forms(known: frozenset[str]) -> dict[str, tuple[Region, ...]]:
    """Every form of the library's regions, with all of them that go by it."""
    found: dict[str, tuple[Region, ...]] = {}
    for region in map(held_region, sorted(known)):
        for form in dict.fromkeys((region.own_name, *region.aliases)):
            found[form] = (*found.get(form, ()), region)
    return found


def _swallows(name: Name, mention: RegionMention) -> bool:
    return name.start <= mention.start and mention.end <= name.end and not name.holder


def with_marked(
    named: Named,
    question: str,
    words: Sequence[Word],
    known: Collection[str] = (),
    *,
    chosen: bool = False,
) -> Named:
    """Add the names that only what stands around them shows (798艺术区, 金陵), without those that are none.

    各省市 is built like a place; its words say that it is not. A name of `known`, the library's regions,
    with one character wrong is no other name. `chosen`: the user has said whose reports are read.
    """
    found = [one for one in named.names if one.kind not in _SHAPED or _may_be(one, named, words)]
    named = _with_freed(named, found)
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(question)]
    # In a library of many places a question without one gets the figures of several: worth no risk.
    unsure = len(known) > 1 and not chosen and not found and not named.regions
    for run in names_in_words(words, unsure=unsure):
        if place := _held_at(question, run, named, known):
            named = replace(named, regions=_ordered(*named.regions, place))
            if all(_is_no_name(word) for word in run if word.start >= place.end):
                continue
        if not _crosses(run, quoted):
            found += _new(named, question, run, unsure, known)
    return replace(named, names=tuple(sorted(found, key=lambda one: one.start)))


def _with_freed(named: Named, kept: Sequence[Name]) -> Named:
    """What is no name after all leaves its place a place."""
    freed = [m for m in named.inside if not any(_swallows(one, m) for one in kept)]
    return replace(named, regions=_ordered(*named.regions, *freed))


def _crosses(run: Sequence[Word], spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < run[-1].end and run[0].start < b for a, b in spans)


def _new(
    named: Named, question: str, run: Sequence[Word], unsure: bool, known: Collection[str]
) -> list[Name]:
    """The names in a run that are not known yet, and none of the library's with a character wrong."""
    held = [held_region(name).own_name for name in known]
    return [
        one
        for one in _unknown(named, question, run, unsure)
        if not any(_is_misspelt(one.text, name) for name in held)
    ]


def _ordered(*mentions: RegionMention) -> tuple[RegionMention, ...]:
    return tuple(sorted(mentions, key=lambda m: m.start))


def _held_at(
    question: str, run: Sequence[Word], named: Named, known: Collection[str]
) -> RegionMention | None:
    """The region of the library that a run begins with, where no region was found: 射洪街道社区."""
    start = run[0].start
    spans = [
        *((m.start, m.end) for m in named.regions),
        *((one.start, one.end) for one in named.names),
    ]
    if any(a <= start < b for a, b in spans):
        return None
    ends = {word.end for word in run}
    for form, regions in _held_forms(frozenset(known)).items():
        end = start + len(form)
        if end in ends and question.startswith(form, start):
            return RegionMention(start, end, form, regions)
    return None


def _may_be(name: Name, named: Named, words: Sequence[Word]) -> bool:
    """Whether any word of a name beside its place may be of one; true where nothing is known of them."""
    places = (*named.regions, *named.inside)
    named_behind = not any(m.start == name.start for m in places)
    if name.holder and (name.is_built or named_behind):
        # 龙岗区南岭街道: what stands behind its place is built like a name and is one.
        return True
    own = _own_words(name, named, words)
    of_city = [m for m in places if m.start == name.start and m.candidates[0].level == "city"]
    if name.kind == "parts" and of_city:
        # 襄阳街道: a street has the name of its district or a town, hardly that of the city.
        return not own or any(word.name for word in own)
    return not own or not all(word.no_name for word in own)


def _is_no_name(word: Word) -> bool:
    """Whether a word is hardly of a name, or surely of what is asked: 社区 in 射洪社区医院有几家."""
    return word.no_name or (word.sure_thing and word.thing and not word.name)


def _own_words(name: Name, named: Named, words: Sequence[Word]) -> list[Word]:
    """The words of a name that are not of a place in it."""
    inside = [word for word in words if word.start < name.end and name.start < word.end]
    return [
        word
        for word in inside
        if not any(m.start < word.end and word.start < m.end for m in named.regions)
    ]


def _unknown(named: Named, question: str, run: Sequence[Word], unsure: bool) -> Iterator[Name]:
    """The part of a run of words that is no region and no name that is known already."""
    start, end = run[0].start, run[-1].end
    if any(one.start < end and start < one.end for one in named.names):
        return
    holder = next((m for m in reversed(named.regions) if m.start < end and start < m.end), None)
    if holder is not None:
        yield from _within(holder, question, run)
    elif _is_own(run, start, question[start:end], unsure):
        own = question[start:end]
        yield Name(own, start, end, "place", (own,))


def _within(holder: RegionMention, question: str, run: Sequence[Word]) -> Iterator[Name]:
    """What a run says behind a region: a bureau by what it does (襄阳公安), or a part of the region."""
    end = run[-1].end
    own = question[holder.end : end]
    if forms := body_forms(own):
        text = question[holder.start : end]
        yield Name(text, holder.start, end, "bureau", forms, holder.candidates)
    elif _is_own(run, holder.end, own):
        yield Name(own, holder.end, end, "parts", (own,), holder.candidates)


def _is_own(run: Sequence[Word], start: int, own: str, unsure: bool = False) -> bool:
    """Whether what begins at `start` of a run is a name, and not the place's government."""
    sure = any(word.name or unsure for word in run if word.start >= start)
    none = _ITSELF.match(own) or COUNTED_PLACES.match(own)
    return sure and len(own) >= _LEAST and bool(_HAN.search(own)) and not none


def _is_misspelt(said: str, name: str) -> bool:
    """Whether words miss a name by one character that is not its kind: 大行区 for 大兴区, not 高新区."""
    if said[-1:] != name[-1:] or said in name_lists().kinds:
        return False
    wrong = sum(a != b for a, b in zip(said, name, strict=False))
    return len(said) == len(name) > _LEAST and wrong == 1


@cache
def _bodies() -> dict[str, tuple[str, ...]]:
    """What a bureau does, in each of its forms, with the forms of the bureau."""
    return {
        form.removesuffix(kind): forms
        for form, forms in name_lists().bureaus.items()
        for kind in ("局", "委")
        if form.endswith(kind) and form.removesuffix(kind)
    }


def body_forms(own: str) -> tuple[str, ...]:
    """Give the forms of the bureau that is spoken of by what it does alone; none where it is none."""
    return _bodies().get(own, ())
