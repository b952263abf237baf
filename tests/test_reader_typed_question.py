"""What a user typed, made plain: digits, spaces, traditional characters; nothing else changes."""

import pytest

from assistant.question.typed import plain_question


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("大兴区２０２０年行政复议审结多少件？", "大兴区2020年行政复议审结多少件？"),
        ("大兴 2 0 2 0 年接待多少人次？", "大兴 2020年接待多少人次？"),
        ("是不是１３ ８８４件", "是不是13884件"),
        ("占９７．４％吗", "占97.4％吗"),
        ("大興區2020年行政複議審結多少件？", "大兴区2020年行政复议审结多少件？"),
        ("為企業修復了多少條信用記錄", "为企业修复了多少条信用记录"),
        ("行政\u200b复议\ufeff多少件", "行政复议多少件"),
    ],
)
def test_made_plain(typed: str, plain: str) -> None:
    assert plain_question(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        "2019 2020年各多少件？",
        "2020年 376件，对吗？",
        "著作权案件乾隆以后只有几件？",
        "审结304件，纠错率13.2%。",
        "行政复义审结了多少件",
        "《条例》“一网通办”（试行）",
    ],
)
def test_plain_already(typed: str) -> None:
    assert plain_question(typed) == typed


def test_plain_twice_is_plain_once() -> None:
    once = plain_question("大興２ ０ ２ ０ 年罰了１３ ８８４件，對嗎？")
    assert once == "大兴2020年罚了13884件，对吗？"
    assert plain_question(once) == once
