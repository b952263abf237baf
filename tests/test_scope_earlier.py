"""What a question takes from the turns before it: nothing from one that the library held nothing for, unless it points."""

from datetime import date

import pytest

from assistant import wording
from assistant.models import Answer, Scope, Turn
from assistant.question.planning import Ask, Plan, make_plan
from tests.named_library import CITY, RECORDS
from tests.test_scope_named_reports import said

HERON = f"{CITY}白鹭区"
ASKED = said("白鹭区2020年收到多少件行政复议申请？", "白鹭区法2020")


def lacking(question: str, region: str = "", year: int | None = None) -> Turn:
    """A turn that ended in 未收录."""
    scope = Scope((year,) if year else (), (region,) if region else (), source="question")
    return Turn(question, Answer("not_in_library", wording.NOT_IN_LIBRARY, scope=scope))


ELSEWHERE = lacking("大兴区2020年收到多少件行政复议申请？", "北京市大兴区", 2020)
MINISTRY = lacking("生态环境部罚了多少钱？")


def plan(question: str, *said: Turn) -> Plan:
    return make_plan(Ask(question, said, None, date(2023, 5, 1)), RECORDS)


@pytest.mark.parametrize("before", [(ELSEWHERE,), (MINISTRY,), (ASKED,), (ASKED, ELSEWHERE)])
@pytest.mark.parametrize(
    "rest",
    [
        "调解成功多少件纠纷？",
        "培训了几次执法人员？",
        "说了哪些不足？",
        "新增了多少个学位？",
        "有哪些下一步安排？",
    ],
)
def test_a_whole_question_that_names_its_report_stands_alone(
    rest: str, before: tuple[Turn, ...]
) -> None:
    asked = f"《{CITY}白鹭区人民政府2020年法治政府建设年度情况报告》里{rest}"
    assert plan(asked, *before).question == asked


@pytest.mark.parametrize("rest", ["审结了多少？", "占多大比例？", "其中调解的有多少？"])
def test_one_that_names_nothing_still_takes_the_topic(rest: str) -> None:
    told = plan(f"《{CITY}白鹭区人民政府2019年法治政府建设年度情况报告》里{rest}", ASKED)
    assert "行政复议" in told.question


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("云溪区2021年那份法治报告里呢？", "云溪区2021年那份法治报告里，收到多少件行政复议申请？"),
        ("云溪区2021年的法治报告呢？", "云溪区2021年的法治报告，收到多少件行政复议申请？"),
        ("白鹭区2019年那份呢？", "白鹭区2019年那份，收到多少件行政复议申请？"),
    ],
)
def test_a_report_named_by_place_and_year_alone_takes_the_question(
    question: str, written: str
) -> None:
    assert plan(question, ASKED).question == written


@pytest.mark.parametrize(
    "question", ["报告里说了哪些不足？", "法治宣传开展了多少场活动？", "报告提了哪些下一步打算？"]
)
def test_a_place_without_a_report_is_not_kept(question: str) -> None:
    after = plan(question, ELSEWHERE)
    assert after.question == question
    assert "北京市大兴区" not in after.scope.regions
    (part,) = plan(question, ASKED, ELSEWHERE).parts
    assert part.reading.scope.regions == (HERON,)
    assert any("按前面问过的" in one and HERON in one for one in part.reading.notices)


@pytest.mark.parametrize("question", ["审结了多少？", "2021年呢？", "那里调解成功多少件纠纷？", "其中调解的有多少？"])  # fmt: skip
def test_a_question_that_points_at_it_stays_with_it(question: str) -> None:
    told = plan(question, ASKED, ELSEWHERE)
    assert told.scope.regions == ("北京市大兴区",)
    assert all(part.reading.status == "not_in_library" for part in told.parts)


def test_a_year_that_is_lacking_leaves_its_place() -> None:
    (part,) = plan("报告里说了哪些不足？", lacking("白鹭区2031年处罚多少件？", HERON, 2031)).parts
    assert part.reading.scope.regions == (HERON,)
    assert 2031 not in part.reading.scope.years and part.reading.report_ids


@pytest.mark.parametrize("name", ["生态环境部", "最高人民法院", "国家税务总局"])
def test_a_ministry_is_of_no_place_that_was_lacking(name: str) -> None:
    told = plan(f"{name}罚了多少钱？", ASKED, ELSEWHERE)
    assert told.question == f"{name}罚了多少钱？"
    assert told.parts[0].reading.names == (name,) and told.scope.regions == ()


@pytest.mark.parametrize(
    ("missing", "what"),
    [
        (("朝阳区2020年报告",), "没有朝阳区2020年报告，"),
        (("《朝阳区2020年法治政府建设报告》",), "没有《朝阳区2020年法治政府建设报告》，"),
        (("朝阳区2020年",), "没有朝阳区2020年的报告，"),
        (("朝阳区2020年", "海淀区2020年"), "没有朝阳区2020年、海淀区2020年的报告，"),
        (("《甲报告》", "朝阳区2020年"), "没有朝阳区2020年的报告、《甲报告》，"),
        ((), "没有这个问题所问的年份或地区的报告，"),
    ],
)
def test_what_is_lacking_is_called_a_report_once(missing: tuple[str, ...], what: str) -> None:
    assert what in wording.not_in_library(missing, ())
