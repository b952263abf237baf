"""Plans: parts that stand alone, words for the search, and one search where the year is asked."""

from datetime import date

import pytest

from assistant.models import Answer, Scope, Turn
from assistant.question.decomposition import split_question
from assistant.question.planning import Ask, make_plan
from tests.scope_samples import LIBRARY

KNOWN = {"北京市大兴区", "深圳市", "四川省"}


def plan_of(question: str) -> list[tuple[str, tuple[int, ...], str]]:
    """Each part's question, its reports' years, and its topic."""
    plan = make_plan(Ask(question, today=date(2024, 5, 1)), LIBRARY)
    return [(part.need.question, part.reading.scope.years, part.topic) for part in plan.parts]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "四川2024年经营主体有多少？城镇新增了多少就业？",
            ["四川2024年经营主体有多少？", "四川2024年城镇新增了多少就业？"],
        ),
        (
            "大兴哪些行业人手不够？2021年打算靠什么补上？",
            ["大兴哪些行业人手不够？", "大兴行业人手不够，2021年打算靠什么补上？"],
        ),
        (
            "疫情期间大兴区建了什么体系、发了多少份文件？同一时期查处了多少起违法？",
            [
                "疫情期间大兴区建了什么体系",
                "大兴区发了多少份文件？",
                "大兴区疫情期间查处了多少起违法？",
            ],
        ),
        (
            "大兴2020年搬走安置了多少人，分流了多少师生？",
            ["大兴2020年搬走安置了多少人", "大兴2020年分流了多少师生？"],
        ),
        (
            "四川2024年来了多少游客？这一年从境外来的游客又有多少？",
            ["四川2024年来了多少游客？", "四川2024年从境外来的游客又有多少？"],
        ),
    ],
)
def test_parts_stand_alone(question: str, parts: list[str]) -> None:
    assert [part.question for part in split_question(question, KNOWN)] == parts


@pytest.mark.parametrize(
    "question",
    [
        "2024年四川和重庆谁打的粮食多？各多少亿斤？",
        "全国城镇化率2017年和2023年各是多少，提高了几个百分点？",
        "2020年大兴和光明，行政复议案子各有多少、哪边多？",
        "大兴2020年教育、医疗、公交支出各增多少？",
        "2016年去产能靠哪些手段？国务院怎么说",
    ],
)
def test_what_weighs_the_same_thing_is_no_part(question: str) -> None:
    assert len(split_question(question, KNOWN)) == 1


def test_a_part_has_its_own_year_and_its_own_words() -> None:
    first, second = plan_of("深圳2019年整备了多少工业用地？2020年保障性住房开工几个项目？")
    assert (first[1], second[1]) == ((2019,), (2020,))
    assert second[2] == "保障性住房开工几个项目？"


def test_the_search_has_the_words_that_reports_write() -> None:
    (part,) = make_plan(Ask("深圳2019年GDP有多少？"), LIBRARY).parts
    assert part.need.question == "深圳2019年GDP有多少？"
    assert "生产总值" in part.search


def test_which_year_is_looked_for_in_all_reports_at_once() -> None:
    (part,) = make_plan(Ask("深圳哪一年出台了虚构条例？"), LIBRARY).parts
    assert part.reading.any_year and part.reading.cells == ()
    assert len(part.reading.report_ids) == 3


def test_a_mark_passed_or_a_course_needs_every_year() -> None:
    for question in ("深圳GDP头一回过2万亿是哪年？", "深圳历年GDP是多少？"):
        (part,) = make_plan(Ask(question), LIBRARY).parts
        assert len(part.reading.cells) == 3


def test_the_office_of_a_place_keeps_its_first_character() -> None:
    assert plan_of("2020年大兴区长出过几次庭？") == [
        ("2020年大兴区长出过几次庭？", (2020,), "区长出过几次庭？")
    ]


def test_a_year_that_gave_nothing_is_not_held_against_the_next_question() -> None:
    refused = Turn(
        "深圳2010年有多少？", Answer("not_in_library", "未收录", scope=Scope((2010,), ("深圳市",)))
    )
    given = Turn(
        "深圳2019年有多少？", Answer("disclosed", "……[1]", scope=Scope((2019,), ("深圳市",)))
    )
    parts = [
        make_plan(Ask("深圳存在哪些不足？", (turn,), today=date(2024, 5, 1)), LIBRARY).parts[0]
        for turn in (refused, given)
    ]
    assert [part.reading.scope.years for part in parts] == [(2020,), (2019,)]
