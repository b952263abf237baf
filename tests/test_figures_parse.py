"""Figures as government reports write them: number, unit, kind and qualifier, case by case."""

import itertools
from decimal import Decimal

import pytest

from assistant.figures import parse_figures
from ingest.segment import sentence_spans


def only(text: str):
    (figure,) = [figure for figure in parse_figures(text) if figure.asserted]
    return figure


@pytest.mark.parametrize(
    ("text", "shown", "value", "unit", "kind"),
    [
        ("共实施行政处罚 13884 件，", "13884 件", "13884", "件", "count"),
        ("接待群众来访 1 804 人次。", "1 804 人次", "1804", "人次", "count"),
        ("粮食产量33，212万吨，", "33，212万吨", "332120000", "吨", "measure"),
        ("支出24,000元", "24,000元", "24000", "元", "money"),
        ("收入３０，３５７，９７６，０００元", "３０，３５７，９７６，０００元", "30357976000", "元", "money"),
        ("生产总值达到7 4 7 7 2 亿元", "7 4 7 7 2 亿元", "7477200000000", "元", "money"),
        ("自然增长率下降到1 0 ．0 6 ‰。", "1 0 ．0 6 ‰", "1.006", "%", "percent"),
        ("增长１２．５％", "１２．５％", "12.5", "%", "percent"),
        ("增长百分之八点八", "百分之八点八", "8.8", "%", "percent"),
        ("增长千分之三", "千分之三", "0.3", "%", "percent"),
        ("完成投资百分之百", "百分之百", "100", "%", "percent"),
        ("提高0.7个百分点", "0.7个百分点", "0.7", "百分点", "percentage_point"),
        ("调解三百七十六件", "三百七十六件", "376", "件", "count"),
        ("走访两千家", "两千家", "2000", "家", "count"),
        ("覆盖一百二十万人", "一百二十万人", "1200000", "人", "count"),
        ("投资四百二十七亿四千万元", "四百二十七亿四千万元", "42740000000", "元", "money"),
        ("产煤三亿零五百三十万吨", "三亿零五百三十万吨", "305300000", "吨", "measure"),
        ("翻两番", "两番", "2", "番", "multiple"),
        ("增长1.2倍", "1.2倍", "1.2", "倍", "multiple"),
        ("占全市三分之一", "三分之一", "0.3333333333333333333333333333", "", "fraction"),
        ("占全国1/4", "1/4", "0.25", "", "fraction"),
        ("耗能120万吨标准煤", "120万吨标准煤", "1200000", "吨标准煤", "measure"),
        ("建成区2.5万平方公里", "2.5万平方公里", "25000", "平方公里", "measure"),
        ("总库容3亿立方米", "3亿立方米", "300000000", "立方米", "measure"),
        ("均值23.8微克/立方米", "23.8微克/立方米", "23.8", "微克/立方米", "measure"),
        ("每立方米27.3微克", "27.3微克", "27.3", "微克/立方米", "measure"),
        ("均值23.8微克每立方米", "23.8微克每立方米", "23.8", "微克/立方米", "measure"),
        ("装机300万千瓦", "300万千瓦", "3000000", "千瓦", "measure"),
        ("累计4.9亿人次", "4.9亿人次", "490000000", "人次", "count"),
        ("出口65亿美元", "65亿美元", "6500000000", "美元", "money"),
        ("限15个工作日办结", "15个工作日", "15", "个工作日", "duration"),
        ("下降-3.2%", "-3.2%", "-3.2", "%", "percent"),
        ("人均GDP10万元", "10万元", "100000", "元", "money"),
        ("公职律师57名", "57名", "57", "人", "count"),
        ("查處三百二十一萬個", "三百二十一萬個", "3210000", "个", "count"),
        ("参与5万", "5万", "50000", "", "count"),
    ],
)  # fmt: skip
def test_quantity(text: str, shown: str, value: str, unit: str, kind: str) -> None:
    figure = only(text)
    assert (figure.text, figure.value, figure.unit, figure.kind) == (
        shown,
        Decimal(value),
        unit,
        kind,
    )
    assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize(
    ("text", "shown", "qualifier", "direction"),
    [
        ("近1.4万件", "1.4万件", "近", "near"),
        ("接近2000场", "2000场", "接近", "near"),
        ("约1.3万件", "1.3万件", "约", "about"),
        ("5%左右", "5%", "左右", "about"),
        ("超过1.2万亿斤", "1.2万亿斤", "超过", "above"),
        ("超3万户", "3万户", "超", "above"),
        ("逾200家", "200家", "逾", "above"),
        ("300亿元以上", "300亿元", "以上", "above"),
        ("提出500余条", "500余条", "余", "above"),
        ("8000多万人", "8000多万人", "多", "above"),
        ("三十余次", "三十余次", "余", "above"),
        ("不少于20次", "20次", "不少于", "above"),
        ("不超过5%", "5%", "不超过", "below"),
        ("不足10家", "10家", "不足", "below"),
        ("达500件", "500件", "", "exact"),
        ("节约500万元", "500万元", "", "exact"),
        ("签约30个", "30个", "", "exact"),
        ("附近500米", "500米", "", "exact"),
    ],
)
def test_qualifier(text: str, shown: str, qualifier: str, direction: str) -> None:
    figure = only(text)
    assert (figure.text, figure.qualifier, figure.direction) == (shown, qualifier, direction)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("用3—5年时间", "3", "5", "年"),
        ("提高10%-20%", "10", "20", "%"),
        ("投入5-10亿元", "500000000", "1000000000", "元"),
        ("补贴5万至10万元", "50000", "100000", "元"),
        ("需要三到五天", "3", "5", "天"),
    ],
)
def test_range(text: str, low: str, high: str, unit: str) -> None:
    figure = only(text)
    assert (figure.value, figure.high, figure.unit) == (Decimal(low), Decimal(high), unit)


def test_from_to_is_two_figures() -> None:
    figures = parse_figures("从304件到376件，由10%提高到20%")
    assert [figure.text for figure in figures] == ["304件", "376件", "10%", "20%"]


def test_a_list_shares_its_unit() -> None:
    figures = parse_figures("分别受理5、6和8件")
    assert [(int(figure.value), figure.unit) for figure in figures] == [
        (5, "件"),
        (6, "件"),
        (8, "件"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2020年", "year"),
        ("1998—2002年", "year"),
        ("一九五八年", "year"),
        ("1 9 9 3 年", "year"),
        ("20世纪80年代", "year"),
        ("2019和2020年", "year"),
        ("2020年6月30日", "date"),
        ("6月30日", "date"),
        ("1—6月", "date"),
        ("第3次", "ordinal"),
        ("第三产业", "ordinal"),
        ("世界500强企业", "ordinal"),
        ("成立75周年", "ordinal"),
        ("“十三五”", "name"),
        ("一办十组", "name"),
        ("“3+2”", "name"),
        ("G20峰会", "name"),
        ("PM2.5", "name"),
        ("5G基站", "name"),
        ("4A级景区", "name"),
        ("十大行动", "name"),
        ("二十届三中全会", "name"),
        ("党的二十大", "name"),
        ("二次会议", "name"),
        ("“15分钟生活圈”", "name"),
        ("“12·4”", "name"),
        ("百亿级企业", "name"),
        ("12348热线", "reference"),
        ("12345市民服务热线", "reference"),
        ("京政发〔2020〕12号", "reference"),
        ("地铁20号线", "reference"),
        ("见附件2", "reference"),
        ("已经完成。[1]", "reference"),
        ("1. 加强领导", "reference"),
        ("（三）严格执法", "reference"),
        ("近三年", "period"),
        ("五年来", "period"),
    ],
)
def test_not_asserted(text: str, kind: str) -> None:
    figures = parse_figures(text)
    assert kind in {figure.kind for figure in figures}
    assert not any(figure.asserted for figure in figures)


@pytest.mark.parametrize(
    "text",
    [
        "一带一路", "三项制度", "六保", "十几个", "数十个", "几十家", "近百家", "一致", "一批项目", "千家万户",
        "万元GDP能耗", "四川省", "两个维护", "一体化", "十分重要", "二元结构", "三方会谈",
    ],
)  # fmt: skip
def test_words_with_numerals_assert_nothing(text: str) -> None:
    assert not any(figure.asserted for figure in parse_figures(text))


def test_small_chinese_counts_are_read() -> None:
    assert only("出台三项措施").value == 3
    assert only("发生事故三起。").unit == "起"
    assert only("“2000万件”").value == 20_000_000


def test_no_figure_crosses_a_sentence_or_a_comma_between_figures() -> None:
    text = "共收到376件，审结304件，纠错率8.88%。调解7908件；成功7856件，1，234人参加。"
    figures = [figure for figure in parse_figures(text) if figure.asserted]
    assert [figure.text for figure in figures] == [
        "376件", "304件", "8.88%", "7908件", "7856件", "1，234人",
    ]  # fmt: skip
    for start, end in sentence_spans(text):
        inside = [f for f in figures if start < f.end and f.start < end]
        assert all(start <= f.start and f.end <= end for f in inside)


def test_figures_are_in_order_and_do_not_overlap() -> None:
    text = "2020年，1. 处罚13884件，占三分之一，约1.4万件，5G基站30个，第3次，3—5年，《条例》10条。"
    figures = parse_figures(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(figures))


@pytest.mark.parametrize("written", ["1500 亿元", "2015 万元", "1999 万人", "2024 亿", "1600 万吨"])
def test_what_looks_like_a_year_before_a_scale_apart_is_a_quantity(written: str) -> None:
    (figure,) = parse_figures(f"总额达{written}，增长较快。")
    assert (figure.text, figure.kind != "year") == (written, True)
