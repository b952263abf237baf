"""A long story around a question is no part of it where the question says by itself of where and when."""

from datetime import date

import pytest

from assistant.question.story import without_story

KNOWN = frozenset({"北京市大兴区", "深圳市光明区"})
TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        ("我2016年进城打工，邻居2019年申请过。", "大兴区2023年受理法律援助案件多少件？"),
        ("光明区我熟，2022年旁听过。现在要打官司了。", "大兴区2023年出庭应诉率是多少？"),
    ],
)
def test_the_story_before_it_is_left_out(story: str, asked: str) -> None:
    assert without_story(story + asked, KNOWN, TODAY) == asked


@pytest.mark.parametrize(
    "question",
    [
        "我家在大兴。2023年养老金涨了多少？",
        "看大兴2020年的报告。收到多少件复议？",
        "大兴2020年收到多少件？光明区2021年呢？",
        "大兴2020年的情况说一下。",
        "2016年来的大兴，2023年办理复议多少件？",
    ],
)
def test_what_a_question_needs_stays(question: str) -> None:
    assert without_story(question, KNOWN, TODAY) == question


def test_a_story_behind_it_is_left_out_too() -> None:
    asked = "大兴区2023年行政检查多少次？"
    assert without_story(asked + "去年光消防就来了6次，2021年也来过。", KNOWN, TODAY) == asked
