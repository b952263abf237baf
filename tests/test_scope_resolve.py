"""Scope of a question against a made-up library: reports, cells, what is missing, what is assumed."""

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.models import Scope
from assistant.scope import ScopeReading, read_scope
from tests.scope_samples import LIBRARY, ONE, record
from vectorstore.models import ReportRecord

TODAY = date(2026, 11, 22)


def read(
    question: str,
    records: Sequence[ReportRecord] = LIBRARY,
    previous: Scope | None = None,
    user: Scope | None = None,
    asked: str = "",
) -> ScopeReading:
    return read_scope(question, records, previous, user, TODAY, asked=asked)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("大兴2020年办了多少件？", {"北京市大兴区2020法"}),
        ("2021年大兴打算怎么监管？", {"北京市大兴区2020法"}),
        ("大兴哪些行业人手不够？2021年打算靠什么补上？", {"北京市大兴区2020法"}),
        ("深圳2019年多少？", {"深圳市2019"}),
        ("“十三五”那五年深圳修了多少？", {"深圳市2020"}),
        ("深圳2019年，2020年那份报告和2021年那份报告写的一样吗？", {"深圳市2019", "深圳市2020"}),
        ("光明2015年多少？", {"深圳市光明新区2015"}),
        ("川渝两地2024年各是多少？", {"四川省2024", "重庆市2024"}),
        ("1998到2002年这五年，中国选手拿了多少个冠军？", {"全国2002"}),
        ("2020年国务院报告说的“六保”是什么？", {"全国2019"}),
        ("深圳过2万亿是哪年的事？", {"深圳市2018", "深圳市2019", "深圳市2020"}),
        ("光明区2021年法治政府建设报告讲了什么？", {"深圳市光明区2021法"}),
    ],
)
def test_reports_in_scope(question: str, ids: set[str]) -> None:
    reading = read(question)
    assert reading.status == "held"
    assert reading.report_ids == ids


MADE_UP = [*ONE, record("虚构市白鹭区", 2021, law=True), record("虚构市青石区", 2020)]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("白鹭区2021年新增多少？", {"虚构市白鹭区2021法"}),
        ("虚构市白鹭区2021年新增多少？", {"虚构市白鹭区2021法"}),
        ("白鹭区新增多少？", {"虚构市白鹭区2021法"}),
        ("青石区2020年多少？", {"虚构市青石区2020"}),
        ("大兴区2020年多少？", {"北京市大兴区2020法"}),
    ],
)
def test_regions_that_no_list_has(question: str, ids: set[str]) -> None:
    assert read(question, MADE_UP).report_ids == ids


def test_a_made_up_district_never_answers_for_another() -> None:
    for question in ("虚构市大兴区2020年多少？", "虚构市白鹭区2020年多少？", "虚构市2021年多少？"):
        assert read(question, MADE_UP).report_ids == frozenset()
    assert read("虚构市白鹭区2020年多少？", ONE).status == "not_in_library"


def test_reports_without_a_region_are_not_counted_as_none() -> None:
    reading = read("2021年新增多少？", [record("", 2021), record("", 2020)])
    assert reading.report_ids == {"2021"}
    assert "个地区" not in "".join(reading.notices)


@pytest.mark.parametrize(
    "question",
    ["大兴2019年收到多少件？", "大兴2021年实际做完了多少个？", "海淀区2020年多少？", "广州天河区2023年多少？",
     "四川2023年产量多少？", "1990年国务院政府工作报告说上一年增长了多少？", "杭州市2024年涨了多少？"],
)  # fmt: skip
def test_what_the_library_lacks(question: str) -> None:
    reading = read(question)
    assert reading.status == "not_in_library"
    assert reading.report_ids == frozenset()
    assert reading.notices[0].startswith("没有收录")


def test_a_goal_for_a_year_that_no_heading_names_is_looked_for_in_the_last_report_before_it() -> (
    None
):
    reading = read("大兴2025年打算做到多少？")
    assert [(one.report_id, one.kind, one.beyond) for one in reading.matches] == [
        ("北京市大兴区2020法", "plan", True)
    ]
    assert not read("大兴2035年打算做到多少？").matches


def test_the_nearest_is_offered() -> None:
    assert [r.report_id for r in read("大兴2019年多少？").nearest] == ["北京市大兴区2020法"]
    assert [r.report_id for r in read("杭州市2024年多少？").nearest] == ["浙江省2024"]
    planned = read("大兴2021年实际做完了多少个？")
    assert planned.fallback_ids == {"北京市大兴区2020法"}
    assert "2021年的工作安排" in planned.notices[1]


def test_no_year_takes_the_latest_and_says_so() -> None:
    reading = read("深圳有多少公里？")
    assert reading.report_ids == {"深圳市2020"}
    assert reading.fallback_ids == {"深圳市2018", "深圳市2019"}
    assert reading.open_year and "没有写明年份" in reading.notices[0]


def test_two_reports_of_one_year_are_both_named() -> None:
    reading = read("光明区2021年多少？")
    assert reading.several and len(reading.report_ids) == 2
    assert "2份报告" in reading.notices[0]


def test_no_region_and_one_report() -> None:
    assert read("办了多少件？", ONE).report_ids == {"北京市大兴区2020法"}
    assert read("2020年办了多少件？", ONE).scope.regions == ("北京市大兴区",)
    assert read("2019年办了多少件？", ONE).status == "not_in_library"
    assert read("2021年打算怎么做？", ONE).status == "held"
    assert read("哪些经验在全国推广？", ONE).status == "held"


def test_no_region_and_several() -> None:
    reading = read("办了多少件？")
    assert reading.open_region and len(reading.report_ids) == len(LIBRARY)
    reading = read("2024年产量多少？")
    assert reading.open_region
    assert reading.report_ids == {"四川省2024", "重庆市2024", "浙江省2024"}


def test_cells_and_a_missing_part() -> None:
    reading = read("比较四川2024年和2023年的产量")
    assert reading.status == "partial"
    assert [(c.region, c.year, c.status) for c in reading.cells] == [
        ("四川省", 2024, "held"),
        ("四川省", 2023, "not_in_library"),
    ]
    assert reading.missing == ("四川省2023年",)


def test_regions_and_years_pair_as_the_question_pairs_them() -> None:
    reading = read("大兴2020年和深圳2019年哪个多？")
    assert [(c.region, c.year) for c in reading.cells] == [("北京市大兴区", 2020), ("深圳市", 2019)]


def test_a_city_is_not_its_district_and_the_holder_is_not_asked() -> None:
    assert read("深圳的光明区2020年多少？").scope.regions == ("深圳市光明区",)
    assert read("光明区2020年占深圳多少？").scope.regions == ("深圳市光明区",)
    both = read("光明区和深圳2020年各多少？")
    assert both.scope.regions == ("深圳市光明区", "深圳市")
    against = read("全国2019年增长率和深圳比，哪个高？")
    assert against.scope.regions == ("全国", "深圳市")
    assert read("大兴哪些做法全国领先？").scope.regions == ("北京市大兴区",)


def test_a_former_name_is_told() -> None:
    assert any("光明新区" in notice for notice in read("光明区2015年多少？").notices)


def test_the_conversation_is_carried() -> None:
    previous = Scope(years=(2020,), regions=("北京市大兴区",))
    reading = read("办结了多少？", previous=previous)
    assert (reading.scope.regions, reading.scope.years) == (("北京市大兴区",), (2020,))
    assert reading.scope.source == "conversation"
    assert read("深圳2019年呢？", previous=previous).report_ids == {"深圳市2019"}
    assert read("2018年多少？", previous=previous).status == "not_in_library"
    carried = read("大兴2020年办结了多少？", previous=previous, asked="那办结了多少？")
    assert carried.scope.source == "conversation"


def test_the_page_wins_and_says_so() -> None:
    reading = read("大兴2020年多少？", user=Scope(years=(2019,), regions=("深圳市",)))
    assert reading.report_ids == {"深圳市2019"}
    assert reading.scope.source == "user"
    assert reading.notices[0].startswith("按页面上选定的地区和年份")


def test_where_the_scope_came_from() -> None:
    assert read("大兴2020年多少？").scope.source == "question"
    assert read("办了多少？").scope.source == "library"


def test_an_empty_library_holds_nothing() -> None:
    assert read("大兴2020年多少？", []).status == "not_in_library"
    assert read("多少？", []).status == "not_in_library"


def test_a_report_without_a_region_can_still_be_found() -> None:
    loose = record("", 2020)
    assert loose.report_id in read("2020年办了多少件？", [*LIBRARY, loose]).report_ids
