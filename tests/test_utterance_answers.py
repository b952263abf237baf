"""Each kind of utterance on the sample report with the real model: how it is treated, and what it says."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant import wording
from assistant.answering.courtesy import _stock
from assistant.cli.library import sample_path
from assistant.config import AnswerSettings, Settings
from assistant.grounding.verification import verify_answer
from assistant.models import Answer, Turn
from assistant.service import Assistant
from assistant.wire import answer_from_json
from ingest.models import ReportFacts
from vectorstore.models import ReportRecord

pytestmark = pytest.mark.model

LINE = "请拨打 12345 热线咨询。"
ASKED = "2020年大兴区收到行政复议申请多少件？"


@pytest.fixture(scope="module")
def sample(default_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("sample")
    (home / "models").symlink_to(default_models, target_is_directory=True)
    settings = Settings(home=home, answer=AnswerSettings(advice=LINE))
    with Assistant.open(settings, "ingest") as opened:
        opened.ingest([sample_path()])
        yield opened


def talk(sample: Assistant, *questions: str) -> list[Answer]:
    """Ask in one conversation; every answer must hold and cross a process boundary."""
    turns: Sequence[Turn] = ()
    for question in questions:
        answer = sample.ask(question, history=turns)
        assert sample.recheck(answer) == ()
        assert answer_from_json(answer.to_json()) == answer
        turns = (*turns, Turn(question, answer))
    return [turn.answer for turn in turns]


def one(sample: Assistant, question: str) -> Answer:
    (answer,) = talk(sample, question)
    return answer


@pytest.mark.parametrize(
    ("opening", "intent"),
    [
        ("你好", "greeting"),
        ("您好，在吗", "greeting"),
        ("谢谢", "greeting"),
        ("你能做什么", "help"),
        ("你是谁", "help"),
        ("怎么用", "help"),
        ("你答得不对", "feedback"),
        ("库里有哪些报告", "library"),
        ("怎么导出成Word", "export"),
        ("公司拖欠工资我该怎么办", "advice"),
    ],
)
def test_openings_are_answered_by_the_house(sample: Assistant, opening: str, intent: str) -> None:
    answer = one(sample, opening)
    assert (answer.status, answer.intent) == ("assistant", intent)
    assert answer.citations == () and answer.figures == ()
    assert answer.suggestions
    for question in answer.suggestions[:1]:
        assert one(sample, question).status == "disclosed"


def test_greeting_and_help_say_what_is_in_stock(sample: Assistant) -> None:
    for opening in ("你好", "你能做什么"):
        assert "库里现有 1 份报告，涉及 1 个地区，2020年。" in one(sample, opening).text


def test_the_stock_is_listed(sample: Assistant) -> None:
    (record,) = sample.reports()
    assert f"《{record.facts.title}》" in one(sample, "库里有哪些报告").text


def test_the_source_of_the_last_answer_is_told_again(sample: Assistant) -> None:
    first, second = talk(sample, ASKED, "出处在哪一页")
    assert (second.status, second.intent) == ("assistant", "where_from")
    assert first.citations[0].title in second.text
    assert first.citations[0].heading[-1] in second.text
    assert one(sample, "这个数据的出处是哪里").text == wording.NO_SOURCE_YET


def test_advice_is_declined_with_the_line_of_the_house(sample: Assistant) -> None:
    answer = one(sample, "公司拖欠工资我该怎么办")
    assert answer.text == f"{wording.NO_ADVICE}{LINE}"


@pytest.mark.parametrize(
    "question", ["概括这份报告", "这份报告主要讲了什么", "用三句话总结一下这份报告"]
)
def test_an_overview_has_each_section_with_a_cited_sentence(
    sample: Assistant, question: str
) -> None:
    answer = one(sample, question)
    assert (answer.status, answer.intent) == ("disclosed", "overview")
    (record,) = sample.reports()
    tops = dict.fromkeys(p.heading[0] for p in sample.passages(record.report_id) if p.heading)
    assert len(answer.citations) == len(tops) > 2
    assert [citation.heading[0] for citation in answer.citations] == list(tops)


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("根据行政复议部分出五道单选题", "quiz"),
        ("给我写一份行政复议工作的培训提纲", "outline"),
    ],
)
def test_what_is_not_built_yet_is_said_beside_sentences_of_the_topic(
    sample: Assistant, question: str, intent: str
) -> None:
    answer = one(sample, question)
    assert (answer.status, answer.intent) == ("disclosed", intent)
    assert answer.notices[0] in wording.NOT_BUILT.values()
    assert any("复议" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", ["今天天气怎么样", "推荐一家好吃的火锅店", "讲个笑话"])
def test_what_no_report_could_hold_is_told_so(sample: Assistant, question: str) -> None:
    answer = one(sample, question)
    assert (answer.status, answer.text) == ("off_topic", wording.OFF_TOPIC)
    assert talk(sample, ASKED, question)[1].status == "off_topic"


def test_a_follow_up_is_never_turned_away(sample: Assistant) -> None:
    for follow_up in ("长春的呢", "那审结了多少", "2021年呢", "纠错率呢", "为什么", "还有吗"):
        answer = talk(sample, ASKED, follow_up)[1]
        assert answer.status not in ("off_topic", "assistant"), follow_up


def test_manners_take_nothing_from_a_conversation_and_leave_it_as_it_was(sample: Assistant) -> None:
    _, thanks, more = talk(sample, ASKED, "谢谢", "那审结了多少？")
    assert thanks.status == "assistant"
    assert "行政复议" in more.standalone_question
    assert verify_answer(more, sample.report_text, lambda _: True) == ()


def test_many_years_in_stock_are_told_from_the_first_to_the_last() -> None:
    def held(years: range) -> str:
        facts = [ReportFacts(f"虚构区{year}年报告", "虚构区", year=year) for year in years]
        records = [ReportRecord(str(n), "r", "", "", one, 1, 1, "") for n, one in enumerate(facts)]
        return _stock(records)

    assert held(range(2019, 2022)).endswith("2019—2021年。")
    assert held(range(1990, 2020, 3)).endswith("1990年至2017年。")
