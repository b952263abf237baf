"""The cells of a sheet as they are laid: merged ones spread out, hidden ones left out, empty rows between."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MAX_LAID_CELLS = 2_000_000
"""Cells of a sheet with the empty ones between: what a few cells far apart would swell to."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, from 0."""


@dataclass(slots=True)
class Sheet:
    """The shown text of the cells of a sheet by row and column, and how they are laid."""

    name: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


class SheetTooLarge(Exception):
    """A sheet swells to more cells than any report has."""


def laid_out(sheet: Sheet) -> tuple[dict[int, dict[int, str | None]], set[int]]:
    """Give the visible cells with merged ones laid out, and the rows that only repeat the one above; raises `SheetTooLarge`."""
    laid = _visible(sheet)
    own = {at: set(row) for at, row in laid.items()}
    for text, rows, columns in _merged_texts(sheet):
        for row in rows:
            cells = laid.setdefault(row, {})
            cells.update({at: None if number else text for number, at in enumerate(columns)})
        if rows:
            own.setdefault(rows[0], set()).update(columns)
    carried = {row for row in laid if not any(laid[row].get(at) for at in own.get(row, ()))}
    return {at: row for at, row in sorted(laid.items()) if any(row.values())}, carried


def _visible(sheet: Sheet) -> dict[int, dict[int, str | None]]:
    """The cells that are not hidden, before merged ones are laid out."""
    return {
        at: {column: text for column, text in row.items() if column not in sheet.hidden_columns}
        for at, row in sheet.cells.items()
        if at not in sheet.hidden_rows
    }


def _merged_texts(sheet: Sheet) -> Iterator[tuple[str, list[int], list[int]]]:
    """The text of merged cells with the visible rows and columns that it fills; raises `SheetTooLarge`."""
    last_row = max(sheet.cells, default=-1)
    last_column = max((max(row) for row in sheet.cells.values() if row), default=-1)
    left = MAX_LAID_CELLS
    for top, start, bottom, end in sheet.merged:
        text = sheet.cells.get(top, {}).get(start)
        if not text:
            continue
        rows = range(top, min(bottom, last_row) + 1)
        columns = range(start, min(end, last_column) + 1)
        left -= len(rows) * len(columns)
        if left < 0:
            raise SheetTooLarge
        yield (
            text,
            [at for at in rows if at not in sheet.hidden_rows],
            [at for at in columns if at not in sheet.hidden_columns],
        )


def regions_of(
    laid: dict[int, dict[int, str | None]], hidden_rows: Sequence[int]
) -> Iterator[list[int]]:
    """Give the rows between visible empty ones."""
    region: list[int] = []
    for row in laid:
        if region:
            between = row - region[-1] - 1
            hidden = bisect_left(hidden_rows, row) - bisect_left(hidden_rows, region[-1] + 1)
            if between > hidden:
                yield region
                region = []
        region.append(row)
    if region:
        yield region
