"""Leave out the raised marks of notes: 320¹件 with a small ¹ set above the line is 320 and a note.

A mark is set smaller than the character before it, on a higher baseline and close behind. Behind a
Latin letter it is part of a unit or a formula (m², CO₂ is lowered), and stays.
"""

from bisect import bisect_left
from collections.abc import Sequence

from ingest.readers.layout.chars import Char

_MARKS = frozenset("0123456789０１２３４５６７８９[]［］〔〕()（）*＊①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")  # noqa: RUF001
_MOST_SIZE = 0.8
_LEAST_RISE, _MOST_RISE = 0.12, 0.75
_NEAR = 0.35


def without_note_marks(chars: Sequence[Char]) -> list[Char]:
    """Give the characters without the raised marks of notes."""
    by_right = sorted(
        (char for char in chars if not char.text.isspace()), key=lambda char: char.right
    )
    rights = [char.right for char in by_right]
    bases: dict[int, Char] = {}
    dropped: set[int] = set()
    for char in sorted(chars, key=lambda char: char.left):
        if char.text not in _MARKS:
            continue
        base = _base(char, by_right, rights, bases)
        if base is None:
            continue
        bases[id(char)] = base
        if not (base.text.isascii() and base.text.isalpha()):
            dropped.add(id(char))
    return [char for char in chars if id(char) not in dropped]


def _base(
    char: Char, by_right: Sequence[Char], rights: Sequence[float], bases: dict[int, Char]
) -> Char | None:
    """The character that a raised one stands behind, with other marks of the same note between."""
    reach = _NEAR * char.size / _MOST_SIZE
    for other in by_right[bisect_left(rights, char.left - reach) :]:
        if other.right > char.left + reach:
            return None
        if other is char or other.left >= char.left:
            continue
        rise = char.baseline - other.baseline
        if id(other) in bases:
            if abs(rise) < _LEAST_RISE * char.size:
                return bases[id(other)]
        elif (
            char.size <= _MOST_SIZE * other.size
            and _LEAST_RISE * other.size <= rise <= _MOST_RISE * other.size
        ):
            return other
    return None
