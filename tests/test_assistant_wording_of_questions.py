"""Words around a question, and what people say for what reports write."""

import pytest

from assistant.question.typed import without_carrier_phrase
from assistant.vocabulary.thesaurus import alternatives, said_in, terms_to_search


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("做案例课：虚构区2024年用了哪些办法？", "虚构区2024年用了哪些办法？"),
        ("帮我做个表：甲区、乙区2017年各有多少？", "甲区、乙区2017年各有多少？"),
        ("想问两个事：罚了多少件？审结多少？", "罚了多少件？审结多少？"),
        ("2015年拆违面积多少，出处一并给。", "2015年拆违面积多少"),
        ("2021年每年出台多少部规章？列表，我看看走势。", "2021年每年出台多少部规章？"),
        ("得先够哪几个条件？列一下。", "得先够哪几个条件？"),
    ],
)
def test_what_the_answer_is_for_is_taken_off(typed: str, asked: str) -> None:
    assert without_carrier_phrase(typed) == asked


@pytest.mark.parametrize(
    "question",
    [
        "虚构区2020：移送是否全部上线？",
        "问题有哪些？",
        "2020年办了几件事：分别是什么？",
        "罚了多少件？又审结了多少件？",
        "虚构市历年商事主体总量：2016年、2017年、2018年",
        "就业培训人次：2019、2020、2021年",
        "虚构市商事主体总量：甲区、乙区、丙区",
    ],
)
def test_what_asks_something_stays(question: str) -> None:
    assert without_carrier_phrase(question) == question


def test_lay_words_are_looked_up_by_the_longest_expression() -> None:
    question = "新加了多少上学名额？"
    found = {question[one.start : one.end]: one.terms for one in said_in(question)}
    assert "学位" in found["上学名额"]
    assert "学位" in terms_to_search(question)
    assert "学位" in alternatives(question, ["名额", "多少"])["名额"]


def test_what_reports_write_themselves_is_not_searched_for_again() -> None:
    assert terms_to_search("新增公办学位多少个？") == ()
    assert terms_to_search("") == ()
