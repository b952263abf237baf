"""Decide whether a line goes on in the next one: the file broke a sentence, or a paragraph ended.

Only the words decide, never the format's hints, so that one report gives one text from every
format. Sure signs come first (a bracket left open, a comma at the end); then signs that need
running text before them; a heading, a list, a date or a signature is left alone.
"""
# ruff: noqa: RUF001 (full-width forms are what this module is about)

import re
from collections.abc import Callable, Sequence
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
_LEANS_FORWARD = frozenset("的和与及或在为对将把向从由以被至是").union(
    ("按照", "根据", "关于", "通过", "围绕", "以及", "其中")
)
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


@dataclass(frozen=True, slots=True)
class _Break:
    """A place between two lines: what stands before and behind it, and how full the last line is.

    `before` is the paragraph so far, `last_line` its last line as the file has it.
    """

    before: str
    after: str
    last_line: str
    next_line: str
    shape: Shape

    @property
    def is_running(self) -> bool:
        """Whether a sentence has ended inside the paragraph so far."""
        return _SENTENCE_INSIDE.search(self.before) is not None

    @property
    def has_begun(self) -> bool:
        """Whether the paragraph so far is more than a few words."""
        return len(self.before) >= _MIN_RUNNING or _PUNCTUATION.search(self.before) is not None

    def fills(self, but: int) -> bool:
        """Say whether the last line reaches the printed width, but for so many characters."""
        wrap = self.shape.wrap
        return wrap is not None and _width(self.last_line) >= wrap - but


def goes_on(before: str, after: str, last_line: str, next_line: str, shape: Shape) -> bool:
    """Say whether the paragraph `before`, whose last line is `last_line`, goes on in `after`.

    `next_line` is the line that follows `after`, "" at the end.
    """
    place = _Break(before, after, last_line, next_line, shape)
    for sign in _SIGNS:
        decided = sign(place)
        if decided is not None:
            return decided
    return _PUNCTUATION.search(before + after) is not None and _word_is_cut(before, after)


def _in_a_table(place: _Break) -> bool | None:
    joined = place.before + place.after
    return False if "|" in joined or "\t" in joined else None


def _by_its_marks(place: _Break) -> bool | None:
    return True if _surely_goes_on(place.before, place.after) else None


def _before_an_item(place: _Break) -> bool | None:
    return False if label(place.after) is not None or _ITEM.match(place.after) else None


def _behind_a_sentence(place: _Break) -> bool | None:
    if not _ended(place.before):
        return None
    # A last line that just fills the measure is rarer than a sentence that ends with it.
    filled = place.fills(but=1) and place.before[-1] in "。；;"
    return filled and len(place.after) >= _MIN_RUNNING and not _SALUTATION.match(place.after)


def _left_open(place: _Break) -> bool | None:
    is_open = _leaves_bracket_open(place.before, place.after) or place.before[-1] in "，、,"
    return True if is_open else None


def _behind_a_label(place: _Break) -> bool | None:
    mark = label(place.before)
    if mark is None:
        return None
    if mark.end == len(place.before) and not place.before[-1].isalnum():
        return True
    if place.is_running:
        return None
    return place.fills(but=3) and (
        not _ended(place.after) or _word_is_cut(place.before, place.after)
    )


def _behind_a_full_line(place: _Break) -> bool | None:
    return True if place.fills(but=3) or _LEAD_IN.fullmatch(place.before) else None


def _leaning(place: _Break) -> bool | None:
    """A few words that lean on nothing are a line of their own."""
    may_lean = place.has_begun or place.shape.fragmented
    if may_lean and _leans(place.before, place.after):
        return True
    return None if place.has_begun else False


def _inside_a_figure(place: _Break) -> bool | None:
    if _VALUE_BEGIN.match(place.after):
        return True
    cut = _FIGURE_END.search(place.before) and _UNIT_BEGIN.match(place.after)
    return True if cut and place.is_running else None


def _between_fragments(place: _Break) -> bool | None:
    is_fragment = place.shape.fragmented and not _PUNCTUATION.search(place.after)
    return True if is_fragment and place.next_line[:1] in _CANNOT_BEGIN else None


def _in_running_text(place: _Break) -> bool | None:
    if not place.is_running or place.before[-1] in _CLOSERS:
        return None
    return True if place.shape.fragmented or _PUNCTUATION.search(place.after) else None


# The first that decides has the word; a cut word is the last sign.
_SIGNS: tuple[Callable[[_Break], bool | None], ...] = (
    _in_a_table,
    _by_its_marks,
    _before_an_item,
    _behind_a_sentence,
    _left_open,
    _behind_a_label,
    _behind_a_full_line,
    _leaning,
    _inside_a_figure,
    _between_fragments,
    _in_running_text,
)
