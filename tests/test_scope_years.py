"""Years in questions, and in what sense they are named."""

from datetime import date

import pytest

from assistant.scope.places import find_places
from assistant.scope.years import asks_for_year, find_years
from assistant.scope.years_beside import years_asked_of

TODAY = date(2026, 11, 22)


def read(question: str, latest: int | None = 2020, spoken_of: tuple[int, ...] = ()) -> list[tuple]:  # type: ignore[type-arg]
    found = find_years(question, today=TODAY, latest=latest, spoken_of=spoken_of)
    return [(m.kind, m.years) for m in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2020年罚了多少起", [("covered", (2020,))]),
        ("２０２０年罚了多少起", [("covered", (2020,))]),
        ("二〇二〇年罚了多少起", [("covered", (2020,))]),
        ("去年（2024年）罚了多少起", [("covered", (2024,))]),
        ("二零二零年罚了多少起", [("covered", (2020,))]),
        ("大兴20年罚了多少起", [("covered", (2020,))]),
        ("到2020年底有多少家", [("covered", (2020,))]),
        ("2019和2020年各多少", [("covered", (2019,)), ("covered", (2020,))]),
        ("2001、2002两年分别多少", [("covered", (2001,)), ("covered", (2002,))]),
        ("2018-2020年每年多少", [("covered", (2018, 2019, 2020))]),
        ("1998到2002年这五年一共多少", [("span", (1998, 1999, 2000, 2001, 2002))]),
        ("“十三五”那五年修了多少", [("span", (2016, 2017, 2018, 2019, 2020))]),
        ("十三五期间修了多少", [("span", (2016, 2017, 2018, 2019, 2020))]),
        ("近三年每年多少", [("covered", (2018, 2019, 2020))]),
        ("去年罚了多少", [("relative", (2025,))]),
        ("前年罚了多少", [("relative", (2024,))]),
        ("2022年那份报告说了什么", [("title", (2022,))]),
        ("2016年10月换届的报告", [("title", (2016,))]),
        ("2021年换届时的报告", [("title", (2021,))]),
        ("2021年打算怎么做", [("plan", (2021,))]),
        ("2021年，大兴打算怎么做", [("plan", (2021,))]),
        ("2025年PM2.5要压到多少", [("plan", (2025,))]),
        ("2023年5G基站总数多少", [("covered", (2023,))]),
        ("1998年报告里，1997年多少", [("title", (1998,)), ("covered", (1997,))]),
    ],
)
def test_kinds_of_year(question: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read(question) == expected


@pytest.mark.parametrize(
    "question",
    ["罚了2020件吗", "办了1998起", "比上年增长多少", "比去年多多少", "20年前后", "有十五个项目吗", "二十五公里",
     "《2020年行动方案》是什么", "修了30年的路", "我要看结果"],
)  # fmt: skip
def test_what_is_not_a_year(question: str) -> None:
    assert read(question) == []


def test_counted_from_the_year_spoken_of() -> None:
    assert read("上一年呢", spoken_of=(2020,)) == [("relative", (2019,))]
    assert read("那年运了多少", spoken_of=(2007,)) == [("relative", (2007,))]
    assert read("2020年的不足，第二年怎么改")[1] == ("relative", (2021,))
    assert read("下一年怎么改") == [("relative", ())]


def test_an_audit_on_the_plan_is_not_a_plan() -> None:
    assert read("2020年列入计划的审计做了多少个") == [("covered", (2020,))]
    assert read("2021年实际做完了多少个") == [("covered", (2021,))]
    assert read("我要2020年报告里的百分比") == [("title", (2020,))]


def test_aims_and_sayings_are_loose() -> None:
    (aim,) = find_years("2023年的目标是多少", today=TODAY)
    assert (aim.kind, aim.loose) == ("plan", True)
    (said,) = find_years("1994年国务院说要扶持多少个", today=TODAY)
    assert (said.kind, said.loose) == ("title", True)


def test_offsets_are_those_of_the_question() -> None:
    question = "深圳２０２０年和2021年"
    for mention in find_years(question, today=TODAY):
        assert question[mention.start : mention.end] == mention.text


def test_asking_for_the_year() -> None:
    assert asks_for_year("头一回过2万亿是哪年的事")
    assert not asks_for_year("2020年有多少")


def test_a_plan_of_another_count_is_no_five_year_plan_of_the_economy() -> None:
    assert find_years("虚构市对多少个部门评议了“八五”普法规划？", today=date(2024, 1, 1)) == ()
    (mention,) = find_years("虚构市“八五”时期修了多少路？", today=date(2024, 1, 1))
    assert mention.years == (1991, 1992, 1993, 1994, 1995)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("上海2024年城镇新增就业人数，另外天津也要", "covered"),
        ("上海、天津2024年的数都要", "covered"),
        ("2025年要建多少学位", "plan"),
    ],
)
def test_who_wants_a_figure_too_asks_for_no_plan(question: str, kind: str) -> None:
    (mention,) = find_years(question, today=date(2026, 1, 1))
    assert mention.kind == kind


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("“十三五”开局年数据：2016年白鹭区、青石区的投资额", [2016]),
        ("“十二五”收官那年（2015年）白鹭区、青石区的投资额", [2015]),
        ("“十三五”期间和2016年白鹭区、青石区的投资额", [2016, 2017, 2018, 2019, 2020]),
        ("明年娃上小学，着急。2019年白鹭区、青石区各多少个学位？", [2019]),
        ("明年白鹭区要建多少个学位，2019年白鹭区建了多少？", [2019, 2025]),
        (
            "“十三五”期间白鹭区新增学位多少个，其中2020年新增多少个？",
            [2016, 2017, 2018, 2019, 2020],
        ),
        ("白鹭区2020年新增了多少学位？去年的也列一下。", [2020, 2023]),
    ],
)
def test_a_year_beside_those_asked_of_is_not_asked_of(question: str, years: list[int]) -> None:
    known = frozenset(["虚构市白鹭区", "虚构市青石区"])
    told = find_years(question, today=date(2024, 6, 1))
    kept = years_asked_of(question, told, find_places(question, known))
    assert sorted({year for one in kept for year in one.years}) == years
