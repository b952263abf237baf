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
    fits_units,
    topic_share,
    wanted_units,
)
from assistant.comparing.choosing import choose_together
from assistant.comparing.proving import proved_figures
from assistant.models import Status
from assistant.question.need import threshold_of
from assistant.question.planning import PartPlan
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell
from assistant.vocabulary.indicators import any_of

_COMPARES = re.compile(
    r"谁|哪.{0,16}(?:多|高|大|快|好|长|强|低|少|小|慢|短)|几倍|差|多出|增加|减少|提高|下降|变化|涨|一样|一致|相同|合计|一共"
)
# A thing that is called by its measure, 煤炭产量, is answered by a figure or not at all.
_MEASURES = ("量", "额", "率", "数", "值", "占比", "比重", "里程", "面积")
# Which has most: sentences without the figure answer that no more than a list of amounts.
_RANKS = re.compile(
    r"(?:谁|哪(?!些|里|方面)).{0,16}[多高大快长低少小慢短](?=$|[？?，。、])|最[多高大快长低少小慢短](?=$|[？?，。的])"
)
# A question that only names an amount: 历年商事主体总量：2016年…, 保障性住房套数对比.
_AMOUNT = re.compile(
    r"(?:[套家户宗件条座张辆台个人名起所床]数|人次|数量|总[量额值]|金额)(?:[（(][^）)]*[）)])?(?=$|[：:，,。？?]|对比|比较|对照|排|列|各|分别|怎么样|如何)"
)

_CLAUSES = re.compile(r"[，,、。？?；;]")
_HOW_MUCH = re.compile(r"多少|几(?=[个件家人条万亿])")

# The share of the asked words that stand before a figure with the unit asked for.
_ON_TOPIC = 0.2
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


def _is_numeric(part: PartPlan, units: Sequence[str]) -> bool:
    """Whether a part's words ask for figures side by side."""
    asked = part.need.question
    return (
        part.need.kind == "figure"
        or bool(units and part.need.kind != "why")
        or _COMPARES.search(asked) is not None
        or _names_amount(part)
        or (part.reading.any_year and threshold_of(asked) is not None)
    )


def _names_amount(part: PartPlan) -> bool:
    return part.need.kind in ("fact", "list") and _AMOUNT.search(part.need.question) is not None


def _asks_amount_too(question: str) -> bool:
    """Say whether a question that asks for growth asks for an amount as well, in words of its own.

    收入多少、增长百分之几 does; 增速哪个高，各是多少 does not.
    """
    asking = any_of("asking")
    return any(
        _HOW_MUCH.search(clause)
        and not asks_growth(clause, over_years=False)
        and len(asking.sub("", clause)) > 1
        for clause in _CLAUSES.split(question)
    )


def _measured(asked: str, growth: bool, units: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """Whether growth is compared, and in which units; an amount goes first: its sentence has its growth too."""
    if growth and _asks_amount_too(asked):
        return False, tuple(unit for unit in units if unit != "%")
    return growth, units


def read_rows(part: PartPlan, found: Mapping[int, tuple[Found, Reading]]) -> list[Row]:
    """Read the cells of a comparison; `found` has those that were searched, by their place."""
    cells = part.reading.cells
    over_years = len({cell.region for cell in cells}) == 1
    asked = part.need.question
    units = wanted_units(part.need, part.topic, over_years, part.thing)
    numeric = _is_numeric(part, units)
    growth, units = _measured(asked, asks_growth(asked, over_years, part.thing), units)
    pools: list[tuple[CellFigure, ...]] = [()] * len(cells)
    grown: list[CellFigure | None] = [None] * len(cells)
    for at, cell in enumerate(cells) if numeric or part.need.kind != "why" else ():
        if at in found:
            pools[at], grown[at] = proved_figures(part, cell, found[at], units, growth)
    chosen = choose_together(pools)
    # What the reports prove is a matter of figures, whatever the question's words.
    amount = part.need.kind == "figure" or _names_amount(part)
    ranked = _RANKS.search(asked) is not None
    measured = any(word.endswith(_MEASURES) for word in part.thing)
    compared = any(chosen) or measured or (numeric and (bool(units) or amount or ranked))
    return [
        _row(cell, found[at][1], chosen[at], grown[at], compared, _alone(part, found[at][1], units))
        if at in found
        else Row(cell, "not_in_library")
        for at, cell in enumerate(cells)
    ]


def _row(
    cell: ScopeCell,
    reading: Reading,
    figure: CellFigure | None,
    grown: CellFigure | None,
    compared: bool,
    alone: Sequence[Quote],
) -> Row:
    """One cell with its figure, else its growth, else, where no figures are compared, its sentences.

    `alone` are sentences that answer for a report that is named, though no single figure of them is proved.
    """
    if cell.status == "not_in_library":
        return Row(cell, "not_in_library")
    if figure is not None and reading.status in _READ:
        return Row(cell, "disclosed", (figure.quote,), figure)
    if grown is not None and reading.status in _READ:
        return Row(cell, "disclosed", (grown.quote,), grown=grown)
    if reading.status == "disclosed" and not compared:
        return Row(cell, "disclosed", _of_one_report(cell, reading.quotes)[:3])
    if alone:
        return Row(cell, "disclosed", _of_one_report(cell, alone)[:3])
    # Words without the figure that is compared are no answer either.
    return Row(cell, "not_in_report" if reading.status == "disclosed" else reading.status)


def _of_one_report(cell: ScopeCell, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes of the best one's report, where the row will bear its title (`table`)."""
    first = quotes[0] if quotes else None
    other_year = bool(first and cell.year and first.facts.year not in (None, cell.year))
    if first is None or not (other_year or cell.label.endswith("报告")):
        return tuple(quotes)
    return tuple(one for one in quotes if one.passage.report_id == first.passage.report_id)


def _alone(part: PartPlan, reading: Reading, units: Sequence[str]) -> list[Quote]:
    """What a report that is named answers as it would by itself: such a figure, in words of the thing.

    Of two reports named one may tell the thing in two figures: 代表建议186件、委员提案211件.
    """
    if not part.reading.reports or reading.status != "disclosed":
        return []
    return [
        quote
        for quote in reading.quotes
        if any(
            (not units or fits_units(one.figure, units))
            and topic_share(one, part.topic) >= _ON_TOPIC
            for one in candidates((quote,), part.topic, units, frozenset(), False)
        )
    ]
