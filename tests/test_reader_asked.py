"""The proof that a figure is the figure of the thing asked, row by row of `vocabulary/indicators.toml`."""

import pytest

from assistant.figures import parse_figures
from assistant.reader.asked import Said, growth_only, proved
from assistant.reader.indicator import read_indicator
from assistant.vocabulary.indicators import one_name, units_of, whole_words


def told(
    topic: str,
    sentence: str,
    *,
    year: int = 2023,
    covered: int = 2023,
    region: str = "虚构市云溪区",
    headings: tuple[str, ...] = (),
    grows: bool = False,
) -> list[str]:
    """The figures of a sentence that are proved to be what the topic asks."""
    figures = parse_figures(sentence)
    units = ("%",) if grows else ()
    asked = read_indicator(topic, units, grows, (year,), region)
    return [figures[at].text for at in proved(asked, Said(sentence, figures, covered, headings))]


@pytest.mark.parametrize(
    ("topic", "sentence", "figures"),
    [
        # The label before the figure, names of one indicator.
        ("GDP是多少", "全年地区生产总值760.49亿元，增长11.1%。", ["760.49亿元"]),
        ("经济总量多大", "预计实现本区生产总值700亿元左右。", ["700亿元"]),
        ("新增学位多少个", "筹划建设十所学校，预计新增学位16000个。", []),
        ("新增学位多少个", "第一个“十”，是指新建十所学校，新增学位15300个。", []),
        ("新增学位多少个", "建成十所学校，全年预计新增学位16000个。", ["16000个"]),
        ("社零", "实现社会消费品零售总额1374亿元。", ["1374亿元"]),
        ("固投各是多少", "完成全社会固定资产投资99.6亿元，增长8.1%。", ["99.6亿元"]),
        ("公共预算收入", "地方一般公共预算收入58.6亿元，增长11.3%。", ["58.6亿元"]),
        ("PM2.5浓度", "八是PM2.5日均浓度28.22微克/立方米。", ["28.22微克/立方米"]),
        ("国家高新技术企业有多少家", "国高企业总量达到6759家（上年5842家）。", ["6759家"]),
        # Another thing, or more than the thing.
        ("GDP", "公共财政预算收入36.49亿元，增长38.1%。", []),
        ("GDP", "每平方公里GDP产出6.46亿元。", []),
        ("GDP", "人均GDP3.4万元。", []),
        ("GDP", "战略性新兴产业占GDP比重达52%。", []),
        ("固定资产投资", "完成工业投资284.7亿元。", []),
        ("固定资产投资", "民间固定资产投资84.85亿元。", []),
        ("固定资产投资", "盐河临港片区完成固定资产投资40.75亿元。", []),
        # A total is not a part of it.
        ("学位有多少个", "新增公办学位3000个。", []),
        ("学位有多少个", "学位总数达12万个。", ["12万个"]),
        ("新增学位多少个", "新增学位5010个。", ["5010个"]),
        ("新增学位多少个", "新增公办学位3000个。", []),
        ("公办学位多少个", "新增公办学位3000个。", []),
        ("新增公办学位", "率先实现目标，新增公办学位3000个，覆盖全区。", ["3000个"]),
        # What stands right behind.
        ("受理行政复议案件多少件", "全年受理170宗行政复议案件。", ["170宗"]),
        ("人大代表建议办理件数", "548件人大代表建议、政协提案全部完成办理。", []),
        ("受理行政复议多少件", "受理行政复议29件，办结率100%。", ["29件"]),
        ("主动公开信息多少条", "依法主动公开各类政府信息11149条。", ["11149条"]),
        ("主动公开多少条信息", "投入36亿元，主动公开信息化项目12个。", []),
        ("产值多少", "年产值超1亿元企业100家。", []),
        ("养老床位有多少张", "规划床位1250张，全区养老床位增至2309张。", ["2309张"]),
        ("养老床位有多少张", "新增养老床位240张。", []),
    ],
)
def test_a_figure_and_the_thing_asked_stand_in_one_clause(
    topic: str, sentence: str, figures: list[str]
) -> None:
    assert told(topic, sentence) == figures


@pytest.mark.parametrize(
    ("topic", "sentence", "figures"),
    [
        (
            "固定资产投资",
            "固定资产投资突破1000亿元，达1096亿元，增长23.5%。",
            ["1000亿元", "1096亿元"],
        ),
        ("GDP", "地区生产总值增长5.1%，达到8566亿元。", ["8566亿元"]),
        ("GDP", "全区地区生产总值增长6.1%、突破2000亿元大关。", ["2000亿元"]),
        ("国家高新技术企业", "新增国家级高新技术企业340家，总数达830家。", ["830家"]),
        ("学位", "新增学校3所，学位1200个。", []),
        ("学位", "新增公办学位7200个、幼儿园学位9510个。", []),
        ("新增幼儿园学位", "新增公办学位7200个、幼儿园学位9510个。", ["9510个"]),
        ("税收", "每平方公里产出和税收分别为6.46亿元、0.96亿元。", []),
        ("出口总额", "进口总额和出口总额分别为30亿元、50亿元。", ["50亿元"]),
        ("固定资产投资", "固定资产投资、社会消费品零售总额均突破400亿元。", ["400亿元"]),
        ("新增学位", "建成学校4所、新增学位4290个，建成幼儿园2所、新增学位720个。", []),
        ("一般公共预算收入", "财政总收入389亿元[1]，其中一般公共预算收入97.6亿元。", ["97.6亿元"]),
    ],
)
def test_a_list_carries_its_head_over_and_no_further(
    topic: str, sentence: str, figures: list[str]
) -> None:
    assert told(topic, sentence) == figures


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("地区生产总值由2018年的917亿元跃升至2023年的1427亿元。", ["1427亿元"]),
        ("地区生产总值从917亿元跃升到1427亿元。", ["1427亿元"]),
        ("2022年地区生产总值917亿元。", []),
        ("与2022年比，地区生产总值增加到1427亿元。", ["1427亿元"]),
        ("上半年地区生产总值突破2000亿元，达到2077亿元。", []),
        ("1-8月地区生产总值1235亿元。", []),
        ("五年来，地区生产总值累计1427亿元。", []),
        ("今年主要预期目标是：地区生产总值1500亿元。", []),
        ("力争地区生产总值达到1500亿元。", []),
        ("有效应对超预期因素冲击，实现地区生产总值8036亿元。", ["8036亿元"]),
        ("全省地区生产总值13万亿元。", []),
        ("云溪区地区生产总值130亿元。", ["130亿元"]),
        ("别处县地区生产总值130亿元。", []),
    ],
)
def test_the_figure_is_of_the_year_and_of_the_place(sentence: str, figures: list[str]) -> None:
    assert told("GDP", sentence) == figures


def test_under_a_heading_of_several_years_only_what_was_come_to_counts() -> None:
    span = ("一、过去五年工作回顾",)
    assert told("新增学位", "新增学位2万个。", headings=span) == []
    assert told("GDP", "地区生产总值增加到121万亿元。", headings=span) == ["121万亿元"]
    assert told("新增学位", "新增学位2万个。", headings=("一、2023年以来工作回顾",)) == ["2万个"]


def test_a_report_of_another_year_must_name_the_year_asked() -> None:
    assert told("GDP", "地区生产总值130亿元。", year=2021, covered=2023) == []
    assert told("GDP", "2021年地区生产总值130亿元。", year=2021, covered=2023) == ["130亿元"]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("地区生产总值增长5.3%。", ["5.3%"]),
        ("地区生产总值760亿元，同比增长5.3%。", ["5.3%"]),
        ("税收535亿元，一般公共预算收入218亿元，分别增长17.9%和16.2%。", []),
        ("固定资产投资、地区生产总值分别增长3.0%和8.5%。", ["8.5%"]),
        ("工业增加值增长5.3%。", []),
        ("地区生产总值年均增长5.3%。", []),
    ],
)
def test_growth_is_of_exactly_the_thing(sentence: str, figures: list[str]) -> None:
    assert told("GDP增速", sentence, grows=True) == figures
    figures_of = parse_figures(sentence)
    asked = read_indicator("GDP", (), False, (2023,), "虚构市云溪区")
    said = Said(sentence, figures_of, 2023)
    grown = [f.text for at, f in enumerate(figures_of) if growth_only(asked, said, at)]
    assert grown == figures


def test_what_is_asked_is_left_when_the_words_of_asking_go() -> None:
    asked = {
        "各是多少 GDP": ("生产总值",),
        "哪个收到的行政复议申请多": ("收到", "行政复议"),
        "一共有多少学位，各是多少": ("学位",),
        "主动公开了多少条信息": ("主动公开", "信息"),
        "高速公路里程多长": ("高速公路里程",),
        "的排名如何": (),
    }
    for topic, chunks in asked.items():
        assert tuple(forms[0] for forms in read_indicator(topic).chunks) == chunks


def test_rows_of_names_units_and_wholes() -> None:
    assert one_name("国内生产总值") == one_name("gdp") == "生产总值"
    assert one_name("规上工业企业增加值") == "规模以上工业增加值"
    assert one_name("工业投资") == "工业投资"
    assert units_of("负责人出庭应诉率") == ("%",)
    assert "元" in units_of("一般公共预算收入")
    assert units_of("学位") == ()
    assert "全区" in whole_words("虚构市云溪区")
    assert "全省" in whole_words("虚构省")
    assert "全省" not in whole_words("虚构市云溪区")


@pytest.mark.parametrize(
    ("topic", "sentence", "figures"),
    [
        # Words of asking, and the scope in words, are nothing of the indicator.
        ("各区（新区）生产总值分别为多少", "全年地区生产总值910亿元。", ["910亿元"]),
        ("每年GDP做到多少亿了？", "全年地区生产总值910亿元。", ["910亿元"]),
        ("全市及各区固定资产投资完成额", "完成固定资产投资81亿元，增长5%。", ["81亿元"]),
        ("截至 底有多少5G基站", "5G基站总量2.2万个。", ["2.2万个"]),
        ("政府每年公开了多少条信息", "主动公开政府信息9572条。", ["9572条"]),
        ("主动公开信息条数", "依申请公开信息72条。", []),
        ("政府采购金额是多少", "采购金额3亿元。", []),
        # What was done is one thing, by whatever verb; what it was done to another.
        ("新增多少人就业", "新增登记就业10万人。", ["10万人"]),
        ("新增多少人就业", "帮扶就业10万人。", []),
        ("新增5G基站数量", "新增智能杆947根、5G基站1308个。", ["1308个"]),
        ("建了多少5G基站", "提前建成6千多个5G基站。", []),
        ("建了多少5G基站", "建成6千多个5G基站。", ["6千多个"]),
        ("新建、改建了几个公园", "新建和改建公园5个，共建花园15个。", ["5个"]),
        ("新建、改建了几个公园", "新增云岭公园等6个公园。", ["6个"]),
        ("新增公园多少个", "改建公园5个。", []),
        ("打通断头路数量", "打通云一路、溪二路等断头路20条。", ["20条"]),
        ("打通断头路数量", "云一路等15条断头路全面打通。", ["15条"]),
        ("打通断头路数量", "规划断头路20条。", []),
        ("查处（处罚）环境违法案件数", "立案处罚环境违法行为868宗。", ["868宗"]),
        ("行政处罚多少宗", "处罚868宗。", []),
        # Seats of the schools counted before them.
        ("新增学位", "新增11所幼儿园、2970座学位。", []),
        ("新增学位", "新建学校11所，新增学位5010个。", ["5010个"]),
        ("新引进了多少家企业", "招引企业32家。", ["32家"]),
        ("新开工了多少保障性住房", "开工建设保障性住房1200套。", ["1200套"]),
        ("筹集建设保障性住房多少套", "建设筹集保障性住房1200套。", ["1200套"]),
        ("完成了多少老旧小区改造", "改造老旧小区12个。", ["12个"]),
        ("把GDP做个表", "全年地区生产总值910亿元。", ["910亿元"]),
        ("研发投入占GDP比重", "全社会研发投入占GDP比重15.8%。", ["15.8%"]),
        ("研发投入占GDP比重", "工业研发投入占GDP比重15.8%。", []),
        # Brackets say what else may stand there.
        ("添了多少张养老床位（家庭养老床位都算）", "新增9829张家庭养老床位。", ["9829张"]),
        ("添了多少张养老床位", "新增9829张家庭养老床位。", []),
        # Examples of a whole are no whole, brought in is not there are.
        ("固定资产投资", "完成道路、学校等固定资产投资49亿元。", []),
        ("国高企业总共多少家", "引进上市公司项目22个、国高企业29家。", []),
        ("国高企业总共多少家", "引进华为等国高企业29家。", []),
        # Money told with its growth is not of what was added before it.
        ("一般公共预算收入", "新增企业502家，一般公共预算收入139亿元、增长15.3%。", ["139亿元"]),
        ("固定资产投资", "引进项目502家，固定资产投资139亿元。", []),
    ],
)
def test_words_of_asking_and_of_doing(topic: str, sentence: str, figures: list[str]) -> None:
    assert told(topic, sentence) == figures


def test_the_growth_of_the_economy_and_a_mark_that_is_asked_for() -> None:
    assert told("经济增速是多少", "地区生产总值增长5.3%。", grows=True) == ["5.3%"]
    assert told("经济增速是多少", "数字经济增长5.3%。", grows=True) == []
    aim = "今年的主要预期目标是：地区生产总值增长6%。"
    assert told("定的GDP增长目标", aim, grows=True) == ["6%"]
    assert told("定的GDP增长目标", "地区生产总值增长9%，高于年初目标。", grows=True) == []
    assert told("GDP增速", "预期目标是地区生产总值增长6%。", grows=True) == []


def test_words_over_a_sentence_say_that_it_sums_up_several_years() -> None:
    figures = parse_figures("新增学位90万个。")
    asked = read_indicator("新增学位", (), False, (2023,), "虚构市云溪区")
    for above, right in (
        ("“十四五”期间，民生支出累计1.6万亿元。", []),
        ("“十四五”期间成绩显著。2023年全年任务完成。", [0]),
        ("民生支出累计1.6万亿元。", [0]),
    ):
        said = Said("新增学位90万个。", figures, 2023, (), above)
        assert proved(asked, said) == right


@pytest.mark.parametrize("topic", ["筹集保障性住房套数对比", "筹集保障性住房（或增速）各多少"])
def test_how_many_and_what_may_be_told_instead_are_no_part_of_the_thing(topic: str) -> None:
    assert told(topic, "筹集建设保障性住房1.2万套、供应分配1.1万套。") == ["1.2万套"]
