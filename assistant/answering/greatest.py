"""The step for 哪个部门最多: of rows or sentences that are alike but for their figures, the greatest or least."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from assistant.answering.alike import CELL, alike, asserted, cells_of, in_place_of
from assistant.answering.part_reading import PartReading, Tools
from assistant.answering.row_asked import row_asked
from assistant.comparing.cell_figures import candidates, wanted_units
from assistant.figures import Figure
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote
from assistant.reader.sections import Span
from assistant.vocabulary.indicators import total_rows, words
from vectorstore.indexes.pairs import letter_pairs

_WHICH = re.compile("[哪谁什]")
_LEAST_MEMBERS = 2


def rows(one: PartReading, tools: Tools) -> PartReading:
    """Give the row that is asked of those alike: by its year and labels, or as the greatest."""
    return greatest(row_asked(one, tools), tools)


def greatest(one: PartReading, tools: Tools) -> PartReading:
    """Where one of a row of equals was chosen for a question on the most or least, give the right one."""
    part, reading = one.part, one.reading
    outermost = _outermost(part.need.question)
    if outermost is None or reading is None or reading.status != "disclosed":
        return one
    for quote in sorted(reading.quotes, key=lambda one: -one.score):
        told = _equals(quote, part, tools)
        if not told:
            continue
        value = outermost(figure.value for figure, _ in told)
        chosen = tuple(in_place_of(span, quote) for figure, span in told if figure.value == value)
        return replace(one, reading=replace(reading, quotes=chosen))
    return one


def _outermost(question: str) -> Callable[[Iterable[Decimal]], Decimal] | None:
    """Whether a question asks which is the most, or the least."""
    if not _WHICH.search(question):
        return None
    if any(word in question for word in words("most")):
        return max
    return min if any(word in question for word in words("least")) else None


def _equals(quote: Quote, part: PartPlan, tools: Tools) -> list[tuple[Figure, Span]]:
    """What is alike to a quote, each with the figure to compare; none where not all can be compared."""
    spans = alike(quote, tools.reader.passages(quote.passage.report_id))
    if cells_of(quote.text):
        column = _column(quote.text, part.need.question)
        rows = [one for one in spans if not _is_whole(one.text)]
        found = [(_in_column(one.text, column), one) for one in rows] if column else []
    else:
        at = _place(quote, part)
        found = [(asserted(one.text)[at], one) for one in spans] if at is not None else []
    told = [(figure, one) for figure, one in found if figure is not None]
    # A row without its figure may be the greatest.
    comparable = len(told) == len(found) and len({figure.unit for figure, _ in told}) == 1
    return told if comparable and len(told) >= _LEAST_MEMBERS else []


def _column(row: str, question: str) -> str:
    """The column with a figure that the question names most of; "" where none stands out."""
    asked = letter_pairs(question)
    named = {
        name: len(asked & letter_pairs(name)) for name, _ in cells_of(row) if _in_column(row, name)
    }
    most = max(named.values(), default=0)
    best = [name for name, share in named.items() if share == most]
    return best[0] if most and len(best) == 1 else ""


def _in_column(row: str, column: str) -> Figure | None:
    """The figure with which the cell of a column begins; None where it has none."""
    for cell in CELL.finditer(row):
        if cell[1] == column:
            return next((one for one in asserted(row) if one.start == cell.start(2)), None)
    return None


def _is_whole(row: str) -> bool:
    """Whether the label of a row says that it is of all, or of some, of the others together."""
    return any(value.strip() in total_rows() for _, value in cells_of(row))


def _place(quote: Quote, part: PartPlan) -> int | None:
    """Which of the figures of a sentence the question compares."""
    units = wanted_units(part.need, part.topic, False)
    found = candidates((quote,), part.topic, units, frozenset(), False)
    starts = [figure.start for figure in asserted(quote.text)]
    return starts.index(found[0].figure.start) if found else None
