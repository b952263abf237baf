"""Read .html: the document's headings, paragraphs and table rows, without the page around them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers.encoding import decode
from ingest.readers.tables import TABLE_START, tables_parted
from ingest.readers.web_content import (
    content_root,
    page_title,
    page_url,
    prune,
    unread,
)
from ingest.readers.web_marks import clear_marks, is_block, show_form_values
from ingest.readers.web_tables import caption_of, is_layout, pairs_of, rows_of, tables_in

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
        return list(tables_parted(self._blocks))

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
                self._add_table(child)
            elif not is_block(child):
                self._visit(child, level, depth + 1)
            elif _holds_pairs(child):
                self._flush(level)
                self._add_rows(pairs_of(child))
            elif tag == "li" and number:
                self._visit_block(child, level, depth, f"{number}. ")
                number += 1
            else:
                self._visit_block(child, level, depth)

    def _visit_block(
        self, block: "LexborNode", level: int | None, depth: int, item_number: str = ""
    ) -> None:
        """Read an element that stands on lines of its own; `item_number` goes before its first."""
        self._flush(level)
        if item_number:
            self._prefix = item_number
        inner = _HEADINGS.get(block.tag or "", level)
        self._visit(block, inner, depth + 1)
        self._flush(inner)
        self._prefix = ""

    def _add_table(self, table: "LexborNode") -> None:
        if caption := caption_of(table):
            self._blocks.append(Block(caption))
        self._add_rows(rows_of(table))
        for inner in tables_in(table):
            self._add_table(inner)

    def _add_rows(self, rows: list[str]) -> None:
        self._blocks += [TABLE_START, *(Block(row, "table_row") for row in rows)]


def _counts(node: "LexborNode") -> bool:
    start = node.attributes.get("start") or "1"
    return (
        node.tag == "ol"
        and (node.attributes.get("type") or "1") == "1"
        and start.isascii()
        and start.isdigit()
    )


def _holds_pairs(node: "LexborNode") -> bool:
    """Whether a node is a list of terms with no table or other such list in it."""
    return node.tag == "dl" and bool(node.css("dt")) and len(node.css("table, dl")) == 1


def _line(text: str) -> str:
    return " ".join(text.split())
