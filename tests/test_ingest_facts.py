"""Facts of made-up reports: title, region, body, kind, the years covered, reviewed and planned for."""

import pytest

from ingest.facts import doc_type_of, read_facts
from ingest.models import (
    Block,
    FactOverrides,
    NormalisedDocument,
    Paragraph,
    RawDocument,
    ReportFacts,
)


def facts(text: str, name: str = "报告.txt", overrides: FactOverrides | None = None) -> ReportFacts:
    paragraphs: list[Paragraph] = []
    at = 0
    for line in text.strip().splitlines():
        paragraphs.append(Paragraph(line, at, at + len(line)))
        at += len(line) + 1
    document = NormalisedDocument("\n".join(p.text for p in paragraphs), tuple(paragraphs))
    raw = RawDocument(name, tuple(Block(p.text) for p in paragraphs), source_url="http://例.cn/1")
    return read_facts(raw, document, overrides or FactOverrides())


WORK_REPORT = """虚构：2031年政府工作报告
——2031年1月15日在苏州市虎丘区第九届人民代表大会第三次会议上
各位代表：
现在，我代表虎丘区人民政府，向大会报告政府工作，请予审议。
一、2030年工作回顾
2030年，全区完成投资 12 亿元。
二、2031年工作安排
要建成 3 所学校。"""


def test_a_work_report_covers_the_year_before_its_title() -> None:
    found = facts(WORK_REPORT)
    assert found.title == "虚构：2031年政府工作报告"
    assert (found.region, found.body) == ("苏州市虎丘区", "苏州市虎丘区人民政府")
    assert (found.doc_type, found.title_year) == ("政府工作报告", 2031)
    assert (found.year, found.years, found.plan_years) == (2030, (2030,), (2031,))
    assert found.published == "2031-01-15"
    assert found.source_url == "http://例.cn/1"


def test_the_day_of_publication_is_the_one_that_is_called_so() -> None:
    text = WORK_REPORT.replace("现在，我代表", "发布日期：2031年2月3日\n现在，我代表")
    assert facts(text).published == "2031-02-03"


def test_a_work_report_dated_in_the_next_year_tells_of_its_own() -> None:
    body = "虎丘区2030年政府工作报告\n虎丘区人民政府 {}\n2030年，全区完成投资12亿元。\n一、经济\n增长5%。"
    assert facts(body.format("2031年1月15日")).year == 2030
    assert facts(body.format("2030年1月15日")).year != 2030
    page = body.format("2030年1月15日在会议上").replace(
        "2030年，", "发布时间：2031年2月3日\n今年，"
    )
    assert facts(page).year != 2030


def test_a_new_area_behind_its_province_is_the_place() -> None:
    found = facts("贵州虚安新区2024年法治政府建设年度报告\n2024年，新区管委会虚构了一份报告。")
    assert found.region == "贵州省虚安新区"
    alone = facts("虚安新区开发建设管理委员会2024年工作报告\n2024年，新区虚构了一份报告。")
    assert alone.region == "虚安新区"


def test_a_law_report_covers_the_year_of_its_title() -> None:
    found = facts(
        "南京市玄武区人民政府 2020 年法治政府建设年度情况报告\n"
        "2020 年，玄武区虚构了一份报告。\n一、工作情况\n四、2021 年工作思路\n二〇二一年二月三日"
    )
    assert found.title == "南京市玄武区人民政府2020年法治政府建设年度情况报告"
    assert found.doc_type == "法治政府建设报告"
    assert (found.year, found.title_year, found.plan_years) == (2020, 2020, (2021,))
    assert found.published == "2021-02-03"


def test_a_terms_review_spans_five_years() -> None:
    found = facts(
        "2028年政府工作报告（在南京市玄武区第十届人民代表大会第一次会议上）\n各位代表：\n"
        "现在，我代表玄武区人民政府向大会报告工作。\n一、过去五年工作回顾\n五年来，虚构发展。\n"
        "二、今后五年的目标任务\n三、2028年工作安排\n四、结语\n完。"
    )
    assert (found.year, found.years) == (2027, (2023, 2024, 2025, 2026, 2027))
    assert found.plan_years == (2028, 2029, 2030, 2031, 2032)


def test_a_five_year_plan_in_the_headings() -> None:
    found = facts(
        "2021年政府工作报告\n我代表玄武区人民政府报告工作。\n一、“十三五”时期发展成就和2020年主要工作\n"
        "虚构。\n二、“十四五”基本思路\n三、2021年工作安排"
    )
    assert (found.year, found.years) == (2020, (2016, 2017, 2018, 2019, 2020))
    assert found.plan_years == (2021, 2022, 2023, 2024, 2025)


def test_the_city_most_spoken_of_tells_which_district() -> None:
    text = "南山区政府工作报告（2030）\n一、2029年工作回顾\n深圳虚构。深圳虚构。鹤岗虚构。"
    assert facts(text).region == "深圳市南山区"
    assert facts(text.replace("深圳", "鹤岗")).region == "鹤岗市南山区"


def test_a_new_district_that_no_list_has() -> None:
    found = facts(
        "2030年云岭新区管委会工作报告\n现在，我代表云岭新区管理委员会报告工作。\n一、2029年工作回顾\n"
        "在成都市委领导下，成都虚构。"
    )
    assert (found.region, found.body) == ("成都市云岭新区", "成都市云岭新区管理委员会")
    assert (found.doc_type, found.year) == ("政府工作报告", 2029)


@pytest.mark.parametrize(
    ("title", "region", "body"),
    [
        ("虚构市甲乙区人民政府2021年法治政府建设年度情况报告", "虚构市甲乙区", "虚构市甲乙区人民政府"),
        ("虚构市大兴区人民政府2021年法治政府建设年度情况报告", "虚构市大兴区", "虚构市大兴区人民政府"),
        ("北京市甲乙区人民政府2021年法治政府建设年度情况报告", "北京市甲乙区", "北京市甲乙区人民政府"),
        ("关于印发虚构市青石区2021年法治政府建设报告的通知", "虚构市青石区", "虚构市青石区人民政府"),
        ("云岭经济技术开发区管理委员会2021年工作报告", "云岭经济技术开发区", "云岭经济技术开发区管理委员会"),
        ("虚构市云岭新区管委会2021年工作报告", "虚构市云岭新区", "虚构市云岭新区管理委员会"),
        ("虚构市2021年政府工作报告", "虚构市", "虚构市人民政府"),
    ],
)  # fmt: skip
def test_a_body_that_no_list_has_names_its_region(title: str, region: str, body: str) -> None:
    found = facts(f"{title}\n一、工作情况\n学习上海的经验，虚构。")
    assert (found.region, found.body) == (region, body)


def test_a_word_for_any_region_names_none() -> None:
    assert facts("各区人民政府2021年工作情况的报告\n一、工作情况").region == ""


def test_a_short_name_takes_the_city_that_the_text_writes_before_it() -> None:
    found = facts(
        "2021年政府工作报告\n——2021年1月5日在虚构市白鹭区第九届人民代表大会第三次会议上\n各位代表：\n"
        "现在，我代表白鹭区人民政府，向大会报告工作。\n一、2020年工作回顾"
    )
    assert (found.region, found.body) == ("虚构市白鹭区", "虚构市白鹭区人民政府")


def test_the_state_council_is_the_nation() -> None:
    found = facts(
        "2030年中华人民共和国国务院政府工作报告\n我代表国务院报告。\n一、过去一年工作回顾"
    )
    assert (found.region, found.body, found.year) == ("全国", "国务院", 2029)


def test_the_file_name_comes_last() -> None:
    found = facts("各位代表：\n虚构的正文。", name="扬州市政府工作报告_2030.txt")
    assert (found.title, found.region) == ("扬州市政府工作报告_2030", "扬州市")
    assert found.title_year == 2030


def test_nothing_known_stays_unknown() -> None:
    found = facts("关于虚构事项的通知\n请遵照执行。", name="a.txt")
    assert (found.region, found.body, found.year, found.doc_type) == ("", "", None, "其他")


def test_what_the_user_states_wins() -> None:
    stated = FactOverrides(region="虚构市", year=2019, doc_type="其他", published="2020-01-01")
    found = facts(WORK_REPORT, overrides=stated)
    assert (found.region, found.year, found.years) == ("虚构市", 2019, (2019,))
    assert (found.doc_type, found.published) == ("其他", "2020-01-01")
    assert found.title == "虚构：2031年政府工作报告"


def test_kinds_by_title() -> None:
    assert doc_type_of("关于2021年度法治政府建设情况的报告") == "法治政府建设报告"
    assert doc_type_of("某区长在某会议上作政府工作报告") == "政府工作报告"
    assert doc_type_of("2020年国民经济和社会发展统计公报") == "统计公报"
    assert doc_type_of("关于2020年预算执行情况和2021年预算草案的报告") == "预算执行报告"
    assert doc_type_of("2020年政府信息公开工作年度报告") == "政府信息公开年度报告"


@pytest.mark.parametrize(
    ("plans", "year"),
    [("二、2025年主要任务", 2024), ("二、主要任务", 2024), ("二、2024年主要任务", 2023)],
)
def test_a_work_report_titled_by_the_year_it_tells_plans_for_the_next(
    plans: str, year: int
) -> None:
    text = (
        f"虚构市2024年政府工作报告\n\n一、2024年工作回顾\n全市新增学位300个。\n{plans}\n办好学校。"
    )
    assert facts(text).year == year


@pytest.mark.parametrize(
    ("told", "plans"),
    [
        ("一、2024年工作完成情况", "二、2025年主要目标"),
        ("一、2024年重点工作完成情况", "二、2025年工作安排"),
        ("一、二〇二四年工作总结", "二、二〇二五年重点工作"),
        ("一、今年工作情况", "二、明年工作安排"),
        ("一、今年以来的主要工作", "二、明年重点任务"),
    ],
)
def test_a_work_report_of_december_tells_of_the_year_in_which_it_is_given(
    told: str, plans: str
) -> None:
    text = (
        "虚构市政府工作报告\n——2024年12月26日在虚构市第六届人民代表大会第五次会议上\n"
        f"各位代表：\n{told}\n去年欠账已补齐，全市新增学位300个。\n{plans}\n新增学位500个。"
    )
    found = facts(text, "虚构2024.txt")
    assert (found.year, found.years, found.plan_years) == (2024, (2024,), (2025,))


@pytest.mark.parametrize("day", ["1月20日", "2月8日", "3月2日", "1月9日", "4月3日"])
def test_a_work_report_of_spring_tells_of_the_year_before_whatever_it_plans(day: str) -> None:
    text = (
        f"虚构市2024年政府工作报告\n——2024年{day}在虚构市第六届人民代表大会第五次会议上\n"
        "各位代表：\n一、2023年工作情况\n新增学位300个。\n二、2024年重点工作和明年工作思路\n办学。"
    )
    assert facts(text).year == 2023
