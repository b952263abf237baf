"""How the cells of a comparison end: with a figure of the thing, with words, or with neither."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.comparing.cell_figures import asks_growth, candidates
from assistant.comparing.plans import mark_of, may_stand
from assistant.comparing.rows import _asks_amount_too, read_rows
from assistant.models import Scope
from assistant.question.need import read_need
from assistant.question.planning import PartPlan
from assistant.reader.reading import Found, Reading
from assistant.scope import ScopeCell, ScopeReading
from assistant.scope.models import YearMention
from ingest.models import ReportFacts
from tests.comparison_samples import quote
from vectorstore.models import SearchResult

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


@pytest.mark.parametrize(
    ("question", "too"),
    [
        ("白鹭区和白鹿区一般公共预算收入多少、增长百分之几？", True),
        ("接待了多少人次游客，比上年涨了百分之几？", True),
        ("白鹭区和白鹿区GDP增速哪个高，各是多少？", False),
        ("增速谁更快？分别是多少？", False),
        ("增速按可比价计算是多少？", False),
        ("GDP增长了多少？", False),
    ],
)
def test_an_amount_is_asked_for_beside_growth_in_words_of_its_own(question: str, too: bool) -> None:
    assert _asks_amount_too(question) is too


def test_the_figure_of_a_year_is_none_of_a_part_of_it() -> None:
    told, thing = ("地区生产总值达到601亿元。", "地区生产总值达到302亿元。"), frozenset({"GDP"})
    assert rows("甲区和乙区GDP各多少", *told, thing=thing) == ["601亿元", "302亿元"]
    assert rows("甲区和乙区上半年GDP各多少", *told, thing=thing) == ["", ""]
