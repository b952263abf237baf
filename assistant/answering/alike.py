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
    """Give what stands in one series with a quote, itself with it, in the report's order.

    Of a row: the rows around it, up to what is none of its table. Of a sentence: those with the same
    words but for the figures, under headings side by side.
    """
    spans = [
        Span(one, at + start, at + start + len(body[start:end].rstrip()))
        for one in passages
        for at, body in ((one.body_start, one.text[one.body_start - one.start :]),)
        for start, end in sentence_spans(body)
    ]
    if cells_of(quote.text):
        return _table_around(quote, spans)
    shape, over = _shape(quote.text), quote.passage.heading[:-1]
    return [one for one in spans if _shape(one.text) == shape and one.passage.heading[:-1] == over]


def _table_around(quote: Quote, spans: Sequence[Span]) -> list[Span]:
    at = next((i for i, one in enumerate(spans) if one.start == quote.start), None)
    if at is None:
        return []
    first = last = at
    while first and _of_one_table(spans[first - 1], spans[at]):
        first -= 1
    while last + 1 < len(spans) and _of_one_table(spans[last + 1], spans[at]):
        last += 1
    return list(spans[first : last + 1])


def _of_one_table(one: Span, other: Span) -> bool:
    """Whether two rows stand under the same columns, of which empty cells leave some out."""
    names, others = ([name for name, _ in cells_of(span.text)] for span in (one, other))
    return (
        bool(names and others)
        and names[0] == others[0]
        and (set(names) <= set(others) or set(others) <= set(names))
    )


def in_place_of(span: Span, like: Quote) -> Quote:
    """The words as a quote; a sentence has its heading before it, which says whose figure it is."""
    lead = "" if cells_of(span.text) or not span.passage.heading else span.passage.heading[-1]
    return Quote(span.passage, like.facts, span.start, span.end, like.score, lead, like.ahead)


def _shape(text: str) -> tuple[str, ...]:
    """What sentences but for their figures have in common; () for one without figures."""
    figures = asserted(text)
    plain, end = [], 0
    for figure in figures:
        plain.append(text[end : figure.start])
        end = figure.end
    return (*plain, text[end:]) if figures else ()
