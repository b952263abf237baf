"""Several regions or years side by side: a table, one row a report, differences by code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import wording
from assistant.citations import CitationList
from assistant.compute import Computation, IncompatibleFigures, difference, ratio
from assistant.figures import Figure, parse_figures
from assistant.models import ComputedFigure, Scope, Status, Table, TableRow
from assistant.planning import PartPlan
from assistant.reader.question import Need
from assistant.reader.reading import Quote, Reading
from assistant.scope import ScopeCell

if TYPE_CHECKING:
    from assistant.chain import Found

_WHICH = re.compile(
    r"谁|哪(个|边|家|地|一?年|里|座|省|市|区|县)?.{0,12}(更|多|高|大|快|好|长|强|低|少|小)"
)
_LEAST = re.compile(r"(更|最)?(低|少|小|慢|短)")
_RATIO = re.compile(r"几倍|多少倍|倍数")
_APART = re.compile(r"差|多出|多了|增加|减少|提高|下降|变化|涨了|相比|比较|高出|少了|降了|对比")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing gave: text, table and computed figures, and how it ended as a whole."""

    status: Status
    text: str
    table: Table
    computed: tuple[ComputedFigure, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    cell: ScopeCell
    status: Status
    quotes: tuple[Quote, ...]
    figure: Figure | None
    mark: int


def compare(
    part: PartPlan, found: Sequence[tuple["Found", Reading]], cited: CitationList
) -> Comparison:
    """Read every cell of a comparison beside the others."""
    by_cell = {one.cell: reading for one, reading in found}
    rows = [
        _row(part.need, cell, by_cell.get(index), cited)
        for index, cell in enumerate(part.reading.cells)
    ]
    lines = [_line(row, cited) for row in rows]
    computed = _computed(part.need, rows)
    verdict = _verdict(part.need, rows)
    lines += [_computed_line(figure) for figure in computed]
    if verdict:
        lines.append(verdict)
    statuses = [row.status for row in rows]
    status: Status = "disclosed" if "disclosed" in statuses else statuses[0]
    table = Table(
        ("范围", "报告所述"),
        tuple(
            TableRow(_cell_scope(row.cell), row.status, (_label(row.cell), _cell_text(row, cited)))
            for row in rows
        ),
    )
    return Comparison(status, "\n".join(lines), table, computed)


def _row(need: Need, cell: ScopeCell, reading: Reading | None, cited: CitationList) -> _Row:
    if cell.status == "not_in_library" or reading is None:
        return _Row(cell, "not_in_library", (), None, 0)
    if reading.status != "disclosed":
        return _Row(cell, reading.status, (), None, 0)
    quotes = reading.quotes[:2]
    mark = cited.cite(quotes[0])
    return _Row(cell, "disclosed", quotes, answering_figure(need, quotes[0].text), mark)


def answering_figure(need: Need, text: str) -> Figure | None:
    """Give the figure of a sentence that fits the asked unit and stands by the question's words."""
    asked = set(need.question)
    best: tuple[float, Figure] | None = None
    previous = 0
    for figure in parse_figures(text):
        if not figure.asserted:
            continue
        fit = need.unit_fit(figure.unit) if need.units else 0.5
        near = text[max(previous, figure.start - 24) : figure.start]
        shared = sum(
            1 for i in range(len(near) - 1) if near[i : i + 2] in need.question
        ) + 0.1 * len(asked & set(near))
        score = 3 * fit + shared
        previous = figure.end
        if best is None or score > best[0]:
            best = (score, figure)
    return best[1] if best else None


def _label(cell: ScopeCell) -> str:
    return f"{cell.region}{cell.label}" if cell.label else cell.region


def _cell_scope(cell: ScopeCell) -> Scope:
    return Scope((cell.year,) if cell.year else (), (cell.region,) if cell.region else ())


def _cell_text(row: _Row, cited: CitationList) -> str:
    if row.status == "not_in_library":
        return wording.NOT_IN_LIBRARY
    if row.status != "disclosed":
        return wording.NOT_IN_REPORT
    return "".join(f"{_flat(quote)}[{cited.cite(quote)}]" for quote in row.quotes)


def _flat(quote: Quote) -> str:
    return " ".join(quote.text.split("\n"))


def _line(row: _Row, cited: CitationList) -> str:
    return f"{_label(row.cell)}：{_cell_text(row, cited)}"


def _pair(rows: Sequence[_Row]) -> tuple[_Row, _Row] | None:
    held = [row for row in rows if row.figure is not None]
    return (held[0], held[1]) if len(held) == 2 == len(rows) else None


def _computed(need: Need, rows: Sequence[_Row]) -> tuple[ComputedFigure, ...]:
    pair = _pair(rows)
    if pair is None or not (_APART.search(need.question) or _RATIO.search(need.question)):
        return ()
    first, second = pair
    assert first.figure is not None and second.figure is not None
    try:
        result: Computation
        if _RATIO.search(need.question):
            result = ratio(first.figure, second.figure)
            order = (first.mark, second.mark)
        else:
            result = difference(first.figure, second.figure)
            larger_first = first.figure.value >= second.figure.value
            order = (first.mark, second.mark) if larger_first else (second.mark, first.mark)
    except IncompatibleFigures:
        return ()
    return (result.as_figure(order),)


def _computed_line(figure: ComputedFigure) -> str:
    marks = "".join(f"[{n}]" for n in dict.fromkeys(figure.operands))
    word = "相当于" if figure.unit == "倍" else "相差"
    return f"{word}{figure.text}（{figure.formula}）{marks}"


def _verdict(need: Need, rows: Sequence[_Row]) -> str:
    pair = _pair(rows)
    if pair is None or not _WHICH.search(need.question):
        return ""
    first, second = pair
    assert first.figure is not None and second.figure is not None
    if (first.figure.unit, first.figure.kind) != (second.figure.unit, second.figure.kind):
        return ""
    marks = f"[{first.mark}][{second.mark}]"
    if first.figure.value == second.figure.value:
        return f"两者相同，都是{first.figure.text}。{marks}"
    larger, smaller = sorted((first, second), key=lambda row: -_value(row))
    assert larger.figure is not None and smaller.figure is not None
    return (
        f"数值较大的是{_label(larger.cell)}（{larger.figure.text}），"
        f"较小的是{_label(smaller.cell)}（{smaller.figure.text}）。{marks}"
    )


def _value(row: _Row) -> float:
    return float(row.figure.value) if row.figure else 0.0
