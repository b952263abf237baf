"""Recompute the computed figures of an answer: operands cited, units alike, result right."""

from collections.abc import Iterator
from decimal import Decimal

from assistant.compute import BadFormula, evaluate, numbers_in
from assistant.figures import Figure, parse_figures
from assistant.models import Answer, ComputedFigure

_SCALES = tuple(Decimal(10) ** power for power in (0, 4, 8, 12))


def computed_problems(answer: Answer) -> Iterator[tuple[str, str]]:
    """Give (text of the computed figure, what is wrong with it) for each that does not hold."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    for item in answer.computed:
        sources = [
            figure
            for n in dict.fromkeys(item.operands)
            for figure in parse_figures(quotes.get(n, ""))
            if figure.asserted
        ]
        problem = _problem(item, sources)
        if problem:
            yield item.text, problem


def _problem(item: ComputedFigure, sources: list[Figure]) -> str:
    try:
        result = evaluate(item.formula)
    except BadFormula as error:
        return str(error)
    shown = next((figure for figure in parse_figures(item.text) if figure.asserted), None)
    if shown is None:
        return "没有可以核对的数字"
    reasons = [_at_scale(item.formula, result, shown, sources, scale) for scale in _SCALES]
    return "" if "" in reasons else min(reasons, key=len)


def _at_scale(
    formula: str, result: Decimal, shown: Figure, sources: list[Figure], scale: Decimal
) -> str:
    """Judge the formula with its numbers read in units of `scale`; "" if it holds."""
    units: set[str] | None = None
    for number in numbers_in(formula):
        fitting = {source.unit for source in sources if source.value == number * scale}
        if not fitting:
            return f"算式中的 {number} 不在所引的原文里"
        units = fitting if units is None else units & fitting
    if not units:
        return "算式中的数字单位不同"
    scaled = Decimal(1) if _is_ratio(formula) else scale
    expected = {shown.unit} if shown.unit != "百分点" else {"%", "百分点"}
    if not _is_ratio(formula) and not units & expected:
        return "结果的单位与算式不符"
    if _is_ratio(formula) and shown.unit not in ("倍", "%"):
        return "结果的单位与算式不符"
    last_digit = shown.scale.scaleb(-shown.shown_digits)
    if abs(result * scaled - shown.value) * 2 > last_digit:
        return f"算式的结果是 {result:f}，与所写不符"
    return ""


def _is_ratio(formula: str) -> bool:
    return "÷" in formula or "/" in formula
