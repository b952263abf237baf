"""Read .pdf by its text layer, and the pages that are pictures by recognition: lines, paragraphs, pages."""

from pathlib import Path

from ingest.errors import ScannedDocument, UnreadableDocument
from ingest.models import RawDocument
from ingest.readers.layout.columns import in_reading_order
from ingest.readers.layout.furniture import drop_furniture
from ingest.readers.layout.lines import Page, read_page
from ingest.readers.layout.paragraphs import to_blocks
from ingest.readers.layout.rows import with_table_rows
from ingest.readers.layout.ruled_tables import lift_tables
from ingest.readers.pdf_rules import Rule, rules_of
from ingest.readers.pdf_scans import PDFIUM_LOCK, recognised_pages
from ingest.readers.titles import stated_title

_MIN_TEXT_CHARS = 30
_MAX_STRANGE_SHARE = 0.05


def read_pdf(path: Path, source_name: str) -> RawDocument:
    """Read a .pdf file; pages without text, or whose text layer does not decode, by recognition.

    Raises `UnreadableDocument` when it is damaged or needs a password, and `ScannedDocument` when it
    holds nothing but pictures in which no text is found.
    """
    with PDFIUM_LOCK:
        pages, rules, title = _read_pages(path, source_name)
    scanned = [page.number for page in pages if _is_scan(page)]
    if _is_garbled(pages):
        # The text layer would be read as nonsense; the page itself shows what it says.
        scanned = [page.number for page in pages]
    recognised, notices = recognised_pages(path, scanned, source_name)
    pages = [recognised[page.number].page if page.number in recognised else page for page in pages]
    kept, tables = [], {}
    for page in pages:
        if page.number not in scanned:
            page, tables[page.number] = lift_tables(page, rules[page.number])
        elif page.number not in recognised:
            continue
        kept.append(page)
    rowed = with_table_rows(drop_furniture(kept), tables)
    blocks = tuple(to_blocks([in_reading_order(page) for page in rowed]))
    if scanned and not blocks:
        raise ScannedDocument(
            f"《{source_name}》只有页面图片，里面没有认出文字。请提供清楚些的扫描件，或带文字的文件。",
            f"{source_name} holds pictures in which no text was recognised. Provide a clearer scan.",
        )
    return RawDocument(
        source_name,
        blocks,
        stated_title(title, blocks),
        notices=notices,
        recognised=tuple(one.told() for one in recognised.values()),
    )


def _is_scan(page: Page) -> bool:
    """A page whose picture covers it and whose text layer says next to nothing (扫描全能王 创建)."""
    return page.is_picture and sum(len(line.chars) for line in page.lines) < _MIN_TEXT_CHARS


def _is_garbled(pages: list[Page]) -> bool:
    text_chars = sum(len(line.chars) for page in pages for line in page.lines)
    strange = sum(page.strange_chars for page in pages)
    return strange > _MAX_STRANGE_SHARE * (text_chars + strange)


def _read_pages(
    path: Path, source_name: str
) -> tuple[list[Page], dict[int, tuple[Rule, ...]], str]:
    import pypdfium2

    document = None
    try:
        document = pypdfium2.PdfDocument(path)
        pages, rules = [], {}
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            pages.append(read_page(page, number))
            rules[number] = rules_of(page)
        title = document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, source_name) from error
    finally:
        if document is not None:
            document.close()
    return pages, rules, title


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
