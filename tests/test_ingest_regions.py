"""Regions in text: canonical names, joined levels, ambiguity, words that only look like places."""

import pytest

from ingest.regions import find_regions, resolve
from ingest.regions.finding import is_inside, region_named, same_place
from ingest.regions.gazetteer import base_name, official_regions
from ingest.regions.shapes import name_before_body

LIBRARY = {
    "北京市大兴区",
    "深圳市",
    "深圳市光明区",
    "深圳市光明新区",
    "深圳市南山区",
    "深圳市盐田区",
    "深圳市坪山新区",
    "全国",
}


def names(text: str, known: set[str] | None = None) -> list[list[str]]:
    library = LIBRARY if known is None else known
    return [[r.name for r in resolve(m, library)] for m in find_regions(text, library)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("大兴", "北京市大兴区"),
        ("大兴区", "北京市大兴区"),
        ("北京大兴", "北京市大兴区"),
        ("北京市大兴区", "北京市大兴区"),
        ("深圳南山", "深圳市南山区"),
        ("广东省深圳市南山区", "深圳市南山区"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("海淀区", "北京市海淀区"),
        ("广州天河区", "广州市天河区"),
        ("上海浦东", "上海市浦东新区"),
        ("杭州市", "杭州市"),
        ("延边州", "延边朝鲜族自治州"),
        ("浦东新区", "上海市浦东新区"),
        ("国务院", "全国"),
    ],
)
def test_canonical_names(said: str, name: str) -> None:
    assert names(f"{said}2020年办了多少件") == [[name]]


def test_adjacent_levels_are_one_mention_and_others_are_not() -> None:
    assert names("北京大兴和深圳光明区哪边多") == [["北京市大兴区"], ["深圳市光明区"]]


def test_a_group_means_all_of_its_provinces() -> None:
    (mention,) = find_regions("川渝两地的产量")
    assert mention.together
    assert [r.name for r in resolve(mention, ())] == ["四川省", "重庆市"]
    assert find_regions("京津冀协同发展") == ()


@pytest.mark.parametrize(
    "text",
    ["大兴土木", "大兴调查研究之风", "西藏路扩建", "出海口整治", "朝阳产业有哪些", "公安机关", "提高和平均", "2020年新建了3所学校", "推进老城区改造",
     "“山水连城”计划", "要新建或改造", "中国移动", "中山大学", "城区面貌", "资源有多少"],
)  # fmt: skip
def test_words_that_only_look_like_places(text: str) -> None:
    assert find_regions(text, LIBRARY) == ()


def test_a_city_that_is_known_still_gives_way_to_its_district() -> None:
    assert names("上海浦东2024年增长多少", {"上海市"}) == [["上海市浦东新区"]]


def test_the_longest_leftmost_name_wins() -> None:
    assert names("上海南部") == [["上海市"]]


def test_a_place_and_what_stands_in_it() -> None:
    assert names("盐田港2017年吞吐量") == [["深圳市盐田区"]]
    assert names("大兴办代表建议的时候") == [["北京市大兴区"]]


def test_ambiguous_names_keep_their_candidates() -> None:
    assert len(names("鼓楼区")[0]) > 2
    assert names("南山2021年") == [["深圳市南山区"]]
    assert names("鹤岗南山区2021年") == [["鹤岗市南山区"]]


def test_context_tells_districts_of_one_name_apart() -> None:
    city = region_named("徐州市")
    assert city is not None
    (mention,) = find_regions("鼓楼区2020年")
    assert [r.name for r in resolve(mention, (), [city])] == ["徐州市鼓楼区"]


def test_a_bare_name_prefers_the_higher_level() -> None:
    assert names("吉林2024年", set()) == [["吉林省"]]


def test_districts_that_no_list_has_come_from_the_library() -> None:
    assert names("云岭新区2014年", {"成都市云岭新区"}) == [["成都市云岭新区"]]
    assert names("云岭新区2014年", set()) == []


def test_held_regions_that_no_list_has_are_found_by_every_name() -> None:
    held = {"北京市大兴区", "虚构市白鹭区", "虚构市青石区", "云岭经济技术开发区"}
    for said in ("白鹭区", "白鹭", "虚构市白鹭区", "虚构白鹭区"):
        assert names(f"{said}2021年新增多少", held)[-1] == ["虚构市白鹭区"]
    assert names("白鹭区和大兴区哪边多", held) == [["虚构市白鹭区"], ["北京市大兴区"]]
    assert names("虚构市2021年新增多少", held) == [["虚构市"]]
    assert names("云岭经开区2021年新增多少", held) == [["云岭经济技术开发区"]]


@pytest.mark.parametrize(
    "text",
    ["农贸市场小区改造", "哪些市有开发区", "2021年超市周边社区", "全市各区县", "推进县级市辖区建设", "今年城市更新区",
     "加强城市管理和老旧小区改造", "政务服务市区两级", "白鹭区2021年新增多少"],
)  # fmt: skip
def test_words_built_like_a_district_of_a_city(text: str) -> None:
    assert find_regions(text, {"北京市大兴区"}) == ()


def test_a_district_is_not_lent_to_another_city() -> None:
    assert names("虚构市大兴区2020年") == [["虚构市大兴区"]]
    assert names("重庆市江北区2020年") == [["重庆市江北区"]]


def test_a_renamed_district_is_one_place_and_two_present_ones_are_not() -> None:
    old, new, city = (region_named(n) for n in ("深圳市光明新区", "深圳市光明区", "深圳市"))
    assert old and new and city
    assert same_place(old, new)
    assert not same_place(new, city)
    assert is_inside(old, city) and not is_inside(city, old)


def test_every_city_is_a_place_by_its_short_name() -> None:
    cities = [r for r in official_regions() if r.level == "city" and r.name.endswith("市")]
    lacking = [r.name for r in cities if not find_regions(f"{r.name[:-1]}2024年GDP多少")]
    assert not lacking


@pytest.mark.parametrize(
    "text",
    [
        "大同小异的做法",
        "日照时间多长",
        "白银产量多少",
        "公安，打算怎么改",
        "公安2024年办案多少",
        "东方红广场",
        "开封了多少",
    ],
)
def test_a_word_that_is_a_citys_name_too_is_a_word(text: str) -> None:
    assert find_regions(text) == ()


def test_names_of_regions() -> None:
    assert region_named("全国（国务院）").name == "全国"  # type: ignore[union-attr]
    assert region_named("宁夏").name == "宁夏回族自治区"  # type: ignore[union-attr]
    assert region_named("不是地名") is None
    assert base_name("白沙黎族自治县") == "白沙"


def test_official_names_are_unique() -> None:
    regions = official_regions()
    assert len(regions) > 3000
    assert len({region.name for region in regions}) == len(regions)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("虚构市农业农村局2024年法治政府建设情况报告", "虚构市"),
        ("虚构市市场监督管理局2024年法治政府建设情况报告", "虚构市"),
        ("虚构市白鹭区农业农村局2024年法治政府建设情况报告", "虚构市白鹭区"),
        ("横琴市场监督管理局2024年法治政府建设情况报告", ""),
        ("雄安城市管理局2024年法治政府建设情况报告", ""),
    ],
)
def test_the_place_before_a_bureau(title: str, name: str) -> None:
    assert name_before_body(title) == name
