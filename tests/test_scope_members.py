"""各区, 哪个区: every district held; 去年 beyond the library; pairs of a place and a year stay pairs."""

from datetime import date

import pytest

from assistant.scope import ScopeReading, read_scope
from ingest.outlook.words import rows_of, words_of
from tests.scope_samples import record

HELD = [
    record("深圳市福田区", 2020),
    record("深圳市龙岗区", 2020),
    record("深圳市盐田区", 2020),
    record("深圳市盐田区", 2021),
    record("北京市大兴区", 2020, law=True),
    record("四川省", 2024),
    record("浙江省", 2024),
]
ROWS = rows_of("assistant.scope", "members.tsv")


def read(question: str, today: date = date(2026, 11, 1)) -> ScopeReading:
    return read_scope(question, HELD, None, None, today)


@pytest.mark.parametrize(
    "question",
    ["深圳各区2020年新增学位分别多少个？", "深圳哪个区2020年新增学位最多？", "2020年深圳各个区学位多少个？",
     "哪个区2020年新增学位最多？", "深圳2020年各区新增学位的排名"],
)  # fmt: skip
def test_every_district_is_a_cell(question: str) -> None:
    reading = read(question)
    assert {cell.region for cell in reading.cells} == {
        "深圳市福田区",
        "深圳市龙岗区",
        "深圳市盐田区",
    }
    assert {cell.year for cell in reading.cells} == {2020}


def test_the_missing_are_named_a_few_and_then_counted() -> None:
    (said,) = (one for one in read("深圳各区2020年学位多少？").notices if "不在比较之内" in one)
    assert "南山区" in said and "2020年" in said
    (said,) = (one for one in read("各省2024年粮食产量多少？").notices if "不在比较之内" in one)
    assert "等32个" in said


def test_without_a_year_all_are_compared_in_the_year_that_most_tell_of() -> None:
    assert {cell.year for cell in read("深圳各区新增学位多少个？").cells} == {2020}


@pytest.mark.parametrize("kind", ["district", "city", "province"])
def test_words_for_every_region(kind: str) -> None:
    words = words_of("assistant.scope", "members.tsv", kind)
    for word, longer in ROWS[kind].items():
        assert words.among(f"{word}分别多少")
        assert not any(words.among(f"{one}多少") for one in longer)


@pytest.mark.parametrize("word", ROWS["each"])
def test_only_a_figure_of_each_makes_them_cells(word: str) -> None:
    assert len(read(f"深圳各区2020年学位{word}").cells) == 3
    assert len(read("深圳2020年对各区有什么要求？").cells) <= 1


@pytest.mark.parametrize(
    ("question", "cells"),
    [
        ("大兴2020和盐田2021的复议各多少？", [("北京市大兴区", 2020), ("深圳市盐田区", 2021)]),
        ("大兴2020年和盐田2021年的复议各多少？", [("北京市大兴区", 2020), ("深圳市盐田区", 2021)]),
        ("2020年的福田和2021年的盐田", [("深圳市福田区", 2020), ("深圳市盐田区", 2021)]),
    ],
)
def test_pairs_stay_pairs(question: str, cells: list[tuple[str, int]]) -> None:
    assert [(cell.region, cell.year) for cell in read(question).cells] == cells


@pytest.mark.parametrize(
    ("question", "year", "report"),
    [
        ("去年大兴办了多少件？", 2020, "北京市大兴区2020法"),
        ("大兴今年收到复议多少件？", 2020, "北京市大兴区2020法"),
        ("上年度盐田新增多少学位？", 2021, "深圳市盐田区2021"),
        ("本年四川粮食产量多少？", 2024, "四川省2024"),
        ("福田去年新增多少学位？", 2020, "深圳市福田区2020"),
    ],
)
def test_this_and_last_year_fall_back_to_the_newest_with_a_word(
    question: str, year: int, report: str
) -> None:
    reading = read(question, date(2027, 11, 1))
    assert reading.report_ids == {report}
    assert reading.scope.years == (year,)
    assert reading.notices[0].startswith("库里还没有") and f"{year}年" in reading.notices[0]


def test_a_year_that_is_held_is_meant() -> None:
    reading = read("去年大兴办了多少件？", date(2021, 5, 1))
    assert reading.report_ids == {"北京市大兴区2020法"}
    assert not any("还没有" in one for one in reading.notices)


def test_a_report_titled_by_the_year_is_there() -> None:
    reading = read("2022年盐田新增多少学位？")
    assert reading.report_ids == {"深圳市盐田区2021"}
    assert not any(one.startswith("没有收录") for one in reading.notices)


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("2020年全市及各区固定资产投资完成额", {"深圳市", "深圳市福田区", "深圳市龙岗区", "深圳市盐田区"}),
        ("2020年各区一般公共预算收入", {"深圳市福田区", "深圳市龙岗区", "深圳市盐田区"}),
        ("2020年深圳和各区定的目标分别是多少？深圳、福田、盐田", {"深圳市", "深圳市福田区", "深圳市盐田区"}),
        ("2020年深圳市、福田区、盐田区新增学位数量", {"深圳市", "深圳市福田区", "深圳市盐田区"}),
        ("2020年深圳全市和福田、盐田建了多少学校？", {"深圳市", "深圳市福田区", "深圳市盐田区"}),
        ("2020年深圳市的福田、盐田建了多少学校？", {"深圳市福田区", "深圳市盐田区"}),
    ],
)  # fmt: skip
def test_a_city_listed_beside_its_districts_is_one_of_them(
    question: str, regions: set[str]
) -> None:
    held = [*HELD, record("深圳市", 2020)]
    reading = read_scope(question, held, None, None, date(2026, 11, 1))
    assert {cell.region for cell in reading.cells} == regions
