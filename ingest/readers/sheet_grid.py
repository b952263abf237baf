"""A sheet of a workbook, old or new, to blocks: what stands above a table, its rows, what was left out.

Rows that are empty part tables. A row above a table that is one cell, or labels such as 单位：万元, is a
line of its own; so is a row that is one cell at the left further down. Rows and columns that are hidden
are not read; merged cells are laid out as in every other reader.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.errors import UnreadableDocument
from ingest.models import Block
from ingest.readers.sheet_layout import (
    MAX_LAID_CELLS,
    Sheet,
    SheetTooLarge,
    laid_out,
    regions_of,
)
from ingest.readers.tables import Header, clean_cell, read_table

MAX_CELLS = 1_000_000
_MAX_HEADING_CHARS = 60
_COLONS = ("：", ":")
_UNIT = re.compile(r"[（(](?:金额|计量|货币)?单位[：:][^：:；（()）]+[）)]$")

Row = list[str | None]


def too_large(source_name: str) -> UnreadableDocument:
    """Give the error for a workbook with more cells than a report has."""
    return UnreadableDocument(
        f"《{source_name}》的表格过大（超过 {MAX_CELLS // 10_000} 万个单元格，或内容相隔过远），没有读入。"
        "请只留要用的部分，另存后再试。",
        f"{source_name} has too many cells, or cells too far apart; keep what is needed and save anew.",
    )


def workbook_blocks(sheets: Sequence[Sheet], unread: Counter[str]) -> tuple[Block, ...]:
    """Give the blocks of the visible sheets in order; a sheet's name heads it where there are several.

    What is hidden is counted in `unread`. Raises `SheetTooLarge`.
    """
    blocks: list[Block] = []
    filled = [sheet for sheet in sheets if sheet.cells]
    for sheet in filled:
        _count_hidden(sheet, unread)
        body = _sheet_blocks(sheet, is_alone=len(filled) == 1)
        if body and len(filled) > 1 and sheet.name.strip():
            blocks.append(Block(clean_cell(sheet.name), "heading", 1))
        blocks += body
    return tuple(blocks)


def sheet_title(blocks: Sequence[Block]) -> str | None:
    """Give the title that stands over the only table of a workbook; None where it has none.

    The name of a sheet heads no more than that sheet.
    """
    headings = [block.text for block in blocks if block.kind == "heading"]
    return headings[0] if len(headings) == 1 and blocks[0].text == headings[0] else None


def workbook_notices(unread: Counter[str]) -> tuple[str, ...]:
    """Tell the user what stands in a workbook and was not read, with its number."""
    what = "、".join(f"{name} {count} 个" for name, count in unread.items() if count)
    if not what:
        return ()
    return (
        f"表格里有些内容没有读入：{what}。如有要用的数字，请用 Excel 或 WPS 显示出来、重新计算，另存后再导入。",
    )


def _count_hidden(sheet: Sheet, unread: Counter[str]) -> None:
    shown_rows = [row for at, row in sheet.cells.items() if at not in sheet.hidden_rows]
    unread["隐藏的行"] += len(sheet.cells) - len(shown_rows)
    unread["隐藏的列"] += len(sheet.hidden_columns & {at for row in shown_rows for at in row})


def _sheet_blocks(sheet: Sheet, *, is_alone: bool) -> list[Block]:
    laid, carried = laid_out(sheet)
    reading = _Reading(is_alone)
    for region in regions_of(laid, sorted(sheet.hidden_rows)):
        filled = [at for row in region for at, text in laid[row].items() if text]
        span = (min(filled), max(filled))
        places = [at for at in range(span[0], span[1] + 1) if at not in sheet.hidden_columns]
        reading.size += len(region) * len(places)
        if reading.size > MAX_LAID_CELLS:
            raise SheetTooLarge
        if len(places) == 1:
            reading.running_text([laid[row][places[0]] or "" for row in region])
            continue
        rows: list[Row] = [
            [_clean(laid[row].get(at, "")) for at in places] for row in region if row not in carried
        ]
        reading.region(rows, span)
    return reading.blocks


class _Reading:
    """One pass over the regions of a sheet; holds what a table hands on to the one below it."""

    def __init__(self, is_alone: bool) -> None:
        self.blocks: list[Block] = []
        self.size = 0
        self._is_alone = is_alone
        self._header = Header()
        self._columns = (-1, -1)
        self._had_rows = False

    def running_text(self, cells: Sequence[str]) -> None:
        """Read a region of one column as paragraphs."""
        lines = [line.strip() for cell in cells for line in cell.splitlines() if line.strip()]
        is_title = self._is_alone and not self.blocks and len(lines) == 1 and _is_title(lines[0])
        self.blocks += [Block(lines[0], "heading", 1)] if is_title else map(Block, lines)
        self._had_rows = False

    def region(self, rows: list[Row], span: tuple[int, int]) -> None:
        """Read a region of several columns."""
        above, rows = _lines_above(rows)
        laid = [_as_line(row) for row in rows]
        lines, own = read_table(laid)
        if not own.rows and self._header.rows and self._columns == span:
            lines, own = read_table(laid, self._header)
        elif self._had_rows:
            # Ends the table above, so that its unit goes no further; nothing is left of it in the text.
            self.blocks.append(Block(""))
        for at, text in enumerate(above):
            is_first = self._is_alone and at == 0 and bool(rows or not self.blocks)
            self.blocks.append(
                Block(text, "heading", 1) if is_first and _is_title(text) else _line(text)
            )
        self._header, self._columns, self._had_rows = own, span, bool(rows)
        self.blocks += map(_line, lines)


def _line(text: str) -> Block:
    # A row is never joined to the line before it, as a broken paragraph would be.
    return Block(text, "table_row")


def _clean(text: str | None) -> str | None:
    return clean_cell(text) if text else text


def _lines_above(rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Part the rows that stand above a table, a line for each cell, from the table."""
    lines = []
    while rows and _stands_above(rows):
        lines += [cell for cell in rows[0] if cell]
        rows = rows[1:]
    return lines, rows


def _stands_above(rows: Sequence[Row]) -> bool:
    row = rows[0]
    filled = [cell for cell in row if cell]
    if len(filled) == 1:
        return True
    covers_more = len(rows) > 1 and _covered(rows[1]) > _covered(row)
    return covers_more and any(_is_labelled(cell) for cell in filled)


def _covered(row: Row) -> int:
    return sum(cell != "" for cell in row)


def _is_labelled(cell: str) -> bool:
    """Whether a cell is a label with its value, as 单位：万元 is."""
    return any(colon in cell[1:-1] for colon in _COLONS)


def _is_title(text: str) -> bool:
    """Whether a line above a table may be its title, which every row of it stands under."""
    return len(text) <= _MAX_HEADING_CHARS and not _is_labelled(_UNIT.sub("", text))


def _as_line(row: Row) -> Row:
    """Lay a row that is one cell at the left over the whole width: a note, or the name of a part."""
    is_one = bool(row[0]) and not any(row[1:])
    return [row[0], *[None] * (len(row) - 1)] if is_one else row
