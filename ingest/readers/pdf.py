"""Read .pdf by its text layer: lines, paragraphs and the pages they start on."""

import threading
from pathlib import Path

from ingest.errors import ScannedDocument, UnreadableDocument
from ingest.models import RawDocument
from ingest.readers.pdf_furniture import drop_furniture
from ingest.readers.pdf_lines import Page, read_page
from ingest.readers.pdf_paragraphs import to_blocks
from ingest.readers.titles import stated_title

_MAX_SCANNED_PAGES = 3
_MAX_SCANNED_SHARE = 0.2
_MIN_TEXT_CHARS = 30
_MAX_STRANGE_SHARE = 0.05

# pdfium keeps global state and must not be entered by two threads.
PDFIUM_LOCK = threading.Lock()


def read_pdf(path: Path, source_name: str) -> RawDocument:
    """Read a .pdf file with a text layer.

    Raises `UnreadableDocument` when it is damaged, needs a password, or its text layer does not
    decode, and `ScannedDocument` when pages are pictures: all of them, or more than a few.
    """
    with PDFIUM_LOCK:
        pages, title = _read_pages(path, source_name)
    text_chars = sum(len(line.chars) for page in pages for line in page.lines)
    strange = sum(page.strange_chars for page in pages)
    if strange > _MAX_STRANGE_SHARE * (text_chars + strange):
        raise UnreadableDocument(
            f"《{source_name}》的文字层无法解码（字体缺少字符对照），读出来会是乱码。"
            "请提供原始 Word 文件，或重新导出 PDF 后再试。",
            f"The text layer of {source_name} does not decode. Provide the Word file or export it anew.",
        )
    kept = drop_furniture(pages)
    scanned = [
        page.number for page in kept if page.is_picture and _chars_of(page) < _MIN_TEXT_CHARS
    ]
    notices = _judge_scans(scanned, kept, source_name)
    readable = [page for page in kept if page.number not in scanned]
    blocks = tuple(to_blocks(readable))
    return RawDocument(source_name, blocks, stated_title(title, blocks), notices=notices)


def _read_pages(path: Path, source_name: str) -> tuple[list[Page], str]:
    import pypdfium2

    document = None
    try:
        document = pypdfium2.PdfDocument(path)
        pages = [read_page(document[index], index + 1) for index in range(len(document))]
        title = document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, source_name) from error
    finally:
        if document is not None:
            document.close()
    return pages, title


def _refusal(error: Exception, source_name: str) -> UnreadableDocument:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return UnreadableDocument(
            f"《{source_name}》设有打开密码，无法读取。请去掉密码后再试。",
            f"{source_name} is protected by a password. Remove the password and try again.",
        )
    return UnreadableDocument(
        f"《{source_name}》已损坏，或者不是 PDF 文件。请重新取得文件后再试。",
        f"{source_name} is damaged or not a PDF. Get the file again.",
    )


def _chars_of(page: Page) -> int:
    return sum(len(line.chars) for line in page.lines)


def _judge_scans(scanned: list[int], pages: list[Page], source_name: str) -> tuple[str, ...]:
    if not scanned:
        return ()
    with_text = sum(bool(page.lines) for page in pages if page.number not in scanned)
    shown = "、".join(str(number) for number in scanned[:10]) + ("等" if len(scanned) > 10 else "")
    if not with_text:
        raise ScannedDocument(
            f"《{source_name}》是扫描件，只有页面图片，没有文字层。目前还不支持文字识别（OCR），"
            "请提供带文字的 PDF 或 Word 文件。",
            f"{source_name} is a scan without text. OCR is not supported yet.",
        )
    if len(scanned) > _MAX_SCANNED_PAGES or len(scanned) > _MAX_SCANNED_SHARE * len(pages):
        raise ScannedDocument(
            f"《{source_name}》共 {len(pages)} 页，其中第 {shown} 页是扫描图片，没有文字层，内容读不全。"
            "目前还不支持文字识别（OCR），请提供带文字的 PDF 或 Word 文件。",
            f"{len(scanned)} of {len(pages)} pages of {source_name} are scans. OCR is not supported yet.",
        )
    return (f"第 {shown} 页是扫描图片，没有文字层，未能读入。",)
