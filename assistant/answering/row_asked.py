"""The step for a row of a table: of the rows alike, the one of the year, the label or the total that is asked."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.alike import alike, asserted, cells_of, in_place_of
from assistant.answering.part_reading import PartReading, Tools
from assistant.reader.reading import Quote
from assistant.reader.sections import Span
from assistant.vocabulary.indicators import total_rows, words

_YEAR_COLUMN = re.compile(r"年度|年份|年")
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
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
    told = _of_years(rows, years)
    best = _best_named(told, asked)
    if _has(best, quote):
        return [quote]
    if len(best) == 1:
        return [in_place_of(best[0], quote)]
    return [quote] if _has(told, quote) else []


def _of_years(rows: Sequence[Span], years: Collection[int]) -> list[Span]:
    """The rows with figures; of a table with a year in each row only those of the years asked."""
    told = [row for row in rows if asserted(row.text)]
    if not years or all(_year_of(row.text) is None for row in rows):
        return told
    return [row for row in told if _year_of(row.text) in years]


def _best_named(rows: Sequence[Span], asked: str) -> list[Span]:
    """The rows whose labels the question says most of; of these the total, where it asks for one."""
    named = {row: _named(row.text, asked) for row in rows}
    most = max(named.values(), default=0)
    best = [row for row in rows if named[row] == most]
    if any(word in asked for word in words("together")):
        return [row for row in best if _is_total(row.text)] or best
    return best


def _has(rows: Sequence[Span], quote: Quote) -> bool:
    return any(row.start == quote.start for row in rows)


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
    return any(value.strip() in total_rows() for _, value in cells_of(row))
