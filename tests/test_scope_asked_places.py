"""Which place is meant: by its city before it, by the city of the one spoken of, 全市 in a list."""

import pytest

from assistant.scope.catalogue import Catalogue
from assistant.scope.names import read_names
from assistant.scope.places import find_places
from assistant.scope.same_name import with_full_name
from tests.scope_samples import record

PAIR = frozenset(["徐州市鼓楼区", "开封市鼓楼区"])
SHENZHEN = frozenset(["深圳市", "深圳市光明区", "深圳市坪山区"])
HELD = Catalogue(
    [record("徐州市鼓楼区", 2024), record("开封市鼓楼区", 2024), record("秦皇岛市北戴河区", 2024)]
)


def regions(question: str, known: frozenset[str]) -> list[list[str]]:
    return [[one.name for one in place.regions] for place in find_places(question, known)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("开封鼓楼去年新增就业多少人？", [["开封市鼓楼区"]]),
        ("新增就业多少人，开封的鼓楼区？", [["开封市鼓楼区"]]),
        ("汴京鼓楼区去年新增就业多少人？", [["开封市鼓楼区"]]),
        ("开封和徐州两个鼓楼区各改造了多少？", [["徐州市鼓楼区", "开封市鼓楼区"]]),
        ("徐州鼓楼区和开封鼓楼区各多少？", [["徐州市鼓楼区"], ["开封市鼓楼区"]]),
        ("鼓楼区去年新增就业多少人？", [["徐州市鼓楼区", "开封市鼓楼区"]]),
        ("福州的鼓楼区去年新增就业多少人？", [["福州市鼓楼区"]]),
    ],
)
def test_the_city_before_a_district_says_which(question: str, found: list[list[str]]) -> None:
    assert regions(question, PAIR) == found


@pytest.mark.parametrize(
    ("then", "written"),
    [
        ("开封那个呢？", "开封市鼓楼区呢？"),
        ("开封的呢？", "开封市鼓楼区的呢？"),
        ("开封市的改造了多少？", "开封市鼓楼区的改造了多少？"),
        ("改造了多少个老旧小区？", "改造了多少个老旧小区？"),
        ("河南的呢？", "开封市鼓楼区的呢？"),
        ("往开封的高速通了吗？", "往开封的高速通了吗？"),
        ("《开封的报告》里呢？", "《开封的报告》里呢？"),
    ],
)
def test_a_city_alone_is_its_district_of_that_name(then: str, written: str) -> None:
    assert with_full_name(then, ["徐州市鼓楼区"], HELD) == written


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "2024年全市、光明、坪山各新增多少个？",
            [["深圳市"], ["深圳市光明区"], ["深圳市坪山区"]],
        ),
        (
            "光明、坪山和全市各新增多少个？",
            [["深圳市光明区"], ["深圳市坪山区"], ["深圳市"]],
        ),
        ("光明、坪山在全市率先做了什么？", [["深圳市光明区"], ["深圳市坪山区"]]),
        ("光明、坪山和全市第一的差距多大？", [["深圳市光明区"], ["深圳市坪山区"]]),
        ("全市以旧换新，光明、坪山各发放多少？", [["深圳市光明区"], ["深圳市坪山区"]]),
        ("深圳市2024年，光明区新增多少个？", [["深圳市光明区"]]),
        (
            "光明区2020年，深圳市2002年，坪山区2019年各多少件？",
            [["深圳市光明区"], ["深圳市"], ["深圳市坪山区"]],
        ),
    ],
)
def test_the_city_in_a_list_is_asked_for(question: str, found: list[list[str]]) -> None:
    assert regions(question, SHENZHEN) == found


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("北戴河新区城市管理局查处了多少件？", "北戴河新区城市管理局"),
        ("北戴河开发区公安局查处了多少件？", "北戴河开发区公安局"),
    ],
)
def test_a_bureau_of_a_zone_is_none_of_the_district(question: str, name: str) -> None:
    (found,) = read_names(question, HELD.names).names
    assert (found.text, found.kind) == (name, "areas")


@pytest.mark.parametrize("said", ["博州", "博尔塔拉州", "博尔塔拉", "博尔塔拉蒙古自治州"])
def test_a_prefecture_goes_by_its_name_without_the_people(said: str) -> None:
    known = frozenset(["博尔塔拉蒙古自治州"])
    assert regions(f"{said}去年收入多少？", known) == [["博尔塔拉蒙古自治州"]]


@pytest.mark.parametrize(
    "question",
    [
        "徐州市鼓楼区去年街道综合执法队查处了多少件？",
        "北戴河区城市管理局报告提到派出所联合执法多少次？",
        "开封和徐州两个鼓楼区各改造了多少个？",
    ],
)
def test_times_and_reports_open_no_name(question: str) -> None:
    known = PAIR | {"秦皇岛市北戴河区"}
    assert {one.kind for one in read_names(question, known).names} <= {"bureau"}
