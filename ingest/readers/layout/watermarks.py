"""Tell a watermark that stands upright, or on its side, from the text that it lies under.

Set aslant it is told by its direction alone (`ingest.readers.layout.chars`). Else it is pale, or far
larger than the text, and lies over lines that it has no part in: both are needed, since a pale heading
and a large title stand on ground of their own. Pale type on its side on an upright page is one too.
What is one in one place is one wherever its characters are repeated in the same type, on any page.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ingest.readers.layout.chars import Char, Drawn

PALE_INK = 0.5
"""Of black: mid-grey and lighter. Text that is to be read is darker; a watermark as dark hides it."""

_PAPER_INK = 0.1
_LARGE = 1.8
_MOST_OF_THE_DARKER = 0.8
# A line's box is higher than its type: lines set tight touch at their edges, not in their middles.
_CORE = 0.5
_LEAST_ACROSS = 0.3
_PALE_LIES_ACROSS, _LARGE_LIES_ACROSS = 0.1, 0.3

_Kind = tuple[int, int, int]
"""What is set in one type: twice its size, a twentieth of its ink, its turn."""


def without_watermarks(pages: Sequence[Drawn]) -> list[Drawn]:
    """Give the pages of a document without its watermarks, which each page names as `watermark`."""
    by_kind = [_by_kind(page.chars) for page in pages]
    marks: dict[_Kind, set[str]] = defaultdict(set)
    for kinds in by_kind:
        for kind in _marks(kinds):
            marks[kind].update(char.text for char in kinds[kind])
    if not marks:
        return list(pages)
    return [_without(page, kinds, marks) for page, kinds in zip(pages, by_kind, strict=True)]


def _without(
    page: Drawn, kinds: Mapping[_Kind, Sequence[Char]], marks: Mapping[_Kind, set[str]]
) -> Drawn:
    left_out = {
        kind
        for kind, held in kinds.items()
        if kind in marks and all(char.text in marks[kind] for char in held)
    }
    if not left_out:
        return page
    kept = tuple(char for char in page.chars if _kind(char) not in left_out)
    words = "".join(char.text for kind in sorted(left_out) for char in kinds[kind])
    return replace(page, chars=kept, watermark=page.watermark + words)


def _by_kind(chars: Iterable[Char]) -> dict[_Kind, list[Char]]:
    kinds: dict[_Kind, list[Char]] = defaultdict(list)
    for char in chars:
        if not char.text.isspace():
            kinds[_kind(char)].append(char)
    return dict(kinds)


def _kind(char: Char) -> _Kind:
    return round(char.size * 2), round(char.ink * 20), char.turn


def _marks(kinds: Mapping[_Kind, Sequence[Char]]) -> set[_Kind]:
    """The types of one page that are watermarks."""
    if len(kinds) < 2:
        return set()
    chars = [char for held in kinds.values() for char in held]
    usual = sorted(char.size for char in chars)[len(chars) // 2]
    turns = [char.turn for char in chars]
    main_turn = max(set(turns), key=turns.count)
    return {
        kind
        for kind, held in kinds.items()
        if (_PAPER_INK <= held[0].ink <= PALE_INK and held[0].turn != main_turn)
        or _lies_over(kind, kinds, usual)
    }


def _lies_over(kind: _Kind, kinds: Mapping[_Kind, Sequence[Char]], usual: float) -> bool:
    """Whether type that is pale, or large beside what is usual, lies over type that it has no part in."""
    held = kinds[kind]
    if held[0].ink <= PALE_INK:
        least, most = _PALE_LIES_ACROSS, _MOST_OF_THE_DARKER
    elif held[0].size >= _LARGE * usual:
        least, most = _LARGE_LIES_ACROSS, 1.0
    else:
        return False
    others = [
        char
        for other, beside in kinds.items()
        if other != kind and other[2] == kind[2] and held[0].ink <= most * beside[0].ink
        for char in beside
    ]
    return _share_across(held, others) > least


def _share_across(some: Sequence[Char], others: Iterable[Char]) -> float:
    """The share of the characters that lie over others in their midst."""
    cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
    side = max(char.size for char in some) + 1.0
    for char in others:
        cells[int(char.left // side), int(char.baseline // side)].append(char)
    across = 0
    for char in some:
        x, y = int(char.left // side), int(char.baseline // side)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in cells[x + dx, y + dy])
        across += any(_overlap(char, other) for other in near)
    return across / len(some)


def _overlap(one: Char, other: Char) -> bool:
    """Whether the middles of two characters lie on one another; a shadow of the same character is none."""
    if one.text == other.text:
        return False
    left, right = max(one.left, other.left), min(one.right, other.right)
    narrower = min(one.right - one.left, other.right - other.left)
    low = max(_foot(one), _foot(other))
    high = min(_foot(one) + _CORE * one.size, _foot(other) + _CORE * other.size)
    return right - left > _LEAST_ACROSS * narrower and high > low


def _foot(char: Char) -> float:
    return char.baseline + (1 - _CORE) / 2 * char.size
