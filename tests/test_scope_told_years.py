"""A review of several years answers for one of them only where it names it."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.told_years import reviewed_years, single_years, tells_of
from assistant.scope import read_scope
from ingest.models import Passage, ReportFacts
from tests.scope_samples import LIBRARY

FACTS = ReportFacts("虚构区报告（虚构）", "虚构区", year=2020, years=(2018, 2019, 2020, 2021))


def passage(text: str, heading: str = "一、五年工作回顾") -> Passage:
    return Passage("p", "r", 1, (heading,), text, 100, 100 + len(text), 100)


@pytest.mark.parametrize(
    ("text", "year", "told"),
    [
        ("2018年接待游客90万人次。", 2018, True),
        ("五年来接待游客900万人次。", 2018, False),
        ("全年接待游客120万人次。", 2018, False),
        ("全年接待游客120万人次。", 2020, True),
        ("今年上半年接待游客50万人次。", 2021, True),
        ("今年上半年接待游客50万人次。", 2019, False),
    ],
)
def test_the_year_asked_must_be_named(text: str, year: int, told: bool) -> None:
    one = passage(text)
    assert tells_of(one, one.end, FACTS, {"r": year}) is told
    assert tells_of(one, one.end, FACTS, {"r": year}, one.start) is told


def test_the_year_named_last_before_a_sentence_counts() -> None:
    one = passage("2018年建成公园3个。接待游客90万人次。2019年建成公园5个。接待游客95万人次。")
    second = one.start + one.text.index("接待游客95")
    assert tells_of(one, one.end, FACTS, {"r": 2019}, second)
    assert not tells_of(one, one.end, FACTS, {"r": 2018}, second)


def test_a_report_that_is_held_to_no_year_may_say_anything() -> None:
    one = passage("五年来接待游客900万人次。")
    assert tells_of(one, one.end, FACTS, {})


def test_a_report_named_by_its_title_answers_for_another_year_only_where_it_names_it() -> None:
    asked = "深圳2021年的报告里，2023年要加多少个学位？"
    reading = read_scope(asked, LIBRARY, None, None, date(2026, 1, 1))
    assert single_years(reading) == dict.fromkeys(reading.report_ids, 2023)
    assert reviewed_years(reading) == {}
    same = read_scope("深圳2021年的报告里，2021年要加多少？", LIBRARY, None, None, date(2026, 1, 1))
    assert single_years(same) == {}


@pytest.mark.parametrize(
    ("text", "year", "told"),
    [
        ("新增学位9万座。", 2023, False),
        ("新增学位9万座，其中2023年2万座。", 2023, True),
        ("今后五年新增学位9万座。", 2023, False),
        ("今后五年新增学位9万座。", 2025, True),
        ("新增学位9万座。", 2025, False),
    ],
)
def test_what_a_period_is_to_reach_is_reached_by_its_last_year(
    text: str, year: int, told: bool
) -> None:
    facts = replace(FACTS, plan_years=(2021, 2022, 2023, 2024, 2025))
    one = passage(text, "三、安排")
    assert tells_of(one, one.end, facts, {"r": year}, one.start) is told


def test_a_plan_for_several_years_must_name_one_that_is_far_ahead() -> None:
    five = replace(LIBRARY[0].facts, year=2020, plan_years=(2021, 2022, 2023), title_year=2021)
    plan = replace(LIBRARY[0], report_id="plan", facts=replace(five, region="深圳市福田区"))
    for asked, held in (("2023", {"plan": 2023}), ("2021", {})):
        question = f"福田{asked}年打算建多少所学校？"
        reading = read_scope(question, [plan], None, None, date(2026, 1, 1))
        assert reading.report_ids == {"plan"}
        assert single_years(reading) == held


def test_a_report_given_late_in_its_year_is_the_plan_for_it() -> None:
    facts = replace(LIBRARY[0].facts, region="深圳市福田区", title_year=2024, year=2023)
    late = replace(facts, years=(2023, 2024), plan_years=())
    old = replace(
        facts, year=2020, years=(2020,), plan_years=(2021, 2022, 2023, 2024), title_year=2021
    )
    library = [
        replace(LIBRARY[0], report_id="late", facts=late),
        replace(LIBRARY[0], report_id="old", facts=old),
    ]
    reading = read_scope("福田2024年打算建多少所学校？", library, None, None, date(2026, 1, 1))
    assert reading.report_ids == {"late"}
