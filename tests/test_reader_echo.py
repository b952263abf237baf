"""A figure in the question is held to the report's figure for the same thing, or nothing is said."""

import pytest

from assistant.reader.echo import check_echo
from assistant.reader.reading import Quote
from ingest.models import Passage, ReportFacts

FINES = "共实施行政处罚2384件，行政检查7760件，处置刑事案件22起。"
REVIEW = "收到行政复议申请176件，受理150件，审结144件，纠错率13.2％。"
MONEY = "全年罚没款1.37亿元，其中区级1.18亿元，镇街0.19亿元。"
COURT = "区长出庭应诉1次，负责人出庭应诉98次。"


def quote(text: str) -> Quote:
    passage = Passage("p", "r", 0, (), text, 0, len(text), 0)
    return Quote(passage, ReportFacts(title="虚构市青石区2021年报告"), 0, len(text), 0.9)


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("行政处罚是不是2384件？", FINES),
        ("行政检查超过7000件，对吗", FINES),
        ("行政检查是不是约7800件", FINES),
        ("收到复议申请是176件吧", REVIEW),
        ("听说复议审结了144件，对不对", REVIEW),
        ("纠错率有13.2%吗", REVIEW),
    ],
)
def test_agrees(question: str, report: str) -> None:
    echo = check_echo(question, [quote(report)])
    assert echo is not None and echo.verdict == "agrees"
    assert echo.sentence(3) == "问题里的数字与报告一致。[3]"


@pytest.mark.parametrize(
    ("question", "report", "actual"),
    [
        ("青石区2021年行政处罚是不是罚了5000件？", FINES, "2384件"),
        ("行政检查是不是一万件", FINES, "7760件"),
        ("青石2021年罚没款是不是有13.7亿元？", MONEY, "1.37亿元"),
        ("纠错率是不是超过15%", REVIEW, "13.2％"),
        ("区长2021年出庭应诉了10次，都是哪些案子？", COURT, "1次"),
        ("收到500件复议申请，是真的吗", REVIEW, "176件"),
    ],
)
def test_differs_and_is_refuted(question: str, report: str, actual: str) -> None:
    echo = check_echo(question, [quote(report)])
    assert echo is not None and echo.verdict == "differs" and echo.refutable
    assert echo.actual.text == actual
    assert echo.refuted(1).refuted and echo.refuted(1).text == echo.figure.text
    assert f"“{echo.figure.text}”与报告不符" in echo.sentence(1)


def test_a_figure_of_another_indicator_is_not_named_as_refuted() -> None:
    echo = check_echo("听说行政复议审结了176件，对吗？", [quote(REVIEW)])
    assert echo is not None and echo.verdict == "differs" and not echo.refutable
    assert "176" not in echo.sentence(1)


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("镇街罚没款是0.19亿元吗", MONEY),
        ("区长出庭应诉98次对吗", COURT),
        ("176件申请都审结了吗", REVIEW),
        ("收到的176件里审结了多少件", REVIEW),
        ("罚款5000件以上的单位公示了吗", FINES),
        ("教育投入是不是5亿元", MONEY),
        ("区长是不是出过庭？", COURT),
        ("收到多少件复议申请？", REVIEW),
        ("为什么只审结了144件？", REVIEW),
    ],
)
def test_nothing_is_said_where_it_cannot_be_told(question: str, report: str) -> None:
    assert check_echo(question, [quote(report)]) is None


def test_no_quote_no_verdict() -> None:
    assert check_echo("是不是罚了5000件？", []) is None


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("行政处罚是不是7776件？", "全年完成案卷评查7776件。"),
        ("行政检查是不是800件", "抽查案卷800件，发现问题12个。"),
        ("纠错率是不是超过15%", "调解成功率15%以上，均在限期内。"),
        ("收到500件复议申请，是真的吗", "依法办理信访500件。"),
        ("97个基建项目总投资是多少，对吗", "规划基础设施建设项目97个，总投资1570亿元。"),
    ],
)
def test_what_another_sentence_beside_it_says_is_not_contradicted(
    question: str, other: str
) -> None:
    """Under two reports, 97个 of one is no mistake because the other has 254个."""
    report = f"{FINES}{REVIEW}实施基建项目254个。"
    echo = check_echo(question, [quote(other), quote(report)])
    assert echo is None or echo.verdict == "agrees" or not echo.refutable
