"""Recompute the computed figures of an answer: operands cited, units alike, result right."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.figures import Figure, parse_figures
from assistant.models import Answer, ComputedFigure

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)(%?)|([-+*/×÷()]))")

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


class BadFormula(ValueError):
    """The formula is not one of numbers, + - × ÷ and brackets."""


def numbers_in(formula: str) -> tuple[Decimal, ...]:
    """Give the numbers of a formula that stand for figures: not the 100% that makes a percentage."""
    return tuple(
        Decimal(match[1]) for match in _TOKEN.finditer(formula) if match[1] and not match[2]
    )


def evaluate(formula: str) -> Decimal:
    """Compute a formula of numbers, + - × ÷ and brackets; × 100% multiplies by 100.

    Raises BadFormula for anything else and for a division by zero.
    """
    tokens: list[str] = []
    pos = 0
    while pos < len(formula.rstrip()):
        match = _TOKEN.match(formula, pos)
        if match is None:
            raise BadFormula(f"算式无法识别：{formula!r}")
        tokens.append(match[1] or match[3])
        pos = match.end()
    value, rest = _sum(tokens)
    if rest:
        raise BadFormula(f"算式无法识别：{formula!r}")
    return value


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+-":
        right, rest = _product(tokens[1:])
        value = value + right if tokens[0] == "+" else value - right
        tokens = rest
    return value, tokens


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, tokens = _atom(tokens)
    while tokens and tokens[0] in "*/×÷":
        right, rest = _atom(tokens[1:])
        if tokens[0] in "/÷" and not right:
            raise BadFormula("算式除以零。")
        value = value * right if tokens[0] in "*×" else value / right
        tokens = rest
    return value, tokens


def _atom(tokens: list[str]) -> tuple[Decimal, list[str]]:
    if tokens and tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if not rest or rest[0] != ")":
            raise BadFormula("算式的括号不成对。")
        return value, rest[1:]
    if tokens and tokens[0] == "-":
        value, rest = _atom(tokens[1:])
        return -value, rest
    if not tokens or not tokens[0][0].isdecimal():
        raise BadFormula("算式不完整。")
    return Decimal(tokens[0]), tokens[1:]
