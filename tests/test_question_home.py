"""我们区 is the place told before: in a question that found nothing, or in words that ask nothing."""

from dataclasses import replace

import pytest

from assistant.models import Scope, Status, Turn
from assistant.question.earlier import places_beside, points_home, with_home
from tests.scope_samples import turn

KNOWN = frozenset({"苏州市昆山市", "南京市鼓楼区", "宁夏回族自治区"})


def told(question: str, status: Status) -> Turn:
    one = turn(question)
    return replace(one, answer=replace(one.answer, status=status))


@pytest.mark.parametrize(
    ("question", "home"),
    [
        ("我们区新增了多少学位？", True),
        ("咱们县粮食产量多少", True),
        ("本市高新技术企业多少家", True),
        ("我们自治区新增就业多少人？", True),
        ("我们龙岗区有多少学位？", False),
        ("区里新增了多少学位？", False),
        ("本次会议定了什么目标", False),
    ],
)
def test_what_speaks_of_home(question: str, home: bool) -> None:
    assert points_home(question) is home


@pytest.mark.parametrize(
    ("before", "status", "question", "regions"),
    [
        ("我在昆山上班", "off_topic", "我们市新增就业多少人？", ("苏州市昆山市",)),
        ("我是宁夏人", "assistant", "2024年新增就业多少人？", ("宁夏回族自治区",)),
        ("我住在郑州", "off_topic", "我们市新增就业多少人？", ("郑州市",)),
        ("我住在郑州", "off_topic", "2024年新增就业多少人？", None),
        ("我在昆山上班", "disclosed", "我们市新增就业多少人？", None),
        ("我今天很累", "off_topic", "我们市新增就业多少人？", None),
    ],
)
def test_where_who_asks_said_to_be(
    before: str, status: Status, question: str, regions: tuple[str, ...] | None
) -> None:
    found = places_beside([told(before, status)], question, KNOWN)
    assert (found.regions if found else None) == regions


@pytest.mark.parametrize(
    ("question", "region", "written"),
    [
        ("我们区有多少学位？", "南京市鼓楼区", "南京市鼓楼区有多少学位？"),
        ("我们市有多少学位？", "南京市鼓楼区", "南京市有多少学位？"),
        ("本省有多少学位？", "南京市鼓楼区", "江苏省有多少学位？"),
        ("我们县有多少学位？", "南京市鼓楼区", "我们县有多少学位？"),
        ("全市的复议收了多少件？", "北京市大兴区", "北京市的复议收了多少件？"),
        ("本市收了多少件？", "北京市大兴区", "北京市收了多少件？"),
        ("全市有多少学位？", "南京市", "南京市有多少学位？"),
        ("那全市呢？", "北京市大兴区", "那北京市呢？"),
        ("占全市多少？", "北京市大兴区", "占全市多少？"),
        ("全市排第几？", "北京市大兴区", "全市排第几？"),
        ("全国有多少学位？", "南京市", "全国有多少学位？"),
        ("有多少学位？", "南京市鼓楼区", "有多少学位？"),
    ],
)
def test_home_is_written_out_as_far_as_it_is_known(
    question: str, region: str, written: str
) -> None:
    assert with_home(question, Scope(regions=(region,))) == written
