"""A review of several years answers for one of them only where it names it."""

import pytest

from assistant.scope.told_years import tells_of
from ingest.models import Passage, ReportFacts

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
