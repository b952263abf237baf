"""From the objects of an OFD page to its characters with the place of each, and its pictures by size.

Lengths in the file are millimetres with y downwards; here points with y upwards, as in a PDF page.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readers.layout.chars import Char, Drawn, quarter_turn
from ingest.readers.layout.lines import is_wide

POINTS = 72 / 25.4
_A4_MM = (210.0, 297.0)
_MAX_DEPTH = 40
_AS_PAPER = 0.1
_INKLESS = 0.04
_TINY_PT = 1.0
# Rec. 709 weights of red, green and blue.
_LIGHT = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on a page: the id of its resource and the square millimetres it covers."""

    resource: str
    area: float


def box_of(element: Any) -> tuple[float, float]:
    """Give width and height in millimetres of the first physical box that an element states."""
    for found in descend(element, "PhysicalBox"):
        sides = numbers(found.text)
        if len(sides) == 4 and sides[2] > 0 and sides[3] > 0:
            return sides[2], sides[3]
    return _A4_MM


def read_objects(roots: list[Any], size: tuple[float, float]) -> tuple[Drawn, list[Picture]]:
    """Read the objects under some elements as one page of `size` (millimetres)."""
    width, height = size
    grounds = [box for root in roots for box in _grounds(root)]
    chars: list[Char] = []
    aslant, unseen = "", ""
    pictures: list[Picture] = []
    for root in roots:
        for text in descend(root, "TextObject"):
            setting = _setting(text)
            if setting.turn is None:
                aslant += words_of(text)
            elif not setting.is_seen:
                unseen += words_of(text)
            else:
                read = list(_text_chars(text, setting, size, len(chars)))
                is_white = setting.ink < _AS_PAPER and not _lies_on(text, grounds)
                unseen += words_of(text) if is_white else ""
                chars += [] if is_white else read
        for image in descend(root, "ImageObject"):
            bounds = numbers(image.get("Boundary"))
            if len(bounds) == 4:
                pictures.append(Picture(image.get("ResourceID") or "", bounds[2] * bounds[3]))
    is_picture = not chars and bool(pictures)
    drawn = Drawn(width * POINTS, height * POINTS, is_picture, tuple(chars), 0, aslant, unseen)
    return drawn, pictures


def words_of(element: Any) -> str:
    """Give the characters of the text objects under an element, without white space."""
    return "".join("".join((code.text or "").split()) for code in descend(element, "TextCode"))


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a text object is set: its matrix, the side it stands on (None: aslant), its ink on white."""

    matrix: tuple[float, float, float, float, float, float]
    turn: int | None
    ink: float
    is_seen: bool


def _setting(text: Any) -> _Setting:
    stated = numbers(text.get("CTM"))
    a, b, c, d, e, f = stated if len(stated) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    # y runs downwards, and with it what the file calls clockwise.
    own = (numbers(text.get("CharDirection")) or [0.0])[0]
    is_mirrored = a * d - b * c <= 0
    turn = 0 if is_mirrored else quarter_turn(-math.degrees(math.atan2(b, a)) - own)
    ink, opacity = 1.0, _opacity(text)
    for child in text:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == "FillColor":
            shades = numbers(child.get("Value"))
            opacity *= _opacity(child)
            if len(shades) == 3:
                ink = 1 - sum(w * v for w, v in zip(_LIGHT, shades, strict=True)) / 255
            elif len(shades) == 1:
                ink = 1 - shades[0] / 255
    size = (numbers(text.get("Size")) or [1.0])[0] * max(abs(a), abs(b), abs(c), abs(d))
    is_seen = text.get("Visible") != "false" and opacity > _INKLESS and size * POINTS >= _TINY_PT
    return _Setting((a, b, c, d, e, f), turn, ink * opacity, is_seen)


def _opacity(element: Any) -> float:
    return (numbers(element.get("Alpha")) or [255.0])[0] / 255


def _grounds(root: Any) -> Iterator[tuple[float, float, float, float]]:
    """Give left, top, right, bottom of what may lie under white type: filled shapes and pictures."""
    for name in ("PathObject", "ImageObject"):
        for item in descend(root, name):
            box = numbers(item.get("Boundary"))
            if len(box) == 4 and (name == "ImageObject" or item.get("Fill") == "true"):
                yield box[0], box[1], box[0] + box[2], box[1] + box[3]


def _lies_on(text: Any, grounds: list[tuple[float, float, float, float]]) -> bool:
    box = numbers(text.get("Boundary"))
    if len(box) != 4:
        return True
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return any(left <= x <= right and top <= y <= low for left, top, right, low in grounds)


def _text_chars(
    text: Any, setting: _Setting, page: tuple[float, float], index: int
) -> Iterator[Char]:
    begin_x, begin_y, *_ = (*numbers(text.get("Boundary")), 0.0, 0.0)
    size = (numbers(text.get("Size")) or [3.5])[0] or 3.5
    a, b, c, d, e, f = setting.matrix
    shown = max(abs(size * d), abs(size * b), 0.1)
    turn = setting.turn or 0
    x = y = 0.0
    for code in descend(text, "TextCode"):
        letters = "".join((code.text or "").split("\n"))
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        steps, rises = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        at_x, at_y = x, y
        for place, letter in enumerate(letters):
            px = begin_x + a * at_x + c * at_y + e
            py = begin_y + b * at_x + d * at_y + f
            wide = shown * (1.0 if is_wide(letter) else 0.5)
            if letter.isprintable():
                start, baseline = _as_seen(px, py, turn, page)
                yield Char(
                    letter,
                    start * POINTS,
                    (start + wide) * POINTS,
                    baseline * POINTS,
                    shown * POINTS,
                    index,
                    turn,
                    setting.ink,
                )
                index += 1
            step = steps[min(place, len(steps) - 1)] if steps else 0.0
            at_x += step if steps else (0.0 if rises else size * (1.0 if is_wide(letter) else 0.5))
            at_y += rises[min(place, len(rises) - 1)] if rises else 0.0


def _as_seen(x: float, y: float, turn: int, page: tuple[float, float]) -> tuple[float, float]:
    """A point (y downwards) on the page turned clockwise by `turn` degrees: from its left, from its foot."""
    width, height = page
    if turn == 90:
        return height - y, width - x
    if turn == 180:
        return width - x, y
    if turn == 270:
        return y, x
    return x, height - y


def deltas(stated: str | None) -> list[float]:
    """Read a list of steps: `5 5 g 3 4` is 5 5 4 4 4."""
    words = (stated or "").split()
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < 100_000:
        if words[at] == "g" and at + 2 < len(words):
            count, step = numbers(words[at + 1]), numbers(words[at + 2])
            found += (step or [0.0])[:1] * min(int((count or [0.0])[0]), 100_000)
            at += 3
        else:
            found += numbers(words[at])[:1]
            at += 1
    return found


def numbers(stated: str | None) -> list[float]:
    """Read numbers apart by white space; what is none is passed over."""
    found = []
    for word in (stated or "").replace(",", " ").split():
        try:
            value = float(word)
        except ValueError:
            continue
        if abs(value) < 1e7:
            found.append(value)
    return found


def descend(element: Any, name: str, depth: int = 0) -> Iterator[Any]:
    """Give the descendants of this local name in document order, whatever their namespace."""
    if element is None or depth > _MAX_DEPTH:
        return
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag.rpartition("}")[2] == name:
            yield child
        yield from descend(child, name, depth + 1)
