"""Where a quote stands among the characters of a PDF page.

A report's normalised text has other white space than its PDF, and joins lines and cells; so the
quote is looked for among the characters that the reader reads, in its order, by NFKC, without white
space and without the ； that the reader puts between cells. A row of a ruled table names its columns,
which stand elsewhere: it is found by what its cells hold.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.characters import match_form
from ingest.readers.layout.chars import Char, read_chars
from ingest.readers.layout.columns import in_reading_order
from ingest.readers.layout.lines import pages_of
from ingest.readers.layout.ruled_tables import Cell, Table, lift_tables
from ingest.readers.layout.watermarks import without_watermarks
from ingest.readers.pdf_rules import rules_of

Box = tuple[float, float, float, float]

_LEAST_FOUND = 8
"""Characters of a quote that must stand on the page to count as found: less could be chance."""

_EDGE = 30
"""Characters that may stand between a quote and the edge of the page it runs over: heads, numbers, notes."""


def quote_boxes(page: Any, number: int, quote: str) -> list[Box]:
    """Give a box (left, bottom, right, top in points) for each visible character of the quote."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    rows: list[int] = []
    as_read: list[tuple[int, str]] = []
    (seen,) = without_watermarks([read_chars(page)])
    for side in pages_of(seen, number):
        rest, tables = lift_tables(side, rules_of(page, side.turn))
        lines = [(line.baseline, line.chars) for line in in_reading_order(rest).lines]
        rows += [char.index for line in quote.splitlines() for char in _row_chars(tables, line)]
        as_read += [(char.index, char.text) for char in _with_tables(lines, tables)]
    # pdfium's text leaves characters out that its indexes count, so it cannot lead back to boxes.
    by_pdfium = [
        (n, chr(pdfium.FPDFText_GetUnicode(textpage, n))) for n in range(textpage.count_chars())
    ]
    for found in (rows, _among(as_read, quote), _among(by_pdfium, quote)):
        boxes = [textpage.get_charbox(n) for n in dict.fromkeys(found)]
        drawn = [box for box in boxes if box[0] < box[2] and box[1] < box[3]]
        if drawn:
            return drawn
    return []


def _with_tables(
    lines: Sequence[tuple[float, Sequence[Char]]], tables: Sequence[Table]
) -> Iterator[Char]:
    """Give the characters of the lines, by their baselines, and of the tables in their places."""
    waiting = list(tables)
    for baseline, chars in lines:
        while waiting and baseline < waiting[0].ys[0]:
            yield from (char for cell in waiting.pop(0).cells for char in cell.chars)
        yield from chars
    yield from (char for table in waiting for cell in table.cells for char in cell.chars)


def _row_chars(tables: Sequence[Table], quote: str) -> list[Char]:
    """Give the characters of the row whose cells, and no others, the quote holds."""
    wanted = match_form("".join(quote.split()))
    found: list[Cell] = []
    for table in tables:
        for row in range(len(table.ys) - 1):
            cells = [
                cell
                for cell in sorted(table.cells, key=lambda one: one.slot.column)
                if cell.text and cell.slot.row <= row < cell.slot.row + cell.slot.rows
            ]
            if len(cells) > len(found) and _holds(wanted, cells):
                found = cells
    return [char for cell in found for char in cell.chars]


def _holds(wanted: str, cells: Sequence[Cell]) -> bool:
    """Whether the texts of the cells stand in a row, each on its own or behind a name, to the end."""
    end = 0
    for cell in cells:
        text = match_form("".join(cell.text.split()))
        at = wanted.find(text, end)
        while at >= 0 and not _stands_alone(wanted, at, at + len(text)):
            at = wanted.find(text, at + 1)
        if at < 0:
            return False
        end = at + len(text)
    return end == len(wanted)


def _stands_alone(wanted: str, at: int, end: int) -> bool:
    begins = at == 0 or wanted[at - 1] in ":;"
    return begins and (end == len(wanted) or wanted[end] == ";" or wanted[end - 1] == ":")


def _among(chars: Sequence[tuple[int, str]], quote: str) -> list[int]:
    """Give the indexes of the characters that are the quote, or its part on this page."""
    places = [(n, letter) for n, char in chars for letter in _folded(char)]
    low, high = _found("".join(letter for _, letter in places), _folded(quote))
    return [n for n, _ in places[low:high]]


def _found(letters: str, wanted: str) -> tuple[int, int]:
    """Find the whole quote, else the part that runs on to this page or from it; (0, 0) for none."""
    at = letters.find(wanted) if wanted else -1
    if at >= 0:
        return at, at + len(wanted)
    for length in range(len(wanted) - 1, _LEAST_FOUND - 1, -1):
        at = letters.rfind(wanted[:length])
        if at >= 0 and len(letters) - at - length <= _EDGE:
            return at, at + length
        at = letters.find(wanted[-length:])
        if 0 <= at <= _EDGE:
            return at, at + length
    return 0, 0


def _folded(text: str) -> str:
    return "".join(match_form(text).replace(";", "").split())
