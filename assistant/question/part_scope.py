"""What a part of a question is read in, beside what the whole question is about."""

import re
from dataclasses import replace

from assistant.question.need import threshold_of
from assistant.scope import ScopeReading

_WHOLE = re.compile(r"[全我本][国省市区县]")
_COURSE = re.compile(
    r"历年|每年|逐年|各年|这些年|历次|趋势|多年来|哪[一几]?年[^，？]{0,16}[最更]|年份[^，？]{0,6}[最更]"
)


def with_whole(
    reading: ScopeReading, whole: ScopeReading, wording: str, *, placed: bool
) -> ScopeReading:
    """Read a part that names nothing in what the whole is about, and one without a place under its name.

    王府井去年卖了多少，社零总额是几亿: what has no place of its own is asked of 王府井 too.
    """
    if not (reading.years or placed or reading.reports):
        return whole
    own = placed or reading.forms or reading.reports or _WHOLE.search(wording)
    if own or not whole.forms:
        return reading
    return replace(reading, names=whole.names, forms=whole.forms, outside=whole.outside)


def one_search(reading: ScopeReading, question: str) -> ScopeReading:
    """Look for which year it was in all reports at once, unless a figure of each must be seen."""
    if not reading.any_year or _COURSE.search(question) or threshold_of(question) is not None:
        return reading
    return replace(reading, cells=())
