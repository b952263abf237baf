"""The picture of a page of a PDF, with a quote marked in its place (pypdfium2, Apache-2.0/BSD-3)."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from ingest.readers.pdf_quote import Box, quote_boxes
from ingest.readers.pdf_scans import PDFIUM_LOCK

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_PX = 1800
"""The longer side of a picture: sharp at the width of the panel on a dense screen."""

_MARK = (255, 214, 51, 96)


class PageMissing(AssistantError):
    """The page cannot be drawn."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A drawn page as PNG; `marked` says whether the quote, or a part of it, was found on it.

    `width` and `height` are pixels, as the page is shown.
    """

    png: bytes
    marked: bool
    width: int
    height: int


def page_picture(path: Path, page: int, quote: str) -> PagePicture:
    """Draw the 1-based page of a PDF and mark the quote; of one that runs over pages, its part here.

    Raises:
        PageMissing: no such page, it is damaged, or the file cannot be opened or asks for a password.
    """
    import pypdfium2 as pdfium

    with PDFIUM_LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise _unopened(error) from error
        try:
            if not 1 <= page <= len(document):
                raise PageMissing(f"原件没有第 {page} 页。", f"The original has no page {page}.")
            return _drawn(document[page - 1], page, quote)
        except pdfium.PdfiumError as error:
            raise PageMissing(
                f"原件第 {page} 页已损坏，画不出来。请下载原件查看。",
                f"Page {page} of the original is damaged.",
            ) from error
        finally:
            document.close()


def _unopened(error: Exception) -> PageMissing:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return PageMissing(
            "原件设有打开密码，看不了原页。请下载原件，用密码打开查看。",
            "The original is protected by a password.",
        )
    return PageMissing("原件打不开，看不了原页。请下载原件查看。", "The original cannot be opened.")


def _drawn(page: Any, number: int, quote: str) -> PagePicture:
    width, height = page.get_size()
    scale = LONGEST_PX / max(width, height, 1)
    bitmap = page.render(scale=scale)
    picture: Image = bitmap.to_pil().convert("RGB")
    boxes = quote_boxes(page, number, quote)
    if boxes:
        picture = _marked(picture, _lines([_to_pixels(page, box, scale) for box in boxes]))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=False)
    return PagePicture(buffer.getvalue(), bool(boxes), *picture.size)


def _lines(boxes: list[Box]) -> list[Box]:
    """Join the boxes (left, top, right, bottom in pixels) of characters that stand on one line."""
    lines: list[Box] = []
    for box in boxes:
        was = lines[-1] if lines else box
        if lines and _on_one_line(was, box) and box[0] >= was[0] - (was[3] - was[1]):
            lines[-1] = (
                min(was[0], box[0]),
                min(was[1], box[1]),
                max(was[2], box[2]),
                max(was[3], box[3]),
            )
        else:
            lines.append(box)
    return lines


def _on_one_line(one: Box, other: Box) -> bool:
    # Either way round: a line that begins with 一 begins with a box as flat as its stroke.
    return (
        one[1] <= (other[1] + other[3]) / 2 <= one[3]
        or other[1] <= (one[1] + one[3]) / 2 <= other[3]
    )


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
