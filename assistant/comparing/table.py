"""Several regions or years side by side: a table, one row a report, differences by code.

Which figure of a cell answers is decided in `cell_rows`, what follows from them in `verdict`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import wording
from assistant.comparing.cell_figures import CellFigure
from assistant.comparing.plans import mark_of, marked
from assistant.comparing.rows import Row, read_rows
from assistant.comparing.verdict import Contestant, Verdict, crossing, first_past, judge
from assistant.models import ComputedFigure, Scope, Status, Table, TableRow
from assistant.question.need import threshold_of
from assistant.question.planning import PartPlan
from assistant.reader.citations import CitationList, plan_mark, plan_tail
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell
from assistant.scope.places import PlaceMention, find_places
from ingest.regions.finding import region_named, same_place

_LONG = 100
_MANY = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing gave: text, table and computed figures, and how it ended as a whole.

    `proved` are the figures of its cells, each with the number of its citation, `left_open` names
    the cells without one.
    """

    status: Status
    text: str
    table: Table | None
    computed: tuple[ComputedFigure, ...]
    proved: frozenset[tuple[int, str]] = frozenset()
    left_open: tuple[str, ...] = ()


def compare(
    part: PartPlan, found: Sequence[tuple[Found, Reading]], cited: CitationList
) -> Comparison:
    """Read every cell of a comparison beside the others."""
    rows = read_rows(part, {one.cell: (one, reading) for one, reading in found})
    names = _names(part.need.question, rows)
    threshold = threshold_of(part.need.question) if part.reading.any_year else None
    if threshold is not None and any(row.chosen for row in rows):
        rows, verdict = _crossed(threshold, rows, names, cited)
    else:
        over_years = len({row.cell.region for row in rows}) == 1
        held = _contestants(rows, names, cited)
        verdict = marked(judge(part.need.question, held, len(rows), over_years), held)
    silent = [row for row in rows if row.status != "disclosed" and row.grown is None]
    status = _overall(rows)
    if part.reading.any_year and len(silent) > _MANY:
        # No year was named: those whose reports are silent are counted, not listed one by one.
        rows = [row for row in rows if row not in silent]
    else:
        silent = []
    text = "\n".join([*verdict.lines, *(_line(row, cited, len(rows)) for row in rows)])
    return Comparison(
        status,
        text or wording.not_in_report(()),
        _table(rows, verdict, cited) if rows else None,
        verdict.computed,
        frozenset(
            (cited.cite(row.chosen.quote), row.chosen.figure.text) for row in rows if row.chosen
        ),
        tuple(
            wording.left_open(_label(row), row.status)
            if row.grown is None
            else f"{_label(row)}：{wording.ONLY_GROWTH}"
            for row in rows
            if row.grown is not None or row.status != "disclosed"
        )
        + ((wording.silent_years(len(silent)),) if silent else ()),
    )


def _contestants(
    rows: Sequence[Row], names: Sequence[str], cited: CitationList
) -> list[Contestant]:
    return [
        Contestant(name, row.chosen, cited.cite(row.chosen.quote))
        for name, row in zip(names, rows, strict=True)
        if row.chosen is not None
    ]


def _crossed(
    threshold: float, rows: Sequence[Row], names: Sequence[str], cited: CitationList
) -> tuple[list[Row], Verdict]:
    """Keep the rows that tell the year: the first past the mark, and the one before it."""
    told = [
        (row, name)
        for row, name in zip(rows, names, strict=True)
        if row.chosen is not None and row.cell.year is not None
    ]
    told.sort(key=lambda pair: pair[0].cell.year or 0)
    at = first_past(threshold, [float(r.chosen.figure.value) for r, _ in told if r.chosen])
    kept = told[max(at - 1, 0) : at + 1]
    held = _contestants([row for row, _ in kept], [name for _, name in kept], cited)
    first = held[-1] if at < len(told) else None
    before = held[0] if at else None
    return [row for row, _ in kept], crossing(before, first)


def _names(question: str, rows: Sequence[Row]) -> list[str]:
    """The cells in the question's own words, by what tells them apart: 福田, 2013年, 福田2018年."""
    cells = [row.cell for row in rows]
    places = find_places(question, {cell.region for cell in cells})
    regions = {cell.region: place_name(cell.region, places) for cell in cells}
    if len(set(regions.values())) < len(regions):
        # 天津 and 沈阳 have a 和平区 each.
        regions = {name: name for name in regions}
    one_region = len(regions) == 1
    one_label = len({cell.label for cell in cells}) == 1
    names = []
    for row in rows:
        place = "" if one_region else regions[row.cell.region]
        label = "" if one_label and not one_region else _label(row).removeprefix(row.cell.region)
        names.append(place + label or row.cell.region)
    return names


def _label(row: Row) -> str:
    """Region and year; where the report tells mainly of another year, its title instead."""
    cell = row.cell
    facts = row.quotes[0].facts if row.quotes else None
    if facts and cell.label.endswith("报告"):
        return f"《{facts.title}》"
    if facts and cell.year and facts.year not in (None, cell.year):
        return f"{cell.region}《{facts.title}》"
    return f"{cell.region}{cell.label}"


def _cell_scope(cell: ScopeCell) -> Scope:
    return Scope((cell.year,) if cell.year else (), (cell.region,) if cell.region else ())


def _table(rows: Sequence[Row], verdict: Verdict, cited: CitationList) -> Table:
    """A row a report; with a column for the figure where figures are compared."""
    figures = any(row.chosen or row.grown for row in rows)
    columns = ("范围", "数字", "报告原文") if figures else ("范围", "报告原文")
    body = []
    for row in rows:
        cells = [_label(row)]
        if figures and row.chosen:
            mark = cited.cite(row.chosen.quote)
            cells.append(f"{_shown(row.chosen, mark)}[{mark}]")
        elif figures:
            cells.append(_grown(row, cited) or _missing(row) or "—")
        cells.append(_missing(row) or _quoted(row, cited))
        body.append(TableRow(_cell_scope(row.cell), row.status, tuple(cells)))
    return Table(columns, tuple(body))


def _shown(chosen: CellFigure, mark: int) -> str:
    """The figure as the report writes it; a kind of the thing asked is named: 3000个（公办）."""
    kind = f"（{chosen.kind}）" if chosen.kind else ""
    return f"{mark_of(chosen)}{Contestant('', chosen, mark).text}{kind}"


def _grown(row: Row, cited: CitationList) -> str:
    """Say that only growth is stated: 只公布增速：增长5.3%[2]."""
    if row.grown is None:
        return ""
    mark = cited.cite(row.grown.quote)
    return f"{wording.only_growth(Contestant('', row.grown, mark).text)}[{mark}]"


def _missing(row: Row) -> str:
    if row.status == "not_in_library":
        return wording.NOT_IN_LIBRARY
    return "" if row.status == "disclosed" else wording.NOT_IN_REPORT


def _quoted(row: Row, cited: CitationList) -> str:
    return "".join(
        f"{_told(quote, _flat(quote.text))}[{cited.cite(quote)}]" for quote in row.quotes
    )


def _line(row: Row, cited: CitationList, rows: int) -> str:
    label = _label(row)
    if row.grown is not None:
        return f"{label}：{_grown(row, cited)}"
    if row.chosen is None or row.status != "disclosed":
        return f"{label}：{_missing(row) or _quoted(row, cited)}"
    mark = cited.cite(row.chosen.quote)
    if rows > _MANY:
        return f"{label}：{_shown(row.chosen, mark)}[{mark}]"
    return f"{label}：{_told(row.chosen.quote, _flat(_excerpt(row.chosen)))}[{mark}]"


def _told(quote: Quote, words: str) -> str:
    """Words of a quote, with the mark of a plan where they are one, or which of them are."""
    return f"{plan_mark(quote)}{words}{plan_tail(quote, words)}"


def _excerpt(chosen: CellFigure) -> str:
    """The sentence, or where it is long the part of it that tells the figure."""
    text, figure = chosen.quote.text, chosen.figure
    if len(text) <= _LONG:
        return text
    start = max(figure.start - len(chosen.label), 0)
    stop = re.search(r"[，；。]", text[figure.end :])
    end = figure.end + stop.start() if stop else len(text)
    return ("……" if start else "") + text[start:end] + ("……" if end < len(text) - 1 else "")


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def _overall(rows: Sequence[Row]) -> Status:
    statuses = [row.status for row in rows]
    return "disclosed" if "disclosed" in statuses else statuses[0] if statuses else "not_in_report"


def place_name(name: str, places: Sequence[PlaceMention]) -> str:
    """Give the question's words for a region, `places` being those that it names."""
    region = region_named(name)
    if region is None:
        return name
    for place in places:
        alone = not place.together and len(place.regions) == 1
        if alone and same_place(place.regions[0], region):
            return place.text
    own = region.own_name
    return own[:-1] if len(own) > 2 and own[-1] in "省市" else own
