"""The words a question asks by: found in a text, weighed, and told apart from what a passage is about."""

import pytest

from assistant.reader.wanted import Wanted

WANTED = Wanted(("复议", "叶柄", "学位"), (2.0, 5.0, 3.0), ((), (), (frozenset({"上学", "名额"}),)))


def test_a_word_is_found_also_by_what_reports_write_for_it() -> None:
    assert WANTED.share(WANTED.found({"复议", "学位"})) == 0.5
    assert WANTED.found({"上学", "名额"}) == WANTED.found({"学位"})
    assert WANTED.found({"上学"}) == 0


def test_a_word_that_every_sentence_holds_sets_none_apart() -> None:
    about, answer = WANTED.found({"复议"}), WANTED.found({"叶柄"})
    beside = (about, about, about, answer)
    assert WANTED.own_share(answer, beside) > WANTED.own_share(about, beside)
    assert WANTED.own_share(about, (about,)) == pytest.approx(WANTED.share(about))


def test_a_question_without_words_wants_nothing() -> None:
    nothing = Wanted((), (), ())
    assert nothing.share(nothing.found({"复议"})) == 0.0
    assert nothing.own_share(0, (0,)) == 0.0
