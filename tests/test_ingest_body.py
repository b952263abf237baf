"""Which body issued a report: the government, or a bureau of it; read anew for libraries that exist."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.keeping.intake import recut
from ingest import draft_report, identify
from ingest.facts import lacks_body
from ingest.facts.body import is_of_a_part
from ingest.models import FactOverrides, Report
from ingest.pipeline import SourceFile
from ingest.settings import PassageSettings


def report(tmp_path: Path, *lines: str, name: str = "甲.txt") -> Report:
    path = tmp_path / name
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return identify(draft_report(SourceFile(path, name), PassageSettings(), FactOverrides()), "r1")


TEXT = (
    "（本文为虚构内容）",
    "一、主要工作",
    "全年办理行政复议案件41件。",
    "全年培训执法人员410人次。",
)


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("常州市司法局2023年法治政府建设年度情况报告", *TEXT), "常州市司法局"),
        (("关于常州市生态环境局2023年度法治政府建设情况的报告", *TEXT), "常州市生态环境局"),
        (("常州市司法局2023年工作总结（虚构）", *TEXT), "常州市司法局"),
        (("常州市教育局2023年度工作总结", *TEXT), "常州市教育局"),
        (("洛阳市市场监督管理局2023年法治建设工作总结(虚构)", *TEXT), "洛阳市市场监督管理局"),
        (("洛阳市公安局关于2023年普法工作总结", *TEXT), "洛阳市公安局"),
        (("青岛市交通运输局", "2023年工作总结", *TEXT), "青岛市交通运输局"),
        (("常州市住房和城乡建设局2023年政府信息公开工作年度报告", *TEXT), "常州市住房和城乡建设局"),
        (
            ("深圳市龙岗区布吉街道办事处2023年法治政府建设年度情况报告", *TEXT),
            "深圳市龙岗区布吉街道办事处",
        ),
        (("常州市人民政府2023年法治政府建设年度情况报告", *TEXT), "常州市人民政府"),
        # The report of the city itself, whoever signed it.
        (
            ("常州市2023年法治政府建设年度情况报告", *TEXT, "常州市司法局", "2024年1月8日"),
            "常州市人民政府",
        ),
        (("2023年法治政府建设年度情况报告", *TEXT, "常州市司法局", "2024年1月8日"), "常州市司法局"),
        (("常州市教育局文件", "2023年法治政府建设年度情况报告", *TEXT), "常州市教育局"),
        (
            ("2023年法治政府建设年度情况报告", *TEXT, "常州市人民政府", "2024年1月8日"),
            "常州市人民政府",
        ),
    ],
)
def test_the_body_stands_in_title_letterhead_or_signature(
    tmp_path: Path, lines: tuple[str, ...], body: str
) -> None:
    assert report(tmp_path, *lines).facts.body == body


@pytest.mark.parametrize(
    "title",
    [
        "洛阳市司法局2024年工作总结（虚构）",
        "洛阳市教育局2024年度工作总结",
        "虚构市财政局2023年法治建设工作总结（虚构）",
        "常州市林业局2022年上半年工作总结(虚构)",
        "关于2023年工作情况的总结",
    ],
)
def test_a_summary_is_titled_by_its_first_line_and_not_by_its_file(
    tmp_path: Path, title: str
) -> None:
    assert report(tmp_path, title, *TEXT, name="luoyang_sfj.txt").facts.title == title


def test_a_heading_that_speaks_of_a_summary_is_no_title(tmp_path: Path) -> None:
    found = report(tmp_path, "一、工作总结提纲编写说得好。", *TEXT, name="luoyang_sfj.txt")
    assert found.facts.title == "luoyang_sfj"


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("", False),
        ("国务院", False),
        ("常州市人民政府", False),
        ("深圳市光明新区管理委员会", False),
        ("常州市司法局", True),
        ("常州市武进区湖塘镇人民政府", True),
        ("深圳市龙岗区布吉街道办事处", True),
    ],
)
def test_a_government_is_no_part(body: str, part: bool) -> None:
    assert is_of_a_part(body) == part


def test_an_old_report_gains_its_body_and_what_was_stated_stays(tmp_path: Path) -> None:
    new = report(tmp_path, "常州市司法局2023年法治政府建设年度情况报告", *TEXT)
    old = replace(new, facts=replace(new.facts, body="常州市人民政府"))
    assert lacks_body(old.facts) and not lacks_body(new.facts)
    assert recut(old, PassageSettings()).facts == new.facts
    stated = replace(old, stated=FactOverrides(body="常州市人民政府"))
    assert recut(stated, PassageSettings()).facts.body == "常州市人民政府"
    beside = replace(old, facts=replace(old.facts, body="常州市司法局党委"))
    assert recut(beside, PassageSettings()).facts.body == "常州市司法局党委"
