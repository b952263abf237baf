"""The step for a row of a table: of the rows alike, the one of the year, the label or the total that is asked."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.alike import alike, asserted, cells_of, in_place_of
from assistant.answering.part_reading import PartReading, Tools
from assistant.reader.reading import Quote
from assistant.reader.sections import Span

_YEAR_COLUMN = re.compile(r"年度|年份|年")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_ASKS_TOTAL = re.compile(r"合计|总计|小计|一共|总共|合起来|加起来")
_TOTAL = re.compile(r"合计|总计|小计|共计")
_LEAST_LABEL = 2


def row_asked(one: PartReading, tools: Tools) -> PartReading:
    """Put the row that the question names in the place of one like it; refuse one of another year."""
    part, reading = one.part, one.reading
    if reading is None or reading.status != "disclosed" or part.need.kind != "figure":
        return one
    years = {cell.year for cell in part.reading.cells if cell.year}
    asked = part.need.question
    quotes: list[Quote] = []
    for quote in reading.quotes:
        if not cells_of(quote.text):
            quotes.append(quote)
            continue
        rows = alike(quote, tools.reader.passages(quote.passage.report_id))
        found = _chosen(quote, rows, asked, years)
        quotes += [one for one in found if one not in quotes]
    status = reading.status if quotes else "not_in_report"
    return replace(one, reading=replace(reading, status=status, quotes=tuple(quotes)))


def _chosen(quote: Quote, rows: Sequence[Span], asked: str, years: Collection[int]) -> list[Quote]:
    """The rows that the question names, where it names any; those alike of another year never."""
    told = [row for row in rows if asserted(row.text)]
    own = [row for row in told if years and _year_of(row.text) in years]
    if any(_year_of(row.text) is not None for row in rows) and years:
        told = own
    named = {row: _named(row.text, asked) for row in told}
    most = max(named.values(), default=0)
    best = [row for row in told if named[row] == most]
    if _ASKS_TOTAL.search(asked):
        best = [row for row in best if _is_total(row.text)] or best
    if any(row.start == quote.start for row in best):
        return [quote]
    if len(best) == 1:
        return [in_place_of(best[0], quote)]
    return [quote] if any(row.start == quote.start for row in told) else []


def _year_of(row: str) -> int | None:
    """The year of a row that has a column for it."""
    for name, value in cells_of(row):
        found = _YEAR.fullmatch(value.strip())
        if found and _YEAR_COLUMN.fullmatch(name.strip()):
            return int(found[1])
    return None


def _named(row: str, asked: str) -> int:
    """How many characters of a row's labels the question says."""
    labels = (value for _, value in cells_of(row) if not asserted(value))
    return sum(len(one) for one in labels if len(one) >= _LEAST_LABEL and one in asked)


def _is_total(row: str) -> bool:
    return any(_TOTAL.fullmatch(value.strip()) for _, value in cells_of(row))
