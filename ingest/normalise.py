"""Blocks to the normalised text: white space, page numbers and broken lines; nothing else changes.

A report that came as text, Word, web page or PDF has the same words in the same order but other
white space and other breaks. Here both are made one: white space inside Chinese goes, Latin words
keep one space, page numbers that stand alone go, and a sentence broken over lines is joined again.
The step is repeated until it changes nothing, which makes normalising idempotent by construction.
"""
# ruff: noqa: RUF001 (full-width forms are what this module is about)

import re
from dataclasses import dataclass, replace

from ingest.beside_figures.note_marks import without_raised_marks
from ingest.beside_figures.table_units import with_units
from ingest.characters import plain_characters
from ingest.joins import goes_on, shape_of
from ingest.models import BlockKind, NormalisedDocument, Paragraph, RawDocument

NORMALISER_VERSION = 1
"""Raised with every change that alters the normalised text of some report."""

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2800\u3164]+")
_NARROW = r"[\x21-\x7e\u00a1-\u024f\u0370-\u052f]"
# A space says something only between two words of a script that writes spaces.
_IDLE_SPACE = re.compile(rf"(?<!{_NARROW}) | (?!{_NARROW})")
_DASH = r"[-—–－‐―─·•~～]"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{1,3}}[0-9０-９]{{1,4}}{_DASH}{{1,3}}"
    r"|第[0-9０-９]{1,4}页(?:[，,/、]?共[0-9０-９]{1,4}页)?"
    r"|[0-9]{1,4}/共[0-9]{1,4}页"
    r"|[Pp]age[0-9]{1,4}(?:(?:of|/)[0-9]{1,4})?"
)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    kind: BlockKind
    level: int | None
    page: int | None


def clean_line(text: str) -> str:
    """Drop what cannot be seen and all white space but one space between two Latin words."""
    return _IDLE_SPACE.sub("", _SPACE.sub(" ", _INVISIBLE.sub("", text))).strip()


def is_page_number(line: str) -> bool:
    """Say whether a clean line is a page number alone: `- 3 -`, `—3—`, `第3页共9页`."""
    return _PAGE_NUMBER.fullmatch(line.replace(" ", "")) is not None


def normalise(raw: RawDocument) -> NormalisedDocument:
    """Give the normalised text of a report and the paragraphs that tile it, one a line.

    A joined paragraph keeps the kind, level and page of its first block. A document without text
    gives an empty text and no paragraphs.
    """
    lines = _lines(raw)
    while True:
        joined = _joined(lines)
        if len(joined) == len(lines):
            break
        lines = [line for line in joined if not is_page_number(line.text)]
    return _tiled(lines)


def plain_document(document: NormalisedDocument) -> NormalisedDocument:
    """Give a document in plain characters, for what reads it; all offsets are those of its own text."""
    paragraphs = tuple(replace(one, text=plain_characters(one.text)) for one in document.paragraphs)
    return NormalisedDocument(plain_characters(document.text), paragraphs)


def _lines(raw: RawDocument) -> list[_Line]:
    lines = []
    for block in with_units(raw.blocks):
        pieces = (
            [block.text]
            if block.kind == "table_row"
            else re.split(r"[\r\n\v\f\x85\u2028\u2029]", block.text)
        )
        for piece in pieces:
            text = clean_line(without_raised_marks(piece))
            if text and not is_page_number(text):
                lines.append(_Line(text, block.kind, block.level, block.page))
    return lines


def _joined(lines: list[_Line]) -> list[_Line]:
    plain = [plain_characters(line.text) for line in lines]
    shape = shape_of(plain)
    joined: list[_Line] = []
    last_line = so_far = ""
    for at, line in enumerate(lines):
        next_line = plain[at + 1] if at + 1 < len(lines) else ""
        rows = line.kind == "table_row" or (joined and joined[-1].kind == "table_row")
        if joined and not rows and goes_on(so_far, plain[at], last_line, next_line, shape):
            text = clean_line(without_raised_marks(f"{joined[-1].text} {line.text}"))
            joined[-1] = replace(joined[-1], text=text)
            so_far = plain_characters(text)
        else:
            joined.append(line)
            so_far = plain[at]
        last_line = plain[at]
    return joined


def _tiled(lines: list[_Line]) -> NormalisedDocument:
    paragraphs = []
    start = 0
    for line in lines:
        end = start + len(line.text)
        paragraphs.append(Paragraph(line.text, start, end, line.kind, line.level, line.page))
        start = end + 1
    return NormalisedDocument("\n".join(line.text for line in lines), tuple(paragraphs))
