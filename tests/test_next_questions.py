"""Questions that the page offers: examples for each kind of user, and what to ask after an answer."""

from pathlib import Path

import pytest

from assistant.models import Answer, Scope
from assistant.service import Assistant
from assistant.suggesting.examples import example_groups
from assistant.suggesting.next_questions import next_questions
from assistant.suggesting.phrasing import figure_questions, topic_question
from ingest.models import Passage, ReportFacts
from tests.assistant_samples import open_assistant, use_fakes, write_reports
from tests.fakes_service import FakeService, made_up_passages

SERVICE = FakeService()
RECORDS = SERVICE.reports()


def passages_of(report_id: str) -> tuple[Passage, ...]:
    return made_up_passages("r1") if report_id == "r1" else ()


def body(text: str) -> Passage:
    return Passage("p", "r", 0, (), text, 0, len(text), 0)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("全年共收到行政复议申请376件。", ["甲区2020年收到行政复议申请多少件？"]),
        ("力争新建公园12个以上地方。", []),
        ("预计明年将培训人员500人。", []),
        ("五年来调解家庭纠纷900件。", []),
        ("审结率达到百分之九十五左右水平。", []),
        ("开展专题培训6次，其中线上居多。", ["甲区2020年开展专题培训多少次？"]),
    ],
)
def test_a_figure_is_asked_for_where_a_clause_states_one(text: str, questions: list[str]) -> None:
    assert [q for q, _ in figure_questions("甲区2020年", body(text))] == questions


@pytest.mark.parametrize(
    ("path", "question"),
    [
        (
            ("一、工作情况", "（三）有效化解社会矛盾纠纷"),
            "甲区2020年在有效化解社会矛盾纠纷方面做了哪些工作？",
        ),
        (("一、工作", "(七)加强行政执法监督"), "甲区2020年在加强行政执法监督方面做了哪些工作？"),
        (("二、存在的不足", "（一）行政执法监督"), ""),
        (("一、工作", "（一）改革开放迈出新步伐"), ""),
        (("一、工作", "（一）奋力推动生态文明建设"), ""),
        (("一、工作", "总体情况"), ""),
    ],
)
def test_a_heading_is_asked_about_where_it_names_a_field_of_work(
    path: tuple[str, ...], question: str
) -> None:
    assert topic_question("甲区2020年", path) == question


def test_what_stands_beside_the_answer_is_asked_next() -> None:
    answer = SERVICE.ask("2020年收到行政复议申请多少件，纠错率是多少？")
    following = next_questions(answer, RECORDS, passages_of)
    assert 0 < len(following) <= 3
    assert all(question.startswith("虚构市云溪区2020年") for question in following)
    assert not any("行政复议申请" in question for question in following)
    assert any("开展矛盾纠纷排查多少次" in question for question in following)


def test_after_a_refusal_the_same_report_is_offered() -> None:
    answer = Answer("not_in_report", "没有。", scope=Scope((2020,), ("虚构市云溪区",)))
    following = next_questions(answer, RECORDS, passages_of)
    assert following
    assert all("云溪区2020年" in question for question in following)


def test_where_there_is_no_report_the_nearest_year_is_offered() -> None:
    answer = Answer(
        "not_in_library",
        "没有。",
        scope=Scope((2016,), ("虚构市云溪区",)),
        standalone_question="云溪区2016年收到多少件？",
    )
    assert next_questions(answer, RECORDS, passages_of) == ("云溪区2020年收到多少件？",)


def test_nothing_is_offered_where_nothing_is_at_hand() -> None:
    off_topic = Answer("off_topic", "无关。")
    elsewhere = Answer("not_in_library", "没有。", scope=Scope((2016,), ("某地",)))
    for answer in (off_topic, elsewhere):
        assert next_questions(answer, RECORDS, passages_of) == ()


def test_examples_of_several_reports_do_not_say_the_same_thing_thrice() -> None:
    years = (2018, 2019, 2020)
    records = []
    for year in years:
        facts = ReportFacts("报告", "虚构市云溪区", "", "报告", year, (year,))
        record = RECORDS[0]
        records.append(type(record)(f"r{year}", "v", "h", "x", facts, 7, 600, ""))
    groups = example_groups(records, lambda _: made_up_passages("r1"))
    study = next(group for group in groups if group.key == "trainer").questions
    asked = [question.split("年", 1)[1] for question in study[:3]]
    assert len(set(asked)) == 3


def test_what_is_offered_is_answered(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    with open_assistant(home) as assistant:
        assistant.ingest([write_reports(tmp_path / "reports")])
        check_offers(assistant)


def check_offers(assistant: Assistant) -> None:
    answer = assistant.ask("光明区2021年共收到行政复议申请多少件？")
    following = assistant.next_questions(answer)
    assert following
    for question in following:
        assert assistant.ask(question).status == "disclosed", question
