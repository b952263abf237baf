"""Read .csv: rows as table rows that name their columns; a single column is running text."""

import csv
import io
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers.encoding import decode
from ingest.readers.tables import clean_cell, table_rows

MAX_CELL_CHARS = 10_000_000


def read_csv(path: Path, source_name: str) -> RawDocument:
    """Read a .csv file; raises `UnreadableDocument` when it is binary or no table."""
    rows = _parsed(decode(path.read_bytes(), source_name), source_name)
    if max((len(row) for row in rows), default=0) <= 1:
        lines = (line.strip() for row in rows for cell in row for line in cell.splitlines())
        return RawDocument(source_name, tuple(Block(line) for line in lines if line))
    return RawDocument(source_name, tuple(_table_blocks(rows)))


def _parsed(text: str, source_name: str) -> list[list[str]]:
    """The rows by the separator that gives most with several cells; raises `UnreadableDocument`."""
    csv.field_size_limit(MAX_CELL_CHARS)
    try:
        return max(
            (list(csv.reader(io.StringIO(text), delimiter=one)) for one in ",\t;"), key=_filled
        )
    except csv.Error as error:
        raise UnreadableDocument(
            f"《{source_name}》不是完整的 CSV 表格。请用表格软件打开，另存后再试。",
            f"{source_name} is not a sound CSV table: {error}.",
        ) from error


def _table_blocks(rows: list[list[str]]) -> list[Block]:
    """What stands over a table as paragraphs, then its rows."""
    wide = max(map(len, rows))
    blocks: list[Block] = []
    grid: list[list[str | None]] = []
    for row in rows:
        cells = [clean_cell(cell) for cell in row]
        if cells and cells[0] and not any(cells[1:]) and not grid:
            # A title over the table, or its unit.
            blocks.append(Block(cells[0]))
        else:
            grid.append([*cells, *[""] * (wide - len(cells))])
    return [*blocks, *(Block(row, "table_row") for row in table_rows(grid))]


def _filled(rows: list[list[str]]) -> int:
    """How many rows a separator gives that have several cells; the first of equals is meant."""
    return sum(sum(map(bool, row)) > 1 for row in rows)
