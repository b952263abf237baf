"""Rows of one table, and sentences that are alike but for their figures: the members of one series."""

import re
from collections.abc import Sequence

from assistant.figures import Figure, parse_figures
from assistant.reader.reading import Quote
from assistant.reader.sections import Span
from ingest.models import Passage
from ingest.segment import sentence_spans

CELL = re.compile(r"([^：；]+)：([^；]*)")


def asserted(text: str) -> list[Figure]:
    """Give the figures of a text that assert something."""
    return [figure for figure in parse_figures(text) if figure.asserted]


def cells_of(text: str) -> list[tuple[str, str]]:
    """Give the cells of a row of a table as (column, value); none for what is no row."""
    cells = CELL.findall(text)
    return cells if len(cells) > 1 else []


def alike(quote: Quote, passages: Sequence[Passage]) -> list[Span]:
    """Give what stands in one series with a quote, itself with it, in the report's order."""
    shape = _shape(quote.text)
    spans = (
        Span(one, at + start, at + start + len(body[start:end].rstrip()))
        for one in passages
        for at, body in ((one.body_start, one.text[one.body_start - one.start :]),)
        for start, end in sentence_spans(body)
    )
    return [one for one in spans if _shape(one.text) == shape]


def in_place_of(span: Span, like: Quote) -> Quote:
    """The words as a quote; a sentence has its heading before it, which says whose figure it is."""
    lead = "" if cells_of(span.text) or not span.passage.heading else span.passage.heading[-1]
    return Quote(span.passage, like.facts, span.start, span.end, like.score, lead, like.ahead)


def _shape(text: str) -> tuple[str, ...]:
    """What rows of one table, or sentences but for their figures, have in common."""
    if cells := cells_of(text):
        return tuple(name for name, _ in cells)
    figures = asserted(text)
    plain, end = [], 0
    for figure in figures:
        plain.append(text[end : figure.start])
        end = figure.end
    return (*plain, text[end:]) if figures else ()
