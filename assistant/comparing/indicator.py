"""A question for one named indicator (GDP, 社零, 城镇化率) answered by the sentence that tells it.

The reader ranks sentences by meaning, and 万元GDP电耗 is near to GDP有多少. Where a question names an
indicator that reports have a fixed word for, the figures of the likeliest sentences are weighed as
those of a comparison's cell are: words before the figure, unit, year, total or growth.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.comparing.cell_figures import (
    CellFigure,
    asks_growth,
    candidates,
    topic_share,
    wanted_units,
)
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote, Reading
from assistant.vocabulary.official_names import names_indicator, speaks_of

_CLEARLY = 2.0
_ON_TOPIC = 0.25


def asks_indicator(part: PartPlan) -> bool:
    """Say whether a part asks for the figure of one such indicator in one set of reports."""
    return (
        part.need.kind == "figure" and len(part.reading.cells) <= 1 and names_indicator(part.topic)
    )


def settled_figure(part: PartPlan, reading: Reading, ranked: Sequence[Quote]) -> Reading:
    """Give the reading with the sentence that clearly tells the indicator better, if there is one."""
    if reading.status != "disclosed":
        return reading
    told = _figures(part, (*reading.quotes, *ranked))
    if not told or topic_share(told[0], part.topic) < _ON_TOPIC:
        return reading
    shown = {(quote.start, quote.passage.id) for quote in reading.quotes}
    at_best = max(
        (one.score for one in told if (one.quote.start, one.quote.passage.id) in shown),
        default=float("-inf"),
    )
    if told[0].score - at_best < _CLEARLY:
        return reading
    return replace(reading, quotes=(told[0].quote,))


def on_indicator(part: PartPlan, reading: Reading) -> Reading:
    """Refuse what speaks of something else than the headline indicator that a part names."""
    if reading.status != "disclosed":
        return reading
    told = [speaks_of(quote.passage.text, part.topic) for quote in reading.quotes]
    if None in told or any(told):
        return reading
    return replace(reading, status="not_in_report", quotes=())


def _figures(part: PartPlan, quotes: Sequence[Quote]) -> tuple[CellFigure, ...]:
    cells = part.reading.cells
    years = frozenset(cell.year for cell in cells if cell.year)
    region = cells[0].region if cells else ""
    units = wanted_units(part.need, part.topic, False)
    growth = asks_growth(part.need.question, False)
    return candidates(quotes, part.topic, units, years, growth, region)
