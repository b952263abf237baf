"""Read .docx: paragraphs and tables in body order, headings and automatic numbers as Word shows them.

Only text is read: macros, links to outside and embedded objects are never opened. A text box follows
the paragraph on which it hangs, a note the paragraph or table that refers to it. Left out: page heads
and feet, deleted, struck and hidden text, and the table of contents that Word itself makes.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.models import Block, RawDocument
from ingest.readers.office_package import WORD, check_package, damaged
from ingest.readers.tables import TABLE_START, clean_cell, table_rows, tables_parted
from ingest.readers.titles import stated_title
from ingest.readers.word_notes import in_order, notes_of, unread
from ingest.readers.word_numbering import Numbering
from ingest.readers.word_text import FALLBACK, RunText, W, boxes_in

if TYPE_CHECKING:
    from docx.document import Document

_AROUND = (f"{W}ins", f"{W}moveTo", f"{W}customXml")
_BODY = (f"{W}p", f"{W}tbl", f"{W}sdt", *_AROUND)
_MOST_COLUMNS = 63
_MAX_HEADING_CHARS = 80
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d?", re.IGNORECASE)


def read_word(path: Path, source_name: str) -> RawDocument:
    """Read a .docx file; raises `UnreadableDocument` when it is encrypted, damaged or something else."""
    check_package(path, source_name, WORD)
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    document, styles, stated = _opened(path, source_name)
    try:
        reading = _Reading(document, styles)
        blocks = tuple(tables_parted(reading.blocks(document.element.body)))
    except (XmlchemyError, LxmlError, ValueError) as error:
        # What the libraries raise while the tree is walked, and numbers in it that are none. No
        # wider: a mistake of this module must not read as a damaged file.
        raise damaged(source_name, WORD) from error
    title = stated_title(stated, blocks) or reading.title
    return RawDocument(source_name, blocks, title, notices=unread(document.element.body))


def _opened(path: Path, source_name: str) -> "tuple[Document, list[Any], str]":
    """Open a package: the document, its styles, and the title that its properties state."""
    import docx
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    # What python-docx, lxml and zipfile were seen to raise on fuzzed and truncated packages; nothing
    # but their code runs here, and they leave parts that are missing or of another kind to chance.
    broken = (
        *(OpcError, XmlchemyError, LxmlError, zipfile.BadZipFile, zlib.error, EOFError),
        *(NotImplementedError, KeyError, ValueError, AttributeError, IndexError, TypeError),
        RuntimeError,
    )
    try:
        document = docx.Document(str(path))
        styles, stated = list(document.styles), document.core_properties.title
    except broken as error:
        raise damaged(source_name, WORD) from error
    if document.element.body is None:
        raise damaged(source_name, WORD)
    return document, styles, stated


class _Reading:
    """One pass over a document; holds the running numbers, the notes met and the title paragraph."""

    def __init__(self, document: "Document", styles: list[Any]) -> None:
        self.title: str | None = None
        self._styles = {style.style_id: style for style in styles}
        self._numbering = Numbering.of(document)
        self._runs = RunText(self._styles)
        self._notes = notes_of(document)
        self._noted = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent.iterchildren(tag=_BODY):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _AROUND:
                yield from self.blocks(child)
            elif (
                not self._is_contents(child)
                and (content := child.find(f"{W}sdtContent")) is not None
            ):
                yield from self.blocks(content)

    def _table(self, table: Any) -> Iterator[Block]:
        inner = [one for one in table.iter(f"{W}tbl") if _table_of(one) is table]
        cells = [one for one in table.iter(f"{W}tc") if _table_of(one) is table]
        if inner and not _has_rows(table, cells):
            # A table that places tables and text on the page.
            for cell in cells:
                yield from self.blocks(cell)
            return
        yield TABLE_START
        yield from (Block(row, "table_row") for row in table_rows(self._grid(table)))
        for one in inner:
            yield from self._table(one)
        yield from self._notes_met()

    def _paragraph(self, element: Any) -> Iterator[Block]:
        yield from self._own_lines(element)
        for box in boxes_in(element):
            yield from self.blocks(box)
        yield from self._notes_met()

    def _notes_met(self) -> Iterator[Block]:
        met = list(in_order(self._notes, self._runs.notes))
        for note in met:
            self._noted += 1
            text = "".join(self._runs.of(one) for one in note.iter(f"{W}p")).strip()
            if text:
                yield Block(f"注{self._noted}：{text}")

    def _own_lines(self, element: Any) -> Iterator[Block]:
        styles = self._style_chain(element)
        number = self._numbering.next_label(element, [style.element for style in styles])
        if any(_CONTENTS_STYLE.match(style.name or "") for style in styles):
            return
        lines = [line.strip() for line in self._runs.of(element).split("\n")]
        lines = [line for line in lines if line]
        if not lines:
            return
        lines[0] = number + lines[0]
        if self.title is None and any(style.name in ("Title", "标题") for style in styles):
            self.title = "".join(lines)
        level = self._level(element, styles)
        for line in lines:
            is_heading = level is not None and _reads_as_heading(line)
            yield Block(line, "heading", level) if is_heading else Block(line)

    def _style_chain(self, element: Any) -> list[Any]:
        """The paragraph's style and those it is based on, nearest first."""
        named = element.find(f"{W}pPr/{W}pStyle")
        style = None if named is None else self._styles.get(named.get(f"{W}val"))
        chain: list[Any] = []
        while style is not None and style not in chain:
            chain.append(style)
            style = style.base_style
        return chain

    def _level(self, element: Any, styles: list[Any]) -> int | None:
        for holder in (element, *(style.element for style in styles)):
            outline = holder.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                level = int(outline.get(f"{W}val", "9"))
                return level + 1 if level < 9 else None
        for style in styles:
            if found := _HEADING_STYLE.match(style.name or ""):
                return int(found[1])
        return None

    def _is_contents(self, element: Any) -> bool:
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        return gallery is not None and "Table of Contents" in gallery.get(f"{W}val", "")

    def _grid(self, table: Any) -> list[list[str | None]]:
        grid: list[list[str | None]] = []
        for row in table.iter(f"{W}tr"):
            # In a content control or an insertion a row is no child of its table.
            if _table_of(row) is not table:
                continue
            cells: list[str | None] = [""] * _columns(row.find(f"{W}trPr/{W}gridBefore"), 0)
            for cell in row.iter(f"{W}tc"):
                if _table_of(cell) is not table:
                    continue
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                text: str | None = self._cell_text(cell)
                if merge is not None and merge.get(f"{W}val") != "restart" and grid:
                    above = grid[-1]
                    text = above[len(cells)] if len(cells) < len(above) else ""
                cells.append(text)
                cells.extend([None] * (_columns(span, 1) - 1))
            grid.append(cells)
        return grid

    def _cell_text(self, cell: Any) -> str:
        parts = []
        for paragraph in cell.iter(f"{W}p"):
            is_inner = _table_of(paragraph) is not _table_of(cell)
            if is_inner or any(one.tag == FALLBACK for one in paragraph.iterancestors()):
                continue
            styles = [style.element for style in self._style_chain(paragraph)]
            label = self._numbering.next_label(paragraph, styles)
            parts.append(label + self._runs.of(paragraph))
        return clean_cell("\n".join(parts))


def _reads_as_heading(line: str) -> bool:
    """Tell a heading from a paragraph to which a heading style was given by mistake."""
    return len(line) <= _MAX_HEADING_CHARS and "。" not in line[:-1]


def _columns(element: Any, default: int) -> int:
    """How many columns a property tells; Word has 63 at most."""
    return min(default if element is None else int(element.get(f"{W}val", "1")), _MOST_COLUMNS)


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(f"{W}tbl"), None)


def _has_rows(table: Any, cells: Sequence[Any]) -> bool:
    """Whether a row has two cells with words of its own, outside the tables in them."""
    told: Counter[Any] = Counter()
    for cell in cells:
        own = (one for one in cell.iter(f"{W}t") if _table_of(one) is table)
        row = next(cell.iterancestors(f"{W}tr"))
        told[row] += any((one.text or "").strip() for one in own)
    return max(told.values(), default=0) > 1
