"""Whether words of a report that spans several years tell of the one year that was asked about.

A review of 2016 to 2020 holds the total of five years and the last year's figures: for 2018 only
what stands under that year may answer. A report given late in its own year says 今年 of it.
"""

import re
from collections.abc import Mapping

from assistant.scope.models import ScopeReading
from ingest.characters import match_form
from ingest.models import Passage, ReportFacts

_PERIOD = r"(?:今后|未来|接下来)的?[三四五]年|时期|期间"
_SEVERAL = rf"{_PERIOD}|[三四五六七八九十]年(?:来|间|累计)|过去[三四五]年"
_THIS_YEAR = r"今年|本年|上半年|前三季度|[1一]\s*[-—－至到]+\s*[\d一二三四五六七八九十]+月"
_TOLD = re.compile(rf"(?<!\d)((?:19|20)\d\d)年|({_THIS_YEAR})|去年|上年|{_SEVERAL}")


def single_years(reading: ScopeReading) -> dict[str, int]:
    """Give the reports that may answer only where they name the year asked, with that year.

    Besides reviews of several years these are plans for several years, and reports named by their
    title but asked of another year: 2021年换届报告里2023年要加多少. 今年 and 去年 beside a report that is
    named or chosen are the report's own.
    """
    held = reviewed_years(reading)
    held |= {
        match.report_id: match.years[0]
        for match in reading.matches
        if match.kind == "plan" and match.far_ahead and len(match.years) == 1
    }
    asked = {
        mention.years for mention in reading.years if mention.kind not in ("title", "relative")
    }
    if len(asked) == 1 and len(years := asked.pop()) == 1:
        for match in reading.matches:
            if match.kind == "title" and years[0] not in match.years:
                held[match.report_id] = years[0]
    return held


def reviewed_years(reading: ScopeReading) -> dict[str, int]:
    """Give the reviews of several years that are asked about one of them, with that year."""
    return {
        match.report_id: match.years[0]
        for match in reading.matches
        if match.kind == "span" and len(match.years) == 1
    }


def tells_of(
    passage: Passage,
    end: int,
    facts: ReportFacts,
    years: Mapping[str, int],
    start: int | None = None,
) -> bool:
    """Say whether a passage, read up to `end` (in the report), speaks of the year it is held to.

    The last year named before `end` counts, or any that stands in the words from `start` on.
    """
    year = years.get(passage.report_id)
    if year is None or facts.year == year:
        return True
    text = match_form(passage.text[: end - passage.start])
    own = text if start is None else text[start - passage.start :]
    last = len(facts.plan_years) > 1 and facts.plan_years[-1] == year
    if last and re.search(_PERIOD, f"{' '.join(passage.heading)} {text}"):
        # What is to be reached in a period is to be reached by its last year.
        return True
    told = [*_TOLD.finditer(" ".join(passage.heading)), *_TOLD.finditer(text)]
    if any(_is(match, year, facts) for match in _TOLD.finditer(own)):
        return True
    return start is not None and bool(told) and _is(told[-1], year, facts)


def _is(match: re.Match[str], year: int, facts: ReportFacts) -> bool:
    if match[1]:
        return int(match[1]) == year
    return bool(match[2]) and facts.year is not None and facts.year + 1 == year
