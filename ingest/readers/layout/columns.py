"""Text set in two columns, put into reading order: the left column of a stretch, then the right.

A page is in columns when hardly a line of it crosses one place near the middle, and the text on both
sides fills its column as running text does. A table has such a gap too, but its cells seldom fill
theirs. The right column is moved to where the left one stands, so that both have the margins by
which paragraphs are told; a line across both (a title) keeps its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.layout.chars import Char
from ingest.readers.layout.lines import Line, Page, line_of

_MIDDLE = (0.35, 0.65)
_LEAST_GUTTER_EM = 0.9
_LEAST_LINES = 8
_MOST_ACROSS = 0.15
_MOST_ROWS = 0.1
_FULL_SHARE = 0.5
_NEAR_EM = 1.6
_LEAST_CHARS = 9


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The empty stretch between two columns, in points."""

    left: float
    right: float


def in_reading_order(page: Page) -> Page:
    """Give a page with its columns one after the other; as it is where it has only one."""
    gutter = _gutter(page)
    if gutter is None:
        return page
    parts = [_parted(line, gutter) for line in page.lines]
    shift = _left_edge(parts, 1) - _left_edge(parts, 0)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line, (one, other) in zip(page.lines, parts, strict=True):
        if one is None and other is None:
            ordered += [*left, *right, line]
            left, right = [], []
        left += [one] if one is not None else []
        right += [_moved(other, shift)] if other is not None else []
    return replace(page, lines=tuple([*ordered, *left, *right]), width=page.width - shift)


def _gutter(page: Page) -> _Gutter | None:
    """Find the stretch near the middle that hardly a line crosses, between two columns of text."""
    lines = [line for line in page.lines if not line.in_table]
    # Rows of a table have cells that may well stand flush on both sides.
    rows = sum(len(line.cells) > 2 for line in lines)
    if len(lines) < _LEAST_LINES or rows > _MOST_ROWS * len(lines):
        return None
    middle = _clear_middle(lines, page.width)
    if middle is None:
        return None
    left, right = _columns(lines, middle)
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    size = sorted(line.size for line in lines)[len(lines) // 2]
    gutter = _Gutter(max(one[-1].right for one in left), min(other[0].left for other in right))
    if gutter.right - gutter.left < _LEAST_GUTTER_EM * size:
        return None
    return gutter if _is_running(left, size) and _is_running(right, size) else None


def _clear_middle(lines: Sequence[Line], width: float) -> float | None:
    """The middle of the places near the page's middle that hardly a line crosses."""
    low, high = (share * width for share in _MIDDLE)
    spots = [low + step for step in range(int(high - low))]
    most = _MOST_ACROSS * len(lines)
    clear = [spot for spot in spots if sum(_crosses(line, spot) for line in lines) <= most]
    return clear[len(clear) // 2] if clear else None


def _columns(
    lines: Sequence[Line], middle: float
) -> tuple[list[tuple[Char, ...]], list[tuple[Char, ...]]]:
    """The parts of the lines on each side of the middle, where there are any."""
    sides = [_sides(line, middle) for line in lines]
    return [one for one, _ in sides if one], [other for _, other in sides if other]


def _is_running(column: Sequence[tuple[Char, ...]], size: float) -> bool:
    """Whether the parts of lines in a column fill it, as running text does."""
    stop = max(part[-1].right for part in column)
    full = sum(
        len(part) >= _LEAST_CHARS and stop - part[-1].right < _NEAR_EM * size for part in column
    )
    return full >= _FULL_SHARE * len(column)


def _crosses(line: Line, spot: float) -> bool:
    """Whether the text of a line goes on through a place without a gap."""
    if not line.left < spot < line.right:
        return False
    before = max((char.right for char in line.chars if char.left < spot), default=line.left)
    after = min((char.left for char in line.chars if char.right > spot), default=line.right)
    return after - before < _LEAST_GUTTER_EM * line.size


def _sides(line: Line, middle: float) -> tuple[tuple[Char, ...], tuple[Char, ...]]:
    """Part the characters at the middle; both sides empty where the line goes on through it."""
    if _crosses(line, middle):
        return (), ()
    one = tuple(char for char in line.chars if char.right <= middle)
    return one, tuple(char for char in line.chars if char.right > middle)


def _parted(line: Line, gutter: _Gutter) -> tuple[Line | None, Line | None]:
    middle = (gutter.left + gutter.right) / 2
    if line.in_table:
        return line if line.right <= middle else None, line if line.left >= middle else None
    one, other = _sides(line, middle)
    return (
        line_of(list(one), line.page, line.font) if one else None,
        line_of(list(other), line.page, line.font) if other else None,
    )


def _left_edge(parts: Sequence[tuple[Line | None, Line | None]], side: int) -> float:
    return min((line.left for pair in parts if (line := pair[side]) is not None), default=0.0)


def _moved(line: Line, shift: float) -> Line:
    chars = tuple(
        replace(char, left=char.left - shift, right=char.right - shift) for char in line.chars
    )
    return replace(line, left=line.left - shift, right=line.right - shift, chars=chars)
