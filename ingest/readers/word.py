"""Read .docx: paragraphs and tables in body order, headings and automatic numbers as Word shows them.

Only text is read: macros, links to outside and embedded objects are never opened. Left out: text
boxes, page heads and feet, notes, deleted and hidden text, and the table of contents that Word
itself makes.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers.tables import clean_cell, table_rows
from ingest.readers.titles import stated_title
from ingest.readers.word_numbering import Numbering

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_XML_BYTES = 256 * 1024 * 1024
_MAX_HEADING_CHARS = 80
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*\d?", re.IGNORECASE)


def read_word(path: Path, source_name: str) -> RawDocument:
    """Read a .docx file; raises `UnreadableDocument` when it is encrypted, damaged or something else."""
    _check_container(path, source_name)
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    document, styles, stated = _opened(path, source_name)
    try:
        reading = _Reading(document, styles)
        blocks = tuple(reading.blocks(document.element.body))
    except (XmlchemyError, LxmlError, ValueError) as error:
        # What the libraries raise while the tree is walked, and numbers in it that are none. No
        # wider: a mistake of this module must not read as a damaged file.
        raise _damaged(source_name) from error
    return RawDocument(source_name, blocks, stated_title(stated, blocks) or reading.title)


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
        raise _damaged(source_name) from error
    if document.element.body is None:
        raise _damaged(source_name)
    return document, styles, stated


def _check_container(path: Path, source_name: str) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head == _OLE:
        raise _ole(path, source_name)
    if head.startswith(b"%PDF-"):
        raise UnreadableDocument(
            f"《{source_name}》的内容是 PDF，不是 Word 文件。请把扩展名改成 .pdf 再试。",
            f"{source_name} is a PDF, not a Word file. Rename it to .pdf and try again.",
        )
    try:
        with zipfile.ZipFile(path) as package:
            size = sum(entry.file_size for entry in package.infolist() if _is_xml(entry.filename))
            has_content_types = "[Content_Types].xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise _damaged(source_name) from error
    if size > _MAX_XML_BYTES:
        raise UnreadableDocument(
            f"《{source_name}》解压后超过 {_MAX_XML_BYTES // 2**20} MB，不像正常的报告，已拒绝读取。"
            "请确认文件来源。",
            f"{source_name} unpacks to more than {_MAX_XML_BYTES // 2**20} MB and was refused.",
        )
    if not has_content_types:
        raise UnreadableDocument(
            f"《{source_name}》是压缩包，不是 Word 文件。请解压后提供其中的报告。",
            f"{source_name} is a zip archive, not a Word file. Unpack it first.",
        )


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _ole(path: Path, source_name: str) -> UnreadableDocument:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableDocument(
            f"《{source_name}》设有打开密码，无法读取。请用 Word 或 WPS 去掉密码后再试。",
            f"{source_name} is protected by a password. Remove the password and try again.",
        )
    if "WordDocument".encode("utf-16-le") in content:
        return UnreadableDocument(
            f"《{source_name}》其实是旧版 Word（.doc）文件。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
            f"{source_name} is an old .doc file. Save it as .docx and try again.",
        )
    return UnreadableDocument(
        f"《{source_name}》是旧版 Office 文件，不是 .docx。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
        f"{source_name} is an old Office file. Save it as .docx and try again.",
    )


def _damaged(source_name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{source_name}》已损坏，或者不是 Word（.docx）文件。请重新取得文件，或用 Word、WPS 另存为 .docx 后再试。",
        f"{source_name} is damaged or not a .docx file. Get it again or save it anew as .docx.",
    )


class _Reading:
    """One pass over a document; holds the running numbers and the title paragraph."""

    def __init__(self, document: "Document", styles: list[Any]) -> None:
        self.title: str | None = None
        self._styles = {style.style_id: style for style in styles}
        self._numbering = Numbering.of(document)

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent.iterchildren(tag=(f"{_W}p", f"{_W}tbl", f"{_W}sdt", f"{_W}ins")):
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from (Block(row, "table_row") for row in table_rows(self._grid(child)))
            elif child.tag == f"{_W}ins":
                yield from self.blocks(child)
            elif (
                not self._is_contents(child)
                and (content := child.find(f"{_W}sdtContent")) is not None
            ):
                yield from self.blocks(content)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        styles = self._style_chain(element)
        number = self._numbering.next_label(element, [style.element for style in styles])
        if any(_CONTENTS_STYLE.match(style.name or "") for style in styles):
            return
        lines = [line.strip() for line in _text(element).split("\n")]
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
        named = element.find(f"{_W}pPr/{_W}pStyle")
        style = None if named is None else self._styles.get(named.get(f"{_W}val"))
        chain: list[Any] = []
        while style is not None and style not in chain:
            chain.append(style)
            style = style.base_style
        return chain

    def _level(self, element: Any, styles: list[Any]) -> int | None:
        for holder in (element, *(style.element for style in styles)):
            outline = holder.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None:
                level = int(outline.get(f"{_W}val", "9"))
                return level + 1 if level < 9 else None
        for style in styles:
            if found := _HEADING_STYLE.match(style.name or ""):
                return int(found[1])
        return None

    def _is_contents(self, element: Any) -> bool:
        gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
        return gallery is not None and "Table of Contents" in gallery.get(f"{_W}val", "")

    def _grid(self, table: Any) -> list[list[str | None]]:
        grid: list[list[str | None]] = []
        for row in table.iterchildren(f"{_W}tr"):
            cells: list[str | None] = []
            for cell in row.iter(f"{_W}tc"):
                if next(cell.iterancestors(f"{_W}tbl")) is not table:
                    continue
                span = cell.find(f"{_W}tcPr/{_W}gridSpan")
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                text: str | None = self._cell_text(cell)
                if merge is not None and merge.get(f"{_W}val") != "restart" and grid:
                    above = grid[-1]
                    text = above[len(cells)] if len(cells) < len(above) else ""
                cells.append(text)
                cells.extend(
                    [None] * (int(span.get(f"{_W}val", "1")) - 1 if span is not None else 0)
                )
            grid.append(cells)
        return grid

    def _cell_text(self, cell: Any) -> str:
        parts = []
        for paragraph in cell.iter(f"{_W}p"):
            styles = [style.element for style in self._style_chain(paragraph)]
            parts.append(self._numbering.next_label(paragraph, styles) + _text(paragraph))
        return clean_cell("\n".join(parts))


def _reads_as_heading(line: str) -> bool:
    """Tell a heading from a paragraph to which a heading style was given by mistake."""
    return len(line) <= _MAX_HEADING_CHARS and "。" not in line[:-1]


def _text(element: Any) -> str:
    """The paragraph's own text; `w:br` is a line end."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            parts.append(" ")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            parts.append(_text(child))
    return "".join(parts)
