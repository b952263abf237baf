"""Read .xlsx: the visible sheets, their rows as table rows, numbers as the sheet shows them.

Nothing is calculated: a formula gives the result that was stored with it. Cells are read as a stream and
counted, so that a file that swells is refused before it fills the memory. Left out and told: what is
hidden or struck out, formulas without a result, pictures, text boxes, comments.
"""

import re
import zipfile
from collections import Counter
from math import isfinite
from pathlib import Path
from typing import Any

from ingest.archives import DAMAGED
from ingest.models import RawDocument
from ingest.readers.number_formats import shown_number
from ingest.readers.office_package import EXCEL, check_package, damaged
from ingest.readers.sheet_grid import (
    MAX_CELLS,
    sheet_title,
    too_large,
    workbook_blocks,
    workbook_notices,
)
from ingest.readers.sheet_layout import Sheet, SheetTooLarge
from ingest.readers.titles import stated_title
from ingest.readers.workbook_parts import (
    BrokenPart,
    CellStyle,
    Parts,
    cell_styles,
    local_name,
    rich_text,
    shared_strings,
    whole,
    workbook_index,
)

MAX_CELL_ELEMENTS = 5_000_000
"""Cells with the empty ones that only have a style."""

_MAX_ROWS, _MAX_COLUMNS, _MAX_MERGED = 1_048_576, 16_384, 200_000
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_WITHOUT_TIME = re.compile(r"T00:00(?::00(?:\.0*)?)?Z?$")


def read_workbook(path: Path, source_name: str) -> RawDocument:
    """Read an .xlsx file; raises `UnreadableDocument` when it is encrypted, damaged, too large or another."""
    check_package(path, source_name, EXCEL)
    unread: Counter[str] = Counter()
    try:
        with zipfile.ZipFile(path) as package:
            parts = Parts(package)
            sheets = _Reading(parts, unread).sheets()
            title = _stated(parts)
        blocks = workbook_blocks(sheets, unread)
    except SheetTooLarge as error:
        raise too_large(source_name) from error
    except (BrokenPart, *DAMAGED) as error:
        raise damaged(source_name, EXCEL) from error
    notices = workbook_notices(unread)
    return RawDocument(
        source_name, blocks, stated_title(title, blocks) or sheet_title(blocks), notices=notices
    )


def _stated(parts: Parts) -> str | None:
    for one in parts.relations("").values():
        if one.kind == "core-properties":
            return next((title.text for _, title in parts.elements(one.part, "title")), None)
    return None


class _Reading:
    """One pass over the sheets; counts what is not read."""

    def __init__(self, parts: Parts, unread: Counter[str]) -> None:
        self._parts = parts
        self._unread = unread
        self._index = workbook_index(parts)
        self._strings = shared_strings(parts, self._index)
        self._styles = cell_styles(parts, self._index)
        self._elements = 0
        self._filled = 0
        self._counted: set[str] = set()

    def sheets(self) -> list[Sheet]:
        read = []
        for entry in self._index.sheets:
            if entry.is_hidden:
                self._unread["隐藏的工作表"] += 1
            elif entry.kind != "worksheet":
                self._unread["只有图表的工作表"] += 1
            else:
                read.append(self._sheet(entry.name, entry.part))
                self._count_around(entry.part)
        return read

    def _sheet(self, name: str, part: str) -> Sheet:
        sheet = Sheet(name)
        row, column = -1, -1
        tags = ("row", "c", "col", "mergeCell")
        for event, one in self._parts.elements(part, *tags, starts=True):
            kind = local_name(one)
            if event == "start":
                if kind == "row":
                    row, column = whole(one.get("r")) - 1 if one.get("r") else row + 1, -1
                    if row >= _MAX_ROWS:
                        raise BrokenPart
                    if _is_hidden(one, "ht"):
                        sheet.hidden_rows.add(row)
            elif kind == "c":
                row, column = self._place(one, row, column + 1)
                self._cell(sheet, one, row, column)
            elif kind == "col":
                self._column(sheet, one)
            elif kind == "mergeCell":
                first, _, last = one.get("ref", "").partition(":")
                sheet.merged.append((*_place(first), *_place(last or first)))
                if len(sheet.merged) > _MAX_MERGED:
                    raise SheetTooLarge
        return sheet

    def _place(self, one: Any, row: int, column: int) -> tuple[int, int]:
        self._elements += 1
        if self._elements > MAX_CELL_ELEMENTS:
            raise SheetTooLarge
        return _place(one.get("r")) if one.get("r") else (row, column)

    def _column(self, sheet: Sheet, one: Any) -> None:
        first, last = whole(one.get("min")), whole(one.get("max"))
        self._elements += max(0, last - first)
        if last > _MAX_COLUMNS or self._elements > MAX_CELL_ELEMENTS:
            raise BrokenPart
        if _is_hidden(one, "width"):
            sheet.hidden_columns.update(range(first - 1, last))

    def _cell(self, sheet: Sheet, one: Any, row: int, column: int) -> None:
        is_shown = row not in sheet.hidden_rows and column not in sheet.hidden_columns
        text, lost = self._shown(one)
        if lost and is_shown:
            self._unread[lost] += 1
        if text.strip():
            self._filled += 1
            if self._filled > MAX_CELLS or column >= _MAX_COLUMNS:
                raise SheetTooLarge
            sheet.cells.setdefault(row, {})[column] = text

    def _shown(self, one: Any) -> tuple[str, str]:
        """The text that a cell shows, or what is lost with it."""
        kind = one.get("t", "n")
        if kind == "inlineStr":
            holder = one.find("{*}is")
            text = "" if holder is None else rich_text(holder)
            return self._unless_struck(one, text)
        stored = one.find("{*}v")
        value = "" if stored is None else (stored.text or "").strip(" \t\r\n")
        if not value:
            is_formula = one.find("{*}f") is not None and (kind != "str" or stored is None)
            return "", "没有存下结果的公式" if is_formula else ""
        if kind == "e":
            return "", "出错的公式"
        return self._unless_struck(one, *self._value(kind, value, self._style(one).code))

    def _value(self, kind: str, value: str, code: str) -> tuple[str, str]:
        if kind == "s":
            at = whole(value)
            if at >= len(self._strings):
                raise BrokenPart
            return self._strings[at], ""
        if kind == "b":
            return "FALSE" if value in ("0", "false") else "TRUE", ""
        if kind == "d":
            return _WITHOUT_TIME.sub("", value), ""
        if kind != "n":
            return value, ""
        try:
            number = float(value)
            if not isfinite(number):
                raise BrokenPart
            text = shown_number(number, code, from_1904=self._index.from_1904)
        except (ValueError, ArithmeticError) as error:
            raise BrokenPart from error
        return text, "按格式不显示的数" if number and not text.strip() else ""

    def _unless_struck(self, one: Any, text: str, lost: str = "") -> tuple[str, str]:
        return ("", "划去的单元格") if text and self._style(one).is_struck else (text, lost)

    def _style(self, one: Any) -> CellStyle:
        at = whole(one.get("s"))
        return self._styles[at] if at < len(self._styles) else CellStyle()

    def _count_around(self, part: str) -> None:
        """Count what lies on a sheet and is no cell; a chart only draws what cells hold."""
        for relation in self._parts.relations(part).values():
            if relation.part in self._counted:
                continue
            self._counted.add(relation.part)
            if relation.kind == "comments":
                comments = self._parts.elements(relation.part, "comment")
                self._unread["批注"] += sum(1 for _ in comments)
            elif relation.kind == "drawing":
                for _, one in self._parts.elements(relation.part, "pic", "sp"):
                    has_text = any((text.text or "").strip() for text in one.iter("{*}t"))
                    if local_name(one) == "pic":
                        self._unread["图片"] += 1
                    elif has_text:
                        self._unread["文本框"] += 1


def _is_hidden(one: Any, size: str) -> bool:
    stated = one.get(size)
    is_nothing = stated is not None and stated.strip("0.") == "" and stated != ""
    return is_nothing or one.get("hidden", "0").lower() in ("1", "true")


def _place(reference: str) -> tuple[int, int]:
    """Give the row and column of a reference such as B12, from 0."""
    found = _PLACE.fullmatch(reference)
    if found is None:
        raise BrokenPart
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    if not 1 <= row <= _MAX_ROWS or column > _MAX_COLUMNS:
        raise BrokenPart
    return row - 1, column - 1
