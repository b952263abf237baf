"""A model's sentences against its passages: 30 lies are caught, 20 truths are left alone."""

import pytest

from assistant.llm.sentences import check
from assistant.llm.sources import Source
from ingest.outlook import says_plan
from tests.llm_samples import sources

SOURCES = sources()

LIES = {
    # a changed digit
    "2020年光明区收到行政复议申请367件。[1]": "figure",
    "2020年光明区实施行政处罚13848件。[2]": "figure",
    "纠错率为8.8%。[1]": "figure",
    # another scale or unit
    "罚没款1.37万元。[2]": "figure",
    "罚没款13.7亿元。[2]": "figure",
    "罚没款同比下降7.5%。[2]": "figure",
    "纠错率8.88个百分点。[1]": "figure",
    "行政复议纠错率为88.8%。[1]": "figure",
    # last year's figure, a growth for a total, one indicator's figure for another's
    "2020年光明区收到行政复议申请304件。[1]": "label",
    "2020年光明区办理行政复议申请72件。[1]": "label",
    "2020年光明区审结行政复议申请376件。[1]": "label",
    "2020年光明区收到行政复议申请298件。[1]": "label",
    "区政府为被告的应诉案件298件。[1]": "label",
    "罚没款同比增长7.5个百分点。[2]": "label",
    # an aim for a result
    "2020年光明区办结率达到98%。[3]": "label",
    "2020年新建公共法律服务站12个。[3]": "label",
    # sums nobody computed
    "收到和审结的行政复议申请合计674件。[1]": "figure",
    "行政复议和应诉案件一共533件。[1]": "figure",
    # a figure of the question
    "光明区2020年实施行政处罚5000件。[2]": "figure",
    # another year, another place
    "2019年光明区收到行政复议申请376件。[1]": "year",
    "2022年光明区实施行政处罚13884件。[2]": "year",
    "龙华区收到行政复议申请376件。[1]": "region",
    "北京市大兴区实施行政处罚13884件。[2]": "region",
    # made-up titles
    "落实《光明区行政执法条例》，开展执法培训三十余次。[2]": "title",
    "根据《行政复议体制改革方案》，收到行政复议申请376件。[1]": "title",
    # 未 dropped or added
    "光明区已建立执法数据共享平台。[2]": "negation",
    "未落实《重大行政决策程序暂行条例》。[2]": "negation",
    # nothing of it is in the passages
    "光明区成立了人工智能执法大队并推广至全国。[2]": "words",
    "市民对法治建设普遍感到满意和自豪。[1]": "words",
    "执法人员超过三千人。": "figure",
}

TRUTHS = [
    "2020年，光明区共收到行政复议申请376件。[1]",
    "光明区收到行政复议申请三百七十六件。[1]",
    "共收到行政复议申请376件，审结298件。[1]",
    "审结298件，共收到行政复议申请376件。[1]",
    "行政复议纠错率为8.88%。[1]",
    "纠错率８．８８％。[1]",
    "收到的行政复议申请比上年增加72件。[1]",
    "上年收到行政复议申请304件。[1]",
    "实施行政处罚13,884件。[2]",
    "实施行政处罚近1.4万件。[2]",
    "实施行政处罚约1.39万件。[2]",
    "实施行政处罚1.3万余件。[2]",
    "罚没款1.37亿元。[2]",
    "罚没款13700万元。[2]",
    "罚没款同比下降7.5个百分点。[2]",
    "开展执法培训30余次，培训1200余人次。[2]",
    "落实《重大行政决策程序暂行条例》。[2]",
    "尚未建立执法数据共享平台。[2]",
    "力争全年办结率达到98%。[3]",
    "拓宽专家论证范围，建立常态化的事后评估机制。[3]",
]


def test_there_are_thirty_lies_and_twenty_truths() -> None:
    assert (len(LIES), len(set(TRUTHS))) == (30, 20)


@pytest.mark.parametrize(("lie", "wrong"), LIES.items())
def test_a_lie_is_not_shown(lie: str, wrong: str) -> None:
    checked = check(lie, SOURCES)
    assert checked is not None
    assert checked.outcome in ("replaced", "withheld")
    assert wrong in checked.repairs
    # What is shown in its place is the report's own.
    assert all(checked.text == quote.text for quote in checked.quotes)


@pytest.mark.parametrize("truth", TRUTHS)
def test_a_truth_is_left_alone(truth: str) -> None:
    checked = check(truth, SOURCES)
    assert checked is not None
    planned = any(quote.told.outlook == "planned" for quote in checked.quotes)
    if planned and not says_plan(truth):
        # Told of a plan without a word that it is one.
        assert (checked.outcome, checked.repairs) == ("replaced", ("plan",))
        return
    assert (checked.outcome, checked.repairs) == ("kept", ())
    assert checked.text == truth.removesuffix("]")[:-2].strip()


@pytest.mark.parametrize(
    "said",
    [
        "实施行政处罚超过1.4万件。[2]",
        "实施行政处罚近1.3万件。[2]",
        "实施行政处罚1.4万余件。[2]",
        "实施行政处罚约1.5万件。[2]",
    ],
)
def test_a_rounding_must_fit_in_digits_and_direction(said: str) -> None:
    checked = check(said, SOURCES)
    assert checked is not None
    assert checked.outcome in ("replaced", "withheld")


def shown(
    sentence: str, given: tuple[Source, ...] = SOURCES
) -> tuple[str, list[str], tuple[str, ...]]:
    checked = check(sentence, given)
    assert checked is not None
    return checked.outcome, [quote.passage.id for quote in checked.quotes], checked.repairs


def test_marks_are_put_right_where_the_passages_say_so() -> None:
    told = "实施行政处罚13884件。"
    assert shown(told + "[1]") == ("mended", ["p2"], ("moved_citation",))
    assert shown(told) == ("mended", ["p2"], ("added_citation",))
    assert shown(told + "[2][9]") == ("mended", ["p2"], ("unknown_mark",))


def test_words_that_say_nothing_are_passed_over() -> None:
    assert check("回答：", SOURCES) is None
    assert check("**", SOURCES) is None
    assert check("根据所给段落，回答如下：", SOURCES) is None
