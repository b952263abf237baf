"""Which characters of a PDF page can be seen: what a person who looks at the page does not see is no text of it.

Unseen are: type without ink (render mode 3, or wholly transparent) where nothing is drawn beneath,
type as white as the paper behind it, type smaller than a point, and type in a layer that is switched
off. Type without ink over a picture is what a scanner read in it (OCR): that is the page's text. The
page is drawn only where a character asks for it, and never to look for the character itself: a font
that is not in the file may draw nothing here.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.readers.layout.pictures import MAX_PICTURE_PX, is_picture, unpacks_to_too_much

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage, PdfTextPage

_NO_INK_MODES = (3, 7)
_STROKED_MODES = (1, 2, 5, 6)
_FILLED_MODES = (0, 2, 4, 6)
_AS_PAPER = 0.1
_INKLESS_OPACITY = 0.04
_TINY_PT = 1.0
_PX_A_POINT = 1.0
# Of 255: what stands out to an eye from what is around it.
_LEAST_CONTRAST = 24
_INNER = 0.2

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the coordinates of the page as it is stored."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a character is drawn.

    `font` is its name, without the tag of a part; `ink` is how dark it is on white paper (0 to 1),
    None where nothing is drawn; `is_off`: in a layer that is switched off, or too small for an eye.
    """

    font: str
    ink: float | None
    bounds: _Box
    is_off: bool


class Sight:
    """One page as it is seen; draws it only if it must."""

    def __init__(self, page: "PdfPage", textpage: "PdfTextPage") -> None:
        self._page = page
        self._textpage = textpage
        self._objects: dict[int, tuple[int, str, bool]] = {}

    def look(self, index: int, bounds: _Box) -> Look:
        """Tell how the character at `index` is drawn."""
        mode, font, is_off = self._object(index)
        return Look(font, self._ink(index, mode), bounds, is_off or self._is_tiny(index, bounds))

    def judge(self, looks: Sequence[Look]) -> list[bool]:
        """Tell which of the characters of the page are seen."""
        faint = [look for look in looks if look.ink is None or look.ink < _AS_PAPER]
        is_recognised = is_picture(self._page) and all(look.ink is None for look in faint)
        if not faint or is_recognised or unpacks_to_too_much(self._page, MAX_PICTURE_PX):
            return [not look.is_off for look in looks]
        drawn = self._page.render(scale=_PX_A_POINT, may_draw_forms=False, draw_annots=False)
        picture = drawn.to_pil().convert("L")
        return [not look.is_off and self._is_seen(look, picture) for look in looks]

    def _is_seen(self, look: Look, picture: "Image") -> bool:
        """Whether there is something to see where a character stands: dark ground, or a picture of it."""
        if look.ink is not None and look.ink >= _AS_PAPER:
            return True
        darkest, lightest = self._shades(look.bounds, picture)
        lit = 255 * (1 - look.ink) if look.ink is not None else lightest
        return lit - darkest >= _LEAST_CONTRAST

    def _object(self, index: int) -> tuple[int, str, bool]:
        """The render mode and the font of the text object of a character, and whether its layer is off."""
        import pypdfium2.raw as pdfium

        item = pdfium.FPDFText_GetTextObject(self._textpage, index)
        place = ctypes.cast(item, ctypes.c_void_p).value if item else None
        if place is None:
            return 0, _font(self._textpage, index), False
        if place not in self._objects:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            font = _font(self._textpage, index)
            self._objects[place] = mode, font, self._is_in_hidden_layer(item)
        return self._objects[place]

    def _ink(self, index: int, mode: int) -> float | None:
        import pypdfium2.raw as pdfium

        if mode in _NO_INK_MODES:
            return None
        ways = []
        if mode in _FILLED_MODES:
            ways.append(pdfium.FPDFText_GetFillColor)
        if mode in _STROKED_MODES:
            ways.append(pdfium.FPDFText_GetStrokeColor)
        if not ways:
            return 1.0
        inks = [_darkness(way, self._textpage, index) for way in ways]
        return max((ink for ink in inks if ink is not None), default=None)

    def _is_tiny(self, index: int, bounds: _Box) -> bool:
        import pypdfium2.raw as pdfium

        left, bottom, right, top = bounds
        if max(right - left, top - bottom) >= _TINY_PT:
            return False
        size = pdfium.FPDFText_GetFontSize(self._textpage, index)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._textpage, index, matrix)
        sides = (matrix.a, matrix.b, matrix.c, matrix.d)
        return bool(size * max(abs(side) for side in sides) < _TINY_PT)

    def _is_in_hidden_layer(self, item: Any) -> bool:
        import pypdfium2.raw as pdfium

        for number in range(pdfium.FPDFPageObj_CountMarks(item)):
            mark = pdfium.FPDFPageObj_GetMark(item, number)
            if _name_of(mark) == "OC" and not self._is_drawn(mark):
                return True
        return False

    def _is_drawn(self, mark: Any) -> bool:
        """Whether what has this mark is drawn: by a box that is given it for as long as the page is drawn.

        pdfium does not tell which layers are on, but draws what is in them and nothing else.
        """
        import pypdfium2.raw as pdfium

        left, bottom, right, top = self._page.get_cropbox()
        box = pdfium.FPDFPageObj_CreateNewRect(left, bottom, right - left, top - bottom)
        pdfium.FPDFPageObj_SetFillColor(box, 0, 0, 0, 255)
        pdfium.FPDFPath_SetDrawMode(box, pdfium.FPDF_FILLMODE_WINDING, 0)
        if not pdfium.FPDFPageObj_AddExistingMark(box, mark):
            pdfium.FPDFPageObj_Destroy(box)
            return True
        pdfium.FPDFPage_InsertObject(self._page, box)
        drawn = self._page.render(scale=0.05).to_pil().convert("L")
        pdfium.FPDFPage_RemoveObject(self._page, box)
        pdfium.FPDFPageObj_Destroy(box)
        return bool(drawn.getextrema()[1] < 128)

    def _shades(self, bounds: _Box, drawn: "Image") -> tuple[int, int]:
        """The darkest and the lightest point of what is drawn in a box of the page."""
        import pypdfium2.raw as pdfium

        x, y = ctypes.c_int(), ctypes.c_int()
        left, bottom, right, top = bounds
        dx, dy = _INNER * (right - left), _INNER * (top - bottom)
        corners = []
        for px, py in ((left + dx, bottom + dy), (right - dx, top - dy)):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, drawn.width, drawn.height, 0, px, py, x, y)
            corners.append((x.value, y.value))
        (x0, y0), (x1, y1) = corners
        area = (
            max(0, min(x0, x1)),
            max(0, min(y0, y1)),
            min(drawn.width, max(x0, x1) + 1),
            min(drawn.height, max(y0, y1) + 1),
        )
        if area[0] >= area[2] or area[1] >= area[3]:
            return 255, 255
        shades = drawn.crop(area).tobytes()
        return min(shades), max(shades)


def _darkness(way: Any, textpage: "PdfTextPage", index: int) -> float | None:
    """How dark a fill or a stroke is on white paper; None where it is wholly transparent."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not way(textpage, index, red, green, blue, alpha):
        return 1.0
    if alpha.value <= 255 * _INKLESS_OPACITY:
        return None
    # Rec. 709 weights.
    light = (0.2126 * red.value + 0.7152 * green.value + 0.0722 * blue.value) / 255
    return (1 - light) * alpha.value / 255


def _font(textpage: "PdfTextPage", index: int) -> str:
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), None)
    # A font may be embedded in parts, told apart by a tag: ABCDEF+FangSong.
    return name.value.rpartition(b"+")[2].decode("latin-1")


def _name_of(mark: Any) -> str:
    import pypdfium2.raw as pdfium

    name, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
    if not pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length):
        return ""
    return bytes(name)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
