"""A whole run with a scripted assistant: totals, table, JSON and the page."""

import json
import re
from pathlib import Path

import pytest

from assistant.errors import QuestionRejected
from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.report import text_table, write_html
from assistant.evaluation.runner import run_evaluation
from assistant.evaluation.summary import coverage_curve
from assistant.models import Answer, AnswerFigure, Citation

QUOTE = "全年收到 376 件。"
CITATION = Citation(1, "r1", "甲区<报告>", "甲区", 2020, ("一、<工作>",), None, QUOTE, QUOTE, 0, 11)
RIGHT = Answer(
    "disclosed", f"{QUOTE}[1]", citations=(CITATION,), figures=(AnswerFigure("376 件", 376, "件", 1),)
)  # fmt: skip
WRONG = Answer("disclosed", "全年收到<b>377件</b>。[1]", citations=(CITATION,))
REFUSAL = Answer("not_in_report", "报告未提及。")


def case(name: str, **changes: object) -> EvaluationCase:
    return EvaluationCase.model_validate(
        {
            "id": name, "turns": [f"问题<{name}>？"], "must_contain": ["376"],
            "evidence": ["全年收到376件。"], "evidence_docs": ["甲区.txt"], **changes,
        }
    )  # fmt: skip


UNANSWERABLE = {
    "kind": "unanswerable", "must_contain": [], "evidence": [], "evidence_docs": [],
    "status": "not_in_report",
}  # fmt: skip
CASES = (
    case("a"), case("b"), case("c"), case("d", **UNANSWERABLE), case("e", **UNANSWERABLE), case("f"),
)  # fmt: skip
SCRIPT = {"a": RIGHT, "b": WRONG, "c": REFUSAL, "d": REFUSAL, "e": RIGHT}


def ask(turns: tuple[str, ...]) -> list[Answer]:
    name = turns[0][3]
    if name not in SCRIPT:
        raise QuestionRejected("问题太长。")
    return [SCRIPT[name]]


def run():
    ticks = iter(range(100))
    seen: list[tuple[int, int]] = []
    report = run_evaluation(
        CASES, ask, {"r1": "甲区.txt"}, clock_s=lambda: float(next(ticks)),
        confidence=lambda answer: 0.9 if answer is RIGHT else 0.4,
        progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen[-1] == (6, 6)
    return report


def test_totals() -> None:
    number, unanswerable, overall = run().summaries()
    assert (number.kind, number.cases, number.right, number.errors) == ("number", 4, 1, 1)
    assert (number.refused_wrong, number.loose_figures) == (1, 1)
    assert (unanswerable.refused_right, unanswerable.answered_wrong) == (1, 1)
    assert (overall.cases, overall.right) == (6, 2)
    assert overall.evidence_recall == 0.5
    assert overall.citation_precision == 1.0
    assert overall.latency_p50_ms == 1000.0


def test_the_curve_falls_as_less_sure_answers_are_given() -> None:
    points = coverage_curve(run().results)
    assert points == ((0.2, 1.0), (0.4, 0.5), (0.6, pytest.approx(1 / 3)))


def test_table_and_json() -> None:
    report = run()
    table = text_table(report)
    assert "单个数字" in table
    assert "全部" in table
    assert "✗ b 问题<b>？  缺少：376；出处里没有的数字：377件" in table
    assert "应当拒答而作答" in table
    assert "出错：问题太长。" in table
    plain = json.loads(json.dumps(report.to_json(), ensure_ascii=False))
    assert [item["id"] for item in plain["cases"]] == ["a", "b", "c", "d", "e", "f"]
    assert plain["cases"][0]["answers"][0]["status"] == "disclosed"


def test_the_page_spells_out_failures_and_asks_for_nothing_outside(tmp_path: Path) -> None:
    path = tmp_path / "评测.html"
    write_html(run(), path)
    page = path.read_text(encoding="utf-8")
    assert "&lt;b&gt;377件&lt;/b&gt;" in page
    assert "问题&lt;b&gt;？" in page
    assert "甲区&lt;报告&gt;" in page
    assert "全年收到376件。" in page
    assert "<polyline" in page
    assert "问题&lt;a&gt;" not in page
    assert not re.search(r"https?://|<script|\bsrc=|@import|url\(", page)


def test_an_answer_for_each_turn_is_required() -> None:
    with pytest.raises(ValueError, match="0 answers to 1 turns"):
        run_evaluation(CASES[:1], lambda turns: [], {})
