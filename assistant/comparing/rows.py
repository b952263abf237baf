"""The rows of a comparison: how each cell was answered, and with which figure.

The reader has judged every cell by itself; here the cells are read beside one another, so that a
figure is chosen with its counterparts and one that has nothing of the question is dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.comparing.cell_figures import (
    CellFigure,
    asks_growth,
    candidates,
    comparable,
    fits_units,
    topic_share,
    wanted_units,
)
from assistant.comparing.choosing import choose_together
from assistant.comparing.plans import of_outlook
from assistant.models import Status
from assistant.question.need import threshold_of
from assistant.question.planning import PartPlan
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell
from assistant.vocabulary.official_names import speaks_of

_COMPARES = re.compile(
    r"谁|哪.{0,16}(?:多|高|大|快|好|长|强|低|少|小|慢|短)|几倍|差|多出|增加|减少|提高|下降|变化|涨|一样|一致|相同|合计|一共"
)
# A cell that the reader refused is still read beside its counterparts when it says the same thing.
_SAME_WORDS = 0.5
_ON_TOPIC = 0.3
_OFF_TOPIC = 0.08
_AGAINST = re.compile(
    r"占(?:[全本][省市区国]|地区|国内)*(?i:GDP|生产总值)|(?:单位|万元|人均)(?:地区|国内)?(?i:GDP|生产总值)"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One cell: how it ended, the sentences shown for it, and its figure where figures are compared."""

    cell: ScopeCell
    status: Status
    quotes: tuple[Quote, ...] = ()
    chosen: CellFigure | None = None


def read_rows(part: PartPlan, found: Mapping[int, tuple[Found, Reading]]) -> list[Row]:
    """Read the cells of a comparison; `found` has those that were searched, by their place."""
    cells = part.reading.cells
    over_years = len({cell.region for cell in cells}) == 1
    asked = part.need.question
    units = wanted_units(part.need, part.topic, over_years)
    numeric = (
        part.need.kind == "figure"
        or bool(units and part.need.kind != "why")
        or _COMPARES.search(asked) is not None
        or (part.reading.any_year and threshold_of(asked) is not None)
    )
    chosen: tuple[CellFigure | None, ...] = (None,) * len(cells)
    if numeric:
        growth = asks_growth(part.need.question, over_years)
        pools = [
            of_outlook(
                part,
                candidates(
                    (*found[at][1].quotes, *found[at][0].ranked) if at in found else (),
                    part.topic,
                    units,
                    _years_of(part, cell),
                    growth,
                    cell.region,
                ),
                cell.year,
            )
            for at, cell in enumerate(cells)
        ]
        together = choose_together(pools)
        chosen = tuple(
            one
            if one and _on_topic(one, together, part.topic) and _of_that(one, units, part.topic)
            else None
            for one in together
        )
    rows = []
    for at, cell in enumerate(cells):
        if cell.status == "not_in_library" or at not in found:
            rows.append(Row(cell, "not_in_library"))
            continue
        reading, figure = found[at][1], chosen[at]
        if reading.status == "disclosed" and figure is not None:
            rows.append(Row(cell, "disclosed", (figure.quote,), figure))
        elif reading.status == "disclosed" and not (numeric and units):
            rows.append(Row(cell, "disclosed", reading.quotes[:3]))
        elif figure is not None and _vouched_for(figure, at, chosen, part.topic):
            rows.append(Row(cell, "disclosed", (figure.quote,), figure))
        else:
            # Words without the figure that is compared are no answer either.
            silent = "not_in_report" if reading.status == "disclosed" else reading.status
            rows.append(Row(cell, silent))
    return rows


def _of_that(figure: CellFigure, units: Sequence[str], topic: str) -> bool:
    """Whether a figure can be the one compared: of a wanted unit, of the indicator that is named.

    占GDP比重达50% and 万元GDP能耗 are not figures of the GDP.
    """
    if units and not fits_units(figure.figure, units):
        return False
    if speaks_of(_before(figure), topic) is False:
        return False
    return not _AGAINST.search(figure.label) or _AGAINST.search(topic) is not None


def _on_topic(figure: CellFigure, chosen: Sequence[CellFigure | None], topic: str) -> bool:
    """Whether the words before a figure have anything of the question, or of its counterparts."""
    if speaks_of(_before(figure), topic) or topic_share(figure, topic) >= _OFF_TOPIC:
        return True
    return any(figure.alike(one) >= _SAME_WORDS for one in chosen if one and one is not figure)


def _before(figure: CellFigure) -> str:
    """The words of the sentence, from its last ； on, that lead up to the figure."""
    return re.split(r"[；。]", figure.quote.text[: figure.figure.start])[-1]


def _vouched_for(
    figure: CellFigure, at: int, chosen: Sequence[CellFigure | None], topic: str
) -> bool:
    """Whether a counterpart says the same of the same thing, in words of the question."""
    others = [one for i, one in enumerate(chosen) if i != at and one is not None]
    return topic_share(figure, topic) >= _ON_TOPIC and any(
        comparable(figure, one) and figure.alike(one) >= _SAME_WORDS for one in others
    )


def _years_of(part: PartPlan, cell: ScopeCell) -> frozenset[int]:
    """The years whose figures answer: those told as content beside a report's title, else the cell's."""
    if any(mention.kind == "title" for mention in part.reading.years):
        told = {y for m in part.reading.years if m.kind != "title" for y in m.years}
        if told:
            return frozenset(told)
    return frozenset({cell.year} if cell.year else ())
