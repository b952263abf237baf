"""Headings to sections: what stands under what.

Depth is not the rank of the label alone: a style that is open is gone back to, a new one goes under
the nearest open one that ranks above it, so skipped or repeated numbers change nothing. A heading
without a number stands over what is numbered anew right after it, else it is the lowest of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.headings import ORDINAL_WORD, Heading, find_headings
from ingest.models import NormalisedDocument, Paragraph
from ingest.numbering import STYLES, Label

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
    label: Label | None


def outline(document: NormalisedDocument) -> tuple[Section, ...]:
    """Cut a normalised document into its sections, in order; the title lines have no heading."""
    paragraphs = document.paragraphs
    found, items = find_headings(paragraphs)
    ranks = dict(zip((heading.index for heading in found), _ranks(found), strict=True))
    headings = {heading.index: heading for heading in found}
    cuts: list[tuple[int, tuple[str, ...], Heading | None]] = [(0, (), None)]
    path: list[_Open] = []
    inner: Label | None = None
    for index in sorted({*headings, *items}):
        heading = headings.get(index)
        if heading is not None:
            while path and path[-1].rank >= ranks[index]:
                path.pop()
            path.append(_Open(ranks[index], heading.title, heading.label))
            inner = None
        elif _begins_inside(items[index], path, inner):
            inner = items[index]
            continue
        elif not _close(path, items[index]):
            continue
        cuts.append((index, tuple(entry.title for entry in path), heading))
    return _sections(paragraphs, cuts)


def _begins_inside(item: Label, path: Sequence[_Open], inner: Label | None) -> bool:
    """Say whether an item belongs to a list that counts from 1 under a heading of its own style."""
    if inner is not None and inner.style == item.style and item.ordinal == inner.ordinal + 1:
        return True
    own = [entry.label for entry in path if entry.label and entry.label.style == item.style]
    return bool(own) and item.ordinal == 1


def _close(path: list[_Open], item: Label) -> bool:
    """Close the numbered headings that an item ends: its siblings and what is under them."""
    depth = len(path)
    while path and path[-1].label is not None and path[-1].rank >= STYLES.index(item.style):
        path.pop()
    return len(path) < depth


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
    for at in range(len(headings)):
        rank = _own_rank(headings, at)
        if rank is None:
            rank = _rank_over(headings, at, bool(over))
            over += [] if rank is None else [rank]
        ranks.append(rank)
    # The rest rank with their peers that stand over numbers, where no number tells them apart.
    return [
        _rank_of_rest(headings, at, over) if rank is None else rank for at, rank in enumerate(ranks)
    ]


def _own_rank(headings: Sequence[Heading], at: int) -> float | None:
    """The rank that a heading's number gives it, or its place at an appendix."""
    heading = headings[at]
    if heading.label is not None:
        return float(STYLES.index(heading.label.style))
    under_appendix = any(
        before.appendix and before.index == heading.index - 1
        for before in headings[max(at - 1, 0) : at]
    )
    if under_appendix:
        return _APPENDIX_TITLE
    return _APPENDIX if heading.appendix else None


def _rank_over(headings: Sequence[Heading], at: int, peers_over: bool) -> float | None:
    """The rank of a heading right over what is numbered anew; None where it is not."""
    following = headings[at + 1].label if at + 1 < len(headings) else None
    if following is None or following.ordinal != 1:
        return None
    # In a row after a number they stand below it, unless their peers have stood over one.
    before = headings[at - 1] if at else None
    in_a_row = before is not None and before.label is None and not before.appendix
    below = in_a_row and not peers_over and any(item.label for item in headings[:at])
    return None if below else STYLES.index(following.style) - 0.5


def _rank_of_rest(headings: Sequence[Heading], at: int, over: Sequence[float]) -> float:
    if ORDINAL_WORD.match(headings[at].title):
        return _LOWEST
    row = takewhile(lambda item: item.label is None, headings[at + 1 :])
    before = headings[at - 1 : at] if at else []
    alone = all(item.label or item.appendix for item in [*before, *headings[at + 1 : at + 2]])
    leads = headings[at + 1 + sum(1 for _ in row) :][:1]
    alone = alone or any(item.label is not None and item.label.ordinal == 1 for item in leads)
    first = not any(item.label for item in headings[:at])
    return min(over) if over and (alone or first) else _LOWEST
