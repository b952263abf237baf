"""A figure that the clause test proves is answered though the reader doubts; nothing else is."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest

from assistant.answering.part_reading import PartReading, Tools
from assistant.answering.proving_one import proved
from assistant.models import Scope
from assistant.question.need import read_need
from assistant.question.planning import PartPlan
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell, ScopeReading
from ingest.models import Passage, ReportFacts
from vectorstore.models import SearchResult

GDP = "全市地区生产总值完成3842.6亿元，增长5.4%。"


def _quote(text: str, heading: str = "一、2024年工作回顾") -> Quote:
    facts = ReportFacts("虚构市2025年政府工作报告", "虚构市", "", "政府工作报告", 2024, (2024,))
    passage = Passage(text, "r", 0, (heading,), text, 0, len(text), 0)
    return Quote(passage, facts, 0, len(text), 0.1)


@dataclass
class _Plan:
    parts: tuple[PartPlan, ...]


def _read(
    asked: str,
    thing: str,
    *quotes: Quote,
    status: str = "not_in_report",
    shown: tuple[Quote, ...] = (),
) -> Reading:
    cell = ScopeCell("虚构市", 2024, ("r",), "held")
    scope = ScopeReading(Scope(), "held", frozenset("r"), cells=(cell,))
    part = PartPlan(read_need(asked), asked, scope, thing=frozenset({thing}))
    found = Found(0, 0, frozenset("r"), SearchResult((), np.zeros(0, dtype=np.float32)))
    reading = Reading(asked, cast(Any, status), shown, 0.2)
    tools = cast(Tools, _Tools(quotes))
    after = proved(PartReading(cast(Any, _Plan((part,))), found, reading), tools).reading
    assert after is not None
    return after


@dataclass
class _Tools:
    quotes: tuple[Quote, ...]

    def ranked(self, part: PartPlan, result: object) -> tuple[Quote, ...]:
        return self.quotes


def test_the_figure_asked_by_its_name_answers() -> None:
    read = _read("GDP是多少？", "GDP", _quote(GDP))
    assert read.status == "disclosed" and [one.text for one in read.quotes] == [GDP]


@pytest.mark.parametrize(
    ("asked", "thing", "quotes"),
    [
        ("进出口总额是多少？", "进出口总额", (_quote(GDP),)),
        ("GDP是多少？", "GDP", (_quote("规模以上工业增加值3842.6亿元。"),)),
        ("GDP是多少？", "GDP", (_quote(GDP), _quote("全市地区生产总值5200亿元。"))),
        ("GDP是多少？", "GDP", (_quote("地区生产总值达到4000亿元。", "二、2025年工作安排"),)),
        ("GDP有什么变化的原因？", "GDP", (_quote(GDP),)),
    ],
)
def test_what_is_not_proved_stays_refused(
    asked: str, thing: str, quotes: tuple[Quote, ...]
) -> None:
    assert _read(asked, thing, *quotes).status == "not_in_report"


def test_the_figure_of_the_whole_goes_before_that_of_a_part() -> None:
    part = _quote("老街改造一期开业即火爆，接待游客突破500万人次、增长80%。")
    whole = _quote("度假村精彩亮相，成为假期热点，全市接待游客突破2000万人次。")
    read = _read("接待游客多少人次？", "接待游客", part, whole)
    assert [one.text for one in read.quotes] == [whole.text]


def test_what_was_read_stays() -> None:
    read = _read("GDP是多少？", "GDP", _quote(GDP), status="not_in_library")
    assert read.status == "not_in_library"


def test_what_is_proved_goes_before_what_is_alike() -> None:
    alike = _quote("2024年新增养老床位1200张。")
    asked = _quote("家庭养老床位3210张。")
    read = _read(
        "家庭养老床位多少张？", "家庭养老床位", alike, asked, status="disclosed", shown=(alike,)
    )
    assert [one.text for one in read.quotes] == [asked.text]


def test_what_is_proved_and_shown_stays() -> None:
    other = _quote("截至年底，全市地区生产总值完成3842.6亿元。")
    gdp = _quote(GDP)
    read = _read("GDP是多少？", "GDP", other, gdp, status="disclosed", shown=(gdp,))
    assert read.quotes == (gdp,)
