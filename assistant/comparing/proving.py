"""The figures of a comparison's cell that are proved to be the thing asked, or its growth, or a kind of it."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from assistant.comparing.cell_figures import CellFigure, candidates
from assistant.comparing.plans import may_stand, of_outlook, told_by
from assistant.figures import parse_figures
from assistant.question.planning import PartPlan
from assistant.reader.asked import Said, growth_only, may_agree, proves, stands_firm
from assistant.reader.figure_year import is_mixed
from assistant.reader.indicator import Indicator, read_indicator
from assistant.reader.periods import periods_in
from assistant.reader.reading import Found, Reading
from assistant.scope import ScopeCell
from assistant.vocabulary.indicators import narrower_than, whole_words, words
from ingest.facts.years import five_year_plan
from ingest.outlook.told import PERIOD

_Pool = Sequence[CellFigure]
_NEARLY = 1.1
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = re.compile(r"(\d{4})—(\d{4})年")


def proved_figures(
    part: PartPlan,
    cell: ScopeCell,
    found: tuple[Found, Reading],
    units: Sequence[str],
    growth: bool,
) -> tuple[tuple[CellFigure, ...], CellFigure | None]:
    """Give the figures of a cell that are proved to be the thing asked, and else that of its growth.

    None where a part of a year is asked of: what is proved is of the whole of one.
    """
    if periods_in(part.need.question):
        return (), None
    quotes = (*found[1].quotes, *found[0].ranked)
    years = _years_of(part, cell)
    weighed = of_outlook(part, candidates(quotes, part.topic, units, years, growth, cell.region))
    told = [one for one in weighed if may_stand(part, one, cell.year) and _tells_span(cell, one)]
    planned = any(match.kind == "plan" for match in part.reading.matches)
    wanted = read_indicator(part.topic, units, growth, years, cell.region, planned, part.thing)
    if not wanted.known:
        return (), None
    held = _held(wanted, told)
    if not held and _of_any_time(part):
        # Of a report that is named, what it tells of any time answers where its own year is silent.
        wanted = replace(wanted, years=frozenset())
        held = _held(wanted, told)
    held = _of_the_whole(held, cell.region)
    firm = tuple(one for one in held if _proves(stands_firm, wanted, one))
    grown = next((one for one in told if not firm and _proves(growth_only, wanted, one)), None)
    # 完成城市更新…，完成固定资产投资49亿元 beside 固定资产投资增长28.8% is not the whole of the place.
    if firm or held or grown:
        return firm or (() if grown else held), grown
    return _of_a_kind(wanted, told), None


def _tells_span(cell: ScopeCell, one: CellFigure) -> bool:
    """Whether the words over and before a figure tell of a span of years: 2020年新增… does not of 2016—2020年."""
    span = _SPAN.match(cell.label)
    if span is None:
        return True
    quote, at = one.quote, one.figure.start
    own = quote.text[:at]
    if _YEAR.search(own) and not PERIOD.search(own):
        return False
    before = quote.passage.text[: quote.start - quote.passage.start + at]
    said = "\n".join((*quote.passage.heading, before))
    plans = (five_year_plan(match[1]) for match in PERIOD.finditer(said))
    told = {*map(int, _YEAR.findall(said)), *(year for plan in plans for year in plan)}
    return {int(span[1]), int(span[2])} <= told


def _held(wanted: Indicator, told: _Pool) -> tuple[CellFigure, ...]:
    held = without_parts([one for one in told if _proves(proves, wanted, one)])
    return _of_one_year(wanted, held, told)


def _of_the_whole(held: _Pool, region: str) -> tuple[CellFigure, ...]:
    """Of figures that disagree keep those said to be of the whole place, where some are.

    中英街开业即火爆，接待游客突破500万人次 beside 全区接待游客突破2000万人次 is of a part.
    """
    # 突破500万 may be said of 2000万 too: only what is nearly one figure agrees here.
    values = [abs(float(one.figure.value)) for one in held]
    agree = not values or max(values) <= min(values) * _NEARLY
    said = whole_words(region)
    whole = [] if agree else [one for one in held if any(word in one.label for word in said)]
    return tuple(whole or held)


def _of_any_time(part: PartPlan) -> bool:
    """Whether a report is named and no year beside it."""
    named = bool(part.reading.reports)
    return named and not any(one.kind != "title" for one in part.reading.years)


def _of_a_kind(wanted: Indicator, told: _Pool) -> tuple[CellFigure, ...]:
    """The figure of a kind of the thing, where the report tells of one kind only: 新增公办学位3000个."""
    kinds = narrower_than(wanted.name)
    if not kinds or wanted.grows:
        return ()
    wide = replace(wanted, beside=(*wanted.beside, *kinds))
    held = without_parts([one for one in told if _proves(proves, wide, one)])
    held = _of_one_year(wanted, held, told)
    if not all(may_agree(a.figure, b.figure) for a in held for b in held):
        return ()
    return tuple(replace(one, kind=next((k for k in kinds if k in one.label), "")) for one in held)


def without_parts(held: _Pool) -> tuple[CellFigure, ...]:
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


def _of_one_year(wanted: Indicator, held: _Pool, told: _Pool) -> tuple[CellFigure, ...]:
    """Under a heading on a year and on several years, leave out the larger of two sums of deeds.

    What was done in five years is never less than in one of them. `told` are all figures of the cell: one
    of the same deeds that is called a little otherwise may be that of the year.
    """
    done = set(words("deeds"))
    if not any(form in done for forms in wanted.chunks for form in forms):
        return tuple(held)
    return tuple(
        one
        for one in held
        if not is_mixed(one.quote.passage.heading)
        or all(
            may_agree(one.figure, other.figure) or other.figure.value > one.figure.value
            for other in (*held, *(o for o in told if _is_of(wanted.chunks[-1], done, o, one)))
        )
    )


def _is_of(head: Sequence[str], deeds: Collection[str], other: CellFigure, one: CellFigure) -> bool:
    """Whether a figure counts what another does, by the last word of it, its deed and its unit."""
    same_unit = other.figure.unit == one.figure.unit and other.grows == one.grows
    told = any(form in other.label for form in head)
    return same_unit and told and any(deed in other.label for deed in deeds)


def _proves(
    test: Callable[[Indicator, Said, int], bool], wanted: Indicator, one: CellFigure
) -> bool:
    quote = one.quote
    figures = parse_figures(quote.text)
    covered = quote.facts.year
    if wanted.planned and (told := told_by(one)).outlook == "planned":
        covered = told.planned_for or quote.told.planned_for or covered
    above = quote.passage.text[: quote.start - quote.passage.start]
    said = Said(quote.text, figures, covered, quote.passage.heading, above)
    at = next(n for n, figure in enumerate(figures) if figure.start == one.figure.start)
    return test(wanted, said, at)


def _years_of(part: PartPlan, cell: ScopeCell) -> frozenset[int]:
    """The years whose figures answer: those told as content beside a report's title, else the cell's."""
    if any(mention.kind == "title" for mention in part.reading.years):
        told = {y for m in part.reading.years if m.kind != "title" for y in m.years}
        if told:
            return frozenset(told)
    return frozenset({cell.year} if cell.year else ())
