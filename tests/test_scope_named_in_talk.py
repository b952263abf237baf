"""Reports that a follow-up names: 上一份, 那法治报告呢, 同一年的, 头一份; and those of a date, a title in full."""

from datetime import date

import pytest

from assistant.models import Turn
from assistant.question.planning import Ask, make_plan
from tests.named_library import CITY, made
from tests.named_plans import (
    ASKED,
    BOTH,
    CITED,
    LAWFUL,
    LAWFUL_THERE,
    TODAY,
    TURNED,
    WORKED,
    plan,
    read,
    said,
)

IN_TALK = [
    # one of several that were named, by its place in the row
    ("后面那份里培训了多少人次？", BOTH, ["白鹭区法2020"]),
    ("前面那份里培训了多少人次？", BOTH, ["白鹭区法2019"]),
    ("第二份报告里培训了多少人次？", BOTH, ["白鹭区法2020"]),
    ("最后一份呢？", BOTH, ["白鹭区法2020"]),
    ("前一份里培训了多少人次？", BOTH, ["白鹭区法2019"]),
    ("第一份里培训了多少人次？", TURNED, ["白鹭区法2020"]),
    # that of another year, of the same place and kind
    ("2022年那份呢？", CITED, ["白鹭区法2022"]),
    ("2022年的报告里呢？", CITED, ["白鹭区法2022"]),
    ("那2019年那份里培训了多少人次？", CITED, ["白鹭区法2019"]),
    ("2022年那份呢？", ASKED, ["白鹭区政2022"]),
    ("2020年的法治报告里处罚多少件？", ASKED, ["白鹭区法2020"]),
    ("这份报告还说了哪些不足？", CITED, ["白鹭区法2020"]),
    ("那份报告里培训了多少人次？", CITED, ["白鹭区法2020"]),
    ("该报告提到多少场培训？", CITED, ["白鹭区法2020"]),
    ("上一份里处罚多少件？", CITED, ["白鹭区法2019"]),
    ("前一年的报告呢？", CITED, ["白鹭区法2019"]),
    ("下一份法治报告里处罚多少件？", CITED, ["白鹭区法2022"]),
    ("再上一份报告里GDP多少？", ASKED, ["白鹭区政2022"]),
    ("再往前一年的呢？", ASKED, ["白鹭区政2022"]),
    ("同一年云溪区的法治报告里处罚多少件？", LAWFUL_THERE, ["云溪区法2020"]),
    # of no report of that kind and year there is none, and the words of the thing stay
    ("同一年的报告里学位新增了多少？", ASKED, ["白鹭区政2023"]),
    ("前一年那份里学位新增了多少？", ASKED, ["白鹭区政2022"]),
    # that of another kind, given in the same year, else telling of it, else the only one
    ("那法治报告呢？", WORKED, ["云溪区法2021"]),
    ("同一年的法治报告里又是多少？", WORKED, ["云溪区法2021"]),
    ("那政府工作报告呢？", LAWFUL, ["云溪区政2020"]),
    # stays with the report that was named
    ("学位新增了多少？", ASKED, ["白鹭区政2023"]),
    ("2023年打算新增多少学位？", ASKED, ["白鹭区政2023"]),
    ("那2022年修了几公里路？", ASKED, ["白鹭区政2023"]),
    # leaves it
    ("云溪区2021年法治报告里呢？", ASKED, ["云溪区法2021"]),
    ("云溪区2021年那份法治年度报告里呢？", ASKED, ["云溪区法2021"]),
    ("《云溪区2022年政府工作报告》呢？", ASKED, ["云溪区政2022"]),
    ("白鹭区2019年处罚了多少件？", ASKED, ["白鹭区法2019"]),
]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("白鹭区最近三份政府工作报告里GDP各多少？", ["白鹭区政2023", "白鹭区政2024", "白鹭区政2025"]),
        ("白鹭区最近两份法治政府建设年度报告里处罚各多少件？", ["白鹭区法2020", "白鹭区法2022"]),
        ("云溪区近两份法治政府建设情况报告里处罚各多少件？", ["云溪区法2020", "云溪区法2021"]),
        ("云溪区2020年和2021年两年的法治政府建设年度报告处罚各多少件？", ["云溪区法2020", "云溪区法2021"]),
        ("白鹭区2021年的两份政府工作报告学位各多少？", ["白鹭七届七次", "白鹭八届一次"]),
        ("看云溪区法治2021年年报，处罚多少件？", ["云溪区法2021"]),
        ("云溪区法治2021年报里处罚多少件？", ["云溪区法2021"]),
        ("云溪区法治政府2020年度年报里处罚多少件？", ["云溪区法2020"]),
    ],
)  # fmt: skip
def test_several_of_one_kind_and_the_year_inside_a_name(question: str, ids: list[str]) -> None:
    assert read(plan(question)) == ids


@pytest.mark.parametrize(("question", "before", "ids"), IN_TALK)
def test_a_follow_up_stays_or_moves(question: str, before: Turn, ids: list[str]) -> None:
    assert read(plan(question, before)) == ids


def test_the_year_before_is_no_earlier_year() -> None:
    (part,) = plan(
        "前一年那份里培训了多少人次？", said("处罚多少件？", "白鹭区法2022", named=True)
    ).parts
    assert part.reading.status == "not_in_library" and not part.reading.report_ids


def test_a_title_in_full_is_that_reports_alone() -> None:
    one, other = (
        made(name, title, f"{CITY}白鹭区", "法治政府建设报告", 2024, title_year=2024)
        for name, title in (
            ("一", "白鹭区2024年法治政府建设年度情况报告（虚构）"),
            ("二", "白鹭区人民政府关于2024年度法治政府建设情况的报告（虚构）"),
        )
    )
    for record in (one, other):
        title = record.facts.title.removesuffix("（虚构）")
        (part,) = make_plan(Ask(f"《{title}》里处罚多少件？", today=TODAY), [one, other]).parts
        assert part.reading.report_ids == {record.report_id}


def test_one_of_a_date_is_told_by_its_month() -> None:
    records = [
        made(
            name,
            f"白鹭区{name}报告（虚构）",
            f"{CITY}白鹭区",
            "法治政府建设报告",
            2024,
            published=day,
        )
        for name, day in (("甲", "2025-01-24"), ("乙", "2025-03-27"))
    ]
    (part,) = make_plan(Ask("3月份发的那一份里处罚多少件？", today=TODAY), records).parts
    assert part.reading.report_ids == {"乙"}


def test_every_law_that_is_named_is_one() -> None:
    records = [
        made(name, f"{CITY}{name}", CITY, "其他", 2022) for name in ("河道管理条例", "灯光管理办法")
    ]
    (part,) = make_plan(
        Ask("虚构市河道管理条例和灯光管理办法的施行时间分别是什么？"), records
    ).parts
    assert part.reading.report_ids == {"河道管理条例", "灯光管理办法"}


def test_the_first_of_all_that_were_spoken_of_is_meant() -> None:
    before = (
        said("白鹭区2023年政府工作报告里学位多少？", "白鹭区政2023", named=True),
        said("白鹭区2025年政府工作报告呢？", "白鹭区政2025", named=True),
    )
    assert read(plan("头一份里GDP多少？", *before)) == ["白鹭区政2023"]


def test_a_report_given_at_a_meeting_of_a_year_is_titled_by_it() -> None:
    asked = "前年云溪区人代会上作的那份政府工作报告里GDP多少？"
    assert read(plan(asked, today=date(2024, 5, 1))) == ["云溪区政2022"]


@pytest.mark.parametrize("asked", ["12月发生的事故在报告里有多少？", "3月出生人口报告里是多少？"])
def test_what_happened_in_a_month_is_no_date_of_a_report(asked: str) -> None:
    assert plan(f"白鹭区2023年{asked}").question.endswith(asked)


def test_the_thing_asked_stays_where_a_kind_is_named() -> None:
    turned = plan("新增学位在政府工作报告里是多少？", LAWFUL).question
    assert "新增学位" in turned
