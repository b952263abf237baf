"""Questions that no government report answers, told from those that a report merely does not answer."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.question.off_topic import clearly_off_topic, words_to_judge
from assistant.reader.reading import Quote, Reading
from assistant.reader.refusal import settled
from ingest.models import Passage, ReportFacts
from vectorstore.models import SearchHit, SearchResult

TEXT = "收到行政复议申请176件，审结144件。"
PASSAGE = Passage("p", "r", 0, (), TEXT, 0, len(TEXT), 0)
FACTS = ReportFacts(title="虚构市青石区2021年报告")
QUOTE = Quote(PASSAGE, FACTS, 0, len(TEXT), 0.9)


def found(*cosines: float) -> SearchResult:
    hits = tuple(SearchHit(PASSAGE, FACTS, c, c, 0.0, 1, None) for c in cosines)
    return SearchResult(hits, np.zeros(2, dtype=np.float32))


def refused(question: str) -> Reading:
    return Reading(question, "not_in_report", (), 0.1)


@pytest.mark.parametrize(
    "question",
    [
        "今天天气怎么样？",
        "青石区明天会下雨吗，要带伞吗？",
        "推荐几家青石好吃的火锅店呗",
        "给我讲个笑话",
        "用Python写一段爬虫代码",
        "我感冒发烧吃什么药好",
        "明天哪只股票会涨停",
        "帮我写一首情诗",
    ],
)
def test_clear_from_the_words(question: str) -> None:
    assert clearly_off_topic(question)


@pytest.mark.parametrize(
    "question",
    [
        "青石区2021年行政复议审结了多少件？",
        "2021年空气质量优良天数占比多少？",
        "新建了几座电影院？",
        "那审结了多少？",
        "2021年呢？",
        "老百姓看病方便了吗，新增床位多少张？",
        "社零总额？",
        "为什么取消了法律顾问制度？",
        "区长出庭应诉了几次？",
        "旅游收入增长多少？",
        "我区今年新增学位多少个？",
        "青石2021年新登记企业多少户？",
    ],
)
def test_questions_for_the_reports(question: str) -> None:
    assert not clearly_off_topic(question)
    reading = refused(question)
    assert settled(reading, question, question, found(0.89, 0.87)) == reading


def test_a_refusal_and_even_an_answer_give_way() -> None:
    question = "推荐几家青石好吃的火锅店呗"
    assert settled(refused(question), question, question, found(0.8, 0.79)).status == "off_topic"
    answered = Reading(question, "disclosed", (QUOTE,), 0.9)
    given_up = settled(answered, question, question, found(0.8, 0.79))
    assert (given_up.status, given_up.quotes) == ("off_topic", ())


def test_an_answer_stands_and_nothing_found_is_left_to_composition() -> None:
    question = "行政复议审结了多少件？"
    answered = Reading(question, "disclosed", (QUOTE,), 0.9)
    assert settled(answered, question, question, found(0.9, 0.8)) == answered
    assert settled(refused(question), question, question, found()) == refused(question)


@pytest.mark.parametrize(
    ("asked", "standalone", "judged"),
    [
        ("那审结了多少？", "2021年行政复议审结了多少？", 1),
        ("今天天气怎么样？", "2021年青石区行政复议今天天气怎么样？", 0),
        ("那推荐个餐馆呗", "青石区行政复议，那推荐个餐馆呗", 0),
    ],
)
def test_what_is_judged_in_a_conversation(asked: str, standalone: str, judged: int) -> None:
    wordings: Sequence[str] = (asked, standalone)
    assert words_to_judge(asked, standalone) == wordings[judged]
