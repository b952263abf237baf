"""The pictures on a page of a PDF: how much of it they cover, and whether one is too large to unpack."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MAX_PICTURE_PX = 120_000_000
"""A picture inside a page that unpacks to more (a scan at 600 dpi has 35 million) is not drawn."""

_MOST = 0.5


def is_picture(page: "PdfPage") -> bool:
    """Whether one picture covers most of the page."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        covered = max(covered, (right - left) * (top - bottom))
    return bool(covered > _MOST * width * height)


def unpacks_to_too_much(page: "PdfPage", limit_px: int) -> bool:
    """Whether a picture on the page has more points than there is room for."""
    import pypdfium2.raw as pdfium

    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        width, height = item.get_px_size()
        if width * height > limit_px:
            return True
    return False
