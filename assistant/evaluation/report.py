"""Show an evaluation: as a text table here, as a page by `page`, as JSON by the report itself."""

import unicodedata
from pathlib import Path

from assistant.evaluation.page import page, what_failed
from assistant.evaluation.summary import EvaluationReport, Summary

KIND_NAMES = {
    "number": "单个数字",
    "several": "多个数字",
    "list": "列举",
    "why": "原因",
    "whether": "是否",
    "multi": "多处",
    "followup": "追问",
    "unanswerable": "不可回答",
    "cross": "跨报告",
    "passage": "段落问答",
    "overview": "概览",
}

COLUMNS = (
    "类别", "题数", "答对", "要点齐全", "无据数字", "误示数字", "出处召回", "出处准确", "应拒已拒",
    "误拒", "未拒", "超范围", "句数", "耗时中位", "耗时95%",
)  # fmt: skip


def row(summary: Summary) -> tuple[str, ...]:
    """Give the cells of one summary, in the order of `COLUMNS`."""
    return (
        KIND_NAMES.get(summary.kind, summary.kind),
        str(summary.cases),
        str(summary.right),
        str(summary.complete),
        str(summary.loose_figures),
        str(summary.wrongly_shown),
        _share(summary.evidence_recall),
        _share(summary.citation_precision),
        str(summary.refused_right),
        str(summary.refused_wrong),
        str(summary.answered_wrong),
        str(summary.wrong_scope),
        f"{summary.sentences_mean:.1f}",
        f"{summary.latency_p50_ms:.0f} 毫秒",
        f"{summary.latency_p95_ms:.0f} 毫秒",
    )


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def text_table(report: EvaluationReport) -> str:
    """Give the totals as a table for a terminal, then one line for each failing case."""
    rows = [COLUMNS, *(row(summary) for summary in report.summaries())]
    widths = [max(_width(cells[i]) for cells in rows) for i in range(len(COLUMNS))]
    lines = [
        "  ".join(cell + " " * (widths[i] - _width(cell)) for i, cell in enumerate(cells)).rstrip()
        for cells in rows
    ]
    for result in report.failures():
        lines.append(f"✗ {result.case.id} {result.case.turns[-1]}  {what_failed(result)}")
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def write_html(report: EvaluationReport, path: Path) -> None:
    """Write the page of an evaluation: totals, curve, and every failing case spelled out."""
    table = [COLUMNS, *(row(summary) for summary in report.summaries())]
    Path(path).write_text(page(report, table), encoding="utf-8")
