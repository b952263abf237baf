"""Leave out the raised marks of notes: 320¹件 with a small ¹ set above the line is 320 and a note.

A mark is set smaller than the character before it, on a higher baseline and close behind, or is a
character that is raised by itself. Behind a Latin letter it is part of a unit (m²), behind ×10 its power: both stay.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.readers.layout.chars import Char

_MARKS = frozenset("0123456789[]()*①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳\u3014\u3015\uff3b\uff3d（）＊")  # noqa: RUF001
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWERS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
_TIMES_TEN = frozenset(("×1", "x1", "X1", "*1"))
_MOST_SIZE = 0.8
_LEAST_RISE, _MOST_RISE = 0.12, 0.75
_NEAR = 0.45
_WIDEST_EM = 3.0


def without_note_marks(chars: Sequence[Char]) -> list[Char]:
    """Give the characters without the raised marks of notes."""
    from_left = sorted(
        (char for char in chars if not char.text.isspace()), key=lambda one: one.left
    )
    lefts = [char.left for char in from_left]
    bases: dict[int, Char] = {}
    for char in from_left:
        if char.text in _MARKS or char.text in _RAISED:
            first = bisect_left(lefts, char.left - 2 * _WIDEST_EM * char.size)
            base = _base(char, from_left[first : bisect_left(lefts, char.left)], bases)
            if base is not None:
                bases[id(char)] = base
    kept = []
    for char in chars:
        base = bases.get(id(char))
        if base is None:
            kept.append(char)
        elif _is_power(base, from_left):
            kept.append(
                replace(char, baseline=base.baseline, text=_POWERS.get(char.text, char.text))
            )
        elif base.text.isascii() and base.text.isalpha():
            # Raised by more than a part of its own size, it would be taken for a line above.
            kept.append(replace(char, baseline=base.baseline))
    return kept


def _is_power(base: Char, from_left: Sequence[Char]) -> bool:
    """Whether a raised figure stands behind the ten of ×10⁴."""
    at = next((i for i, one in enumerate(from_left) if one is base), 0)
    own = [
        one for one in from_left[:at] if abs(one.baseline - base.baseline) < _LEAST_RISE * base.size
    ]
    return base.text == "0" and "".join(one.text for one in own[-2:]) in _TIMES_TEN


def _base(char: Char, before: Sequence[Char], bases: Mapping[int, Char]) -> Char | None:
    """The character that a raised one stands behind, with other marks of the same note between."""
    for other in reversed(before):
        if char.left - other.right > _NEAR * char.size:
            continue
        rise = char.baseline - other.baseline
        if id(other) in bases:
            if abs(rise) < _LEAST_RISE * char.size:
                return bases[id(other)]
        elif char.text in _RAISED:
            if abs(rise) < _MOST_RISE * other.size:
                return other
        elif (
            char.size <= _MOST_SIZE * other.size
            and _LEAST_RISE * other.size <= rise <= _MOST_RISE * other.size
        ):
            return other
    return None
