"""What a question asks for: kinds and units by table, parts cut where a new question begins."""

import pytest

from assistant.figures import parse_figures
from assistant.question.need import UNIT_FAMILIES, read_need, split_parts

KINDS = {
    "2021年收到行政复议申请多少件？": "figure",
    "光明区的纠错率是多少": "figure",
    "去年一共培训了几次？": "figure",
    "绿化覆盖率达到百分之多少？": "figure",
    "2023年警情同比降幅（百分比）": "figure",
    "五年筹建公共住房数量？": "figure",
    "有哪些做法？": "list",
    "怎么推进执法监督的？": "list",
    "采取了什么措施来化解矛盾纠纷？": "list",
    "列出存在的问题": "list",
    "为什么纠错率下降？": "why",
    "投诉增多是什么原因？": "why",
    "是否建立了法律顾问制度？": "whether",
    "有没有开展专项检查？": "whether",
    "公示了执法信息吗？": "whether",
    "这份报告讲了什么？": "overview",
    "概括一下2021年的报告": "overview",
    "谁牵头成立了工作小组？": "fact",
    "专项检查由哪个部门负责？": "fact",
}

UNITS = {
    "收到行政复议申请多少件？": "件",
    "开展检查几次？": "次",
    "服务企业多少家？": "家",
    "接待群众多少人次？": "人次",
    "公示信息多少条？": "条",
    "办结率是多少？": "%",
    "占比多大？": "%",
    "投入资金多少？": "元",
    "修了多少公里路？": "公里",
}


@pytest.mark.parametrize(("question", "kind"), KINDS.items())
def test_kinds(question: str, kind: str) -> None:
    assert read_need(question).kind == kind


@pytest.mark.parametrize(("question", "unit"), UNITS.items())
def test_units(question: str, unit: str) -> None:
    need = read_need(question)
    assert unit in need.units
    assert need.unit_fit(unit) == 1.0


@pytest.mark.parametrize("question", ["有哪些做法？", "为什么？", "谁负责执法监督？"])
def test_no_unit_is_invented(question: str) -> None:
    assert read_need(question).units == ()


def test_full_width_and_closing_marks_change_nothing() -> None:
    plain = read_need("2021年收到复议申请多少件")
    for question in (
        "２０２１年收到复议申请多少件？",
        "2021年收到复议申请多少件？？",
        "2021年收到复议申请多少件。",
    ):
        need = read_need(question)
        assert (need.kind, need.units) == (plain.kind, plain.units)
        assert need.question == question


def test_a_unit_fits_itself_then_its_family_then_nothing() -> None:
    need = read_need("审结案件多少件？")
    assert [need.unit_fit(unit) for unit in ("件", "起", "%", "公里", "")] == [
        1.0,
        0.5,
        0.0,
        0.0,
        0.0,
    ]
    assert all(len(family) > 1 for family in UNIT_FAMILIES if family != frozenset("元"))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("收到多少件？", ("收到多少件？",)),
        ("收到多少件？审结多少件？", ("收到多少件？", "审结多少件？")),
        ("收到多少件；有哪些做法；为什么", ("收到多少件；", "有哪些做法；", "为什么")),
        (
            "我是一名律师。2021年收到复议申请多少件？",
            ("我是一名律师。2021年收到复议申请多少件？",),
        ),
        ("收到多少件？请说明出处。", ("收到多少件？请说明出处。",)),
        ("", ("",)),
    ],
)
def test_parts(question: str, parts: tuple[str, ...]) -> None:
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    "question", ["收到多少件？审结多少件？", "前情。问什么？再问哪些；完", "。。？？"]
)
def test_parts_lose_nothing(question: str) -> None:
    assert "".join(split_parts(question)) == question


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("一共罚了多少钱？", True),
        ("治水投了多少资金？", True),
        ("国内生产总值是多少？", False),
        ("罚了多少起？", False),
    ],
)
def test_a_sum_of_money_is_told_from_other_figures(question: str, only: bool) -> None:
    assert read_need(question).only_money is only


COUNTED = {
    "2024年造了多少辆新能源车？": ("汽车产量9.5万辆。", "汽车产业增加值增长26.7%。"),
    "人均GDP折合多少美元？": ("人均生产总值10628美元。", "每平方公里产出3.46亿元。"),
    "修了多少公里路？": ("新建道路4.5公里。", "新开线路43条。"),
}


@pytest.mark.parametrize(("question", "texts"), COUNTED.items())
def test_what_is_counted_in_so_many_words_must_be_counted(
    question: str, texts: tuple[str, str]
) -> None:
    need = read_need(question)
    may = [any(need.may_be(figure) for figure in parse_figures(text)) for text in texts]
    assert may == [True, False]


@pytest.mark.parametrize(
    "question", ["检查了多少次？", "那几年一共整备出多少土地？", "压缩了哪几项开支？"]
)
def test_counters_that_stand_for_anything_rule_nothing_out(question: str) -> None:
    assert read_need(question).counted == ""


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("消防部门检查企业多少万家次？", "家次"),
        ("走访商户多少户次？", "户次"),
        ("接待游轮多少艘次？", "艘次"),
        ("保障航班多少架次？", "架次"),
        ("查处超载货车多少车次？", "车次"),
    ],
)
def test_times_that_something_was_visited_are_a_unit_of_their_own(asked: str, unit: str) -> None:
    need = read_need(asked)
    assert need.units[0] == unit
    (figure,) = [f for f in parse_figures(f"共3600{unit}。") if f.asserted]
    assert need.may_be(figure)


def test_these_years_are_no_number_of_years() -> None:
    assert read_need("这几年公开的政府信息条数是怎么变的？").units == ()
    assert read_need("建了几年？").units
