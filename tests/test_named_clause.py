"""A name's own clause answers, and nothing that stands beside it; a part is found in its whole's report."""

from datetime import date

import pytest

from assistant.answering.named_clause import (
    in_own_clause,
    of_the_number,
    of_the_thing,
    own_clauses,
)
from assistant.models import Scope
from assistant.question.need import read_need
from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote, Reading
from assistant.scope import ScopeReading, read_scope
from ingest.models import Passage, ReportFacts
from tests.test_scope_names import record


def _quote(text: str, *heading: str) -> Quote:
    facts = ReportFacts(title="虚构市2024年政府工作报告", region="虚构市", doc_type="政府工作报告")
    passage = Passage("p", "r", 0, heading, text, 0, len(text), 0)
    return Quote(passage, facts, 0, len(text), 0.9)


def test_a_sentence_is_cut_to_the_clause_with_the_name() -> None:
    told = _quote("东园区产值37亿元；西园区新增企业6家，产业增长21%。")
    assert own_clauses(told, ("西园区",)).text == "西园区新增企业6家，产业增长21%。"
    assert own_clauses(told, ("东园区",)).text == "东园区产值37亿元"
    assert own_clauses(told, ("北园区",)) == told


def test_a_place_without_a_report_is_looked_for_in_that_around_it() -> None:
    library = [record("福建省"), record("深圳市龙岗区")]
    reading = read_scope("平潭2023年多少件？", library, None, None, date(2024, 6, 1))
    assert reading.status == "not_in_library" and reading.around_ids == {"福建省人民政府2023"}
    assert "平潭" in reading.forms
    assert not read_scope("龙岗2023年多少件？", library, None, None, date(2024, 6, 1)).around_ids


@pytest.mark.parametrize(
    ("asked", "told", "heading", "kept"),
    [
        ("办理法律援助案件多少件？", "全年办理代表建议和政协提案187件，办复率100%。", "政府建设", False),
        ("办理行政复议案件多少件？", "依法行政，办理人大代表提案248件。", "自身建设", False),
        ("培训执法人员多少人次？", "接待游客526万人次。", "文化旅游", False),
        ("办理法律援助案件多少件？", "受理法律援助案件512件。", "公共服务", True),
        ("办理行政复议案件多少件？", "全年共受理94件，审结83件。", "行政复议", True),
        ("GDP要达到多少？", "生产总值年均增长6.5%，到2026年突破4800亿元。", "目标", True),
    ],
)  # fmt: skip
def test_a_count_of_another_thing_is_no_answer_of_a_named_report(
    asked: str, told: str, heading: str, kept: bool
) -> None:
    quote = _quote(told, heading)
    for reports in (("r",), ()):
        scope = ScopeReading(Scope(), "held", frozenset("r"), reports=reports)
        part = PartPlan(read_need(asked), asked, scope)
        read = of_the_thing(part, Reading(asked, "disclosed", (quote,), 0.4))
        assert read.status == ("disclosed" if kept or not reports else "not_in_report")


@pytest.mark.parametrize(
    ("asked", "told", "kept"),
    [
        ("12345办了多少诉求？", "办理行政复议案件304件。", False),
        ("12345办了多少诉求？", "“12345”办理诉求8.7万件。", True),
        ("12345办了多少诉求？", "政务服务热线办理诉求8.7万件。", True),
        ("110接了多少警？", "处置警情74.3万起。", True),
        ("2024年办了多少诉求？", "办理诉求8.7万件。", True),
    ],
)
def test_a_hotline_called_by_its_number_is_answered_by_what_tells_of_it(
    asked: str, told: str, kept: bool
) -> None:
    part = PartPlan(read_need(asked), asked, ScopeReading(Scope(), "held", frozenset("r")))
    read = of_the_number(part, Reading(asked, "disclosed", (_quote(told),), 0.6))
    assert read.status == ("disclosed" if kept else "not_in_report")
    assert len(read.quotes) == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("白鹭度假区获批，全市接待游客273万人次，增长18.6%。", False),
        ("白鹭度假区接待游客27万人次。", True),
        ("全市接待游客273万人次，其中白鹭度假区接待游客27万人次。", True),
    ],
)
def test_the_figure_of_the_whole_beside_a_name_is_not_its_own(told: str, kept: bool) -> None:
    asked = "白鹭度假区接待游客多少人次？"
    scope = ScopeReading(
        Scope(), "held", frozenset("r"), names=("白鹭度假区",), forms=("白鹭度假区", "白鹭")
    )
    part = PartPlan(read_need(asked), asked, scope)
    read = in_own_clause(part, Reading(asked, "disclosed", (_quote(told),), 0.9))
    assert read.status == ("disclosed" if kept else "not_in_report")
