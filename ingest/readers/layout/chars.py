"""The characters of a PDF page with their boxes, as whoever looks at the page sees them."""

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_LARGE_PT = 60.0
_MANY = 12

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Char:
    """One drawn character; points, y upwards, `left` and `right` by advance width.

    `index` is its place in pdfium's text page.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    index: int


def read_chars(page: "PdfPage", textpage: "PdfTextPage") -> tuple[list[Char], int]:
    """Give the characters of a page in pdfium's order, and how many are none that can be read."""
    import pypdfium2.raw as pdfium

    turn = page.get_rotation()
    edges = page.get_cropbox()
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    chars: list[Char] = []
    strange = 0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1 or code in (0x0A, 0x0D):
            continue
        if pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 or not _is_character(code):
            strange += 1
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        bounds = (box.left, box.bottom, box.right, box.top)
        if min(box.right - box.left, box.top - box.bottom) > _LARGE_PT:
            bounds = _sound(bounds, textpage, index)
        left, right, baseline, size = _as_shown(bounds, (x.value, y.value), turn, edges)
        chars.append(Char(chr(code), left, right, baseline, size, index))
    return chars, strange


def _sound(bounds: _Box, textpage: "PdfTextPage", index: int) -> _Box:
    """Give the box of what is drawn where the box by advance width is many times as large.

    pdfium gives such boxes for type set from the top down in a narrow cell.
    """
    left, bottom, right, top = textpage.get_charbox(index)
    drawn = max(right - left, top - bottom)
    stated = min(bounds[2] - bounds[0], bounds[3] - bounds[1])
    return (left, bottom, right, top) if 0 < _MANY * drawn < stated else bounds


def _as_shown(
    bounds: _Box, origin: tuple[float, float], turn: int, edges: _Box
) -> tuple[float, float, float, float]:
    """Left, right, baseline, size as the reader of the page sees them (`turn`: degrees clockwise)."""
    left, bottom, right, top = bounds
    x, y = origin
    if turn == 90:
        return bottom - edges[1], top - edges[1], edges[2] - x, right - left
    if turn == 180:
        return edges[2] - right, edges[2] - left, edges[3] - y, top - bottom
    if turn == 270:
        return edges[3] - top, edges[3] - bottom, x - edges[0], right - left
    return left - edges[0], right - edges[0], y - edges[1], top - bottom


def _is_character(code: int) -> bool:
    is_private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    return code >= 0x20 and code not in (0xFFFD, 0xFFFE, 0xFFFF) and not is_private
