"""The characters of a PDF page with their boxes, as whoever looks at the page sees them.

A character may stand on its side, as in a wide table on an upright page: its box is given as it is
seen with the page turned until it stands upright, and `turn` says how far that is. One that is set
aslant stands in no line; it is told apart here by the direction of its type.
"""

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.readers.layout.pictures import is_picture
from ingest.readers.layout.visible import Look, Sight

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_LARGE_PT = 60.0
_MANY = 12
_ASLANT_DEGREES = 10.0
"""Pages are scanned a few degrees askew, watermarks and stamps are set at 30 to 60."""

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Char:
    """One drawn character; points, y upwards, `left` and `right` by advance width.

    `index` is its place in pdfium's text page, `turn` how many degrees clockwise its page is turned
    for it to stand upright, `ink` how dark it is on white paper (0 to 1), opacity counted, `font` a name.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    index: int
    turn: int = 0
    ink: float = 1.0
    font: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What stands on a page, with the page's size in points: its characters in pdfium's order.

    `strange` counts what does not decode; `watermark` and `unseen` are left out of `chars`.
    """

    width: float
    height: float
    is_picture: bool
    chars: tuple[Char, ...]
    strange: int
    watermark: str = ""
    unseen: str = ""


def read_chars(page: "PdfPage") -> Drawn:
    """Give the characters of a page. Raises `pypdfium2.PdfiumError` when it is damaged."""
    import pypdfium2.raw as pdfium

    turned = page.get_rotation()
    edges = page.get_cropbox()
    textpage = page.get_textpage()
    sight = Sight(page, textpage)
    looks: list[Look] = []
    chars: list[Char] = []
    aslant, strange = "", 0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1 or code in (0x0A, 0x0D):
            continue
        if pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 or not _is_character(code):
            strange += 1
            continue
        turn = quarter_turn(_direction(textpage, index) - turned)
        if turn is None:
            aslant += chr(code)
            continue
        bounds, origin = _place(textpage, index)
        look = sight.look(index, bounds)
        left, right, baseline, size = _as_shown(bounds, origin, (turned + turn) % 360, edges)
        char = Char(chr(code), left, right, baseline, size, index, turn, _ink(look), look.font)
        chars.append(char)
        looks.append(look)
    seen = sight.judge(looks)
    textpage.close()
    width, height = page.get_size()
    return Drawn(
        width,
        height,
        is_picture(page),
        tuple(char for char, is_seen in zip(chars, seen, strict=True) if is_seen),
        strange,
        "".join(aslant.split()),
        "".join(char.text for char, is_seen in zip(chars, seen, strict=True) if not is_seen),
    )


def _ink(look: Look) -> float:
    # What is drawn for type without ink is a picture of it, as dark as any.
    return 1.0 if look.ink is None else look.ink


def quarter_turn(degrees: float) -> int | None:
    """Give the quarter turn (0, 90, 180, 270) that a direction of type is, None where it is aslant."""
    nearest = round(degrees / 90) * 90
    return None if abs(degrees - nearest) > _ASLANT_DEGREES else nearest % 360


def _direction(textpage: "PdfTextPage", index: int) -> float:
    """Give the direction in which the type of a character runs, degrees counter-clockwise."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        return 0.0
    if matrix.a * matrix.d - matrix.b * matrix.c <= 0:
        # Mirrored type has no direction that a turn of the page sets right.
        return 0.0
    return math.degrees(math.atan2(matrix.b, matrix.a))


def _place(textpage: "PdfTextPage", index: int) -> tuple[_Box, tuple[float, float]]:
    """Give a character's box by advance width and the start of its baseline."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    bounds = (box.left, box.bottom, box.right, box.top)
    if min(box.right - box.left, box.top - box.bottom) > _LARGE_PT:
        bounds = _sound(bounds, textpage, index)
    return bounds, (x.value, y.value)


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
