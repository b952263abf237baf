"""A table as rows that each read on their own, for every reader that finds tables.

A grid is a list of rows of cells; a cell is its text, or None where a merged cell from the left
goes on. A merged cell from above repeats its text, so that a row keeps the label it stands under.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.models import Block

Row = Sequence[str | None]
Grid = Sequence[Row]

_FIGURE = re.compile(r"[-+]?[\d,，.]+\s*[%％‰]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACE = re.compile(r"\s+")
_MAX_DEPTH = 5
_MOST_ACROSS = 0.25
# A longer name is a note in the corner of the table (勾稽关系…), which must not stand in every row.
_MAX_NAME_CHARS = 24


TABLE_START = Block("")
"""What a reader puts before a table; of these `tables_parted` keeps those between two tables."""


def tables_parted(blocks: Iterable[Block]) -> Iterator[Block]:
    """Keep an empty block between two tables, so that the unit of one goes no further; no other."""
    before: Block | None = None
    starts = False
    for block in blocks:
        if block == TABLE_START:
            starts = True
            continue
        if starts and before is not None and before.kind == block.kind == "table_row":
            yield TABLE_START
        starts = False
        before = block
        yield block


@dataclass(frozen=True, slots=True)
class Header:
    """The rows that name the columns, and the names they give; both empty where nothing does."""

    rows: tuple[tuple[str | None, ...], ...] = ()
    names: tuple[str, ...] = ()


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

    `header_rows` is the number of rows that name the columns; None: judged from the rows themselves.
    A table of label and value pairs (`发文机关：` | `国务院`) has none and reads `发文机关：国务院；…`.
    A table that is only a header gives that header, so that nothing is lost.
    """
    rows = [row for row in grid if any(row)]
    if header_rows is None:
        return read_table(rows)[0]
    names = _column_names(rows[:header_rows])
    return _texts(rows[header_rows:], names) or _texts(rows[:header_rows], ())


def read_table(grid: Grid, above: Header | None = None) -> tuple[list[str], Header]:
    """Give the rows as `table_rows` does, and the header that the last of them stands under.

    `above` is the header of a table that goes on here; None: the table has its own or none. A row that
    is one cell over the whole width stands for itself; a new header may follow it.
    """
    rows: Grid = [row for row in grid if any(row)]
    header = Header() if above is None else above
    is_new = above is None
    if above is not None:
        rows = _without_repeated(rows, above)
    lines: list[str] = []
    at = 0
    while at < len(rows):
        if _is_title(rows[at]):
            lines += _texts(rows[at : at + 1], ())
            at += 1
            is_new = is_new or _names_alike(rows[at : at + 1], header)
            continue
        if is_new:
            is_new = False
            until = next((n for n in range(at, len(rows)) if _is_title(rows[n])), len(rows))
            head = rows[at : at + _header_depth(rows[at:until])]
            if head:
                header = Header(tuple(map(tuple, head)), _column_names(head))
                lines += _notes(head)
                at += len(head)
        lines += _texts(rows[at : at + 1], header.names)
        at += 1
    return lines, header


def _is_title(row: Row) -> bool:
    return len(row) > 1 and bool(row[0]) and all(cell is None for cell in row[1:])


def _names_alike(rows: Grid, header: Header) -> bool:
    """Whether the next row begins as the header does: a part of a form that names its columns anew."""
    return bool(rows and header.rows and rows[0][0] and rows[0][0] == header.rows[0][0])


def _without_repeated(rows: Grid, header: Header) -> Grid:
    depth = len(header.rows)
    return rows[depth:] if depth and tuple(map(tuple, rows[:depth])) == header.rows else rows


def _header_depth(rows: Grid) -> int:
    if len(rows) < 2 or not _names_columns(rows[0]):
        return 0
    depth = 1
    while (
        depth < min(len(rows) - 1, _MAX_DEPTH)
        and _reaches_below(rows[depth - 1], rows[depth])
        and not _has_figure(rows[depth])
    ):
        depth += 1
    across = sum(_lies_across(row, rows[depth - 1]) for row in rows[depth:])
    return 0 if across > _MOST_ACROSS * (len(rows) - depth) else depth


def _names_columns(row: Row) -> bool:
    """Whether the cells of a row are names: no labels with a colon, no figures, no name twice."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or any(cell.endswith(("：", ":")) for cell in filled):
        return False
    return not _has_figure(row) and _tells_apart(filled)


def _has_figure(row: Row) -> bool:
    return any(_is_figure(cell) for cell in row if cell)


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell) is not None and _YEAR.fullmatch(cell) is None


def _tells_apart(names: Sequence[str]) -> bool:
    """Whether the names differ, or are one series twice: a long table set in two halves."""
    half = len(names) // 2
    twice = len(names) > 3 and names[:half] == names[half:]
    return len(set(names)) == (half if twice else len(names))


def _reaches_below(row: Row, below: Row) -> bool:
    """Whether a name goes on in the row below, or a merged name is told apart there."""
    pairs = list(zip(row, below, strict=False))
    return any(one and one == two for one, two in pairs) or any(
        one is None and two for one, two in pairs
    )


def _lies_across(row: Row, header: Row) -> bool:
    """Whether a cell does not lie under one name: the rows of a form, which has no columns.

    Labels at the left may be merged, or stand in several columns, under one name or none.
    """
    starts = [column for column, cell in enumerate(header) if cell is not None]
    ends = [*starts[1:], len(header)]
    first = ends[0] if ends else 0
    cells = [column for column, cell in enumerate(row) if cell is not None]
    for start, end in zip(cells, [*cells[1:], len(row)], strict=True):
        if start == 0 or end <= first:
            continue
        if not any(start == a and end == b for a, b in zip(starts, ends, strict=True)):
            return True
    return False


def _column_names(header: Grid) -> tuple[str, ...]:
    width = max((len(row) for row in header), default=0)
    names: list[list[str]] = [[] for _ in range(width)]
    for row in header:
        above = ""
        for column, cell in enumerate(row):
            above = above if cell is None else cell
            if above and above not in names[column] and len(above) <= _MAX_NAME_CHARS:
                names[column].append(above)
    return tuple("·".join(parts) for parts in names)


def _notes(header: Grid) -> list[str]:
    """The cells of a header that are too long to name a column."""
    cells = [cell for row in header for cell in row if cell and len(cell) > _MAX_NAME_CHARS]
    return list(dict.fromkeys(cells))


def _texts(rows: Grid, names: Sequence[str]) -> list[str]:
    return [line for row in rows if (line := _row_text(row, names))]


def _row_text(row: Row, names: Sequence[str]) -> str:
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
