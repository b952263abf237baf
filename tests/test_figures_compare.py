"""When two figures are the same, and when a source bears out what is asserted."""

import pytest

from assistant.figures import Figure, parse_figures, same_figure, supports


def one(text: str) -> Figure:
    (figure,) = parse_figures(text)
    return figure


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1.38万件", "13800件"),
        ("13，884件", "13884 件"),
        ("3亿元", "30000万元"),
        ("8.88%", "百分之八点八八"),
        ("5‰", "0.5%"),
        ("七成", "70%"),
        ("三百七十六件", "３７６件"),
        ("23.8微克/立方米", "23.8微克每立方米"),
        ("10千米", "10公里"),
        ("1/3", "三分之一"),
        ("500余条", "500条"),
        ("3-5亿元", "3亿至5亿元"),
    ],
)
def test_same(a: str, b: str) -> None:
    assert same_figure(one(a), one(b))
    assert same_figure(one(b), one(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("5%", "5个百分点"),
        ("5%", "0.05%"),
        ("13884件", "13884人次"),
        ("3万件", "3亿件"),
        ("3元", "3美元"),
        ("3个月", "3年"),
        ("3%", "3倍"),
        ("3-5亿元", "3亿元"),
        ("376件", "376"),
    ],
)
def test_not_same(a: str, b: str) -> None:
    assert not same_figure(one(a), one(b))


@pytest.mark.parametrize(
    ("asserted", "source"),
    [
        ("13884件", "13884 件"),
        ("近1.4万件", "13884件"),
        ("约1.4万件", "13884件"),
        ("约1.39万件", "13884件"),
        ("1.39万件左右", "13884件"),
        ("超1.3万件", "13884件"),
        ("1.3万余件", "13884件"),
        ("约14000件", "13884件"),
        ("不足1.4万件", "13100件"),
        ("500余条", "500余条"),
        ("超过500条", "500余条"),
        ("约500条", "500余条"),
        ("约9%", "8.88%"),
        ("376", "376件"),
        ("251亿", "251亿元"),
    ],
)
def test_supported(asserted: str, source: str) -> None:
    assert supports(one(asserted), one(source))


@pytest.mark.parametrize(
    ("asserted", "source"),
    [
        ("1.39万件", "13884件"),
        ("约1.38万件", "13884件"),
        ("1.4万件", "13884件"),
        ("超1.4万件", "13884件"),
        ("近1.3万件", "13884件"),
        ("约1.3万件", "13884件"),
        ("近1.4万件", "14100件"),
        ("近1.4万件", "13100件"),
        ("500条", "500余条"),
        ("近500条", "500余条"),
        ("500余条", "500条"),
        ("约500条", "520余条"),
        ("5个百分点", "5%"),
        ("约5个百分点", "5%"),
        ("376人次", "376件"),
        ("5", "5%"),
        ("376件", "376"),
        ("5年", "3—5年"),
        ("3—5年", "3年"),
        ("约9件", "8.88%"),
    ],
)
def test_not_supported(asserted: str, source: str) -> None:
    assert not supports(one(asserted), one(source))
