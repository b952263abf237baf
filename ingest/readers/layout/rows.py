"""The ruled tables of a PDF as rows among its lines, each row with the names of its columns.

A table that ends a page and one with the same columns that begins the next are one table: the names
go on, a header that is printed again is left out, and a label that was merged over rows on both sides
of the page break stands in the rows of both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

from ingest.readers.layout.lines import Line, Page
from ingest.readers.layout.ruled_tables import Table
from ingest.readers.layout.split_rows import has_same_columns, with_whole_rows
from ingest.readers.tables import Header, read_table


@dataclass(frozen=True, slots=True)
class _Ended:
    """The table that ended the page before: what it hands on to one that goes on with it."""

    table: Table
    header: Header
    last_row: tuple[str | None, ...]


def with_table_rows(
    pages: Sequence[Page], tables: Mapping[tuple[int, int], Sequence[Table]]
) -> list[Page]:
    """Give the pages with the rows of their tables, by page number and turn, as lines in their place."""
    tables = with_whole_rows(pages, tables)
    ended: _Ended | None = None
    found = []
    for page in pages:
        lines = list(page.lines)
        held = tables.get(page.key, ())
        for number, table in enumerate(held):
            is_first = number == 0 and not any(line.baseline > table.ys[0] for line in page.lines)
            grid = table.grid()
            header = _handed_on(ended, table, grid) if is_first else None
            rows, header = read_table(grid, header)
            at = sum(1 for _ in takewhile(partial(_stands_over, table), lines))
            lines[at:at] = [_line(table, row) for row in rows]
            is_last = number == len(held) - 1 and not any(
                line.baseline < table.ys[-1] for line in page.lines
            )
            ended = _Ended(table, header, tuple(grid[-1])) if is_last else None
        if not held:
            ended = None
        found.append(replace(page, lines=tuple(lines)))
    return found


def _stands_over(table: Table, line: Line) -> bool:
    return line.baseline >= table.ys[0]


def _handed_on(ended: _Ended | None, table: Table, grid: list[list[str | None]]) -> Header | None:
    """The header of the table before, where this one goes on with it; fills its merged labels."""
    if ended is None or ended.table.page != table.page - 1:
        return None
    if not has_same_columns(ended.table, table):
        return None
    _hand_on_labels(ended, table, grid)
    return ended.header


def _line(table: Table, text: str) -> Line:
    return Line(
        page=table.page,
        cells=(text,),
        left=table.xs[0],
        right=table.xs[-1],
        baseline=table.ys[0],
        size=1.0,
        chars=(),
        font="",
        in_table=True,
    )


def _hand_on_labels(ended: _Ended, table: Table, grid: list[list[str | None]]) -> None:
    """Fill the empty merged cells at the left of the first row with what they go on from."""
    foot = len(ended.table.ys) - 1
    slots = [cell.slot for cell in ended.table.cells]
    above = {slot.column: slot for slot in slots if slot.row + slot.rows == foot}
    for cell in sorted(table.cells, key=lambda one: one.slot.column):
        if cell.slot.row:
            continue
        before = above.get(cell.slot.column)
        if cell.text or before is None or before.columns != cell.slot.columns:
            return
        # A box of one row on both sides is just empty.
        if max(before.rows, cell.slot.rows) < 2:
            return
        for row in range(cell.slot.rows):
            grid[row][cell.slot.column] = ended.last_row[cell.slot.column]
