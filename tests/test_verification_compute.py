"""Differences, totals, ratios and growth: exact, with a formula, or refused."""

from decimal import Decimal

import pytest

from assistant.comparing.arithmetic import IncompatibleFigures, difference, growth, ratio, total
from assistant.figures import Figure, parse_figures
from assistant.grounding.computed import BadFormula, evaluate, numbers_in


def one(text: str) -> Figure:
    return parse_figures(text)[0]


@pytest.mark.parametrize(
    ("a", "b", "text", "unit", "formula"),
    [
        ("376件", "304件", "72件", "件", "376 - 304"),
        ("304件", "376件", "72件", "件", "376 - 304"),
        ("7630.59亿元", "3206.57亿元", "4424.02亿元", "元", "7630.59 - 3206.57"),
        ("2.77万亿元", "19492.6亿元", "8207.4亿元", "元", "27700 - 19492.6"),
        ("1.38万件", "304件", "13496件", "件", "13800 - 304"),
        ("66.2%", "58.5%", "7.7个百分点", "百分点", "66.2 - 58.5"),
        ("239.9亿元", "204.3亿元", "35.6亿元", "元", "239.9 - 204.3"),
        ("500余条", "300条", "约200条", "条", "500 - 300"),
    ],
)
def test_difference(a: str, b: str, text: str, unit: str, formula: str) -> None:
    result = difference(one(a), one(b))
    assert (result.text, result.unit, result.formula) == (text, unit, formula)
    assert evaluate(result.formula) == parse_figures(result.text)[0].shown_value
    assert parse_figures(result.text)[0].value == result.value


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("376件", "21宗"),
        ("5%", "5个百分点"),
        ("3—5年", "2年"),
        ("3元", "3美元"),
        ("2020年", "2019年"),
    ],
)
def test_unlike_figures_are_refused(a: str, b: str) -> None:
    with pytest.raises(IncompatibleFigures):
        difference(one(a), one(b))


def test_total_ratio_and_growth() -> None:
    figures = [one("3亿元"), one("5000万元"), one("1亿元")]
    assert (total(figures).text, total(figures).formula) == ("45000万元", "30000 + 5000 + 10000")
    assert ratio(one("376件"), one("304件")).text == "1.24倍"
    grown = growth(one("304件"), one("376件"))
    assert (grown.text, grown.formula) == ("23.68%", "(376 - 304) ÷ 304 × 100%")
    assert growth(one("376件"), one("304件")).text == "-19.15%"
    assert grown.as_figure([1, 2]).operands == (1, 2)


@pytest.mark.parametrize("compute", [ratio, lambda a, b: growth(b, a)])
def test_nothing_is_divided_by_zero(compute) -> None:
    with pytest.raises(IncompatibleFigures):
        compute(one("3件"), one("0件"))


def test_percentages_are_not_added_or_grown() -> None:
    with pytest.raises(IncompatibleFigures):
        total([one("3%"), one("5%")])
    with pytest.raises(IncompatibleFigures):
        growth(one("3%"), one("5%"))


def test_formulas() -> None:
    assert evaluate("(376 - 304) ÷ 304 × 100%") == Decimal(72) / Decimal(304) * 100
    assert evaluate("-3 + 2*(1+1)") == 1
    assert numbers_in("(376 - 304) ÷ 304 × 100%") == (376, 304, 304)
    for formula in ("", "1 +", "(1", "1 2", "1 ÷ 0", "x + 1", "1) + (2"):
        with pytest.raises(BadFormula):
            evaluate(formula)
