"""A name's own clause answers, and nothing that stands beside it; a part is found in its whole's report."""

from datetime import date

from assistant.answering.named_clause import own_clauses
from assistant.reader.reading import Quote
from assistant.scope import read_scope
from ingest.models import Passage, ReportFacts
from tests.test_scope_names import record


def _quote(text: str) -> Quote:
    facts = ReportFacts(title="虚构市2024年政府工作报告", region="虚构市", doc_type="政府工作报告")
    passage = Passage("p", "r", 0, (), text, 0, len(text), 0)
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
