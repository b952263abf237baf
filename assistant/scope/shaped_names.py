"""Names that their shape alone shows: 青石县 that no list has, 洛阳伊滨区, 廿三里街道, 江铃汽车公司.

The rows `numbered`, `trades` and `no_place` of `names.toml` say what makes such a name, and what does not.
"""

import re
from collections.abc import Iterator

from assistant.scope.own_names import TaggedText
from assistant.scope.place_words import set_as_place
from assistant.vocabulary.name_lists import name_lists
from ingest.regions import RegionMention
from ingest.regions.gazetteer import Region

_KINDS = ("自治县", "街道", "县", "区", "市", "镇", "乡", "旗")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,3}")
# What a topic goes on with: the year, the thing asked of it with 的, or nothing more.
_THEN = re.compile(r"^(?:(?:19|20)\d\d|[去今前]年|的|上年度?|[？?呢]|$)")
_NUMERALS = "一二三四五六七八九十百千廿卅"
_NO_PLACE_TAGS = ("v", "u", "p", "r", "c", "d", "f", "q", "t", "m")
_NAME_TAGS = ("nr", "nz", "nt", "x", "g")


Shaped = tuple[int, int, str, tuple[Region, ...]]
"""A name's start and end, what it is called by itself, and the place that it is of, if one is named."""


def shaped_names(text: TaggedText) -> Iterator[Shaped]:
    """Places by their shape: 洛阳伊滨区, and 青石县 where the topic begins with it."""
    yield from _part_districts(text)
    yield from _shaped_places(text)


def _shaped_places(text: TaggedText) -> Iterator[Shaped]:
    """A place of whatever name that the topic begins with."""
    for start, _, _ in text.words:
        if start and not set_as_place(text.question, start):
            continue
        for end in (start + 6, start + 5, start + 4, start + 3):
            said = text.question[start:end]
            kind = next((one for one in _KINDS if said.endswith(one)), "")
            stem = said.removesuffix(kind)
            if kind and _THEN.match(text.question[end:]) and _is_own(text, start, end, stem):
                yield start, end, said, ()
                break


def _part_districts(text: TaggedText) -> Iterator[Shaped]:
    """A district that no list has right behind the city it is of."""
    for mention in text.regions:
        if mention.candidates[0].level not in ("city", "province"):
            continue
        at = mention.end
        for end in (at + 3, at + 4):
            said = text.question[at:end]
            if said[-1:] == "区" and _is_own(text, at, end, said[:-1]):
                inner = [tag for a, b, tag in text.words if at <= a and b <= end]
                if any(tag.startswith(("ns", *_NAME_TAGS)) for tag in inner):
                    yield mention.start, end, said, mention.candidates
                    break


def numbered_start(text: TaggedText, left: int, at: int) -> int | None:
    """Where a name begins that is a numeral with 里, 桥 or the like, before the kind word at `at`."""
    rows = "".join(name_lists().numbered)
    match = re.search(rf"[{_NUMERALS}]+[{rows}]{{1,2}}$", text.question[left:at])
    return left + match.start() if match and len(match[0]) > 1 else None


def is_numbered(stem: str) -> bool:
    """Whether the own part of a name is a numeral with 里, 桥 or the like: 廿三里, 十里堡, 三里屯."""
    rows = "".join(name_lists().numbered)
    return re.fullmatch(rf"[{_NUMERALS}]+[{rows}]{{1,2}}", stem) is not None


def firm_start(text: TaggedText, left: int, at: int) -> int | None:
    """Where the name of a company begins that has its trade behind its own part: 江铃|汽车|公司."""
    # 电力公司 is one word of the dictionary, and 汽车|公司 are two.
    before = [(a, min(b, at), tag) for a, b, tag in text.words if left <= a < at]
    if len(before) < 2 or before[-1][1] != at or before[-2][1] != before[-1][0]:
        return None
    (start, end, tag), (first, last, _) = before[-2:]
    own, trade = text.question[start:end], text.question[first:last]
    named = tag.startswith(_NAME_TAGS) and end - start > 1 and own not in name_lists().generic
    return start if named and trade in name_lists().trades else None


def zone_before(text: TaggedText, start: int) -> RegionMention | None:
    """Give the region that a zone directly before `start` lies in: 北戴河 of 北戴河新区|城市管理局."""
    before = text.question[:start].removesuffix("的")
    ends = {
        len(before) - len(word)
        for word, kind in name_lists().kinds.items()
        if kind == "areas" and len(word) > 1 and before.endswith(word)
    }
    return next((mention for mention in text.regions if mention.end in ends), None)


def _is_own(text: TaggedText, start: int, end: int, stem: str) -> bool:
    """Whether a span is a name of its own: whole words, none of a region, no common word in it."""
    lists = name_lists()
    said = text.question[start:end]
    if not _HAN.fullmatch(stem) or any(m.start < end and start < m.end for m in text.regions):
        return False
    common = (*lists.generic, *lists.no_place)
    if stem.startswith(common) or stem.endswith(common):
        return False
    if said.endswith(tuple(one for one in lists.no_kind if one not in _KINDS)):
        return False
    return _whole_words(text, start, end, start + len(stem))


def _whole_words(text: TaggedText, start: int, end: int, stem_end: int) -> bool:
    inner = [one for one in text.words if one[0] < end and one[1] > start]
    if not inner or inner[0][0] != start or inner[-1][1] != end:
        return False
    tags = [tag for a, _, tag in inner if a < stem_end]
    return not any(tag.startswith(_NO_PLACE_TAGS) for tag in tags)
