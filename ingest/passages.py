"""Sections to passages: the smallest units that read on their own, packed or split to size.

Short paragraphs of one section are packed in order; a numbered item stands alone; a long paragraph
is split at sentence ends (then at ；, then ，) into pieces of nearly equal length, by least squares
over the possible cuts. No passage crosses a heading; the headings directly before a passage belong
to it. So the passages in order give the whole text back, with only newlines between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.models import NormalisedDocument, Passage
from ingest.normalise import NORMALISER_VERSION
from ingest.numbering import label
from ingest.outline import Section, outline
from ingest.segment import sentence_spans
from ingest.settings import PassageSettings

PASSAGES_VERSION = 1
"""Raised with every change that cuts some report differently."""

# A piece shorter than this share of the target does not read on its own.
_TINY = 6
_SEMICOLON = re.compile(r"[；;][”’」』）)]*")
_COMMA = re.compile(r"[，,、：:][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A passage before its report has an id.

    The fields are those of `ingest.models.Passage`, written out: what has no id is not a passage.
    """

    ordinal: int
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    body_start: int
    page: int | None


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    page: int | None
    alone: bool = False
    leads_in: bool = False

    @property
    def size(self) -> int:
        return self.end - self.start


def cut_passages(
    document: NormalisedDocument, settings: PassageSettings
) -> tuple[PassageDraft, ...]:
    """Cut a normalised document into passages that tile its text."""
    drafts: list[PassageDraft] = []
    pending: int | None = None
    sections = outline(document)
    for number, section in enumerate(sections):
        start = section.start if pending is None else pending
        following = sections[number + 1] if number + 1 < len(sections) else None
        if not section.body and following is not None and _is_under(following, section):
            pending = start
            continue
        pending = None
        units = list(_packed(list(_units(section, settings)), settings))
        if not units:
            units = [_Unit(section.end, section.end, section.page)]
        for unit in units:
            text = document.text[start : unit.end]
            drafts.append(
                PassageDraft(
                    len(drafts), section.heading, text, start, unit.end, unit.start, unit.page
                )
            )
            start = _next_start(document.text, unit.end)
    return tuple(drafts)


def _is_under(section: Section, above: Section) -> bool:
    return section.heading[: len(above.heading)] == above.heading


def _next_start(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "\n" else end


def _units(section: Section, settings: PassageSettings) -> Iterator[_Unit]:
    for paragraph in section.body:
        row = paragraph.kind == "table_row"
        alone = not row and label(paragraph.text) is not None
        leads_in = not row and paragraph.text[-1] in "：:"
        if row or len(paragraph.text) <= settings.max_chars:
            yield _Unit(paragraph.start, paragraph.end, paragraph.page, alone, leads_in)
            continue
        for start, end in split_spans(paragraph.text, settings.max_chars):
            yield _Unit(paragraph.start + start, paragraph.start + end, paragraph.page)


def _packed(units: Sequence[_Unit], settings: PassageSettings) -> Iterator[_Unit]:
    open_unit: _Unit | None = None
    for number, unit in enumerate(units):
        following = units[number + 1] if number + 1 < len(units) else None
        kept = open_unit is not None and _is_kept(open_unit, unit, following, settings)
        if open_unit is not None and not kept and _fits(open_unit, unit, settings):
            open_unit = replace(open_unit, end=unit.end, leads_in=unit.leads_in)
            continue
        if open_unit is not None:
            yield open_unit
        open_unit = unit
    if open_unit is not None:
        yield open_unit


def _is_kept(
    open_unit: _Unit, unit: _Unit, following: _Unit | None, settings: PassageSettings
) -> bool:
    """Say whether a line that ends with a colon is kept for what it leads in."""
    if not unit.leads_in or following is None or not _fits(unit, following, settings):
        return False
    return following.end - open_unit.start > settings.target_chars


def _fits(open_unit: _Unit, unit: _Unit, settings: PassageSettings) -> bool:
    together = unit.end - open_unit.start
    if together > settings.max_chars or open_unit.alone or unit.alone:
        return False
    if open_unit.leads_in or min(open_unit.size, unit.size) <= settings.target_chars // _TINY:
        return True
    return together <= settings.target_chars


def split_spans(text: str, max_chars: int) -> list[tuple[int, int]]:
    """Split a paragraph into spans of at most `max_chars`, nearly equal, that tile it.

    The cuts lie at sentence ends where these allow it, else at ；, else at ，, else anywhere.
    """
    atoms = list(_atoms(text, 0, len(text), max_chars, 0))
    pieces = max(2, -(-len(text) // max_chars))
    ideal = len(text) / pieces
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(atoms) + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            length = atoms[end - 1][1] - atoms[start][0]
            if length > max_chars:
                break
            choices.append((best[start][0] + (length - ideal) ** 2, start))
        best.append(min(choices))
    spans = []
    end = len(atoms)
    while end:
        start = best[end][1]
        spans.append((atoms[start][0], atoms[end - 1][1]))
        end = start
    return spans[::-1]


def _atoms(text: str, start: int, end: int, limit: int, depth: int) -> Iterator[tuple[int, int]]:
    if depth == 3:
        for at in range(start, end, limit):
            yield at, min(at + limit, end)
        return
    piece = text[start:end]
    if depth == 0:
        cuts = [stop for _, stop in sentence_spans(piece)]
    else:
        cuts = [match.end() for match in (_SEMICOLON, _COMMA)[depth - 1].finditer(piece)]
    at = start
    for cut in [*cuts, end - start]:
        stop = start + cut
        if stop <= at:
            continue
        if stop - at <= limit:
            yield at, stop
        else:
            yield from _atoms(text, at, stop, limit, depth + 1)
        at = stop


def join_passages(passages: Sequence[Passage]) -> str:
    """Put the text of a report together; passages in order tile it, only newlines lie between."""
    parts: list[str] = []
    length = 0
    for passage in passages:
        parts.append("\n" * (passage.start - length))
        parts.append(passage.text)
        length = passage.end
    return "".join(parts)


def passage_shape(cut: PassageSettings) -> str:
    """Name all that shapes passages; part of the index fingerprint."""
    return f"n{NORMALISER_VERSION}-p{PASSAGES_VERSION}-{cut.target_chars}-{cut.max_chars}"
