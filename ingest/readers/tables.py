"""A table as rows that each read on their own, for every reader that finds tables.

A grid is a list of rows of cells; a cell is its text, or None where a merged cell from the left
goes on. A merged cell from above repeats its text, so that a row keeps the label it stands under.
"""

import re
from collections.abc import Sequence

Grid = Sequence[Sequence[str | None]]

_FIGURE = re.compile(r"[-+]?[\d,，.]+\s*[%％‰]?")
_SPACE = re.compile(r"\s+")


def clean_cell(text: str) -> str:
    """Bring a cell's text onto one line; a break between two Chinese characters is no space."""
    parts = [part for part in _SPACE.split(text.strip()) if part]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        between_words = joined[-1].isascii() and part[0].isascii()
        joined += f" {part}" if between_words else part
    return joined


def table_rows(grid: Grid, header_rows: int | None = None) -> list[str]:
    """Give one line per row, `列名：值；列名：值`; empty cells and empty rows are left out.

    `header_rows` is the number of rows that name the columns; None: judged from the first row. A
    table of label and value pairs (`发文机关：` | `国务院`) has none and reads `发文机关：国务院；…`.
    A table that is only a header gives that header, so that nothing is lost.
    """
    rows = [row for row in grid if any(row)]
    if not rows:
        return []
    depth = _header_depth(rows) if header_rows is None else header_rows
    names = _column_names(rows[:depth])
    body = rows[depth:] or rows[:depth]
    names = names if len(rows) > depth else []
    return [line for row in body if (line := _row_text(row, names))]


def _header_depth(rows: Grid) -> int:
    first = rows[0]
    filled = [cell for cell in first if cell]
    if len(rows) < 2 or len(filled) < 2 or any(cell.endswith(("：", ":")) for cell in filled):
        return 0
    if any(_FIGURE.fullmatch(cell) for cell in filled) or len(set(filled)) < len(filled):
        return 0
    depth = 1
    # A merged name over several columns is told apart by the row below it.
    while (
        depth < len(rows) - 1
        and depth < 3
        and None in rows[depth - 1]
        and not any(_FIGURE.fullmatch(cell) for cell in rows[depth] if cell)
    ):
        depth += 1
    return depth


def _column_names(header: Grid) -> list[str]:
    width = max((len(row) for row in header), default=0)
    names: list[list[str]] = [[] for _ in range(width)]
    for row in header:
        above = ""
        for column, cell in enumerate(row):
            above = above if cell is None else cell
            if above and above not in names[column]:
                names[column].append(above)
    return ["·".join(parts) for parts in names]


def _row_text(row: Sequence[str | None], names: list[str]) -> str:
    parts: list[str] = []
    for column, cell in enumerate(row):
        if not cell:
            continue
        name = names[column] if column < len(names) else ""
        if name and name != cell:
            parts.append(f"{name.rstrip('：:')}：{cell}")
        elif parts and parts[-1].endswith(("：", ":")):
            parts[-1] += cell
        else:
            parts.append(cell)
    return "；".join(parts)
