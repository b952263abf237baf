"""Headings that look back, ahead, or neither; and which passages may answer."""

from datetime import date

import pytest

from assistant.answering.outlook import Outlook, of_outlook, outlook_of, wanted_outlooks
from assistant.scope import read_scope
from ingest.models import Passage, ReportFacts
from tests.scope_samples import LIBRARY
from vectorstore.models import SearchHit


@pytest.mark.parametrize(
    ("heading", "outlook"),
    [
        ("一、2020年工作回顾", "done"),
        ("一、“十三五”时期发展成就和2020年主要工作", "done"),
        ("一、2020年主要工作情况", "done"),
        ("过去五年工作回顾", "done"),
        ("二、工作中的不足", "done"),
        ("二、2021年工作安排", "plan"),
        ("三、下一步工作计划", "plan"),
        ("二、关于2 0 2 1年政府工作的建议", "plan"),
        ("二、今后五年的目标任务", "plan"),
        ("三、二〇二一年主要任务", "plan"),
        ("附件：名词解释", "unknown"),
        ("三、加强政府自身建设", "unknown"),
        ("一、2020年工作回顾和2021年工作的总体要求", "unknown"),
    ],
)
def test_outlook_of_a_heading(heading: str, outlook: Outlook) -> None:
    assert outlook_of((heading, "（一）经济"), 2020) == outlook


def hit(report_id: str, heading: str, at: int = 0) -> SearchHit:
    passage = Passage(f"{report_id}{at}", report_id, at, (heading,), "文", 0, 1, 0, None)
    return SearchHit(passage, ReportFacts("虚构", year=2018), 1.0, 1.0, 1.0, 1, 1)


def kept(question: str, *headings: str) -> list[str]:
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    (report_id,) = reading.report_ids
    hits = [hit(report_id, heading, at) for at, heading in enumerate(headings)]
    wanted = wanted_outlooks(question, reading)
    return [one.passage.heading[0] for one in of_outlook(hits, wanted, 10)]


DONE, PLAN, NOTES = "一、2018年工作回顾", "二、2019年工作安排", "名词解释"


def test_what_was_done_is_not_answered_from_a_plan() -> None:
    assert kept("深圳2018年建了多少学位？", PLAN, DONE, NOTES) == [DONE, NOTES]


def test_a_plan_is_answered_from_plans_only() -> None:
    assert kept("深圳2019年打算建多少学位？", DONE, PLAN, PLAN, PLAN, NOTES) == [PLAN] * 3


def test_a_report_that_hardly_names_its_plans_keeps_what_does_not_look_back() -> None:
    assert kept("深圳2019年打算建多少学位？", DONE, PLAN, NOTES) == [PLAN, NOTES]


def test_where_nothing_may_answer_everything_is_read() -> None:
    assert kept("深圳2018年建了多少学位？", PLAN) == [PLAN]
