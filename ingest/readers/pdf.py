"""Read .pdf by its text layer, and the pages that are pictures by recognition: lines, paragraphs, pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import ScannedDocument, UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers.layout.chars import Drawn, read_chars
from ingest.readers.layout.columns import in_reading_order
from ingest.readers.layout.furniture import drop_furniture
from ingest.readers.layout.lines import Page, pages_of
from ingest.readers.layout.paragraphs import to_blocks
from ingest.readers.layout.rows import with_table_rows
from ingest.readers.layout.ruled_tables import lift_tables
from ingest.readers.layout.watermarks import without_watermarks
from ingest.readers.pdf_left_out import annotated, left_out
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
        read = _read_pages(path, source_name)
    pages = [page for number, drawn in enumerate(read.drawn, 1) for page in pages_of(drawn, number)]
    scanned = [page.number for page in pages if not page.turn and _is_scan(page)]
    if _is_garbled(pages):
        # The text layer would be read as nonsense; the page itself shows what it says.
        scanned = list(range(1, len(read.drawn) + 1))
    recognised, notices = recognised_pages(path, scanned, source_name)
    by_text = [page for page in pages if page.number not in scanned]
    blocks = _blocks(by_text, read.rules, [one.page for one in recognised.values()])
    if scanned and not blocks:
        raise ScannedDocument(
            f"《{source_name}》只有页面图片，里面没有认出文字。请提供清楚些的扫描件，或带文字的文件。",
            f"{source_name} holds pictures in which no text was recognised. Provide a clearer scan.",
        )
    return RawDocument(
        source_name,
        blocks,
        stated_title(read.title, blocks),
        notices=(*notices, *left_out(read.drawn, read.annotations)),
        recognised=tuple(one.told() for one in recognised.values()),
    )


def _blocks(
    pages: Sequence[Page],
    rules: Mapping[tuple[int, int], Sequence[Rule]],
    recognised: Sequence[Page],
) -> tuple[Block, ...]:
    """Read the pages that have text, with their ruled tables, and those that were recognised."""
    lifted = [lift_tables(page, rules[page.key]) for page in pages]
    tables = {page.key: held for page, held in lifted}
    kept = [*(page for page, _ in lifted), *recognised]
    # The sides of a page stand behind it.
    plain = drop_furniture(sorted(kept, key=lambda page: page.number))
    rowed = with_table_rows([page for page in plain if page.lines or tables.get(page.key)], tables)
    return tuple(to_blocks([in_reading_order(page) for page in rowed]))


def _is_scan(page: Page) -> bool:
    """A page whose picture covers it and whose text layer says next to nothing (扫描全能王 创建)."""
    return page.is_picture and sum(len(line.chars) for line in page.lines) < _MIN_TEXT_CHARS


def _is_garbled(pages: list[Page]) -> bool:
    text_chars = sum(len(line.chars) for page in pages for line in page.lines)
    strange = sum(page.strange_chars for page in pages)
    return strange > _MAX_STRANGE_SHARE * (text_chars + strange)


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of a file by pdfium: each page's characters, its rules by page and turn, notes on it."""

    drawn: list[Drawn]
    rules: dict[tuple[int, int], tuple[Rule, ...]]
    annotations: dict[int, str]
    title: str


def _read_pages(path: Path, source_name: str) -> _Read:
    import pypdfium2

    document = None
    try:
        document = pypdfium2.PdfDocument(path)
        drawn, rules, annotations = [], {}, {}
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            drawn.append(read_chars(page))
            for turn in {0, *(char.turn for char in drawn[-1].chars)}:
                rules[number, turn] = rules_of(page, turn)
            annotations[number] = annotated(page)
        title = document.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, source_name) from error
    finally:
        if document is not None:
            document.close()
    return _Read(without_watermarks(drawn), rules, annotations, title)


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
