"""Writes small workbooks, slides and mails, with the oddities of real ones on demand."""

import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

Rows = Sequence[Sequence[object]]


def write_xlsx(path: Path, rows: Rows, change: Callable[[Any], None] | None = None) -> Path:
    """Write one sheet; `change` is given the workbook before it is saved."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change is not None:
        change(book)
    book.save(path)
    return path


def write_xls(path: Path, rows: Rows, change: Callable[[Any], None] | None = None) -> Path:
    """Write one sheet of the old kind; `change` is given the workbook before it is saved."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("表一", cell_overwrite_ok=True)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)
    if change is not None:
        change(book)
    book.save(str(path))
    return path


def write_pptx(path: Path, slides: Sequence[tuple[str, Sequence[str]]]) -> Path:
    """Write slides of a title and text boxes from the top down."""
    from pptx import Presentation
    from pptx.util import Cm

    deck = Presentation()
    for title, texts in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        for at, text in enumerate(texts):
            box = slide.shapes.add_textbox(Cm(1), Cm(5 + 2 * at), Cm(20), Cm(1))
            box.text_frame.text = text
    deck.save(str(path))
    return path


def mail_of(subject: str, text: str, charset: str = "utf-8") -> EmailMessage:
    """Make a mail with addresses, a date and a text."""
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "虚构人 <sender@example.invalid>"
    mail["To"] = "receiver@example.invalid"
    mail["Cc"] = "third@example.invalid"
    mail["Date"] = "Tue, 05 Mar 2024 10:00:00 +0800"
    mail.set_content(text, charset=charset, cte="base64")
    return mail


def with_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a package in place."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path
