"""The year that a report covers is never read from a document's number, a date, another document's name."""

import pytest

from tests.test_ingest_facts import facts

BODY = "一、主要工作情况\n全年办理行政复议案件49件（虚构）。"
LETTERHEAD = "虚构市清溪区人民政府文件\n清政发〔2024〕5号\n"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"{LETTERHEAD}关于二〇二三年度法治政府建设情况的报告\n市人民政府：\n{BODY}", 2023),
        (f"{LETTERHEAD}清溪区人民政府\n关于2023年度法治政府建设情况的报告\n{BODY}", 2023),
        (f"清政发[2024]12号\n关于2023年法治政府建设情况的报告\n{BODY}", 2023),
        (f"清政发（２０２４）第12号\n关于法治政府建设情况的报告\n现将2023年有关情况报告如下。\n{BODY}", 2023),
        (f"{LETTERHEAD}关于法治政府建设情况的报告\n根据《纲要（2021—2025年）》，现将我区2023年情况报告如下。\n{BODY}", 2023),
        (f"{LETTERHEAD}关于法治政府建设情况的报告\n2023年，我区（虚构）依法行政。\n{BODY}", 2023),
        (f"关于法治政府建设情况的报告\n发布日期：2024年1月18日\n2023年，我区（虚构）依法行政。\n{BODY}", 2023),
        (f"关于法治政府建设情况的报告\n（2024-01-18）\n2023年，我区（虚构）依法行政。\n{BODY}", 2023),
        (f"{LETTERHEAD}关于法治政府建设情况的报告\n市人民政府：\n{BODY}\n2024年1月18日", None),
        (f"{LETTERHEAD}关于法治政府建设情况的报告\n2024年1月18日\n{BODY}", None),
        (f"关于法治政府建设情况的报告\n二〇二四年一月十八日\n{BODY}", None),
        (f"关于落实清政发〔2024〕5号文件情况的报告\n{BODY}", None),
        (f"关于法治政府建设情况的报告（2024年1月18日）\n{BODY}", None),
    ],
)  # fmt: skip
def test_only_title_and_text_tell_the_year(text: str, year: int | None) -> None:
    found = facts(text, name="清溪区报告.txt")
    assert found.year == year
    assert found.years == ((year,) if year else ())


def test_a_number_or_a_date_in_the_file_name_tells_no_year() -> None:
    text = f"关于法治政府建设情况的报告\n{BODY}"
    assert facts(text, name="清政发〔2024〕5号.txt").year is None
    assert facts(text, name="清溪区报告2024年1月18日.txt").year is None
    assert facts(text, name="清溪区2023年报告.txt").year == 2023


def test_the_letterhead_is_no_part_of_the_title() -> None:
    found = facts(f"{LETTERHEAD}清溪区人民政府\n关于2023年度法治政府建设情况的报告\n{BODY}")
    assert found.title == "清溪区人民政府关于2023年度法治政府建设情况的报告"


def test_a_work_report_still_has_the_year_in_which_it_was_given() -> None:
    found = facts(
        "政府工作报告（2031年1月15日在虚构市白鹭区人民代表大会上）\n一、2030年工作回顾\n虚构。"
    )
    assert (found.title_year, found.year) == (2031, 2030)
