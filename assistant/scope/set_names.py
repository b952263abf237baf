"""Names that stand where a place is set, whose words no dictionary has: 店口镇, 看看袁家村, 查一下首都机场.

A town's own name is of single characters and pieces of wrongly cut words; two common words (空心村)
are none. An airport or a port is a name there where its own part is one, or the whole is one word.
"""

import re
from collections.abc import Iterator

from assistant.scope.own_names import IN_A_PLACE, TaggedText, is_a_place
from assistant.scope.place_words import set_as_place
from assistant.vocabulary.name_lists import name_lists
from ingest.word_cutter import word_tagger

_HAN = re.compile(r"[\u4e00-\u9fff]{1,4}")
_LONGEST = 4
_NAME_TAGS = ("ns", "nr", "nz", "nt")
# What words of these tags begin or are is no name: 建设, 的, 从, 那, 和, 都, 里, 新.
_NO_NAME_TAGS = ("v", "u", "p", "r", "c", "d", "f", "q", "t")
_NUMBERS = "一二三四五六七八九十百千万亿两几数多半各全"
_COUNTED = re.compile(r"[个多几每各某全\d]")


def set_name(text: TaggedText, left: int, at: int, word: str) -> int | None:
    """Where the name begins whose kind word stands at `at`, and which is set as a place; None where none does."""
    if name_lists().kinds[word] not in ("parts", "areas"):
        return None
    for start in _starts(text, left, at):
        stem = text.question[start:at]
        if any(stem.startswith(one) or stem.endswith(one) for one in name_lists().generic):
            continue
        if stem.endswith(tuple(name_lists().kinds)):
            continue
        if any((stem + word).endswith(one) for one in name_lists().no_kind if one != word):
            continue
        if word in IN_A_PLACE:
            if not text.question[:start].endswith("年") and _is_port(text, start, at, word):
                return start
        elif name_lists().kinds[word] == "parts" and _is_own(text, start, at):
            return start
    return None


def _starts(text: TaggedText, left: int, at: int) -> Iterator[int]:
    """The words' beginnings before the kind word where a place is set, the farthest first."""
    for start, _, _ in text.words:
        if max(left, at - _LONGEST) <= start < at and set_as_place(text.question, start):
            stem = text.question[start:at]
            if _HAN.fullmatch(stem) and not _COUNTED.search(stem):
                yield start


def _is_own(text: TaggedText, start: int, at: int) -> bool:
    """Whether a town's own part is no common word: 店|口镇, 袁|家村, 三道|堰镇, not 空心|村 or 三|镇."""
    inner = [one for one in text.words if start <= one[0] < at]
    if any(tag.startswith(_NO_NAME_TAGS) for _, end, tag in inner if end <= at):
        return False
    if len(inner) == 1 and inner[0][1] == at:
        own, tag = text.question[start:at], inner[0][2]
        if len(own) == 1:
            return own not in _NUMBERS and tag != "a"
        return tag.startswith(_NAME_TAGS) or own not in word_tagger().word_tag_tab
    last, stop, tag = inner[-1]
    if tag.startswith("m") or (stop > at and at - last > 1):
        return False
    return any(min(end, at) - begin == 1 or tag.startswith(_NAME_TAGS) for begin, end, tag in inner)


def _is_port(text: TaggedText, start: int, at: int, word: str) -> bool:
    """首都机场 (one word), 双流机场: not 机场 alone, nor 货运机场."""
    end = at + len(word)
    stem = text.question[start:at]
    inner = [one for one in text.words if start <= one[0] < end]
    if len(stem) < 2 or inner[-1][1] > end:
        return False
    if len(inner) == 1:
        return True
    own = inner[0]
    return own[1] == at and (own[2].startswith(_NAME_TAGS) or is_a_place(stem))
