"""Builds small PDFs with ruled tables, drawn as word processors and spreadsheets draw them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tests.samples import HEIGHT, page_content, pdf_of

ABOVE = "^"
"""A cell that is merged with the one above it; None: with the one to its left."""

Rows = Sequence[Sequence[str | None]]
Ruling = Literal["lines", "boxes", "thin boxes"]

_LEFT, _TOP, _ROW, _WIDTH, _SIZE = 60.0, 740.0, 24.0, 110.0, 10.0


def write_ruled_pdf(
    path: Path,
    pages: Sequence[Sequence[str | Rows]],
    *,
    ruling: Ruling = "lines",
    frame: bool = True,
    turned: bool = False,
) -> Path:
    """Write pages of lines of text and tables, from the top down, columns 110 points wide.

    `frame`: with rules around the table; `turned` stores the pages sideways with /Rotate.
    """
    contents = []
    for items in pages:
        y = _TOP
        texts: list[tuple[float, float, str]] = []
        rules: list[str] = []
        for item in items:
            if isinstance(item, str):
                texts.append((_LEFT, y - 15, item))
                y -= _ROW
                continue
            for row, column, rows, columns in _slots(item):
                left, top = _LEFT + column * _WIDTH, y - row * _ROW
                box = (left, top - rows * _ROW, left + columns * _WIDTH, top)
                edge = (_LEFT, y - len(item) * _ROW, _LEFT + len(item[0]) * _WIDTH, y)
                rules += _ruled(box, ruling, () if frame else edge)
                texts += [
                    (left + 4, top - 15 - 11 * number, line)
                    for number, line in enumerate((item[row][column] or "").split("\n"))
                    if line
                ]
            y -= len(item) * _ROW
        drawn = "\n".join(rules)
        if turned:
            drawn = f"q 0 1 -1 0 {HEIGHT} 0 cm\n{drawn}\nQ"
        contents.append(f"{drawn}\n{page_content(texts, turned, _SIZE)}")
    path.write_bytes(pdf_of(contents, turned))
    return path


def _slots(table: Rows) -> list[tuple[int, int, int, int]]:
    """Row, column, and how many of each, of the cells."""
    slots = []
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if cell is None or cell == ABOVE:
                continue
            columns, rows = 1, 1
            while column + columns < len(cells) and cells[column + columns] is None:
                columns += 1
            while row + rows < len(table) and table[row + rows][column] == ABOVE:
                rows += 1
            slots.append((row, column, rows, columns))
    return slots


def _ruled(
    box: tuple[float, float, float, float], ruling: Ruling, left_out: Sequence[float]
) -> list[str]:
    left, bottom, right, top = box
    if ruling == "boxes":
        return [f"{left:g} {bottom:g} {right - left:g} {top - bottom:g} re S"]
    sides = [(left, bottom, left, top), (right, bottom, right, top)]
    sides += [(left, bottom, right, bottom), (left, top, right, top)]
    drawn = []
    for x0, y0, x1, y1 in sides:
        if left_out and (
            x0 == x1 in (left_out[0], left_out[2]) or y0 == y1 in (left_out[1], left_out[3])
        ):
            continue
        if ruling == "lines":
            drawn.append(f"{x0:g} {y0:g} m {x1:g} {y1:g} l S")
        else:
            drawn.append(f"{x0:g} {y0:g} {x1 - x0 or 0.5:g} {y1 - y0 or 0.5:g} re f")
    return drawn
