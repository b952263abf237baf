"""A question that turns from what was done to the plan of it: its second part looks for the same thing."""

import pytest

from assistant.question.decomposition import split_question

KNOWN = {"虚构市青石区"}


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        ("青石区排水管网去年改造了多少公里，明年有什么安排？", "排水管网改造多少公里"),
        ("青石区去年改造了多少个老旧小区，今年计划改多少个？", "改造多少个老旧小区"),
        ("青石区公共充电桩去年建了多少，今年还要建多少？", "公共充电桩建多少"),
        ("青石区新增学位完成多少个，2025年打算多少个？", "新增学位多少个"),
        ("青石区“一件事”已经推出了几项，下一步打算推出几项？", "“一件事”已经推出几项"),
    ],
)
def test_the_plan_of_a_thing_is_looked_for_in_the_words_of_the_thing(
    question: str, turned: str
) -> None:
    done, plan = split_question(question, KNOWN)
    assert done.turned == ""
    assert plan.turned == turned


@pytest.mark.parametrize(
    "question",
    [
        "青石区去年修了几条路，明年打算建几座公园？",
        "青石区收到多少件复议申请，审结多少件？",
        "青石区明年打算修几条路，后年打算修几条？",
        "青石区建成了多少个公园，哪些街道最多？",
        "青石区下一步打算做什么？",
    ],
)
def test_a_part_with_a_thing_of_its_own_does_not_turn(question: str) -> None:
    assert all(part.turned == "" for part in split_question(question, KNOWN))
