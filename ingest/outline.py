"""Headings to sections: what stands under what.

Depth is not the rank of the label alone: a style that is open is gone back to, a new one goes under
the nearest open one that ranks above it, so skipped or repeated numbers change nothing. A heading
without a number stands over what is numbered anew right after it, else it is the lowest of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.headings import Heading, find_headings
from ingest.models import NormalisedDocument, Paragraph
from ingest.numbering import STYLES

_APPENDIX = -2.0
_APPENDIX_TITLE = -1.0
_LOWEST = float(len(STYLES))


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the running text directly under it, either possibly empty.

    `start` is where the heading begins, `body_start` where the running text begins (equal to `end`
    when there is none). `body` are its paragraphs; the first is what follows an inline title.
    A numbered item that follows its siblings' sections makes one of its own, with the path of the
    heading above. Sections in order tile the text, only newlines between.
    """

    heading: tuple[str, ...]
    start: int
    body_start: int
    end: int
    body: tuple[Paragraph, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    rank: float
    title: str
    labelled: bool


def outline(document: NormalisedDocument) -> tuple[Section, ...]:
    """Cut a normalised document into its sections, in order; the title lines have no heading."""
    paragraphs = document.paragraphs
    found, items = find_headings(paragraphs)
    ranks = dict(zip((heading.index for heading in found), _ranks(found), strict=True))
    headings = {heading.index: heading for heading in found}
    cuts: list[tuple[int, tuple[str, ...], Heading | None]] = [(0, (), None)]
    path: list[_Open] = []
    for index in sorted({*headings, *items}):
        heading = headings.get(index)
        rank = ranks[index] if heading else float(STYLES.index(items[index].style))
        depth = len(path)
        while path and path[-1].rank >= rank and (heading or path[-1].labelled):
            path.pop()
        if heading is not None:
            path.append(_Open(rank, heading.title, heading.label is not None))
        if heading is not None or len(path) < depth:
            cuts.append((index, tuple(entry.title for entry in path), heading))
    return _sections(paragraphs, cuts)


def _sections(
    paragraphs: Sequence[Paragraph], cuts: list[tuple[int, tuple[str, ...], Heading | None]]
) -> tuple[Section, ...]:
    stops = [index for index, _, _ in cuts[1:]] + [len(paragraphs)]
    return tuple(
        _section(path, heading, paragraphs[start:stop])
        for (start, path, heading), stop in zip(cuts, stops, strict=True)
        if start < stop
    )


def _section(
    path: tuple[str, ...], heading: Heading | None, paragraphs: Sequence[Paragraph]
) -> Section:
    first, end = paragraphs[0], paragraphs[-1].end
    body = list(paragraphs)
    if heading is not None:
        body = body[1:]
        if heading.body_offset < len(first.text):
            start = first.start + heading.body_offset
            text = first.text[heading.body_offset :]
            body.insert(0, replace(first, text=text, start=start, kind="paragraph"))
    body_start = body[0].start if body else end
    return Section(path, first.start, body_start, end, tuple(body), first.page)


def _ranks(headings: Sequence[Heading]) -> list[float]:
    """Rank each heading, the lower number the higher; unlabelled ones by what they stand over."""
    ranks: list[float | None] = []
    over: list[float] = []
    for number, heading in enumerate(headings):
        before = headings[number - 1] if number else None
        after = headings[number + 1] if number + 1 < len(headings) else None
        if heading.label is not None:
            ranks.append(float(STYLES.index(heading.label.style)))
        elif heading.appendix:
            titles_one = (
                before is not None and before.appendix and before.index == heading.index - 1
            )
            ranks.append(_APPENDIX_TITLE if titles_one else _APPENDIX)
        elif before is not None and before.appendix and before.index == heading.index - 1:
            ranks.append(_APPENDIX_TITLE)
        elif after is not None and after.label is not None and after.label.ordinal == 1:
            # After a number was seen, unnumbered headings in a row stand below it, not over.
            in_a_row = before is not None and before.label is None and not before.appendix
            below = in_a_row and any(item.label for item in headings[:number])
            ranks.append(None if below else STYLES.index(after.label.style) - 0.5)
            over.extend(rank for rank in ranks[-1:] if rank is not None)
        else:
            ranks.append(None)
    # The rest rank with their peers that stand over numbers, where no number tells them apart.
    return [
        _rank_of_rest(headings, at, over) if rank is None else rank for at, rank in enumerate(ranks)
    ]


def _rank_of_rest(headings: Sequence[Heading], at: int, over: Sequence[float]) -> float:
    neighbours = [*headings[max(0, at - 1) : at], *headings[at + 1 : at + 2]]
    alone = all(item.label or item.appendix for item in neighbours)
    first = not any(item.label for item in headings[:at])
    return min(over) if over and (alone or first) else _LOWEST
