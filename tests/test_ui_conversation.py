"""A conversation, state by state: what is kept, what is shown, and that nothing typed is lost."""

import json
from html import unescape

import pytest

from assistant.errors import QuestionRejected
from assistant.models import Scope
from assistant.ui.chat.conversation import MAX_TURNS, Conversation, PageState, Question, ask, stop
from assistant.ui.chat.record import MAX_RECORDS, read_records
from assistant.ui.chat.remembered import remembered
from assistant.ui.page import read_question
from assistant.ui.words import words_in
from tests.fakes_service import FakeService

WORDS = words_in("zh")


def states(
    service: FakeService, question: Question | str, conversation: Conversation | None = None
) -> list[PageState]:
    asked = Question(question) if isinstance(question, str) else question
    return list(ask(service, asked, conversation or Conversation(), WORDS))


def test_the_question_shows_at_once_and_the_answer_at_the_end() -> None:
    shown = states(FakeService(pause_s=0.06), "行政处罚多少件？")
    assert "正在查阅" in shown[0].current
    assert any("严厉查处" in state.current for state in shown[1:-1])
    assert 'data-state="done"' in shown[-1].current
    # Emptied once; what is typed meanwhile stays.
    assert [state.question for state in shown] == ["", *[None] * (len(shown) - 1)]
    assert [state.earlier for state in shown[1:]] == [None] * (len(shown) - 1)


def test_the_first_words_are_shown_as_they_come() -> None:
    second = states(FakeService(), "行政处罚多少件？")[1]
    assert 'data-state="pending"' in second.current
    assert "严厉" in second.current


def test_a_follow_up_knows_what_was_said() -> None:
    service = FakeService()
    first = states(service, "行政处罚多少件？")[-1]
    second = states(service, "那检查呢？", first.conversation)
    _, history, _ = service.asked[1]
    assert [turn.question for turn in history] == ["行政处罚多少件？"]
    assert "行政处罚多少件？" in (second[0].earlier or "")
    assert len(second[-1].conversation.turns) == 2


def test_a_question_asked_again_knows_what_was_said_before_the_one_it_repeats() -> None:
    service = FakeService()
    first = states(service, "行政处罚多少件？")[-1].conversation
    second = states(service, "那检查呢？", first)[-1].conversation
    scope = Scope((2019,), ("虚构市青石区",), source="user")
    again = Question("那检查呢？", scope, second.entries[1].key)
    third = states(service, again, second)[-1].conversation
    question, history, asked_scope = service.asked[2]
    assert (question, asked_scope) == ("那检查呢？", scope)
    assert [turn.question for turn in history] == ["行政处罚多少件？"]
    assert [turn.question for turn in third.turns] == [
        "行政处罚多少件？",
        "那检查呢？",
        "那检查呢？",
    ]


def test_a_refused_question_goes_back_into_the_box_whole() -> None:
    question = "字" * 20_000
    last = states(FakeService(), question)[-1]
    assert "问题最长 2000 字" in last.current
    assert last.question == question
    assert last.conversation.turns == ()
    assert len(last.conversation.entries) == 1


def test_what_nobody_foresaw_is_a_sentence_too() -> None:
    last = states(FakeService(fails_with=RuntimeError("boom")), "问")[-1]
    assert WORDS("turn.unforeseen") in last.current
    assert "boom" not in last.current


def test_a_failed_turn_is_no_history_and_gives_way_to_its_own_retry() -> None:
    service = FakeService(fails_with=QuestionRejected("不行。"))
    first = states(service, "行政处罚多少件？")[-1].conversation
    service.fails_with = None
    other = states(service, "证明呢？", first)
    assert service.asked[1][1] == ()
    assert "不行。" in (other[0].earlier or "")
    retried = states(service, "行政处罚多少件？", first)
    assert retried[0].earlier == ""
    assert len(retried[-1].conversation.entries) == 1


def test_a_stopped_answer_is_not_kept_and_its_question_comes_back() -> None:
    pending = states(FakeService(), "行政处罚多少件？")[1].conversation
    stopped = stop(pending, WORDS)
    assert stopped.question == "行政处罚多少件？"
    assert "严厉" not in stopped.current
    assert 'data-state="stopped"' in stopped.current
    assert stopped.conversation.turns == ()
    assert stop(Conversation(), WORDS).current == ""


def test_a_page_left_open_does_not_grow_for_ever() -> None:
    conversation = Conversation()
    for _ in range(MAX_TURNS + 3):
        conversation = states(FakeService(), "天气", conversation)[-1].conversation
    assert len(conversation.turns) == len(conversation.entries) == MAX_TURNS


def kept_record(service: FakeService, question: str) -> dict[str, object]:
    shown = states(service, question)[-1].current
    carried = shown.split('<div class="wb-record" hidden>')[1].split("</div>")[0]
    record: dict[str, object] = json.loads(unescape(carried))
    return record


def test_a_remembered_conversation_comes_back_and_goes_on() -> None:
    service = FakeService()
    record = kept_record(service, "行政处罚多少件？")
    opened = remembered(service, read_records([record]), WORDS)
    assert "1204件" in (opened.earlier or "")
    assert "后来有更换" not in (opened.earlier or "")
    states(service, "那检查呢？", opened.conversation)
    assert [turn.question for turn in service.asked[-1][1]] == ["行政处罚多少件？"]
    assert opened.conversation.entries[0].key == record["key"]


def test_a_remembered_answer_that_no_longer_holds_says_so() -> None:
    service = FakeService()
    record = kept_record(service, "行政处罚多少件？")
    forged = json.loads(json.dumps(record).replace("1204", "9999"))
    opened = remembered(service, read_records([forged]), WORDS)
    assert "后来有更换" in (opened.earlier or "")


@pytest.mark.parametrize(
    "plain",
    [None, "x", 7, {"a": 1}, [None], [{}], [{"question": "问"}], [{"question": "问", "answer": 3}]],
)
def test_a_damaged_record_is_refused_by_a_sentence(plain: object) -> None:
    with pytest.raises(QuestionRejected, match="不完整"):
        remembered(FakeService(), read_records(plain), WORDS)


@pytest.mark.parametrize("answer", [{}, {"status": "disclosed"}, {"scope": {"from": 1}}])
def test_an_answer_that_is_none_of_ours_is_refused(answer: dict[str, object]) -> None:
    with pytest.raises(QuestionRejected, match="不完整"):
        remembered(FakeService(), read_records([{"question": "问", "answer": answer}]), WORDS)


def test_too_many_records_are_refused() -> None:
    with pytest.raises(QuestionRejected):
        read_records([{"question": "问", "answer": {}}] * (MAX_RECORDS + 1))


class Event:
    """What Gradio hands over of the page script's call."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)


def test_what_the_script_asks_is_read_with_care() -> None:
    scope = {"years": [2020, "x"], "regions": ["甲区", 3], "doc_types": "报告"}
    read = read_question(Event(question="问", scope=scope, again="k"))
    assert read == Question("问", Scope((2020,), ("甲区",), source="user"), "k")
    assert read_question(Event(question=5)) == Question("5")
    assert read_question(Event(question="问", scope=[1])).scope is None
