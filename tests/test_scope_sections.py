"""What a question wants of a report, and which hits may answer: what was done, plans, or either."""

from datetime import date

import pytest

from assistant.answering.outlook import split_by_outlook
from assistant.question.outlook import asked_outlook, wanted_outlooks
from assistant.scope import read_scope
from ingest.models import Passage, ReportFacts
from ingest.outlook.words import rows_of, words_of
from tests.scope_samples import LIBRARY
from vectorstore.models import SearchHit

ROWS = rows_of("assistant.question", "outlook.tsv")
FACTS = ReportFacts("虚构", doc_type="政府工作报告", year=2018, years=(2018,), title_year=2019)


def hit(report_id: str, heading: str, at: int = 0) -> SearchHit:
    text = "新增学位300个。"
    passage = Passage(f"{report_id}{at}", report_id, at, (heading,), text, 0, len(text), 0, None)
    return SearchHit(passage, FACTS, 1.0, 1.0, 1.0, 1, 1)


def kept(question: str, *headings: str) -> tuple[list[str], list[str]]:
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    (report_id,) = reading.report_ids
    hits = [hit(report_id, heading, at) for at, heading in enumerate(headings)]
    first, plans = split_by_outlook(hits, wanted_outlooks(question, reading), 10)
    return [h.passage.heading[0] for h in first], [h.passage.heading[0] for h in plans]


DONE, PLAN, NOTES = "一、2018年工作回顾", "二、2019年工作安排", "名词解释"


def test_what_was_done_is_read_first_and_plans_after_it() -> None:
    assert kept("深圳2018年新增多少学位？", PLAN, DONE, NOTES) == ([DONE, NOTES], [PLAN])


def test_a_plan_is_answered_from_plans_only() -> None:
    assert kept("深圳2019年打算建多少学位？", DONE, PLAN, NOTES) == ([PLAN], [])


@pytest.mark.parametrize("word", ROWS["asks_plan"])
def test_a_question_that_asks_for_plans(word: str) -> None:
    question = f"深圳{word}建设哪些学校？"
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    assert asked_outlook(question, reading) == "planned"


@pytest.mark.parametrize("word", ROWS["asks_done"])
def test_a_question_that_asks_for_what_was_done(word: str) -> None:
    question = f"深圳{word}学校多少所？"
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    assert asked_outlook(question, reading) == "done"
    question += "接下来打算建多少？"
    assert asked_outlook(question, reading) == "both"


@pytest.mark.parametrize("word", ROWS["asks_aim"])
def test_an_aim_may_be_told_on_either_side_of_a_named_report(word: str) -> None:
    for question, wanted in (
        ("学位{}是多少？", {}),
        ("学位{}是多少？".replace("{}", ""), {"done"}),
    ):
        asked = f"《深圳市2019年政府工作报告》里{question.format(word)}"
        reading = read_scope(asked, LIBRARY, None, None, date(2024, 1, 1))
        assert [match.kind for match in reading.matches] == ["title"]
        assert set(wanted_outlooks(asked, reading).values()) == set(wanted)


@pytest.mark.parametrize(
    ("kind", "longer"),
    [(kind, one) for kind, own in ROWS.items() for others in own.values() for one in others],
)
def test_a_longer_word_does_not_ask_so(kind: str, longer: str) -> None:
    assert not words_of("assistant.question", "outlook.tsv", kind).among(longer)


def test_without_a_word_for_either_both_may_answer_what_was_done_first() -> None:
    question = "深圳2018年新增学位多少个？"
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    assert asked_outlook(question, reading) == "any"
    assert set(wanted_outlooks(question, reading).values()) == {"done"}


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("大兴主要做到改造老旧小区多少个？", "any"),
        ("大兴2020年只要做到多少个？", "any"),
        ("孩子有哮喘，打算换房，大兴2020年PM2.5是多少？", "any"),
        ("大兴不要新增数，总数是多少？", "any"),
        ("大兴当年要改造多少公里？", "planned"),
    ],
)
def test_words_of_plans_that_plan_nothing(question: str, asked: str) -> None:
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    assert asked_outlook(question, reading) == asked


@pytest.mark.parametrize("word", ROWS["means_to"])
def test_what_who_asks_means_to_do_is_no_plan_of_a_report(word: str) -> None:
    question = f"我们{word}换房，大兴2020年PM2.5是多少？"
    reading = read_scope(question, LIBRARY, None, None, date(2024, 1, 1))
    assert asked_outlook(question, reading) == "any"
