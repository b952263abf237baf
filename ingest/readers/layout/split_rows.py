"""Rows of a ruled table that a page's end broke: the rest of their cells stands on the next page.

Such a rest begins the next page without a label, under cells that had no room left in their last line
(18 | 654 in a narrow column). In doubt it is a row of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.readers.layout.figure_breaks import put_together
from ingest.readers.layout.lines import Page, rows_of
from ingest.readers.layout.ruled_tables import Cell, Table, had_no_room

_SAME_COLUMN_PT = 3.0

Tables = Mapping[tuple[int, int], Sequence[Table]]
"""By the number and the turn of their page, from the top down."""


def with_whole_rows(pages: Sequence[Page], tables: Tables) -> Tables:
    """Give the tables with each broken row whole where it begins."""
    whole = {key: list(held) for key, held in tables.items()}
    before: Page | None = None
    for page in pages:
        held, above = whole.get(page.key), whole.get(before.key) if before is not None else None
        if held and above and before is not None:
            ends = not any(line.baseline < above[-1].ys[-1] for line in before.lines)
            begins = not any(line.baseline > held[0].ys[0] for line in page.lines)
            if ends and begins and before.number == page.number - 1:
                above[-1], held[0] = _made_whole(above[-1], held[0])
        before = page
    return whole


def has_same_columns(one: Table, other: Table) -> bool:
    """Whether the columns of two tables stand at the same places."""
    return len(one.xs) == len(other.xs) and all(
        abs(a - b) <= _SAME_COLUMN_PT for a, b in zip(one.xs, other.xs, strict=True)
    )


def _made_whole(one: Table, other: Table) -> tuple[Table, Table]:
    """Give both tables, with the rest that begins the other moved to the row that ends the one."""
    if len(other.ys) < 3 or not has_same_columns(one, other):
        return one, other
    last, first = _row(one, len(one.ys) - 2), _row(other, 0)
    rests = {column: cell for column, cell in first.items() if cell.text}
    if not (_is_plain(last, one) and _is_plain(first, other) and _continues(one, last, rests)):
        return one, other
    whole = {column: _joined(last[column], rest) for column, rest in rests.items()}
    cut = {id(last[column]) for column in rests}
    cells = [cell for cell in one.cells if id(cell) not in cut]
    below = [
        replace(cell, slot=replace(cell.slot, row=cell.slot.row - 1))
        for cell in other.cells
        if cell.slot.row
    ]
    return (
        replace(one, cells=(*cells, *whole.values())),
        replace(other, ys=other.ys[1:], cells=tuple(below)),
    )


def _row(table: Table, row: int) -> dict[int, Cell]:
    """The cells that begin in a row, by their column."""
    return {cell.slot.column: cell for cell in table.cells if cell.slot.row == row}


def _is_plain(row: Mapping[int, Cell], table: Table) -> bool:
    """Whether a row has one cell in each column, none merged."""
    alone = all(cell.slot.rows == cell.slot.columns == 1 for cell in row.values())
    return alone and len(row) == len(table.xs) - 1


def _continues(table: Table, last: Mapping[int, Cell], rests: Mapping[int, Cell]) -> bool:
    """Whether cells go on from those of the last row: all but the label, each from one that was cut."""
    if not rests or 0 in rests or not last[0].text:
        return False
    return all(_is_cut(table, last[column], rest) for column, rest in rests.items())


def _joined(cell: Cell, rest: Cell) -> Cell:
    return replace(cell, text=put_together(cell.text, rest.text), chars=cell.chars + rest.chars)


def _is_cut(table: Table, cell: Cell, rest: Cell) -> bool:
    """Whether the last line of a cell had no room for what begins the rest."""
    if not cell.chars or not rest.chars:
        return False
    sides = table.xs[cell.slot.column], table.xs[cell.slot.column + 1]
    return had_no_room(rows_of(list(cell.chars))[-1], rows_of(list(rest.chars))[0][0], sides)
