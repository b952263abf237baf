"""Of the rows of a table, and of sentences alike but for their figures, the one that is asked answers."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pytest

from assistant.answering.greatest import rows
from assistant.answering.part_reading import PartReading, Tools
from assistant.models import Scope
from assistant.question.need import read_need
from assistant.question.planning import PartPlan
from assistant.reader.reading import Found, Quote, Reading
from assistant.scope import ScopeCell, ScopeReading
from ingest.models import Passage, ReportFacts
from vectorstore.models import SearchResult

FACTS = ReportFacts("虚构区2023年报告", "虚构区", "", "法治政府建设报告", 2023, (2023,))
DEPARTMENTS = [
    "部门：公安分局；行政处罚（件）：412；行政检查（次）：90",
    "部门：司法局；行政处罚（件）：18；行政检查（次）：300",
    "部门：城管局；行政处罚（件）：133；行政检查（次）：1500",
    "部门：合计；行政处罚（件）：563；行政检查（次）：1890",
]
YEARS = [
    "年度：2021；普法经费（万元）：88.1",
    "年度：2022；普法经费（万元）：93.4",
    "年度：2023；普法经费（万元）：99.8",
]
USES = [
    "类别：普法专项；用途：印制；金额（万元）：23.4",
    "类别：普法专项；用途：小计；金额（万元）：65.1",
    "类别：执法专项；用途：采购；金额（万元）：128.6",
    "类别：执法专项；用途：小计；金额（万元）：185.9",
]
WHOLES = [
    "地区：全市；常住人口（万人）：1295",
    "地区：甲市；常住人口（万人）：214",
    "地区：乙市；常住人口（万人）：168",
]
TWO_TABLES = [
    "部门：公安局；许可（件）：120",
    "部门：住建局；许可（件）：80",
    "另一张表如下。",
    "部门：规划局；许可（件）：500",
]
SENTENCES = ["全年作出处罚决定143件。", "全年作出处罚决定1324件。", "全年作出处罚决定118件。"]


@dataclass
class _Plan:
    parts: tuple[PartPlan, ...]


@dataclass
class _Reader:
    held: list[Passage]

    def passages(self, report_id: str) -> list[Passage]:
        return self.held


@dataclass
class _Tools:
    reader: _Reader


def _passages(texts: list[str]) -> list[Passage]:
    passages, at = [], 0
    for number, text in enumerate(texts):
        heading = (f"{number}号局",)
        passages.append(Passage(str(number), "r", number, heading, text, at, at + len(text), at))
        at += len(text) + 1
    return passages


def _read(asked: str, texts: list[str], shown: int) -> list[str]:
    held = _passages(texts)
    cell = ScopeCell("虚构区", 2023, ("r",), "held")
    scope = ScopeReading(Scope(), "held", frozenset("r"), cells=(cell,))
    part = PartPlan(read_need(asked), asked, scope)
    found = Found(0, 0, frozenset("r"), SearchResult((), np.zeros(0, dtype=np.float32)))
    one = held[shown]
    quote = Quote(one, FACTS, one.start, one.end, 0.9)
    reading = Reading(asked, "disclosed", (quote,), 0.9)
    tools = cast(Tools, _Tools(_Reader(held)))
    after = rows(PartReading(cast(Any, _Plan((part,))), found, reading), tools).reading
    assert after is not None
    return [one.text for one in after.quotes]


@pytest.mark.parametrize(
    ("asked", "texts", "shown", "right"),
    [
        ("哪个部门行政处罚最多？", DEPARTMENTS, 1, DEPARTMENTS[0]),
        ("行政检查最多的是哪个部门？", DEPARTMENTS, 0, DEPARTMENTS[2]),
        ("哪个部门行政处罚最少？", DEPARTMENTS, 0, DEPARTMENTS[1]),
        ("司法局行政检查多少次？", DEPARTMENTS, 2, DEPARTMENTS[1]),
        ("各部门行政处罚合计多少件？", DEPARTMENTS, 0, DEPARTMENTS[3]),
        ("2023年普法经费多少万元？", YEARS, 0, YEARS[2]),
        ("执法专项一共花了多少钱？", USES, 2, USES[3]),
        ("普法专项小计多少万元？", USES, 3, USES[1]),
        ("哪个局处罚决定最多？", SENTENCES, 0, SENTENCES[1]),
        ("司法局行政检查多少次？", DEPARTMENTS, 1, DEPARTMENTS[1]),
        ("哪个地区常住人口最多？", WHOLES, 1, WHOLES[1]),
        ("哪个部门许可最多？", TWO_TABLES, 1, TWO_TABLES[0]),
        (
            "哪个部门行政处罚最多？",
            [*DEPARTMENTS[:2], "部门：城管局；行政处罚（件）：9"],
            1,
            DEPARTMENTS[0],
        ),
    ],
)
def test_the_row_that_is_asked(asked: str, texts: list[str], shown: int, right: str) -> None:
    assert _read(asked, texts, shown) == [right]


@pytest.mark.parametrize(
    ("asked", "texts", "shown"),
    [
        ("全年作出处罚决定多少件？", SENTENCES, 2),
        ("行政处罚多少件？", DEPARTMENTS, 1),
        (
            "哪个部门行政处罚最多？",
            [*DEPARTMENTS[:2], "部门：城管局；行政处罚（件）：无；行政检查（次）：1500"],
            1,
        ),
    ],
)
def test_what_is_not_told_apart_stays(asked: str, texts: list[str], shown: int) -> None:
    assert _read(asked, texts, shown) == [texts[shown]]


def test_a_row_of_another_year_is_no_answer() -> None:
    assert _read("普法经费多少万元？", YEARS[:2], 0) == []
