"""Names that their shape, a by-name or the turn before shows, and what may be shown for them (虚构)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answering.asked_figures import _may_be_its
from assistant.comparing.rows import Row
from assistant.comparing.table import _names
from assistant.figures import parse_figures
from assistant.models import Scope
from assistant.question.follow_up import standalone
from assistant.question.typed import without_carrier_phrase
from assistant.scope import ScopeCell, ScopeReading, read_scope
from assistant.scope.names import read_names
from assistant.scope.places import find_places
from assistant.vocabulary.name_lists import name_lists
from ingest.models import ReportFacts
from tests.scope_samples import turn
from vectorstore.models import ReportRecord

HELD = ("洛阳市", "金华市义乌市", "泉州市", "江西省", "天津市和平区", "沈阳市和平区")
HELD += ("杭州市西湖区", "南昌市西湖区", "南京市鼓楼区", "福州市鼓楼区", "重庆市两江新区")
KNOWN = frozenset(HELD)


QUALITY = "洛阳空气优良天数比例多少？"
PORT = "泉州港集装箱吞吐量多少？"
SAME = "鼓楼区2024年GDP多少？"


def record(region: str, body: str = "") -> ReportRecord:
    body = body or f"{region}人民政府"
    title = f"{body}2024年政府工作报告（虚构）"
    facts = ReportFacts(
        title=title, region=region, body=body, doc_type="政府工作报告", year=2024, years=(2024,)
    )
    return ReportRecord(body, "r", "h", body, facts, 1, 1, "2026-01-01")


LIBRARY = [*map(record, HELD), *(record("洛阳市", f"洛阳市{one}") for one in ("司法局", "教育局"))]


def read(question: str, previous: Scope | None = None, asked: str = "") -> ScopeReading:
    return read_scope(question, LIBRARY, previous, None, date(2025, 6, 1), asked=asked)


def names(question: str) -> list[str]:
    return [name.text for name in read_names(question, KNOWN).names]


@pytest.mark.parametrize(
    "name", ["青石县", "云梦泽市", "白鹭区", "落星镇", "听涛街道", "三清乡", "望乡自治县"]
)
@pytest.mark.parametrize("then", ["去年城镇新增就业多少人？", "2024年新增学位多少个？", "的GDP"])
def test_a_place_of_no_list_is_a_name_where_the_topic_begins_with_it(name: str, then: str) -> None:
    reading = read(name + then)
    assert reading.status == "not_in_library" or (name in reading.forms and reading.outside)


@pytest.mark.parametrize("word", name_lists().no_place)
@pytest.mark.parametrize("kind", ["县", "区", "市"])
def test_no_row_makes_a_place(word: str, kind: str) -> None:
    assert word + kind not in names(f"{word}{kind}2024年有多少？")


@pytest.mark.parametrize(
    "question",
    [
        "贫困县2024年有几个？",
        "老旧小区去年改造多少个？",
        "主城区2024年新增学位多少个？",
        "各区去年完成多少？",
        "全县2024年就业多少人？",
        "我市去年新增多少户？",
        "乡镇去年办了多少件？",
    ],
)
def test_a_common_word_is_no_place(question: str) -> None:
    assert not names(question)


@pytest.mark.parametrize("own", ["廿三里", "十里堡", "五里桥", "七里庄", "三里屯"])
def test_a_street_by_a_numeral_is_a_name(own: str) -> None:
    for question in (f"义乌{own}街道改造了几个小区？", f"{own}街道2024年培训多少人次？"):
        assert any(own in form for form in read(question).forms)


@pytest.mark.parametrize("counted", ["三个", "十多个", "五", "几", "两"])
def test_a_counted_kind_is_none(counted: str) -> None:
    assert not names(f"义乌{counted}街道改造了几个小区？")


@pytest.mark.parametrize("row", name_lists().numbered)
def test_each_row_makes_a_name_of_a_numeral(row: str) -> None:
    assert f"九{row}街道" in names(f"九{row}街道2024年培训多少人次？")


@pytest.mark.parametrize("trade", sorted(name_lists().trades))
def test_a_company_has_its_trade_behind_its_own_part(trade: str) -> None:
    assert f"江铃{trade}公司" in names(f"江铃{trade}公司2024年投入多少？")
    assert not names(f"全市{trade}公司2024年投入多少？")


@pytest.mark.parametrize("part", ["伊滨区", "洛北区", "瀍东区", "偃南区", "伊北区"])
def test_a_district_of_no_list_is_looked_for_in_all_reports_of_its_city(part: str) -> None:
    reading = read(f"洛阳{part}2024年新增学位多少个？")
    assert part in reading.forms and not reading.outside
    assert reading.report_ids == {"洛阳市人民政府", "洛阳市司法局", "洛阳市教育局"}


@pytest.mark.parametrize("district", ["洛龙区", "涧西区", "西工区", "偃师区", "孟津区"])
def test_a_district_that_is_not_held_is_looked_for_in_all_of_them_too(district: str) -> None:
    assert len(read(f"{district}2024年调解多少件？").around_ids) == 3


@pytest.mark.parametrize(
    ("form", "region"),
    [
        ("奉天", "沈阳市"),
        ("汴京", "开封市"),
        ("鹏城", "深圳市"),
        ("鹭岛", "厦门市"),
        ("庐州", "合肥市"),
    ],
)
def test_what_a_place_was_or_is_called_is_the_place(form: str, region: str) -> None:
    assert read(f"{form}2024年新建5G基站多少个？").scope.regions == (region,)
    before = [turn(QUALITY, QUALITY, Scope(regions=("洛阳市",)))]
    assert standalone(f"{form}的呢？", before, KNOWN) == f"{region}空气优良天数比例多少？"


@pytest.mark.parametrize("name", ["全国总工会", "全国妇联", "共青团中央", "全国工商联", "中国残联"])
def test_a_national_body_is_a_name(name: str) -> None:
    reading = read(f"{name}去年办理法律援助案件多少件？")
    assert name in reading.forms and reading.outside


@pytest.mark.parametrize("name", ["司法部", "教育部", "最高人民法院", "全国总工会", "国家统计局"])
def test_a_body_of_its_own_in_a_follow_up_is_lacking(name: str) -> None:
    before = Scope(years=(2024,), regions=("洛阳市",))
    assert read(f"洛阳市{name}的数字是多少", before, asked=f"{name}的数字是多少").outside
    told = f"洛阳市2024年{name}转办多少条？"
    assert not read(told, before, asked=told).outside


@pytest.mark.parametrize("port", ["厦门港", "宁波港", "青岛港", "大连港", "天津港"])
def test_another_port_in_a_follow_up_is_lacking(port: str) -> None:
    scope = Scope(years=(2024,), regions=("泉州市",))
    before = [turn(PORT, PORT, scope)]
    question = standalone(f"那{port}呢？", before, KNOWN)
    assert question == f"{port}集装箱吞吐量多少？"
    assert read(question, scope, asked=f"那{port}呢？").outside


@pytest.mark.parametrize(
    ("text", "its"),
    [
        ("新增公共停车位1.86万个，其中涧西区新增4100个。", ["4100个"]),
        ("改造老旧小区38个，其中涧西区改造11个。", ["11个"]),
        ("涧西区接待游客418万人次。", ["418万人次"]),
        ("调解纠纷5.83万件，成功率97.8%，其中涧西区7420件。", ["7420件"]),
        ("接待游客418万人次。", ["418万人次"]),
    ],
)
def test_a_figure_before_the_parts_name_does_not_stand_out(text: str, its: Sequence[str]) -> None:
    found = [f.text for f in parse_figures(text) if _may_be_its(f, text, ("涧西区", "涧西"))]
    assert found == its


@pytest.mark.parametrize(
    "question",
    [
        "天津和沈阳两个和平区2024年新增学位分别是多少？",
        "两个和平区2024年新增学位各多少？",
        "天津、沈阳两个和平区2024年新增学位各多少？",
        "沈阳与天津这两个和平区2024年学位各多少？",
        "这两个和平区2024年新增学位各多少？",
    ],
)
def test_both_places_of_a_name_are_asked(question: str) -> None:
    reading = read(question)
    assert reading.clarify is None
    assert set(reading.scope.regions) == {"天津市和平区", "沈阳市和平区"}


@pytest.mark.parametrize("word", ["那个", "的那个", "这个", "那边的", "的"])
def test_the_city_tells_which_one(word: str) -> None:
    (place,) = find_places(f"天津{word}和平区呢？", KNOWN)
    assert place.text == f"天津{word}和平区" and place.regions[0].name == "天津市和平区"


@pytest.mark.parametrize("town", ["桃花镇", "三墩镇", "蒋村街道", "北山街道", "转塘街道"])
def test_the_part_tells_which_place_is_meant(town: str) -> None:
    reading = read(f"西湖区{town}新增公共停车位多少个？")
    assert reading.clarify is None and town in reading.forms
    assert reading.report_ids == {"杭州市西湖区人民政府", "南昌市西湖区人民政府"}


@pytest.mark.parametrize(
    "said", ["我问的是福州的", "我指的是福州", "我想问的是福州的", "问的是福州的", "我说的是福州的"]
)
def test_an_answer_to_a_question_back(said: str) -> None:
    scope = Scope(years=(2024,), regions=("南京市鼓楼区", "福州市鼓楼区"))
    one = turn(SAME, SAME, scope)
    before = [replace(one, answer=replace(one.answer, status="clarify"))]
    assert standalone(said, before, KNOWN) == "福州2024年GDP多少？"
    assert "我" not in without_carrier_phrase(said) and "福州" in without_carrier_phrase(said)


@pytest.mark.parametrize(
    "said",
    [
        "综合执法队处理投诉多少件？",
        "综合行政执法队办案多少件？",
        "干部培训多少人次？",
        "工作人员有多少？",
        "网格员有多少名？",
    ],
)
def test_what_all_streets_have_is_no_street_of_the_places_name(said: str) -> None:
    for place, region in (("义乌", "金华市义乌市"), ("洛阳", "洛阳市")):
        reading = read(f"{place}街道{said}")
        assert reading.scope.regions == (region,) and not reading.forms
    assert read(f"义乌街道2024年{said}").forms


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("天津市和平区", "沈阳市和平区"),
        ("杭州市西湖区", "南昌市西湖区"),
        ("南京市鼓楼区", "福州市鼓楼区"),
        ("北京市朝阳区", "长春市朝阳区"),
        ("上海市普陀区", "舟山市普陀区"),
    ],
)
def test_places_of_one_name_are_compared_by_their_full_names(first: str, second: str) -> None:
    cells = [ScopeCell(name, 2024, (), "held", "2024年") for name in (first, second)]
    rows = [Row(cell, "disclosed") for cell in cells]
    assert _names(f"两个{first[-3:]}2024年各多少？", rows) == [first, second]
