"""The straight lines drawn on a page of a PDF, level or upright, that the ruling of a table is made of.

A rule is drawn as a stroke, as a side of a stroked box, or as a filled box as thin as a line (Word,
Excel); boxes that shade a cell or a paragraph are none.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MAX_RULES = 20_000
"""A page with more is a map or a drawing, whose lines rule no table."""

_MAX_DEPTH = 3
_MAX_POINTS = 400
_THICKEST_PT = 2.5
_SHORTEST_PT = 4.0
_SLANT_PT = 0.8


@dataclass(frozen=True, slots=True)
class Rule:
    """One level or upright line; points as the page is shown, y upwards.

    `at` is its y (its x, where upright), `low` and `high` are its ends along its own direction.
    """

    is_upright: bool
    at: float
    low: float
    high: float


_Point = tuple[float, float]


def rules_of(page: "PdfPage", turn: int = 0) -> tuple[Rule, ...]:
    """Give the rules of a page; none where there are too many for a table.

    `turn`: as they are seen with the page turned by so many degrees clockwise on top of its own turn.
    """
    import pypdfium2.raw as pdfium

    turn, edges = (page.get_rotation() + turn) % 360, page.get_cropbox()
    rules: list[Rule] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=_MAX_DEPTH):
        for start, end in _strokes(item):
            rule = _rule(_as_shown(start, turn, edges), _as_shown(end, turn, edges))
            if rule is not None:
                rules.append(rule)
        if len(rules) > MAX_RULES:
            return ()
    return tuple(rules)


def _strokes(item: Any) -> Iterator[tuple[_Point, _Point]]:
    """Give both ends of the lines that a path draws, in the coordinates of its page."""
    import pypdfium2.raw as pdfium

    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, filled, stroked)
    for points in _outlines(item):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if stroked.value:
            yield from pairwise(points)
        elif filled.value and max(xs) - min(xs) <= _THICKEST_PT:
            middle = (min(xs) + max(xs)) / 2
            yield (middle, min(ys)), (middle, max(ys))
        elif filled.value and max(ys) - min(ys) <= _THICKEST_PT:
            middle = (min(ys) + max(ys)) / 2
            yield (min(xs), middle), (max(xs), middle)


def _outlines(item: Any) -> list[list[_Point]]:
    """Give the corners of each part of a path, the first again where it is closed; none with curves."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(item.raw)
    if not 0 < count <= _MAX_POINTS:
        return []
    matrix = item.get_matrix()
    around = item.container
    while around is not None:
        matrix = matrix.multiply(around.get_matrix())
        around = around.container
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[_Point]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and parts[-1][0] != point:
            parts[-1].append(parts[-1][0])
    return parts


def _rule(start: _Point, end: _Point) -> Rule | None:
    wide, high = abs(start[0] - end[0]), abs(start[1] - end[1])
    if max(wide, high) < _SHORTEST_PT or min(wide, high) > _SLANT_PT:
        return None
    along = 0 if wide > high else 1
    low, top = sorted((start[along], end[along]))
    return Rule(along == 1, (start[1 - along] + end[1 - along]) / 2, low, top)


def _as_shown(point: _Point, turn: int, edges: tuple[float, float, float, float]) -> _Point:
    """A point as the reader of the page sees it (`turn`: degrees clockwise)."""
    x, y = point
    if turn == 90:
        return y - edges[1], edges[2] - x
    if turn == 180:
        return edges[2] - x, edges[3] - y
    if turn == 270:
        return edges[3] - y, x - edges[0]
    return x - edges[0], y - edges[1]
