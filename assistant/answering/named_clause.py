"""Whether the clause that has a name tells what is asked of it: the figure beside it is another's.

苏州工业园区实现地区生产总值…；苏州高新区新增上市企业6家 tells nothing of the GDP of 苏州高新区.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.comparing.cell_figures import (
    asks_growth,
    candidates,
    fits_units,
    topic_share,
    wanted_units,
)
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote, Reading
from assistant.scope.name_forms import speaks_of

_CLAUSE = re.compile(r"[^；;]+[；;]?")
# The share of the asked words that stand before the figure; less where its unit is the one asked for.
_ON_TOPIC, _WITH_UNIT = 0.25, 0.2


def in_own_clause(part: PartPlan, reading: Reading) -> Reading:
    """Cut sentences down to the clauses with the name; refuse a figure question that none answers."""
    forms = part.reading.forms
    if reading.status != "disclosed" or not forms:
        return reading
    cut = tuple(own_clauses(quote, forms) for quote in reading.quotes)
    if part.need.kind != "figure":
        return replace(reading, quotes=cut)
    kept = tuple(quote for quote in cut if _tells(part, quote))
    return replace(reading, status="disclosed" if kept else "not_in_report", quotes=kept)


def own_clauses(quote: Quote, forms: Sequence[str]) -> Quote:
    """Give the clauses, between semicolons, from the first to the last that has one of the forms."""
    text = quote.text
    own = [m for m in _CLAUSE.finditer(text) if speaks_of(m[0], forms)]
    if not own:
        return quote
    end = own[-1].end() - (own[-1][0][-1] in "；;")
    return replace(quote, start=quote.start + own[0].start(), end=quote.start + end)


def _tells(part: PartPlan, quote: Quote) -> bool:
    topic = part.topic
    for form in sorted((*part.reading.names, *part.reading.forms), key=len, reverse=True):
        topic = topic.replace(form, "")
    units = wanted_units(part.need, topic, False)
    growth = asks_growth(part.need.question, False)
    for one in candidates((quote,), topic, units, frozenset(), growth):
        fits = bool(units) and fits_units(one.figure, units)
        if units and not fits:
            continue
        if topic_share(one, topic) >= (_WITH_UNIT if fits else _ON_TOPIC):
            return True
    return False
