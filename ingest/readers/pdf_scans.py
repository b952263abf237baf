"""The pages of a PDF that are pictures: drawn one by one and recognised, within limits."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import ScannedDocument
from ingest.readers.layout.pictures import MAX_PICTURE_PX, unpacks_to_too_much
from ingest.readers.recognise import DOTS_PER_INCH, MAX_SIDE_PX, Recognised, recognise

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

# pdfium keeps global state and must not be entered by two threads.
PDFIUM_LOCK = threading.Lock()

MAX_PAGES = 500
"""At some three seconds a page, half an hour: a longer scan is better split."""


def recognised_pages(
    path: Path, numbers: Sequence[int], source_name: str
) -> tuple[dict[int, Recognised], tuple[str, ...]]:
    """Recognise pages by their 1-based numbers; give them, and sentences on what could not be read.

    Raises `ScannedDocument` for a scan of too many pages.
    """
    if len(numbers) > MAX_PAGES:
        raise ScannedDocument(
            f"《{source_name}》有 {len(numbers)} 页扫描图片，超过了 {MAX_PAGES} 页的上限。请拆分后再试。",
            f"{source_name} has {len(numbers)} scanned pages; the limit is {MAX_PAGES}. Split it.",
        )
    found: dict[int, Recognised] = {}
    too_large: list[int] = []
    for number in numbers:
        drawn = _drawn(path, number)
        if drawn is None:
            too_large.append(number)
            continue
        picture, width, height = drawn
        found[number] = recognise(picture, number, width, height)
    if not too_large:
        return found, ()
    shown = "、".join(map(str, too_large[:10])) + ("等" if len(too_large) > 10 else "")
    return found, (f"第 {shown} 页的图片过大，未能读入。",)


def _drawn(path: Path, number: int) -> "tuple[Image, float, float] | None":
    """Draw a page; None where a picture on it would unpack to more than there is room for."""
    import pypdfium2

    with PDFIUM_LOCK:
        document: PdfDocument = pypdfium2.PdfDocument(path)
        try:
            page = document[number - 1]
            if unpacks_to_too_much(page, MAX_PICTURE_PX):
                return None
            width, height = page.get_size()
            scale = min(DOTS_PER_INCH / 72, MAX_SIDE_PX / max(width, height, 1))
            return page.render(scale=scale).to_pil(), width, height
        finally:
            document.close()
