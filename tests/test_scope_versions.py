"""Two versions of one regulation, one title of two places, parts of a year: which text answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.models import Answer
from assistant.service import Assistant
from tests.samples import write_txt

pytestmark = pytest.mark.model

TEXTS = {
    "旧.txt": (
        "虚构市城市绿化条例",
        "（2012年3月30日虚构市人民代表大会常务委员会通过）",
        "第一条　为了发展城市绿化事业，制定本条例。",
        "第二条　城市道路应当栽植行道树，树种以乡土树种为主。",
        "第三条　本条例自2012年6月1日起施行。",
    ),
    "新.txt": (
        "虚构市城市绿化条例（2024年修订）",
        "（2024年7月26日虚构市人民代表大会常务委员会修订）",
        "第一条　为了促进城市绿化高质量发展，制定本条例。",
        "第二条　鼓励发展屋顶、墙面、桥体等立体绿化。",
        "第三条　本条例自2024年10月1日起施行。",
    ),
    "半年.txt": (
        "虚构市生态环境局2024年上半年依法行政工作情况",
        "一、审批服务",
        "办结环评审批88件，压缩办理时限三分之一，推行不见面审批（以下内容纯属虚构）。",
        "二、执法工作",
        "查处环境违法案件63起，移送公安机关4起，出动执法人员2790人次，检查企业935家次。",
    ),
    "复议.txt": (
        "虚构县人民政府",
        "二O二一年度行政复议和行政应诉工作报告",
        "一、行政应诉",
        "办理一审行政应诉案件76件，行政机关负责人出庭应诉58次（以下内容纯属虚构）。",
        "二、主要短板",
        "个别部门对败诉原因分析不深，同类问题反复出现。",
    ),
}


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, default_models: Path
) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(default_models)
    files = [write_txt(home / name, lines) for name, lines in TEXTS.items()]
    with Assistant.open(Settings(home=home), "other") as opened:
        opened.ingest(files)
        yield opened


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(question)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("虚构市城市绿化条例（2024年修订）第二条怎么说的？", "立体绿化"),
        ("2012年那版虚构市城市绿化条例，第二条规定了什么？", "行道树"),
        ("虚构市城市绿化条例2024年修订后从哪天起施行？", "2024年10月1日"),
    ],
)
def test_the_year_of_a_version_says_which(assistant: Assistant, question: str, shown: str) -> None:
    assert shown in ask(assistant, question).text


def test_a_half_of_a_year_is_not_the_other(assistant: Assistant) -> None:
    asked = "虚构市生态环境局2024年{}办结环评审批多少件？"
    assert "88件" in ask(assistant, asked.format("上半年")).text
    other = ask(assistant, asked.format("下半年"))
    assert other.status == "not_in_report" and "88" not in other.text


def test_a_bureau_of_a_city_that_no_list_has_is_that_city_s(assistant: Assistant) -> None:
    record = next(one for one in assistant.reports() if "生态环境局" in one.facts.title)
    assert (record.facts.region, record.facts.body) == ("虚构市", "虚构市生态环境局")


def test_a_year_with_the_letter_o_is_a_year(assistant: Assistant) -> None:
    assert "58次" in ask(assistant, "虚构县2021年行政机关负责人出庭应诉多少次？").text
