"""The tables of a web page and its lists of terms, as rows that read on their own."""

from typing import TYPE_CHECKING

from ingest.readers.tables import clean_cell, table_rows
from ingest.readers.web_marks import is_block

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MAX_DEPTH = 300


def rows_of(table: "LexborNode") -> list[str]:
    """Give the rows of a table of a page, each reading on its own."""
    return table_rows(_grid(table))


def caption_of(table: "LexborNode") -> str:
    """Give the caption of a table; "" where it has none."""
    caption = table.css_first("caption")
    return clean_cell(_cell_text(caption)) if caption else ""


def tables_in(table: "LexborNode") -> list["LexborNode"]:
    """Give the tables in the cells of a table, not those in them."""
    return [one for one in table.css("table") if _is_own(one, table)]


def is_layout(table: "LexborNode") -> bool:
    """A table used to place things: it never has two cells with words of their own in a row."""
    return all(sum(bool(_own_words(cell)) for cell in _cells(row)) < 2 for row in _rows(table))


def _rows(table: "LexborNode") -> list["LexborNode"]:
    return [row for row in table.css("tr") if _is_own(row, table)]


def _cells(row: "LexborNode") -> list["LexborNode"]:
    return [cell for cell in row.css("td, th") if _over(cell, "tr") == row.mem_id]


def _is_own(node: "LexborNode", table: "LexborNode") -> bool:
    return _over(node, "table") == table.mem_id


def _over(node: "LexborNode", tag: str) -> int | None:
    above = node.parent
    while above is not None and above.tag != tag:
        above = above.parent
    return above.mem_id if above is not None else None


def _own_words(cell: "LexborNode") -> str:
    return clean_cell(_cell_text(cell))


def pairs_of(listed: "LexborNode") -> list[str]:
    """Give the terms of a list with what stands under each: 持证人数：478."""
    rows: list[str] = []
    last = ""
    for one in listed.css("dt, dd"):
        text = clean_cell(_cell_text(one))
        if one.tag == "dt" or not rows:
            rows.append(text)
        elif text:
            is_further = last == "dd"
            rows[-1] += (
                f"、{text}"
                if is_further
                else text
                if rows[-1].endswith(("：", ":"))
                else f"：{text}"
            )
        last = one.tag or ""
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
        elif child.tag == "table":
            # Its rows follow those of the table around it.
            parts.append("\n")
        elif not (child.tag or "").startswith(("-", "_")):
            inner = _cell_text(child, depth + 1)
            parts.append(f"\n{inner}\n" if is_block(child) else inner)
    return "".join(parts)


def _grid(table: "LexborNode") -> list[list[str | None]]:
    """The table's cells with merged ones laid out: None to the right, the same text downwards."""
    grid: list[list[str | None]] = []
    carried: dict[int, tuple[str | None, int]] = {}
    for row in _rows(table):
        cells: list[str | None] = []
        below: dict[int, tuple[str | None, int]] = {}
        for cell in _cells(row):
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
    return min(int(value), 200) if value.isascii() and value.isdigit() and int(value) > 0 else 1
