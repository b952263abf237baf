"""Comparisons: figures chosen together, who leads, how far apart, and the year a mark was passed."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.comparing.cell_figures import CellFigure, asks_growth, candidates, wanted_units
from assistant.comparing.choosing import choose_together
from assistant.comparing.plans import mark_of, may_stand
from assistant.comparing.rows import read_rows
from assistant.comparing.verdict import Contestant, Verdict, crossing, first_past, judge
from assistant.models import Scope
from assistant.question.need import read_need, threshold_of
from assistant.question.planning import PartPlan
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell, ScopeReading
from assistant.scope.models import YearMention
from ingest.models import Passage, ReportFacts
from vectorstore.models import SearchResult


def quote(text: str, score: float = 0.6, region: str = "虚构省") -> Quote:
    passage = Passage("p", "r", 0, (), text, 0, len(text), 0, None)
    return Quote(passage, ReportFacts("虚构报告", region=region, year=2020), 0, len(text), score)


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


CELLS = (
    ScopeCell("甲区", 2020, ("a",), "held", "2020年"),
    ScopeCell("乙区", 2020, ("b",), "held", "2020年"),
)


def rows(
    question: str, *texts: str, named: bool = False, thing: frozenset[str] = frozenset()
) -> list[str]:
    """How each cell ends when the reader gave it this sentence: its figure, its words, or nothing."""
    reading = ScopeReading(
        Scope((2020,), ("甲区", "乙区")),
        "held",
        frozenset("ab"),
        cells=CELLS,
        reports=("a", "b") if named else (),
    )
    part = PartPlan(read_need(question), question.removeprefix("甲区和乙区"), reading, thing=thing)
    empty = SearchResult((), np.zeros(2, dtype=np.float32))
    found = {
        at: (
            Found(0, at, frozenset("ab"[at]), empty, ranked=(quote(text),)),
            Reading(question, "disclosed", (quote(text),), 0.6),
        )
        for at, text in enumerate(texts)
    }
    return [
        row.chosen.figure.text if row.chosen else "、".join(q.text for q in row.quotes)
        for row in read_rows(part, found)
    ]


def test_a_cell_is_left_empty_rather_than_filled_with_another_figure() -> None:
    told = "地区生产总值增长5.8％、增速第3，总量达到60013亿元。"
    asked = "甲区和乙区哪个经济总量大"
    assert rows(asked, told, "第三产业增加值3778.1亿元，占GDP比重达94％。") == ["60013亿元", ""]
    assert rows(asked, told, "经济运行稳中向好。") == ["60013亿元", ""]
    assert rows("甲区和乙区空气优良率各多少", "空气优良率96.2%。", "新建管廊4.5公里。") == [
        "96.2%",
        "",
    ]


@pytest.mark.parametrize(
    ("asked", "split"),
    [
        ("办理代表建议和政协提案各多少件", "办理代表建议186件、政协提案211件。"),
        ("村级工业园拆除整理各多少亩", "五年累计拆除整理村级工业园6.17万亩。"),
        ("化解矛盾纠纷各多少件", "镇一级化解矛盾纠纷31件，村一级化解矛盾纠纷66件。"),
    ],
)
def test_a_named_report_shows_the_sentence_that_tells_the_thing_otherwise(
    asked: str, split: str
) -> None:
    question = f"甲区和乙区{asked}"
    assert rows(question, split, split, named=True) == [split, split]
    assert rows(question, split, "建成公园19件，道路8亩。", named=True) == [split, ""]
    assert rows(question, split, "经济运行稳中向好。", named=True) == [split, ""]


def test_cells_that_are_not_asked_for_figures_keep_their_words() -> None:
    told = ("推行首违不罚。", "推行柔性执法。")
    assert rows("甲区和乙区各推行了什么执法方式", *told) == list(told)


def test_a_row_that_bears_a_title_quotes_that_report_alone() -> None:
    """Two reports of other years may tell of one: the row is called by the title of the first."""
    told = [
        replace(
            quote(text), facts=replace(quote(text).facts, year=year, title=title), passage=passage
        )
        for text, year, title in (
            ("信访归人民监督。", 1953, "甲报告"),
            ("要建立监察机构。", 1954, "乙报告"),
        )
        for passage in [replace(quote(text).passage, report_id=title)]
    ]
    question = "甲区和乙区的信访由哪个机关监督"
    cell = replace(CELLS[0], year=1955, label="1955年")
    scope = ScopeReading(
        Scope((1955,), ("甲区", "乙区")), "held", frozenset("ab"), cells=(cell, CELLS[1])
    )
    part = PartPlan(read_need(question), "信访由哪个机关监督", scope)
    empty = SearchResult((), np.zeros(2, dtype=np.float32))
    found = {
        0: (
            Found(0, 0, frozenset("a"), empty),
            Reading(question, "disclosed", tuple(told), 0.6),
        )
    }
    (row, _) = read_rows(part, found)
    assert [one.facts.title for one in row.quotes] == ["甲报告"]
    cell = replace(cell, year=1953)
    part = replace(part, reading=replace(scope, cells=(cell, CELLS[1])))
    (row, _) = read_rows(part, found)
    assert len(row.quotes) == 2


def test_which_place_has_most_is_not_answered_without_a_figure() -> None:
    asked = "甲区和乙区哪个造的汽车最多"
    assert rows(asked, "汽车产业向新而行。", "新能源汽车快速发展。") == ["", ""]


def test_growth_that_only_stands_in_for_an_amount_is_not_asked_for() -> None:
    asked = "甲区和乙区的技术合同成交额，只有增幅的注明“只有增速”"
    assert asks_growth(asked, over_years=False)
    assert not asks_growth(asked, over_years=False, thing={"技术", "合同", "成交额"})
    assert asks_growth("甲区和乙区的投资增速", over_years=False, thing={"投资", "增速"})


def test_no_plan_for_another_year_stands_in_a_year_that_is_named() -> None:
    """准备 says that something is planned, and not the figure that is asked."""
    sentence = "今年将新增养老床位135张。"
    planned = replace(quote(sentence), facts=ReportFacts("甲报告", year=2019, title_year=2020))
    planned = replace(planned, passage=replace(planned.passage, heading=("2020年工作安排",)))
    (one,) = candidates((planned,), "养老床位", ("张",), frozenset(), False)
    question = "准备搬家，甲区2019年养老床位多少张"
    mention = YearMention("covered", (2019,), "2019年", 7, 12)
    reading = ScopeReading(Scope((2019,), ("甲区",)), "held", frozenset("a"), years=(mention,))
    part = PartPlan(read_need(question), "养老床位", reading)
    assert mark_of(one) and not may_stand(part, one, 2019)
    assert may_stand(part, one, 2020)


def test_what_is_called_by_its_measure_is_not_answered_without_a_figure_of_it() -> None:
    texts = ("煤炭先进产能占比达到83%。", "智能化煤矿达到268座。")
    asked = "甲区和乙区煤炭产量比较"
    assert rows(asked, *texts, thing=frozenset({"煤炭", "产量"})) == ["", ""]
