"""Which headings plan though no word is known for it: the fitted model, and what stands under them."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest

from ingest.facts.kinds import GOVERNMENT_WORK
from ingest.models import ReportFacts
from ingest.outlook import section_of
from ingest.outlook.heading_model import HeadingModel, default_model, grams_of, plans

DATA = Path(__file__).parent / "evaluation" / "training" / "headings.tsv"
FACTS = ReportFacts(
    "虚构县2025年政府工作报告", "虚构县", "", GOVERNMENT_WORK, 2024, (2024,), (2025,), 2025
)


def test_the_file_says_what_it_was_made_of() -> None:
    plain = json.loads(files("ingest.outlook").joinpath("headings.json").read_text("utf-8"))
    assert plain["headings_sha256"] == hashlib.sha256(DATA.read_bytes()).hexdigest()[:16]
    assert plain["held_out"]["plans_found"] > 0.85
    assert max(plain["held_out"][f"{kind}_taken_for_plans"] for kind in ("done", "others")) < 0.03


@pytest.mark.parametrize(
    "heading",
    [
        "二、今年的奋斗方向",
        "四、后续的几点考虑",
        "（二）下半年怎么干",
        "三、来年盘算",
        "要干的几件大事",
    ],
)
def test_a_heading_plans_in_words_that_no_list_has(heading: str) -> None:
    assert plans(heading)
    told = section_of((heading, "（一）农业再提效益"), FACTS)
    assert told is not None and told.outlook == "planned"


@pytest.mark.parametrize(
    "heading",
    [
        "（三）农业再提效益",
        "三、重点工作",
        "（二）计划生育",
        "规划引领",
        "加强政府自身建设",
        "民生实事",
    ],
)
def test_a_heading_that_only_names_its_topic_does_not_plan(heading: str) -> None:
    assert not plans(heading)


def test_what_looks_back_and_what_has_a_year_is_left_to_its_words() -> None:
    assert not plans("交出的答卷") and not plans("2024年工作")
    assert not plans("今年办成的大事")
    law = ReportFacts("虚构县2024年法治报告", "虚构县", "", "法治政府建设报告", 2024, (2024,))
    assert section_of(("今年的奋斗方向",), law) is None
    told = section_of(("一、去年工作的回顾",), FACTS)
    assert told is not None and told.outlook == "done"


def test_a_probability_is_of_the_runs_of_characters() -> None:
    assert grams_of("一、甲乙") == {"^", "甲", "乙", "$", "^甲", "甲乙", "乙$", "^甲乙", "甲乙$"}
    model = HeadingModel({"甲": 2.0, "乙": -2.0}, 1.0, 0.5)
    assert model.probability("甲乙") == pytest.approx(1 / (1 + 2.718281828**-1))
    assert default_model().bar > 0.5


@pytest.mark.parametrize(
    ("title", "heading", "planned"),
    [
        ("虚构县2023年法治政府建设年度报告", "一、年度目标任务", False),
        ("虚构县2023年法治政府建设年度报告", "第一部分 工作要点", False),
        ("虚构县2023年法治政府建设年度报告", "三、努力方向", True),
        ("虚构县2023年法治政府建设年度报告", "一、2024年工作安排", True),
        ("虚构县2023年重点工作计划", "一、年度目标任务", True),
        ("虚构县2023年十大民生实事项目公告", "一、目标任务", True),
        ("关于虚构县2023年国民经济和社会发展计划的报告", "一、总体要求和主要目标", True),
    ],
)
def test_a_report_begins_with_what_it_reports(title: str, heading: str, planned: bool) -> None:
    facts = ReportFacts(title=title, region="虚构县", year=2023, years=(2023,), title_year=2023)
    told = section_of((heading,), facts)
    assert (told is not None and told.outlook == "planned") is planned
