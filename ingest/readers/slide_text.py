"""The text of a shape and the grid of a table on a slide."""

from typing import Any

from ingest.beside_figures.note_marks import above, below
from ingest.readers.slide_shapes import A
from ingest.readers.tables import clean_cell

_STRUCK = ("sngStrike", "dblStrike")


def paragraphs_of(shape: Any) -> list[str]:
    """Give the paragraphs of a shape that hold text, struck words left out; a line break parts them."""
    found = []
    for paragraph in shape.iter(f"{A}p"):
        lines = [" ".join(line.split()) for line in _text(paragraph).split("\n")]
        found += [line for line in lines if line]
    return found


def _text(paragraph: Any) -> str:
    text = ""
    for child in paragraph.iterchildren(f"{A}r", f"{A}br", f"{A}fld"):
        if child.tag == f"{A}br":
            text += "\n"
            continue
        words = "".join(one.text or "" for one in child.iterchildren(f"{A}t"))
        properties = child.find(f"{A}rPr")
        if properties is not None:
            if properties.get("strike") in _STRUCK:
                continue
            lifted = properties.get("baseline", "0").rstrip("%")
            if lifted not in ("", "0"):
                words = below(text, words) if lifted.startswith("-") else above(text, words)
        text += words
    return text


def table_grid(table: Any) -> list[list[str | None]]:
    """Give the cells of a table with merged ones laid out: None to the right, the same text downwards."""
    grid: list[list[str | None]] = []
    for row in table.iterchildren(f"{A}tr"):
        cells: list[str | None] = []
        for at, cell in enumerate(row.iterchildren(f"{A}tc")):
            text: str | None = clean_cell("\n".join(paragraphs_of(cell)))
            if _is_on(cell, "vMerge") and grid:
                text = grid[-1][at] if at < len(grid[-1]) else ""
            elif _is_on(cell, "hMerge"):
                text = None
            cells.append(text)
        grid.append(cells)
    return grid


def _is_on(cell: Any, name: str) -> bool:
    return str(cell.get(name, "0")).lower() in ("1", "true")
