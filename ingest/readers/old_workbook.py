"""Read .xls (Excel 97 to 2003, older ones too) into the same sheets as `ingest.readers.workbook`."""

import io
from collections import Counter
from math import isfinite
from pathlib import Path
from typing import Any

from ingest.beside_figures.note_marks import above, below
from ingest.errors import UnreadableDocument
from ingest.models import RawDocument
from ingest.readers.contents import content_of, is_encrypted
from ingest.readers.number_formats import shown_number
from ingest.readers.office_package import PackageKind, damaged, locked, renamed
from ingest.readers.sheet_grid import (
    MAX_CELLS,
    sheet_title,
    too_large,
    workbook_blocks,
    workbook_notices,
)
from ingest.readers.sheet_layout import Sheet, SheetTooLarge

OLD_EXCEL = PackageKind("Excel", ".xls", ".xls")

MAX_CELL_RECORDS = 5_000_000
"""Cells of a sheet with the empty ones that only have a style."""

_EMPTY, _TEXT, _NUMBER, _DATE, _TRUTH, _ERROR, _BLANK = range(7)
_SUPERSCRIPT, _SUBSCRIPT = 1, 2


def read_old_workbook(path: Path, source_name: str) -> RawDocument:
    """Read an .xls file; raises `UnreadableDocument` when it is encrypted, damaged, too large or another."""
    found = content_of(path)
    if is_encrypted(path):
        raise locked(source_name, OLD_EXCEL)
    if found is not None and found[1] == ".html":
        raise _page(source_name)
    if found is not None and found[1] not in (".xls", ".doc"):
        raise renamed(source_name, OLD_EXCEL, found)
    unread: Counter[str] = Counter()
    book = _opened(path, source_name)
    try:
        sheets = [_sheet(book, one, unread) for one in book.sheets() if one.visibility == 0]
        unread["隐藏的工作表"] = book.nsheets - len(sheets)
        blocks = workbook_blocks(sheets, unread)
    except SheetTooLarge as error:
        raise too_large(source_name) from error
    except _BrokenStyle as error:
        raise damaged(source_name, OLD_EXCEL) from error
    return RawDocument(source_name, blocks, sheet_title(blocks), notices=workbook_notices(unread))


class _BrokenStyle(Exception):
    """A cell names a style, font or format that is not there, or holds no number."""


def _opened(path: Path, source_name: str) -> Any:
    import struct

    import xlrd
    from xlrd.compdoc import CompDocError

    # What xlrd was seen to raise on fuzzed and truncated files: it reads records as they come and
    # leaves those that are too short, or name what is not there, to chance.
    broken = (
        *(xlrd.XLRDError, CompDocError, struct.error, AssertionError, IndexError, KeyError),
        *(ValueError, TypeError, AttributeError, EOFError, ZeroDivisionError, OverflowError),
        *(NotImplementedError, UnboundLocalError, RecursionError),
    )
    try:
        return xlrd.open_workbook(
            str(path), logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
    except broken as error:
        if "encrypted" in str(error):
            raise locked(source_name, OLD_EXCEL) from error
        raise damaged(source_name, OLD_EXCEL) from error


def _sheet(book: Any, given: Any, unread: Counter[str]) -> Sheet:
    sheet = Sheet(given.name)
    sheet.merged = [
        (top, left, bottom - 1, right - 1) for top, bottom, left, right in given.merged_cells
    ]
    rows, columns = given.rowinfo_map.items(), given.colinfo_map.items()
    sheet.hidden_rows = {at for at, row in rows if row.hidden or row.height == 0}
    sheet.hidden_columns = {at for at, one in columns if one.hidden or one.width == 0}
    filled = 0
    if sum(map(given.row_len, range(given.nrows))) > MAX_CELL_RECORDS:
        raise SheetTooLarge
    for at in range(given.nrows):
        for column in range(given.row_len(at)):
            text, lost = _shown(book, given, at, column)
            if lost and at not in sheet.hidden_rows and column not in sheet.hidden_columns:
                unread[lost] += 1
            if text.strip():
                filled += 1
                if filled > MAX_CELLS:
                    raise SheetTooLarge
                sheet.cells.setdefault(at, {})[column] = text
    return sheet


def _shown(book: Any, given: Any, row: int, column: int) -> tuple[str, str]:
    """The text that a cell shows, or what is lost with it."""
    cell = given.cell(row, column)
    if cell.ctype in (_EMPTY, _BLANK) or cell.value == "":
        return "", ""
    if cell.ctype == _ERROR:
        return "", "出错的公式"
    style = _at(book.xf_list, cell.xf_index)
    if _at(book.font_list, style.font_index).struck_out:
        return "", "划去的单元格"
    if cell.ctype == _TEXT:
        return _text(book, given, row, column, cell.value), ""
    if cell.ctype == _TRUTH:
        return "TRUE" if cell.value else "FALSE", ""
    form = book.format_map.get(style.format_key)
    if form is None or not isfinite(cell.value):
        raise _BrokenStyle
    text = shown_number(cell.value, form.format_str, from_1904=book.datemode == 1)
    return text, "按格式不显示的数" if cell.value and not text.strip() else ""


def _at(styles: Any, number: Any) -> Any:
    if not isinstance(number, int) or not 0 <= number < len(styles):
        raise _BrokenStyle
    return styles[number]


def _text(book: Any, given: Any, row: int, column: int, value: str) -> str:
    """The runs of a text, raised marks of notes and struck words left out."""
    runs = given.rich_text_runlist_map.get((row, column), [])
    starts = [0, *(start for start, _ in runs)]
    fonts = [None, *(_at(book.font_list, font) for _, font in runs)]
    text = ""
    for at, (start, font) in enumerate(zip(starts, fonts, strict=True)):
        words = value[start : starts[at + 1] if at + 1 < len(starts) else None]
        if font is not None and font.struck_out:
            continue
        if font is not None and font.escapement == _SUPERSCRIPT:
            words = above(text, words)
        elif font is not None and font.escapement == _SUBSCRIPT:
            words = below(text, words)
        text += words
    return text


def _page(source_name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{source_name}》其实是网页，不是 Excel 文件（有的系统这样导出）。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试，或把扩展名改成 .html。",
        f"{source_name} is a web page, not an Excel file. Save it as .xlsx, or rename it to .html.",
    )
