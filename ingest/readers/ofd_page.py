"""From the objects of an OFD page to its lines: text with the place of each character, pictures by size.

Lengths in the file are millimetres with y downwards; here points with y upwards, as in a PDF page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readers.layout.chars import Char
from ingest.readers.layout.lines import Page, is_wide, line_of, rows_of

POINTS = 72 / 25.4
_A4_MM = (210.0, 297.0)
_MAX_DEPTH = 40


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


def read_objects(
    roots: list[tuple[Any, float, float]], number: int, size: tuple[float, float]
) -> tuple[Page, list[Picture]]:
    """Read the objects under some elements, each moved by (x, y) mm, as the page `number`."""
    width, height = size
    chars: list[Char] = []
    pictures: list[Picture] = []
    for root, left, top in roots:
        for text in descend(root, "TextObject"):
            chars += _text_chars(text, left, top, height, len(chars))
        for image in descend(root, "ImageObject"):
            bounds = numbers(image.get("Boundary"))
            if len(bounds) == 4:
                pictures.append(Picture(image.get("ResourceID") or "", bounds[2] * bounds[3]))
    lines = tuple(line_of(row, number, "") for row in rows_of(chars))
    page = Page(number, width * POINTS, height * POINTS, lines, not chars and bool(pictures), 0)
    return page, pictures


def _text_chars(text: Any, left: float, top: float, height: float, index: int) -> Iterator[Char]:
    begin_x, begin_y, *_ = (*numbers(text.get("Boundary")), 0.0, 0.0)
    size = (numbers(text.get("Size")) or [3.5])[0] or 3.5
    matrix = numbers(text.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    shown = max(abs(size * d), abs(size * b), 0.1)
    x = y = 0.0
    for code in descend(text, "TextCode"):
        letters = "".join((code.text or "").split("\n"))
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        steps, rises = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        at_x, at_y = x, y
        for place, letter in enumerate(letters):
            px = left + begin_x + a * at_x + c * at_y + e
            py = top + begin_y + b * at_x + d * at_y + f
            wide = shown * (1.0 if is_wide(letter) else 0.5)
            if letter.isprintable():
                yield Char(
                    letter,
                    px * POINTS,
                    (px + wide) * POINTS,
                    (height - py) * POINTS,
                    shown * POINTS,
                    index,
                )
                index += 1
            step = steps[min(place, len(steps) - 1)] if steps else 0.0
            at_x += step if steps else (0.0 if rises else size * (1.0 if is_wide(letter) else 0.5))
            at_y += rises[min(place, len(rises) - 1)] if rises else 0.0


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
