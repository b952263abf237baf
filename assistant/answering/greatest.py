"""The step for 哪个部门最多: of rows or sentences that are alike but for their figures, the greatest or least."""

import re
from dataclasses import replace

from assistant.answering.alike import CELL, alike, asserted, in_place_of
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
_TOTALS = re.compile(r"合计|总计|小计|共计|总数|全[省市区县国]")
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
    best = _asked_of(quote, part)
    members = [
        span
        for span in alike(quote, tools.reader.passages(quote.passage.report_id))
        if not _TOTALS.search(span.text)
    ]
    if best is None or len(members) < _LEAST_MEMBERS:
        return []
    at = [figure.start for figure in asserted(quote.text)].index(best.start)
    rows = [(asserted(span.text), span) for span in members]
    told = [(figures[at], span) for figures, span in rows if len(figures) > at]
    # A row without its figure may be the greatest.
    comparable = len(told) == len(rows) and len({figure.unit for figure, _ in told}) == 1
    return told if comparable else []


def _asked_of(quote: Quote, part: PartPlan) -> Figure | None:
    """The figure of a sentence that the question compares; of a row that of the column it names."""
    cells = list(CELL.finditer(quote.text))
    if len(cells) > 1:
        asked = letter_pairs(part.need.question)
        named = [
            (len(asked & letter_pairs(cell[1])), figure)
            for cell in cells
            for figure in asserted(quote.text)
            if figure.start == cell.start(2)
        ]
        most = max((share for share, _ in named), default=0)
        best = [figure for share, figure in named if share == most]
        return best[0] if most and len(best) == 1 else None
    units = wanted_units(part.need, part.topic, False)
    found = candidates((quote,), part.topic, units, frozenset(), False)
    return found[0].figure if found else None
