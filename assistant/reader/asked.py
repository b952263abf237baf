"""Proof that a figure is the figure of the thing asked, and not only one of the same sentence.

The words that state a figure stand in its clause: before it, or right behind it (170宗行政复议案件). They
must hold the indicator asked and nothing else that has content: 战略性新兴产业增加值 is not 增加值, 新增学位
is not 学位. A bare clause (，达1096亿元) takes the words of the one before it; 甲、乙分别为 pairs by order.
What is left over decides: where a word is not known to be empty, the figure is not proved.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.figures import Figure
from assistant.question.need import UNIT_FAMILIES
from assistant.reader import labels
from assistant.reader.figure_year import is_of_year, of_two_spans
from assistant.reader.indicator import Indicator
from assistant.vocabulary.indicators import (
    any_of,
    belongs_to,
    folded,
    one_name,
    whole_words,
)

_ROUNDED = Decimal("0.02")
_SHARES = ("%", "百分点")
# Of a unit that stands apart from its number: 从每立方米27.3微克下降至26.9微克.
_EACH = re.compile(r"每(?:立方米|平方米|升|吨)(?=$|[升降下上提])")
# 筹划建设十所学校，预计新增学位16000个: what is to come of it; 全年预计新增 is the total of the year.
_BRINGS = re.compile(r"(?<!全年)预计(?:可|将|共)?(?:新增|增加|提供|容纳)")
# 第一个“十”，是指新建十所学校，新增学位15300个: a term is explained, and nothing told of a year.
_EXPLAINS = re.compile(r"是指|指的是")
# 打通红棉路、沙荷路等断头路20条: examples between what was done and what it was done to, or before both.
_EXAMPLES = re.compile(r"(?:^|(?<=\|))[^|，。；]{2,60}等(?=\|)")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its figures, the year its report covers, the headings and words over it."""

    text: str
    figures: Sequence[Figure]
    covered: int | None = None
    headings: Sequence[str] = field(default=())
    above: str = ""


def proves(indicator: Indicator, said: Said, at: int) -> bool:
    """Say whether the figure at place `at` is the value (or growth) of the indicator asked."""
    figure = said.figures[at]
    if not figure.asserted or figure.high is not None or not indicator.known:
        return False
    if not _fits_unit(indicator, figure) or not is_of_year(
        said.text, said.figures, at, indicator.years, said.covered, said.headings, said.above
    ):
        return False
    part = labels.part_of(said.text, said.figures, at)
    if any_of("partial").search(part.before) or _BRINGS.search(part.before):
        return False
    if _EXPLAINS.search(said.text[: figure.start]):
        return False
    undecided = of_two_spans(said.headings, said.text[: figure.start])
    if not indicator.planned and (undecided or _is_aim(said, at, part)):
        return False
    if indicator.aimed and not _is_aim(said, at, part):
        return False
    listed = "".join(part.clauses[part.clause].pieces[: part.figure + 1]) if part.figure else ""
    if any(word in listed and word not in indicator.name for word in belongs_to(indicator.name)):
        return False
    return any(_is_it(indicator, label) for label in labels.of_figure(part, indicator.grows))


def _is_aim(said: Said, at: int, part: labels.Part) -> bool:
    """Whether words before a figure say that it is to be reached: in its sentence, or its own clause."""
    before = any_of("aim_not").sub("", said.text[: said.figures[at].start])
    own = "".join(part.clauses[part.clause].pieces[: part.figure + 1])
    return bool(any_of("aim").search(before) or any_of("aim_here").search(own))


def growth_only(indicator: Indicator, said: Said, at: int) -> bool:
    """Say whether the figure is the growth of exactly the indicator whose value was asked."""
    figure = said.figures[at]
    if indicator.grows or figure.unit not in _SHARES or _fits_unit(indicator, figure):
        return False
    grown = Indicator(
        indicator.chunks, _SHARES, True, indicator.years, indicator.region, indicator.planned
    )
    return proves(grown, said, at)


def proved(indicator: Indicator, said: Said) -> list[int]:
    """Give the places of the figures that are proved; none of several that differ: parts of a whole."""
    held = [at for at in range(len(said.figures)) if proves(indicator, said, at)]
    return [
        at for at in held if all(may_agree(said.figures[at], said.figures[one]) for one in held)
    ]


def may_agree(a: Figure, b: Figure) -> bool:
    """Say whether two figures may be one quantity: the same, rounded, or a mark that the other passed."""
    low, high = sorted((a, b), key=lambda one: one.value)
    near = high.value - low.value <= low.value * _ROUNDED
    return near or low.direction == "above"


def stands_firm(indicator: Indicator, said: Said, at: int) -> bool:
    """Say whether a proved figure is told of the whole place: by a word, by opening the part, by its growth.

    Behind clauses on something else (推进城市更新，完成固定资产投资49亿元) it may be only of that.
    """
    part = labels.part_of(said.text, said.figures, at)
    clause = part.clauses[part.clause]
    told = "".join(one.words for one in part.clauses[: part.clause + 1])
    if not part.clause or any(word in told for word in whole_words(indicator.region)):
        return True
    behind = clause.pieces[part.figure + 1]
    if part.figure + 1 == len(clause.figures) and part.clause + 1 < len(part.clauses):
        behind = part.clauses[part.clause + 1].pieces[0]
    grown = any_of("growth").match(folded(behind).lstrip("、"))
    listed = part.clauses[part.clause - 1]
    return grown is not None or any(figure.unit == "%" for figure in listed.figures)


def _fits_unit(indicator: Indicator, figure: Figure) -> bool:
    if indicator.grows:
        return figure.unit in _SHARES
    if not indicator.units:
        return figure.unit not in _SHARES and figure.kind not in ("multiple", "fraction")
    unit = figure.unit.split("/")[0] if figure.unit not in indicator.units else figure.unit
    return any(
        unit == wanted or any(unit in family and wanted in family for family in UNIT_FAMILIES)
        for wanted in indicator.units
    )


def _is_it(indicator: Indicator, label: str) -> bool:
    """Whether words hold the indicator, every chunk of it, and nothing else with content."""
    text = one_name(_EACH.sub("", label))
    for forms in sorted(indicator.chunks, key=lambda forms: -len(forms[0])):
        form = next((form for form in sorted(forms, key=len, reverse=True) if form in text), None)
        if form is None:
            return False
        before, _, behind = text.rpartition(form)
        text = f"{before}|{behind}"
    for word in indicator.beside:
        text = text.replace(word, "|")
    if len(indicator.chunks) > 1:
        text = _EXAMPLES.sub("|", text)
    # 提高到58.5% is where something stands, not how far it grew.
    if any_of("per").search(text) or (indicator.grows and label.endswith(("到", "至"))):
        return False
    return labels.is_empty(text, indicator.region, indicator.grows)
