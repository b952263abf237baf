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
        held = whole.get(page.key)
        above = whole.get(before.key) if before is not None else None
        if (
            held
            and above
            and before is not None
            and before.number == page.number - 1
            and not any(line.baseline < above[-1].ys[-1] for line in before.lines)
            and not any(line.baseline > held[0].ys[0] for line in page.lines)
        ):
            above[-1], held[0] = _made_whole(above[-1], held[0])
        before = page
    return whole


def has_same_columns(one: Table, other: Table) -> bool:
    """Whether the columns of two tables stand at the same places."""
    return len(one.xs) == len(other.xs) and all(
        abs(a - b) <= _SAME_COLUMN_PT for a, b in zip(one.xs, other.xs, strict=True)
    )


def _made_whole(one: Table, other: Table) -> tuple[Table, Table]:
    if len(other.ys) < 3 or not has_same_columns(one, other):
        return one, other
    last = {cell.slot.column: cell for cell in one.cells if cell.slot.row == len(one.ys) - 2}
    first = {cell.slot.column: cell for cell in other.cells if cell.slot.row == 0}
    rests = {column: cell for column, cell in first.items() if cell.text}
    label = min(last, default=0)
    is_plain = all(
        cell.slot.rows == cell.slot.columns == 1 for cell in (*last.values(), *first.values())
    )
    goes_on = is_plain and rests and label not in rests and label in last and last[label].text
    if not goes_on or not all(
        column in last and _is_cut(one, last[column], rest) for column, rest in rests.items()
    ):
        return one, other
    cells = tuple(
        replace(
            cell,
            text=put_together(cell.text, rests[cell.slot.column].text),
            chars=cell.chars + rests[cell.slot.column].chars,
        )
        if last.get(cell.slot.column) is cell and cell.slot.column in rests
        else cell
        for cell in one.cells
    )
    below = tuple(
        replace(cell, slot=replace(cell.slot, row=cell.slot.row - 1))
        for cell in other.cells
        if cell.slot.row
    )
    return replace(one, cells=cells), replace(other, ys=other.ys[1:], cells=below)


def _is_cut(table: Table, cell: Cell, rest: Cell) -> bool:
    """Whether the last line of a cell had no room for what begins the rest."""
    if not cell.chars or not rest.chars:
        return False
    sides = table.xs[cell.slot.column], table.xs[cell.slot.column + 1]
    return had_no_room(rows_of(list(cell.chars))[-1], rows_of(list(rest.chars))[0][0], sides)
