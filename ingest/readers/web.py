"""Read .html: the document's headings, paragraphs and table rows, without the page around them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers.encoding import decode
from ingest.readers.tables import clean_cell, table_rows
from ingest.readers.web_content import (
    content_root,
    is_layout,
    page_title,
    page_url,
    prune,
    unread,
)
from ingest.readers.web_marks import clear_marks, is_block, show_form_values

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DECLARED = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)""")
_TAG = re.compile(r"<[A-Za-z!/]")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TOOL_LINE = re.compile(
    r"扫一扫.{0,20}|[【\[\s]*(?:打印|关闭|收藏|返回顶部)(?:本页|窗口)?[】\]\s]*.{0,12}|字[体号][:：\s].{0,14}|"
    r"分享(?:到|至)?[:：]?.{0,20}|(?:您?(?:现在)?的?)?当前(?:所在)?位置[:：].*|[上下]一[篇条][:：].*|"
    r"(?:浏览|阅读|点击)(?:次数|量)[:：]?\s*\d*"
)
_METADATA_LABEL = re.compile(r"索\s*引\s*号|发文字号|发文机关|发布日期|成文日期|发布机构|公开日期")
_MAX_DEPTH = 300


def read_web(path: Path, source_name: str) -> RawDocument:
    """Read a saved web page; raises `UnreadableDocument` when it is not HTML or its encoding unclear."""
    raw = path.read_bytes()
    declared = _DECLARED.search(raw[:4096])
    text = decode(raw, source_name, declared[1].decode("ascii") if declared else None)
    if not _TAG.search(text):
        raise UnreadableDocument(
            f"《{source_name}》里没有网页标记，不是网页文件。如果是纯文本，请把扩展名改成 .txt 再试。",
            f"{source_name} holds no HTML. If it is plain text, rename it to .txt.",
        )
    return web_document(text, source_name)


def web_document(text: str, source_name: str) -> RawDocument:
    """Read the markup of a page: what stands in it, without what stands around it."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    title, url = page_title(tree), page_url(tree)
    body = tree.body
    if body is None:
        return RawDocument(source_name, (), title, url)
    clear_marks(body)
    metadata = _metadata(body)
    prune(body)
    root = content_root(body)
    notices = unread(root)
    show_form_values(root)
    blocks = _Walk().read(root)
    known = {block.text for block in blocks}
    if title and title not in known and _stands_over(body, title):
        blocks.insert(0, Block(title, "heading", 1))
        known.add(title)
    metadata = [block for block in metadata if block.text not in known]
    return RawDocument(source_name, (*metadata, *blocks), title, url, notices)


def fragment_blocks(markup: str) -> list[Block]:
    """Read a piece of HTML inside another text: its tables as rows, its words as paragraphs."""
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(markup).body
    if body is None:
        return []
    clear_marks(body)
    return _Walk().read(body)


def fragment_text(markup: str) -> str:
    """Give the words of a line with tags in it, as they stand on the screen."""
    return "".join(block.text for block in fragment_blocks(markup))


def _metadata(body: "LexborNode") -> list[Block]:
    """The table in which a page states number, office and date of its document."""
    return [
        Block(row, "table_row")
        for table in body.css("table")
        if not is_layout(table) and len(set(_METADATA_LABEL.findall(table.text()))) >= 2
        for row in rows_of(table)
    ]


def _stands_over(body: "LexborNode", title: str) -> bool:
    return any(_line(node.text()) == title for node in body.css("h1"))


class _Walk:
    """Collects blocks in document order; inline text gathers in a buffer until a block ends."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._pending: list[str] = []
        self._prefix = ""

    def read(self, root: "LexborNode") -> list[Block]:
        self._visit(root, None, 0)
        self._flush(None)
        return self._blocks

    def _flush(self, level: int | None) -> None:
        text = _line("".join(self._pending))
        self._pending.clear()
        if not text or _TOOL_LINE.fullmatch(text):
            return
        if self._prefix and not text[0].isdigit():
            text = self._prefix + text
        self._prefix = ""
        self._blocks.append(Block(text, "heading" if level else "paragraph", level))

    def _visit(self, node: "LexborNode", level: int | None, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._pending.append(node.text())
            return
        number = int(node.attributes.get("start") or 1) if _counts(node) else 0
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._pending.append(child.text())
            elif tag == "br":
                self._flush(level)
            elif tag.startswith(("-", "_")):
                continue
            elif tag == "table" and not is_layout(child):
                self._flush(level)
                if caption := _caption(child):
                    self._blocks.append(Block(caption))
                self._blocks += [Block(row, "table_row") for row in rows_of(child)]
            elif not is_block(child):
                self._visit(child, level, depth + 1)
            elif tag == "dl" and child.css("dt") and len(child.css("table, dl")) == 1:
                self._flush(level)
                self._blocks += [Block(row, "table_row") for row in _pairs(child)]
            else:
                self._flush(level)
                if tag == "li" and number:
                    self._prefix = f"{number}. "
                    number += 1
                inner = _HEADINGS.get(tag, level)
                self._visit(child, inner, depth + 1)
                self._flush(inner)
                self._prefix = ""


def _counts(node: "LexborNode") -> bool:
    start = node.attributes.get("start") or "1"
    return node.tag == "ol" and (node.attributes.get("type") or "1") == "1" and start.isdigit()


def _line(text: str) -> str:
    return " ".join(text.split())


def rows_of(table: "LexborNode") -> list[str]:
    """Give the rows of a table of a page, each reading on its own."""
    return table_rows(_grid(table))


def _caption(table: "LexborNode") -> str:
    caption = table.css_first("caption")
    return clean_cell(_cell_text(caption)) if caption else ""


def _pairs(listed: "LexborNode") -> list[str]:
    """The terms of a list with what stands under each: 持证人数：478."""
    rows: list[str] = []
    for one in listed.css("dt, dd"):
        text = clean_cell(_cell_text(one))
        if one.tag == "dt" or not rows:
            rows.append(text)
        elif text:
            rows[-1] += text if rows[-1].endswith(("：", ":")) else f"：{text}"
    return [row for row in rows if row]


def _cell_text(node: "LexborNode", depth: int = 0) -> str:
    """The words of a cell: inline elements join them, blocks and line breaks part them."""
    if depth > _MAX_DEPTH:
        return node.text()
    parts = []
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            parts.append(child.text())
        elif child.tag == "br":
            parts.append("\n")
        elif not (child.tag or "").startswith(("-", "_")):
            inner = _cell_text(child, depth + 1)
            parts.append(f"\n{inner}\n" if is_block(child) else inner)
    return "".join(parts)


def _grid(table: "LexborNode") -> list[list[str | None]]:
    """The table's cells with merged ones laid out: None to the right, the same text downwards."""
    grid: list[list[str | None]] = []
    carried: dict[int, tuple[str | None, int]] = {}
    for row in table.css("tr"):
        cells: list[str | None] = []
        below: dict[int, tuple[str | None, int]] = {}
        for cell in row.css("td, th"):
            _take(carried, cells, below)
            text = clean_cell(_cell_text(cell))
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for offset in range(across):
                value = text if offset == 0 else None
                if down > 1:
                    below[len(cells)] = (value, down - 1)
                cells.append(value)
        _take(carried, cells, below)
        carried = below
        grid.append(cells)
    return grid


def _take(
    carried: dict[int, tuple[str | None, int]],
    cells: list[str | None],
    below: dict[int, tuple[str | None, int]],
) -> None:
    """Move the cells that reach down from the rows above into the next free columns."""
    while len(cells) in carried:
        text, left = carried.pop(len(cells))
        if left > 1:
            below[len(cells)] = (text, left - 1)
        cells.append(text)


def _span(cell: "LexborNode", name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), 200) if value.isdigit() and int(value) > 0 else 1
