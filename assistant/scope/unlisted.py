"""Names that only their place in the question shows: no list has them, and no dictionary word makes them.

龙岗区金阊街道 (a part right behind its region), 云岭市 and 乌鲁木其市 (no such place), 布吉那边.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.scope.own_names import TaggedText
from assistant.scope.place_words import set_as_place, words_of
from assistant.scope.shaped_names import is_numbered
from assistant.vocabulary.name_lists import name_lists
from ingest.regions.gazetteer import Region, official_forms
from ingest.regions.words import GENERIC_NOUNS
from ingest.word_cutter import word_cutter

_PART = re.compile(
    r"^的?([\u4e00-\u9fff]{2,4}?)(街道办事处|街道办(?![理案事学公证法了])|街道|镇人民政府|镇政府|镇|乡)"
)
_NO_PART_TAGS = ("v", "u", "p", "r", "c", "d", "f", "q", "t")
_PLACE_ENDS = ("自治州", "自治县", "市", "县", "州", "旗", "区")
_PLACE_TAGS = ("ns", "nr", "nz")
_THERE = re.compile(r"^(?:那边|这边|那儿|这儿)")
_TIMES = ("年", "月", "季度", "以来")
_LEAST_NEAR = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A street, town or township of a region at `question[start:end]`, the region with it."""

    start: int
    end: int
    stem: str
    kind_word: str
    holder: tuple[Region, ...]


def own_parts(text: TaggedText) -> Iterator[Part]:
    """Whatever noun stands between a region and 街道, 镇 or 乡 is that part's own name."""
    lists = name_lists()
    for mention in text.regions:
        rest = text.question[mention.end :]
        match = _PART.match(rest)
        if match is None or mention.candidates[0].level == "national":
            continue
        stem, word = match[1], match[2]
        if any(stem.startswith(one) or stem.endswith(one) for one in lists.generic):
            continue
        if _is_common(stem + word) or stem.endswith(_TIMES):
            continue
        inner = words_of(rest[match.start(1) :])
        whole = match.end(2) - match.start(1)
        said = rest[match.start(1) :]
        if any(a < whole < b and said[a:b] in word_cutter().FREQ for a, b, _ in inner):
            # 铺镇建 in 新城铺镇建了多少 is no word.
            continue
        if not is_numbered(stem) and _is_counted_or_said(
            stem, [tag for a, _, tag in inner if a < len(stem)]
        ):
            continue
        yield Part(mention.start, mention.end + match.end(2), stem, word, mention.candidates)


def _is_common(said: str) -> bool:
    """Whether words end like a kind of town, 特色小镇; 慈城镇 is 慈城 with 镇, and no 城镇."""
    lists = name_lists()
    return any(
        said.endswith(one) and len(said) - len(one) != 1
        for one in lists.no_kind
        if one not in lists.kinds
    )


def _is_counted_or_said(stem: str, tags: list[str]) -> bool:
    """Whether words of other sorts stand before the kind: 三个|镇, but not 三道|堰镇."""
    counted = tags[-1:] == ["m"] or any(one in stem for one in "个多几余")
    return counted or any(tag.startswith(_NO_PART_TAGS) for tag in tags)


def unlisted_places(text: TaggedText) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """A proper word with 市, 县 or 区 where a place is set, and no place of that name: 云岭市."""
    for index, (start, end, tag) in enumerate(text.words):
        if not tag.startswith(_PLACE_TAGS) or not set_as_place(text.question, start):
            continue
        said = text.question[start:end]
        common = (*name_lists().generic, *name_lists().no_place)
        if said in common or said in GENERIC_NOUNS or said[:-1] in common:
            continue
        after = text.words[index + 1 : index + 2]
        if after and after[0][0] == end:
            whole = said + text.question[end : after[0][1]]
            if text.question[end : after[0][1]] in _PLACE_ENDS and len(said) > 1:
                yield start, after[0][1], (whole,)
                continue
        if tag == "ns" and len(said) > 2 and said.endswith(_PLACE_ENDS):
            yield start, end, (said,)


def near_misses(text: TaggedText) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """A name with one character wrong, where a place is set: 雄按新区, 乌鲁木其市."""
    question = text.question
    for start, _, _ in text.words:
        if not set_as_place(question, start):
            continue
        for length in range(8, _LEAST_NEAR - 1, -1):
            said = question[start : start + length]
            if len(said) == length and _near(said):
                # Which name was meant is for the asker to say: what is right is not put in its place.
                yield start, start + length, (said,)
                break


def spoken_of(text: TaggedText) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """布吉那边, 我们南岭这儿: a proper word that is set as a place."""
    for start, end, tag in text.words:
        said = text.question[start:end]
        if not _THERE.match(text.question[end:]) or not tag.startswith(_PLACE_TAGS):
            continue
        common = len(said) < 2 or said in name_lists().generic | name_lists().no_kind
        if not common and set_as_place(text.question, start):
            yield start, end, (said,)


def _near(said: str) -> str:
    """The long name that `said` misses by one character, "" where there is none."""
    if said in _long_names():
        return ""
    for at in range(len(said)):
        if right := _by_gap().get(said[:at] + "?" + said[at + 1 :]):
            return right
    return ""


@cache
def _long_names() -> frozenset[str]:
    whole = (form for form in name_lists().whole if form.endswith("新区"))
    return frozenset(form for form in (*official_forms(), *whole) if len(form) >= _LEAST_NEAR)


@cache
def _by_gap() -> dict[str, str]:
    """Each long name by each form of it with one character of its own, not of its kind, left open."""
    found: dict[str, str] = {}
    for name in sorted(_long_names()):
        kind = 2 if name.endswith("新区") else 1
        for at in range(len(name) - kind):
            found.setdefault(name[:at] + "?" + name[at + 1 :], name)
    return found
