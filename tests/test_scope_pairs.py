"""A question that gives places years of their own asks for these cells, in order, and no others."""

from datetime import date

import pytest

from assistant.models import Scope
from assistant.question.decomposition import split_question
from assistant.question.planning import Ask, make_plan
from assistant.scope import ScopeReading, read_scope
from tests.scope_samples import record, turn

TODAY = date(2026, 11, 22)
_SHORT = {"鹭": "白鹭区", "石": "青石区", "杉": "红杉区", "溪": "清溪区"}
_YEARS = range(2017, 2025)
LIBRARY = [
    *(record(f"虚构市{name}", year) for name in _SHORT.values() for year in _YEARS),
    record("深圳市光明新区", 2015),
    *(record("深圳市光明区", year) for year in (2019, 2020)),
    *(record(name, year) for name in ("全国", "四川省", "浙江省") for year in (2022, 2023, 2024)),
]
KNOWN = {one.facts.region for one in LIBRARY}


def read(question: str, previous: Scope | None = None) -> ScopeReading:
    return read_scope(question, LIBRARY, previous, None, TODAY)


def cells(question: str) -> str:
    """The cells in short: 鹭2019 石2020; ? behind one without a report."""
    short = {f"虚构市{name}": sign for sign, name in _SHORT.items()}
    return " ".join(
        f"{short.get(cell.region, cell.region)}{cell.year}{'' if cell.status == 'held' else '?'}"
        for cell in read(question).cells
    )


PAIRED = [
    ("几个区的案件各多少：白鹭区2019年，青石区2019到2021年和2023年，红杉区2018年，还有清溪区2023、2024年",
     "鹭2019 石2019 石2020 石2021 石2023 杉2018 溪2023 溪2024"),
    ("办结了多少件？想把白鹭区、青石区、红杉区2024年的，同清溪区2020年、白鹭区2023年的摆在一起看",
     "鹭2024 石2024 杉2024 溪2020 鹭2023"),
    ("应诉率对比：白鹭区2017、青石区2018、红杉区2018、清溪区2021，还有四川2024",
     "鹭2017 石2018 杉2018 溪2021 四川省2024"),
    ("白鹭区这几年每年出了几份文件（2019—2021），顺便和青石区2019年比比", "鹭2019 鹭2020 鹭2021 石2019"),
    ("公开了多少条信息？白鹭区2017到2019、青石区2019、2020、2022、红杉区2024",
     "鹭2017 鹭2018 鹭2019 石2019 石2020 石2022 杉2024"),
    ("诉求办了多少件，白鹭区2023、白鹭区2024、青石区2023", "鹭2023 鹭2024 石2023"),
    ("2023年的白鹭区和2020年的青石区，哪个案件多？", "鹭2023 石2020"),
    ("2023年的白鹭区、红杉区和2020年的青石区，哪个案件多？", "鹭2023 杉2023 石2020"),
    ("成功率哪家高：白鹭区2017—2020、青石区2017", "鹭2017 鹭2018 鹭2019 鹭2020 石2017"),
    ("研发占比，全国、四川在2022年和2023年差多少？再看看2024年的全国和浙江",
     "全国2022 全国2023 四川省2022 四川省2023 全国2024 浙江省2024"),
    ("当被告的案子，白鹭区2019、青石区2020、红杉区2021、清溪区2017各多少", "鹭2019 石2020 杉2021 溪2017"),
    ("援助力度：白鹭区2020、青石区2018，再加四川、浙江2024，各多少件", "鹭2020 石2018 四川省2024 浙江省2024"),
    ("案件：白鹭区2019；青石区2020、2021；红杉区2018", "鹭2019 石2020 石2021 杉2018"),
    ("案件各多少：白鹭区2016、青石区2020", "鹭2016? 石2020"),
    ("案件各多少：白鹭区2019、海南、青石区2020", "鹭2019 海南省2020? 石2020"),
    ("案件各多少：白鹭区2019、海南2020、青石区2021", "鹭2019 海南省2020? 石2021"),
    ("纠纷多少件？光明新区2015、光明2019、光明2020、白鹭区2019",
     "深圳市光明新区2015 深圳市光明区2019 深圳市光明区2020 鹭2019"),
    ("白鹭区2019年和青石区2020年，白鹭区2019年多多少？", "鹭2019 石2020"),
]  # fmt: skip
CROSSED = [
    ("浓度：四川2024年，以及全国、浙江2024年", "四川省2024 全国2024 浙江省2024"),
    ("2024年：四川、浙江、全国产量各多少", "四川省2024 浙江省2024 全国2024"),
    ("全国、四川在2022年和2023年各多少", "全国2022 全国2023 四川省2022 四川省2023"),
    ("白鹭区2019年和2020年比青石区多多少？", "鹭2019 鹭2020 石2019 石2020"),
    ("常住人口城镇化率 2022 2023 2024（全国）", "全国2022 全国2023 全国2024"),
    ("2024年产量：四川、河北、天津", "四川省2024 河北省2024? 天津市2024?"),
    ("去年（2023）产量：四川、浙江", "四川省2023 浙江省2023"),
]


@pytest.mark.parametrize(("question", "expected"), PAIRED)
def test_pairs_stay_pairs(question: str, expected: str) -> None:
    assert cells(question) == expected


@pytest.mark.parametrize(("question", "expected"), CROSSED)
def test_years_said_once_are_of_all_places(question: str, expected: str) -> None:
    assert cells(question) == expected


@pytest.mark.parametrize("question", [question for question, _ in PAIRED + CROSSED])
def test_a_list_is_not_cut_into_parts(question: str) -> None:
    assert len(split_question(question, KNOWN)) == 1


def test_a_place_that_is_only_touched_on_is_no_cell() -> None:
    assert cells("白鹭区2019年对口支援海南多少个项目？") == "鹭2019"


def test_reports_are_paired_with_places_as_well() -> None:
    found = read("白鹭区2021年报告和青石区2019年报告里各有多少件？")
    assert found.report_ids == {"虚构市白鹭区2020", "虚构市青石区2018"}


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("那2020年呢？", [("虚构市白鹭区", 2020), ("虚构市青石区", 2020)]),
        ("审结的呢？", [("虚构市白鹭区", 2018), ("虚构市青石区", 2021)]),
        ("红杉区呢？", [("虚构市红杉区", 2018), ("虚构市红杉区", 2021)]),
    ],
)
def test_what_is_asked_next(then: str, expected: list[tuple[str, int]]) -> None:
    first = "收到的案件各多少：白鹭区2018年、青石区2021年"
    scope = read(first).scope
    plan = make_plan(Ask(then, (turn(first, first, scope),), None, TODAY), LIBRARY)
    assert [(c.region, c.year) for part in plan.parts for c in part.reading.cells] == expected
