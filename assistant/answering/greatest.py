"""The step for 哪个部门最多: of rows or sentences that are alike but for their figures, the greatest or least."""

import re
from dataclasses import replace

from assistant.answering.alike import CELL, alike, asserted, cells_of, in_place_of
from assistant.answering.part_reading import PartReading, Tools
from assistant.answering.row_asked import row_asked
from assistant.comparing.cell_figures import candidates, wanted_units
from assistant.figures import Figure
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote
from assistant.reader.sections import Span
from vectorstore.indexes.pairs import letter_pairs

_ASKS = re.compile(
    r"(?:哪|谁|什么).*最(?:(?P<most>[多高大长])|[少低小短])|"
    r"最(?:(?P<most_first>[多高大长])|[少低小短])的?是?[哪谁什]"
)
_TOTALS = re.compile(r"合计|总计|小计|共计|总数|全[省市区县国]|(?:其中|平均).*")
_LEAST_MEMBERS = 2


def rows(one: PartReading, tools: Tools) -> PartReading:
    """Give the row that is asked of those alike: by its year and labels, or as the greatest."""
    return greatest(row_asked(one, tools), tools)


def greatest(one: PartReading, tools: Tools) -> PartReading:
    """Where one of a row of equals was chosen for a question on the most or least, give the right one."""
    part, reading = one.part, one.reading
    asked = _ASKS.search(part.need.question)
    if asked is None or reading is None or reading.status != "disclosed":
        return one
    outermost = max if asked["most"] or asked["most_first"] else min
    for quote in sorted(reading.quotes, key=lambda one: -one.score):
        told = _equals(quote, part, tools)
        if not told:
            continue
        value = outermost(figure.value for figure, _ in told)
        chosen = tuple(in_place_of(span, quote) for figure, span in told if figure.value == value)
        return replace(one, reading=replace(reading, quotes=chosen))
    return one


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
    labels = [value for _, value in cells_of(row) if not asserted(value)]
    return any(_TOTALS.fullmatch(value.strip()) for value in labels)


def _place(quote: Quote, part: PartPlan) -> int | None:
    """Which of the figures of a sentence the question compares."""
    units = wanted_units(part.need, part.topic, False)
    found = candidates((quote,), part.topic, units, frozenset(), False)
    starts = [figure.start for figure in asserted(quote.text)]
    return starts.index(found[0].figure.start) if found else None
