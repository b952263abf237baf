"""Of which year a figure in a comparison's cell is: the one asked about, another, or several together."""

import re
from collections.abc import Sequence

from assistant.figures import Figure
from assistant.reader.reading import Quote

_FROM = re.compile(r"(?:从|由)(?:每[^，,；;。]{0,4}|[^，,；;。]{0,10}的)?$")
_YEARS_TOGETHER = re.compile(
    r"[三四五六七八九十]年(?:来|间|累计|工作|回顾)|过去[三四五六七八九十]年|年均|(?<!年)“?十[一二三四]?五”?(?:时期|期间)|任期|累计"
)
_OWN_YEAR = re.compile(r"(?:19|20)\d\d年|去年|全年|当年")


def year_score(
    text: str, figure: Figure, figures: Sequence[Figure], years: frozenset[int]
) -> float:
    """Weigh the year that the clause of a figure names, and a figure that something started from."""
    clause = text[: figure.start]
    at = max(clause.rfind(mark) for mark in "，。；") + 1
    told = [f for f in figures if f.kind == "year" and at <= f.start < figure.start]
    if told and years:
        return 1.5 if int(told[-1].value) in years else -3.0
    return -2.5 if _FROM.search(clause) else 0.0


def sums_up(quote: Quote, figure: Figure) -> bool:
    """Whether a figure adds up several years, by its sentence or the heading over it."""
    before = quote.text[: figure.start]
    if _OWN_YEAR.search(before):
        return False
    return _YEARS_TOGETHER.search(before) is not None or any(
        _YEARS_TOGETHER.search(heading) for heading in quote.passage.heading
    )
