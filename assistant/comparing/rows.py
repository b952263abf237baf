"""The rows of a comparison: how each cell was answered, and with which figure.

The reader has judged every cell by itself; here the cells are read beside one another, so that a
figure is chosen with its counterparts and one that has nothing of the question is dropped.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.comparing.cell_figures import (
    CellFigure,
    asks_growth,
    candidates,
    wanted_units,
)
from assistant.comparing.choosing import choose_together
from assistant.comparing.plans import may_stand, of_outlook
from assistant.figures import parse_figures
from assistant.models import Status
from assistant.question.need import threshold_of
from assistant.question.planning import PartPlan
from assistant.reader.asked import (
    Indicator,
    Said,
    growth_only,
    may_agree,
    proves,
    read_indicator,
    stands_firm,
)
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell

_COMPARES = re.compile(
    r"谁|哪.{0,16}(?:多|高|大|快|好|长|强|低|少|小|慢|短)|几倍|差|多出|增加|减少|提高|下降|变化|涨|一样|一致|相同|合计|一共"
)

_READ = ("disclosed", "not_in_report")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell: how it ended, the sentences shown for it, and its figure where figures are compared.

    `grown`: the report states only how the thing asked grew.
    """

    cell: ScopeCell
    status: Status
    quotes: tuple[Quote, ...] = ()
    chosen: CellFigure | None = None
    grown: CellFigure | None = None


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
    growth = asks_growth(asked, over_years)
    pools: list[tuple[CellFigure, ...]] = [()] * len(cells)
    grown: list[CellFigure | None] = [None] * len(cells)
    for at, cell in enumerate(cells) if numeric else ():
        if at in found:
            pools[at], grown[at] = _proved(part, cell, found[at], units, growth)
    chosen = choose_together(pools)
    rows = []
    for at, cell in enumerate(cells):
        if cell.status == "not_in_library" or at not in found:
            rows.append(Row(cell, "not_in_library"))
            continue
        reading, figure, only = found[at][1], chosen[at], grown[at]
        if figure is not None and reading.status in _READ:
            rows.append(Row(cell, "disclosed", (figure.quote,), figure))
        elif only is not None and reading.status in _READ:
            rows.append(Row(cell, "disclosed", (only.quote,), grown=only))
        elif reading.status == "disclosed" and not (
            numeric and (units or part.need.kind == "figure")
        ):
            rows.append(Row(cell, "disclosed", reading.quotes[:3]))
        else:
            # Words without the figure that is compared are no answer either.
            silent = "not_in_report" if reading.status == "disclosed" else reading.status
            rows.append(Row(cell, silent))
    return rows


def _proved(
    part: PartPlan,
    cell: ScopeCell,
    found: tuple[Found, Reading],
    units: Sequence[str],
    growth: bool,
) -> tuple[tuple[CellFigure, ...], CellFigure | None]:
    """Give the figures of a cell that are proved to be the thing asked, and else that of its growth."""
    quotes = (*found[1].quotes, *found[0].ranked)
    years = _years_of(part, cell)
    weighed = of_outlook(part, candidates(quotes, part.topic, units, years, growth, cell.region))
    told = [one for one in weighed if may_stand(part, one, cell.year)]
    planned = any(match.kind == "plan" for match in part.reading.matches)
    wanted = read_indicator(part.topic, units, growth, years, cell.region, planned)
    held = without_parts([one for one in told if _proves(proves, wanted, one)])
    if not held and part.reading.reports and not any(m.kind != "title" for m in part.reading.years):
        # Of a report that is named, what it tells of any time answers where its own year is silent.
        wanted = replace(wanted, years=frozenset())
        held = without_parts([one for one in told if _proves(proves, wanted, one)])
    firm = tuple(one for one in held if _proves(stands_firm, wanted, one))
    grown = next((one for one in told if not firm and _proves(growth_only, wanted, one)), None)
    # 完成城市更新…，完成固定资产投资49亿元 beside 固定资产投资增长28.8% is not the whole of the place.
    return firm or (() if grown else held), grown


def without_parts(held: Sequence[CellFigure]) -> tuple[CellFigure, ...]:
    """Leave out figures of a sentence that tells several of the same words: parts of a whole.

    学校4所、新增学位4290个，幼儿园2所、新增学位720个 does not say how many were added.
    """
    return tuple(
        one
        for one in held
        if all(
            may_agree(one.figure, other.figure)
            for other in held
            if (other.quote.passage.id, other.quote.start)
            == (one.quote.passage.id, one.quote.start)
        )
    )


def _proves(
    test: Callable[[Indicator, Said, int], bool], wanted: Indicator, one: CellFigure
) -> bool:
    quote = one.quote
    figures = parse_figures(quote.text)
    said = Said(quote.text, figures, quote.facts.year, quote.passage.heading)
    at = next(n for n, figure in enumerate(figures) if figure.start == one.figure.start)
    return test(wanted, said, at)


def _years_of(part: PartPlan, cell: ScopeCell) -> frozenset[int]:
    """The years whose figures answer: those told as content beside a report's title, else the cell's."""
    if any(mention.kind == "title" for mention in part.reading.years):
        told = {y for m in part.reading.years if m.kind != "title" for y in m.years}
        if told:
            return frozenset(told)
    return frozenset({cell.year} if cell.year else ())
