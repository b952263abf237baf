"""How a file breaks its lines: at a printed width, at paragraphs, or around marked-up words."""
# ruff: noqa: RUF001 (full-width forms are what this module is about)

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

CANNOT_BEGIN = frozenset("，。、；：！？）》〉」』】〕”’％‰℃,;:!?)%]}")
_CANNOT_END = frozenset("（《〈「『【〔“‘—([{")


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
    sure = sum(1 for before, after in pairwise(lines) if surely_goes_on(before, after))
    return Shape(_wrap_width(lines), sure >= max(6, len(lines) // 50))


def width_of(line: str) -> float:
    """Give a line's printed width, in Chinese characters."""
    return len(line) - sum(map(str.isascii, line)) / 2


def _wrap_width(lines: Sequence[str]) -> float | None:
    lengths = sorted(width_of(line) for line in lines)
    if len(lengths) < 12:
        return None
    width = lengths[int(len(lengths) * 0.97) - 1]
    near = sum(1 for length in lengths if width - 3 <= length <= width + 1)
    longer = sum(1 for length in lengths if length > width + 4)
    wrapped = 16 <= width <= 70 and near >= len(lengths) * 0.4 and longer <= len(lengths) * 0.02
    return width if wrapped else None


def surely_goes_on(before: str, after: str) -> bool:
    """Say whether a mark at the break shows by itself that the line goes on."""
    return after[0] in CANNOT_BEGIN or before[-1] in _CANNOT_END
