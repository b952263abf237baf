"""Read .txt and .md: one block per line that is not blank."""

import re
from pathlib import Path

from ingest.beside_figures.note_marks import above
from ingest.models import Block, RawDocument
from ingest.readers.encoding import decode
from ingest.readers.tables import TABLE_START, table_rows, tables_parted
from ingest.readers.web import fragment_blocks, fragment_text

_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x1a\u2028\u2029\x85]")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t　]+|(?=[^\s#]))(.+?)[ \t]*#*\s*$")
_RULE = re.compile(r" {0,3}(?:=+|(?:[-*_][ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_MARKER = re.compile(r"^(?:\s*>)*\s*(?:[-*+•·][ \t]+)?(?:\[[ xX]\]\s+)?")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_TABLE_START = re.compile(r"(?i)<table\b")
_TABLE_END = re.compile(r"(?i)</table\s*>")
# By the names of elements: A<B，C>3 is no tag, and between words attributes have values.
_ELEMENTS = (
    "a|abbr|b|big|blockquote|br|center|cite|code|del|details|div|em|figcaption|figure|font|h[1-6]|hr|i|img|input|"
    "ins|kbd|label|li|mark|nobr|o:p|ol|p|pre|q|rp|rt|rb|ruby|s|samp|section|small|span|st1:[a-z]+|strike|strong|"
    "sub|summary|sup|time|tt|u|ul|var|wbr|table|caption|thead|tbody|tfoot|tr|td|th"
)
_TAG = re.compile(
    rf"(?i)</?(?:{_ELEMENTS})(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*\s*/?>"
)
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_RAISED = re.compile(r"(?<=[^\s^\\])\^([^\s^]{1,6})\^")
_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    # An asterisk between digits is a multiplication sign, not emphasis.
    (re.compile(r"(?<![\d\\])\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<![\d\\*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)"), r"\1"),
    (re.compile(r"(?<![\w\\])__(?=\S)(.+?)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"^\[\^([^\]\s]+)\]:\s*"), r"注\1："),
    (re.compile(r"\[\^[^\]\s]+\]"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


def read_text(path: Path, source_name: str) -> RawDocument:
    """Read a plain text file; raises `UnreadableDocument` when it is binary or its encoding unclear."""
    text = decode(path.read_bytes(), source_name)
    lines = (line.strip() for line in _LINE_END.split(text))
    return RawDocument(source_name, tuple(Block(line) for line in lines if line))


def read_markdown(path: Path, source_name: str) -> RawDocument:
    """Read a Markdown file: marks are taken off, `#` headings and tables keep their kind.

    Chinese and Arabic numbering (`一、`, `1.`) is text of the report and stays. The title is that
    of the front matter, else the first heading of level 1.
    """
    lines = _LINE_END.split(decode(path.read_bytes(), source_name))
    title, lines = _front_matter(lines)
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        if _TABLE_START.search(lines[index]):
            end = _table_end(lines, index)
            blocks += [TABLE_START, *fragment_blocks("\n".join(lines[index:end]))]
            index = end
            continue
        if "|" in lines[index] and index + 1 < len(lines) and _is_table_rule(lines[index + 1]):
            end = index + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            grid = [_cells(line) for line in (lines[index], *lines[index + 2 : end])]
            rows = table_rows(grid, header_rows=1)
            blocks += [TABLE_START, *(Block(row, "table_row") for row in rows)]
            index = end
            continue
        block = _markdown_line(lines[index])
        if block:
            blocks.append(block)
        index += 1
    first = next((block.text for block in blocks if block.level == 1), None)
    return RawDocument(source_name, tuple(tables_parted(blocks)), title or first)


def _table_end(lines: list[str], start: int) -> int:
    """Where a table written as HTML ends; at the end of its paragraph where it is never closed."""
    depth = 0
    for index in range(start, len(lines)):
        depth += len(_TABLE_START.findall(lines[index])) - len(_TABLE_END.findall(lines[index]))
        if depth <= 0:
            return index + 1
    return next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))


def _front_matter(lines: list[str]) -> tuple[str | None, list[str]]:
    if not lines or lines[0].strip() != "---":
        return None, lines
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() in ("---", "..."):
            head = dict(entry.split(":", 1) for entry in lines[1:index] if ":" in entry)
            return head.get("title", "").strip().strip("\"'") or None, lines[index + 1 :]
        if line.strip() and ":" not in line and not line.startswith((" ", "-", "#")):
            break
    return None, lines


def _is_table_rule(line: str) -> bool:
    return "|" in line and bool(_TABLE_RULE.match(line))


def _cells(line: str) -> list[str | None]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [_plain(cell) for cell in re.split(r"(?<!\\)\|", inner)]


def _markdown_line(line: str) -> Block | None:
    if not line.strip() or _RULE.match(line) or _FENCE.match(line):
        return None
    heading = _HEADING.match(line)
    if heading:
        text = _plain(heading[2])
        return Block(text, "heading", len(heading[1])) if text else None
    text = _plain(_MARKER.sub("", line, count=1))
    return Block(text) if text else None


def _plain(text: str) -> str:
    text = _RAISED.sub(lambda found: above(found.string[: found.start()], found[1]), text)
    if _TAG.search(text):
        text = fragment_text(text)
    text = _STRUCK.sub(_without_struck, text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip()


def _without_struck(found: re.Match[str]) -> str:
    """Leave out struck text; ~~ between figures is a range: 2021~~2022年，投资300~~500万元."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return found[0] if before.isdigit() and after.isdigit() else ""
