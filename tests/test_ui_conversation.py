"""A conversation, state by state: what is kept, what is shown, and that nothing typed is lost."""

from assistant.errors import QuestionRejected
from assistant.ui.conversation import MAX_TURNS, UNFORESEEN, Conversation, ask
from tests.fakes_service import FakeService


def test_the_question_shows_at_once_and_the_answer_at_the_end() -> None:
    states = list(ask(FakeService(pause_s=0.06), "行政处罚多少件？", Conversation()))
    assert "正在查阅" in states[0].current
    assert any("严厉查处" in state.current for state in states[1:-1])
    assert 'data-state="done"' in states[-1].current
    assert all(state.question == "" for state in states)


def test_a_follow_up_knows_what_was_said() -> None:
    service = FakeService()
    *_, first = ask(service, "行政处罚多少件？", Conversation())
    *_, second = ask(service, "那检查呢？", first.conversation)
    _, history, _ = service.asked[1]
    assert [turn.question for turn in history] == ["行政处罚多少件？"]
    assert second.earlier == first.current
    assert len(second.conversation.turns) == 2


def test_a_refused_question_goes_back_into_the_box_whole() -> None:
    question = "字" * 20_000
    *_, last = ask(FakeService(), question, Conversation())
    assert "问题最长 2000 字" in last.current
    assert last.question == question
    assert last.conversation.turns == ()
    assert len(last.conversation.shown) == 1


def test_what_nobody_foresaw_is_a_sentence_too() -> None:
    *_, last = ask(FakeService(fails_with=RuntimeError("boom")), "问", Conversation())
    assert UNFORESEEN in last.current
    assert "boom" not in last.current


def test_a_failed_turn_is_no_history() -> None:
    service = FakeService(fails_with=QuestionRejected("不行。"))
    *_, first = ask(service, "甲", Conversation())
    service.fails_with = None
    *_, second = ask(service, "行政处罚多少件？", first.conversation)
    assert service.asked[1][1] == ()
    assert "不行。" in second.earlier


def test_a_page_left_open_does_not_grow_for_ever() -> None:
    conversation = Conversation()
    for _ in range(MAX_TURNS + 3):
        *_, last = ask(FakeService(), "天气", conversation)
        conversation = last.conversation
    assert len(conversation.turns) == len(conversation.shown) == MAX_TURNS
