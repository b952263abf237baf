"""Decide whether a line goes on in the next one: the file broke a sentence, or a paragraph ended.

Only the words decide, never the format's hints, so that one report gives one text from every
format. Sure signs come first (a bracket left open, a comma at the end); then signs that need
running text before them; a heading, a list, a date or a signature is left alone.
"""
# ruff: noqa: RUF001 (full-width forms are what this module is about)

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.numbering import label
from ingest.word_cutter import word_cutter

_CANNOT_BEGIN = frozenset("，。、；：！？）》〉」』】〕”’％‰℃,;:!?)%]}")
_CANNOT_END = frozenset("（《〈「『【〔“‘—([{")
_ENDS = frozenset("。！？；：…!?;:")
_CLOSERS = "”’」』）)】》〉"
_BRACKETS = dict(zip("《〈（(「『“【", "》〉）)」』”】", strict=True))
_ITEM = re.compile(r"——|--|[·•●◆■□▪★☆※◇○►➢✓]|[一二三四五六七八九十]{1,2}是|附件|附：|来源")
# Words that never close a paragraph, and words that never open one.
_LEANS_FORWARD = frozenset("的和与及或在为对将把向从由以被至是") | {
    "按照",
    "根据",
    "关于",
    "通过",
    "围绕",
    "以及",
    "其中",
}
_LEANS_BACK = frozenset("的了和与及或等着之地得") | {"之类", "之间"}
_LEAD_IN = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2}|首先|其次|再次|最后)，?$"
)
_SALUTATION = re.compile(r"各位|同志们|一年来|五年来")
_FIGURE_END = re.compile(r"[\d０-９]$")
_VALUE_BEGIN = re.compile(r"[为達达至]\d+(?:\.\d+)?(?!\d*年)")
_UNIT_BEGIN = re.compile(r"[\d０-９.．多余万亿千百个件项家人次元年月日倍%％]")
_SENTENCE_INSIDE = re.compile(r"[。！？；!?;].")
_PUNCTUATION = re.compile(r"[，。；：！？、,;:!?]")
_CLOSE_WITHIN = 40
_WORDS_WITHIN = 6
_MIN_RUNNING = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file breaks its lines.

    `wrap` is the printed width (in Chinese characters) at which nearly all lines were cut, or None
    where a line is a paragraph; `fragmented` says that marked-up words stand on their own lines.
    """

    wrap: float | None
    fragmented: bool


def shape_of(lines: Sequence[str]) -> Shape:
    """Measure how the file breaks its lines."""
    sure = sum(1 for before, after in pairwise(lines) if _surely_goes_on(before, after))
    return Shape(_wrap_width(lines), sure >= max(6, len(lines) // 50))


def _width(line: str) -> float:
    """Give a line's printed width, in Chinese characters."""
    return len(line) - sum(map(str.isascii, line)) / 2


def _wrap_width(lines: Sequence[str]) -> float | None:
    lengths = sorted(_width(line) for line in lines)
    if len(lengths) < 12:
        return None
    width = lengths[int(len(lengths) * 0.97) - 1]
    near = sum(1 for length in lengths if width - 3 <= length <= width + 1)
    longer = sum(1 for length in lengths if length > width + 4)
    wrapped = 16 <= width <= 70 and near >= len(lengths) * 0.4 and longer <= len(lengths) * 0.02
    return width if wrapped else None


def _surely_goes_on(before: str, after: str) -> bool:
    return after[0] in _CANNOT_BEGIN or before[-1] in _CANNOT_END


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in _ENDS


def _leaves_bracket_open(before: str, after: str) -> bool:
    for opener, closer in _BRACKETS.items():
        if before.rfind(opener) <= before.rfind(closer):
            continue
        closes = after.find(closer)
        opens = after.find(opener)
        if 0 <= closes <= _CLOSE_WITHIN and not 0 <= opens < closes:
            return True
    return False


def _word_is_cut(before: str, after: str) -> bool:
    """Say whether a dictionary word lies across the break (持续增|大)."""
    left, right = _around_break(before, after)
    if not left or not right:
        return False
    words, start = word_cutter(), 0
    for word in words.cut(left + right, HMM=False):
        head = word[: len(left) - start]
        start += len(word)
        if start >= len(left):
            # A long entry of the dictionary can also be two words in two paragraphs (回顾|过去).
            return len(head) < len(word) and (len(head) == 1 or not words.FREQ.get(head))
    return False


def _leans(before: str, after: str) -> bool:
    """Say whether a function word stands at the break that must have a neighbour there."""
    left, right = _around_break(before, after)
    last = word_cutter().lcut(left, HMM=False)[-1:]
    first = word_cutter().lcut(right, HMM=False)[:1]
    return any(word in _LEANS_FORWARD for word in last) or any(
        word in _LEANS_BACK for word in first
    )


def _around_break(before: str, after: str) -> tuple[str, str]:
    left = _PUNCTUATION.split(before)[-1][-_WORDS_WITHIN:]
    return left, _PUNCTUATION.split(after, maxsplit=1)[0][:_WORDS_WITHIN]


def goes_on(before: str, after: str, last_line: str, next_line: str, shape: Shape) -> bool:
    """Say whether the paragraph `before`, whose last line is `last_line`, goes on in `after`.

    `next_line` is the line that follows `after`, "" at the end.
    """
    if "|" in before or "|" in after or "\t" in before or "\t" in after:
        return False
    if _surely_goes_on(before, after):
        return True
    if label(after) is not None or _ITEM.match(after):
        return False
    width = _width(last_line) if shape.wrap is not None else 0.0
    if _ended(before):
        # A last line that just fills the measure is rarer than a sentence that ends with it.
        filled = shape.wrap is not None and width >= shape.wrap - 1 and before[-1] in "。；;"
        return filled and len(after) >= _MIN_RUNNING and not _SALUTATION.match(after)
    if _leaves_bracket_open(before, after) or before[-1] in "，、,":
        return True
    full = shape.wrap is not None and width >= shape.wrap - 3
    running = _SENTENCE_INSIDE.search(before) is not None
    mark = label(before)
    if mark is not None and mark.end == len(before) and not before[-1].isalnum():
        return True
    if mark is not None and not running:
        return full and (not _ended(after) or _word_is_cut(before, after))
    if full:
        return True
    if _LEAD_IN.fullmatch(before):
        return True
    begun = len(before) >= _MIN_RUNNING or _PUNCTUATION.search(before) is not None
    if (begun or shape.fragmented) and _leans(before, after):
        return True
    if not begun:
        return False
    if _VALUE_BEGIN.match(after):
        return True
    if shape.fragmented and not _PUNCTUATION.search(after) and next_line[:1] in _CANNOT_BEGIN:
        return True
    if running and _FIGURE_END.search(before) and _UNIT_BEGIN.match(after):
        return True
    if running and before[-1] not in _CLOSERS and (_PUNCTUATION.search(after) or shape.fragmented):
        return True
    return _PUNCTUATION.search(before + after) is not None and _word_is_cut(before, after)
