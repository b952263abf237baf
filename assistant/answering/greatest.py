"""The step for 哪个部门最多: of rows or sentences that are alike but for their figures, the greatest or least."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.part_reading import PartReading, Tools
from assistant.comparing.cell_figures import candidates, wanted_units
from assistant.figures import Figure, parse_figures
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote
from assistant.reader.sections import Span
from ingest.models import Passage
from ingest.segment import sentence_spans
from vectorstore.indexes.pairs import letter_pairs

_ASKS = re.compile(
    r"(?:哪|谁|什么).*最(?:(?P<most>[多高大长])|[少低小短])|"
    r"最(?:(?P<most_first>[多高大长])|[少低小短])的?是?[哪谁什]"
)
_CELL = re.compile(r"([^：；]+)：([^；]*)")
_TOTALS = re.compile(r"合计|总计|小计|共计|总数")
_LEAST_MEMBERS = 2


def greatest(one: PartReading, tools: Tools) -> PartReading:
    """Where one of a row of equals was chosen for a question on the most or least, give the right one."""
    part, reading = one.part, one.reading
    asked = _ASKS.search(part.need.question)
    if asked is None or reading is None or reading.status != "disclosed":
        return one
    most = bool(asked["most"] or asked["most_first"])
    for quote in sorted(reading.quotes, key=lambda one: -one.score):
        best = _asked_of(quote, part)
        members = _members(quote, tools.reader.passages(quote.passage.report_id))
        if best is None or len(members) < _LEAST_MEMBERS:
            continue
        at = [figure.start for figure in _figures(quote.text)].index(best.start)
        rows = [(_figures(span.text), span) for span in members]
        told = [(figures[at], span) for figures, span in rows if len(figures) > at]
        if len(told) < len(rows) or len({figure.unit for figure, _ in told}) > 1:
            # A row without its figure may be the greatest.
            continue
        values = [figure.value for figure, _ in told]
        value = max(values) if most else min(values)
        chosen = tuple(_quote(span, quote) for figure, span in told if figure.value == value)
        return replace(one, reading=replace(reading, quotes=chosen))
    return one


def _figures(text: str) -> list[Figure]:
    return [figure for figure in parse_figures(text) if figure.asserted]


def _members(quote: Quote, passages: Sequence[Passage]) -> list[Span]:
    shape = _shape(quote.text)
    spans = (
        Span(one, at + start, at + start + len(body[start:end].rstrip()))
        for one in passages
        for at, body in ((one.body_start, one.text[one.body_start - one.start :]),)
        for start, end in sentence_spans(body)
    )
    return [one for one in spans if _shape(one.text) == shape and not _TOTALS.search(one.text)]


def _asked_of(quote: Quote, part: PartPlan) -> Figure | None:
    """The figure of a sentence that the question compares; of a row that of the column it names."""
    cells = list(_CELL.finditer(quote.text))
    if len(cells) > 1:
        asked = letter_pairs(part.need.question)
        named = [
            (len(asked & letter_pairs(cell[1])), figure)
            for cell in cells
            for figure in _figures(quote.text)
            if figure.start == cell.start(2)
        ]
        most = max((share for share, _ in named), default=0)
        best = [figure for share, figure in named if share == most]
        return best[0] if most and len(best) == 1 else None
    units = wanted_units(part.need, part.topic, False)
    found = candidates((quote,), part.topic, units, frozenset(), False)
    return found[0].figure if found else None


def _shape(text: str) -> tuple[str, ...]:
    """What rows of one table, or sentences but for their figures, have in common."""
    cells = _CELL.findall(text)
    if len(cells) > 1:
        return tuple(name for name, _ in cells)
    figures = _figures(text)
    plain, end = [], 0
    for figure in figures:
        plain.append(text[end : figure.start])
        end = figure.end
    return (*plain, text[end:]) if figures else ()


def _quote(span: Span, like: Quote) -> Quote:
    """The words as a quote; a sentence has its heading before it, which says whose figure it is."""
    is_row = len(_CELL.findall(span.text)) > 1
    lead = "" if is_row or not span.passage.heading else span.passage.heading[-1]
    return Quote(span.passage, like.facts, span.start, span.end, like.score, lead, like.ahead)
