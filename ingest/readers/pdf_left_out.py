"""What stands on the pages of a PDF and is no part of its text, told to whoever keeps the report.

Watermarks, type that cannot be seen, and what was laid over the page later: free text, comments,
stamps and filled-in form fields. None of it is read as the report's own words; nothing goes unsaid.
"""

import ctypes
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.readers.layout.chars import Drawn

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST_ANNOTATIONS = 5_000
_MOST_PAGES_NAMED = 10


def annotated(page: "PdfPage") -> str:
    """Give the words of a page's annotations and form fields, "" where none has any."""
    import pypdfium2.raw as pdfium

    kinds = {
        pdfium.FPDF_ANNOT_FREETEXT: b"Contents",
        pdfium.FPDF_ANNOT_TEXT: b"Contents",
        pdfium.FPDF_ANNOT_STAMP: b"Contents",
        pdfium.FPDF_ANNOT_HIGHLIGHT: b"Contents",
        pdfium.FPDF_ANNOT_UNDERLINE: b"Contents",
        pdfium.FPDF_ANNOT_STRIKEOUT: b"Contents",
        pdfium.FPDF_ANNOT_CARET: b"Contents",
        pdfium.FPDF_ANNOT_WIDGET: b"V",
    }
    words = []
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        key = kinds.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        if key is not None:
            words.append("".join(_stated(annotation, key).split()))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return "".join(words)


def left_out(pages: Sequence[Drawn], annotations: Mapping[int, str]) -> tuple[str, ...]:
    """Give a sentence for each kind of words that were left out: what, how much, on which pages."""
    numbered = list(enumerate(pages, start=1))
    kinds = (
        ("有斜放或浅淡、压在正文上的文字（多为水印）", {n: page.watermark for n, page in numbered}),
        (
            "有看不见的文字（无色、与底色相同、过小或所在图层已关闭）",
            {n: page.unseen for n, page in numbered},
        ),
        ("有批注、印章或表单里的文字", annotations),
    )
    return tuple(told(what, held) for what, held in kinds if any(held.values()))


def told(what: str, words: Mapping[int, str]) -> str:
    """Say of words, by the 1-based number of their page, that they were left out of the text."""
    numbers = [number for number, held in sorted(words.items()) if held]
    shown = "、".join(map(str, numbers[:_MOST_PAGES_NAMED]))
    more = f"等 {len(numbers)} " if len(numbers) > _MOST_PAGES_NAMED else " "
    count = sum(map(len, words.values()))
    return f"第 {shown}{more}页{what}，共 {count} 字，不属于正文，没有读入。"


def _stated(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    room = ctypes.create_string_buffer(size)
    units = ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFAnnot_GetStringValue(annotation, key, units, size)
    return room.raw[: size - 2].decode("utf-16-le", "replace")
