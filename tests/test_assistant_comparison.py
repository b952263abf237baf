"""Comparisons: figures chosen together, who leads, how far apart, and the year a mark was passed."""

import pytest

from assistant.comparing.cell_figures import CellFigure, candidates, wanted_units
from assistant.comparing.choosing import choose_together
from assistant.comparing.verdict import Contestant, Verdict, crossing, first_past, judge
from assistant.question.need import read_need, threshold_of
from tests.comparison_samples import quote


def choose(question: str, topic: str, *cells: str, years: tuple[int, ...] = ()) -> list[str]:
    """The figures chosen for cells that are one sentence each."""
    over_years = bool(years)
    units = wanted_units(read_need(question), topic, over_years)
    pools = [
        candidates([quote(text)], topic, units, frozenset(years[at : at + 1]), "增速" in question)
        for at, text in enumerate(cells)
    ]
    return [one.figure.text if one else "" for one in choose_together(pools)]


def contestants(*told: tuple[str, str], topic: str = "生产总值") -> list[Contestant]:
    """Names with the sentence that tells their figure: its first."""
    found = []
    for mark, (name, text) in enumerate(told, 1):
        (first, *_) = sorted(
            candidates([quote(text)], topic, (), frozenset(), False),
            key=lambda one: one.figure.start,
        )
        found.append(Contestant(name, first, mark))
    return found


def said(question: str, *told: tuple[str, str], over_years: bool = False) -> Verdict:
    return judge(question, contestants(*told), len(told), over_years)


@pytest.mark.parametrize(
    ("question", "topic", "cells", "figures"),
    [
        (
            "甲区和乙区哪个区GDP高？",
            "哪个区GDP高",
            (
                "地区生产总值突破四千亿元大关，达4018.3亿元，增长7.4％。",
                "预计实现地区生产总值3832亿元，增长8.7%；工业增加值1786亿元，增长7.0%。",
            ),
            ["4018.3亿元", "3832亿元"],
        ),
        (
            "甲省和乙省社零增速哪个高？",
            "社零增速哪个高",
            (
                "社会消费品零售总额5000亿元、增长4.2%。",
                "固定资产投资增长3%，社会消费品零售总额增长4%。",
            ),
            ["4.2%", "4%"],
        ),
        (
            "2013年和2018年城镇化率各是多少？",
            "城镇化率各是多少",
            ("城镇化率从52.6%提高到58.5%。", "调查失业率5.2%，城镇化率提高到66.2%。"),
            ["58.5%", "66.2%"],
        ),
    ],
)
def test_cells_get_figures_of_one_kind(
    question: str, topic: str, cells: tuple[str, ...], figures: list[str]
) -> None:
    assert choose(question, topic, *cells) == figures


def test_a_figure_told_of_another_year_does_not_answer() -> None:
    text = "地区生产总值从2020年的2.83万亿元提高到2025年的3.87万亿元。"
    question = "2020年和2025年GDP各是多少？"
    assert choose(question, "GDP各是多少", text, text, years=(2020, 2025)) == [
        "2.83万亿元",
        "3.87万亿元",
    ]


def test_a_place_inside_the_region_does_not_answer_for_it() -> None:
    text = "武汉市地区生产总值突破2万亿元，全省地区生产总值达到60013亿元。"
    found = candidates([quote(text)], "GDP", ("元",), frozenset(), False, "湖北省")
    assert found[0].figure.text == "60013亿元"


@pytest.mark.parametrize(
    ("question", "told", "line"),
    [
        (
            "谁打的粮食多？",
            (("甲省", "粮食产量726.8亿斤。"), ("乙省", "粮食产量1344亿斤。")),
            "乙省更多：1344亿斤，甲省是726.8亿斤。[1][2]",
        ),
        (
            "哪边空气好？",
            (("甲区", "PM2.5均值23.8微克/立方米。"), ("乙区", "PM2.5浓度26.9微克/立方米。")),
            "甲区更好：23.8微克/立方米，乙区是26.9微克/立方米（这一数值越低越好）。[1][2]",
        ),
        (
            "哪边空气好？",
            (("甲区", "空气优良率97%。"), ("乙区", "空气优良率94.8%。")),
            "甲区更好：97%，乙区是94.8%。[1][2]",
        ),
        (
            "哪年更少？",
            (("2013年", "受理案件120件。"), ("2020年", "受理案件90件。")),
            "2020年更少：90件，2013年是120件。[1][2]",
        ),
    ],
)
def test_the_winner_is_named_in_the_questions_words(
    question: str, told: tuple[tuple[str, str], ...], line: str
) -> None:
    assert said(question, *told).lines[0] == line


def test_the_difference_is_computed_with_its_formula() -> None:
    told = (("2013年", "城镇化率58.5%。"), ("2023年", "城镇化率66.2%。"))
    verdict = said("提高了几个百分点？", *told, over_years=True)
    assert verdict.lines == ("2023年比2013年高7.7个百分点（66.2% - 58.5%）。[2][1]",)
    (computed,) = verdict.computed
    assert (computed.text, computed.formula, computed.operands) == (
        "7.7个百分点",
        "66.2 - 58.5",
        (2, 1),
    )


def test_times_growth_and_total() -> None:
    years = (("2013年", "生产总值2000亿元。"), ("2023年", "生产总值5000亿元。"))
    times = said("2023年是2013年的几倍？", *years, over_years=True)
    assert times.lines[0] == "2023年是2013年的2.5倍（5000亿元 ÷ 2000亿元）。[2][1]"
    grew = said("增长了百分之几？", *years, over_years=True)
    assert [one.text for one in grew.computed] == ["3000亿元", "150%"]
    both = said("两地一共多少？", *years)
    assert both.lines == ("合计7000亿元（2000亿元 + 5000亿元）。[1][2]",)


def test_unlike_figures_are_not_compared() -> None:
    verdict = said("哪个高？", ("甲省", "生产总值增长5.5%。"), ("乙省", "生产总值2000亿元。"))
    assert verdict.lines == ("这几处数字的单位或口径不同，不能直接比较。[1][2]",)
    assert verdict.computed == ()


def test_cases_counted_by_another_word_are_compared_with_a_caution() -> None:
    verdict = said("哪边多？", ("甲区", "收到申请376件。"), ("乙区", "受理案件21宗。"))
    assert verdict.lines[0].startswith("甲区更多：376件，乙区是21宗。")
    assert "口径可能不同" in verdict.lines[-1]
    assert verdict.computed == ()


def test_whether_two_reports_say_the_same() -> None:
    same = said("写的一样吗？", ("甲", "优良率99.1%。"), ("乙", "优良率99.1%。"))
    assert same.lines == ("两者一样，都是99.1%。[1][2]",)
    other = said("写的一样吗？", ("甲", "生产总值2.77万亿元。"), ("乙", "生产总值2.83万亿元。"))
    assert other.lines[0] == "两者不一样：甲是2.77万亿元，乙是2.83万亿元。[1][2]"


def test_one_figure_is_compared_with_nothing() -> None:
    assert judge("哪个高？", contestants(("甲省", "生产总值2000亿元。")), 2, False) == Verdict()


@pytest.mark.parametrize(
    ("question", "threshold"),
    [
        ("GDP头一回过2万亿是哪年的事？", 2e12),
        ("服务业占比哪一年头一次过半？", 50.0),
        ("哪一年PM2.5最低？", None),
        ("2万亿以上的有哪些？", None),
    ],
)
def test_the_mark_is_read_from_the_question(question: str, threshold: float | None) -> None:
    assert threshold_of(question) == threshold


@pytest.mark.parametrize(
    ("values", "place"),
    [([1, 2, 3], 2), ([1, 9, 1, 1, 3, 4, 5], 4), ([3, 4], 0), ([1, 1], 2), ([], 0)],
)
def test_one_wrong_figure_does_not_move_the_year(values: list[float], place: int) -> None:
    assert first_past(2.5, values) == place


def test_the_year_before_is_told_too() -> None:
    before, first = contestants(
        ("2016年", "生产总值19492.6亿元。"), ("2017年", "生产总值2.24万亿元。")
    )
    assert crossing(before, first).lines == (
        "按各年报告的数字，首次越过这条线的是2017年：2.24万亿元，此前2016年是19492.6亿元。[2][1]",
    )
    assert "没有越过" in crossing(before, None).lines[0]
    assert "更早的年份没有收录" in crossing(None, first).lines[0]


def test_no_figures_no_choice() -> None:
    empty: list[list[CellFigure]] = [[], []]
    assert choose_together(empty) == (None, None)
