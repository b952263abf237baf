"""The picture of a page of a PDF, with a quote marked in its place (pypdfium2, Apache-2.0/BSD-3).

A report's normalised text has other white space than its PDF, and joins lines; so the quote is
looked for among the page's characters without any white space, after NFKC.
"""

import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from ingest.readers.pdf_scans import PDFIUM_LOCK

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_PX = 1800
"""The longer side of a picture: sharp at the width of the panel on a dense screen."""

_MARK = (255, 214, 51, 96)
_LEAST_FOUND = 8
"""Characters of a quote that must stand on the page to count as found: less could be chance."""


class PageMissing(AssistantError):
    """The page cannot be drawn."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page as PNG; `marked` says whether the quote, or a part of it, was found on it."""

    png: bytes
    marked: bool


def page_picture(path: Path, page: int, quote: str) -> PagePicture:
    """Draw the 1-based page of a PDF and mark the quote; of one that runs over pages, its part here.

    Raises:
        PageMissing: no such page, or the file cannot be opened.
    """
    import pypdfium2 as pdfium

    with PDFIUM_LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise PageMissing(
                "原件打不开，看不了原页。请下载原件查看。", "The original cannot be opened."
            ) from error
        try:
            if not 1 <= page <= len(document):
                raise PageMissing(f"原件没有第 {page} 页。", f"The original has no page {page}.")
            return _drawn(document[page - 1], quote)
        finally:
            document.close()


def _drawn(page: Any, quote: str) -> PagePicture:
    width, height = page.get_size()
    scale = LONGEST_PX / max(width, height, 1)
    bitmap = page.render(scale=scale)
    picture: Image = bitmap.to_pil().convert("RGB")
    boxes = _quote_boxes(page, quote)
    if boxes:
        picture = _marked(picture, [_to_pixels(page, box, scale) for box in boxes])
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=False)
    return PagePicture(buffer.getvalue(), bool(boxes))


Box = tuple[float, float, float, float]


def _quote_boxes(page: Any, quote: str) -> list[Box]:
    """Give one box (left, bottom, right, top in points) for each line that the quote stands on."""
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    # Offsets of the visible characters, so that what is found can be led back to their boxes.
    places = [(n, c) for n, char in enumerate(text) for c in _folded(char)]
    letters = "".join(c for _, c in places)
    wanted = _folded(quote)
    low, high = _found(letters, wanted)
    if high - low < min(_LEAST_FOUND, max(len(wanted), 1)):
        return []
    indexes = sorted({n for n, _ in places[low:high]})
    return _lines([textpage.get_charbox(n) for n in indexes if n < textpage.count_chars()])


def _found(letters: str, wanted: str) -> tuple[int, int]:
    """Find the whole, else its beginning at the page's end, or its end at the page's beginning."""
    at = letters.find(wanted) if wanted else -1
    if at >= 0:
        return at, at + len(wanted)
    for length in range(len(wanted) - 1, _LEAST_FOUND - 1, -1):
        if letters.endswith(wanted[:length]):
            return len(letters) - length, len(letters)
        if letters.startswith(wanted[-length:]):
            return 0, length
    # A page number or a running head may stand between: the longest beginning that is here.
    for length in range(len(wanted) - 1, _LEAST_FOUND - 1, -1):
        at = letters.find(wanted[:length])
        if at >= 0:
            return at, at + length
    return 0, 0


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _lines(boxes: list[Box]) -> list[Box]:
    lines: list[Box] = []
    for left, bottom, right, top in boxes:
        if right <= left or top <= bottom:
            continue
        if lines:
            was = lines[-1]
            middle = (bottom + top) / 2
            if was[1] <= middle <= was[3] and left >= was[0] - (top - bottom):
                lines[-1] = (
                    min(was[0], left),
                    min(was[1], bottom),
                    max(was[2], right),
                    max(was[3], top),
                )
                continue
        lines.append((left, bottom, right, top))
    return lines


def _to_pixels(page: Any, box: Box, scale: float) -> Box:
    """Turn a box of the page's own coordinates into one of the picture, rotation and crop included."""
    left, bottom, right, top = box
    crop = page.get_cropbox(fallback_ok=True)
    x0, y0 = left - crop[0], bottom - crop[1]
    x1, y1 = right - crop[0], top - crop[1]
    wide, high = crop[2] - crop[0], crop[3] - crop[1]
    turn = page.get_rotation()
    if turn == 90:
        corners = (y0, x0, y1, x1)
    elif turn == 180:
        corners = (wide - x1, y0, wide - x0, y1)
    elif turn == 270:
        corners = (high - y1, wide - x1, high - y0, wide - x0)
    else:
        corners = (x0, high - y1, x1, high - y0)
    a, b, c, d = (value * scale for value in corners)
    return a, b, c, d


def _marked(picture: "Image", boxes: list[Box]) -> "Image":
    from PIL import Image, ImageDraw

    veil = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(veil)
    for left, top, right, bottom in boxes:
        pen.rectangle((left - 1, top - 2, right + 1, bottom + 2), fill=_MARK)
    return Image.alpha_composite(picture.convert("RGBA"), veil).convert("RGB")
