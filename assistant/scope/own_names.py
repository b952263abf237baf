"""Where a name begins whose kind word is known: 望京 before 街道, 广州互联网 before 法院, nothing in 哪个街道."""

import re
from dataclasses import dataclass

from assistant.vocabulary.name_lists import name_lists
from ingest.regions import RegionMention
from ingest.regions.gazetteer import official_forms
from ingest.regions.words import GENERIC_NOUNS

# Tags of words that are a name or a piece of one; a common noun may stand between them and the kind.
_NAME_TAGS = ("nr", "ns", "nt", "nz", "ng", "g", "x", "j", "zg")
_NOUNS = ("n", "vn", "b", "l")
_PIECE_TAGS = ("n", "ag", "vg", "tg")
# A common word is taken for a street's own name only where the street is what is asked about.
ASKED_ABOUT = re.compile(r"^(?:(?:19|20)\d\d|[去今前]年|党工委|办事处)")
_SUBJECT_BEFORE = re.compile(r"(?:^|[，。？！；：、,?!;:（(\s年的]|[区县市镇])$")
SMALL = ("parts", "firms")
# 盐田港 and 深圳机场 are spoken of as in the place; only a name of the dictionary (洋山港) is one by itself.
IN_A_PLACE = ("港", "机场")
_LONGEST_PART = 8
_ONE_CHARACTER = ("镇", "乡", "村")
_COUNTS = "一二三四五六七八九十两多各全"


@dataclass(frozen=True, slots=True)
class TaggedText:
    """A question with its words as (start, end, tag) and the regions that it names."""

    question: str
    words: tuple[tuple[int, int, str], ...]
    regions: tuple[RegionMention, ...]


def proper_start(text: TaggedText, left: int, at: int, end: int, word: str) -> int | None:
    """Where the name begins whose kind word stands at [at, end); None where there is none."""
    lists = name_lists()
    kind = lists.kinds[word]
    across = [one for one in text.words if one[0] < at < one[1]]
    start, proper = at, False
    if across:
        first, last, tag = across[0]
        said = text.question[first:last]
        if last > end or said in lists.no_kind or first < left:
            return None
        if not tag.startswith(("ns", "nr", "nz", "nt")) or said[: at - first] in lists.generic:
            return None
        if first == at - 1 and tag == "ns" and word in _ONE_CHARACTER and said[0] not in _COUNTS:
            # 乌镇 is one word, and one character of it is no name by itself.
            return first
        start, proper = first, True
    elif word in IN_A_PLACE:
        return None
    skipped = 0
    for first, last, tag in reversed([one for one in text.words if one[1] <= start]):
        said = text.question[first:last]
        if first < left or last != start or not re.fullmatch(r"[\u4e00-\u9fff]+", said):
            break
        if at - first > _LONGEST_PART or said in lists.generic:
            break
        place = kind == "areas" and is_a_place(said)
        if (
            tag.startswith(_NOUNS)
            and len(said) > 1
            and not place
            and tag[:2] not in ("nr", "ns", "nt", "nz", "ng")
        ):
            # 广州互联网法院: what it is for stands between the name and the kind.
            if proper or skipped or kind in SMALL:
                break
            skipped += 1
            start = first
            continue
        single = len(said) == 1 and tag.startswith(_PIECE_TAGS)
        if not (tag.startswith(_NAME_TAGS) or single or place):
            break
        proper, start = True, first
    if skipped and not proper:
        touching = any(m.end == start for m in text.regions)
        start = start if touching and kind == "courts" else at
        proper = start < at
    if proper and at - start >= 2:
        return start if text.question[start:at] not in lists.generic | lists.trades else None
    return _common_word(text, left, at, end, word)


def _common_word(text: TaggedText, left: int, at: int, end: int, word: str) -> int | None:
    """幸福街道2023年, 宝龙科技城2023年: common words as a place's own name, where it is asked about."""
    lists = name_lists()
    if lists.kinds[word] not in ("parts", "areas"):
        return None
    if not ASKED_ABOUT.match(text.question[end:]):
        return None
    starts = {a for a, _, _ in text.words}
    for start in (at - 2, at - 3, at - 4):
        said = text.question[start:at]
        if start < left or not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", said) or "的" in said:
            return None
        if any(said.endswith(one) for one in lists.generic) or said + word in lists.no_kind:
            return None
        if start in starts and _SUBJECT_BEFORE.search(text.question[:start]):
            return start
    return None


def is_a_place(said: str) -> bool:
    """Whether a word is a region's name, whatever the dictionary takes it for: 烟台 before 经开区."""
    return len(said) > 1 and said in official_forms() and said not in GENERIC_NOUNS
