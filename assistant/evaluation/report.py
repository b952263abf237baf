"""Show an evaluation: as a text table here, as a page by `page`, as JSON by the report itself."""

import unicodedata
from pathlib import Path

from assistant.evaluation.page import page, what_failed
from assistant.evaluation.summary import EvaluationReport

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


def table_of(report: EvaluationReport) -> list[tuple[str, ...]]:
    """Give the totals as rows of cells, the names of the columns first."""
    summaries = report.summaries()
    head = ("类别", *summaries[-1].cells())
    return [
        head,
        *((KIND_NAMES.get(one.kind, one.kind), *one.cells().values()) for one in summaries),
    ]


def text_table(report: EvaluationReport) -> str:
    """Give the totals as a table for a terminal, then one line for each failing case."""
    rows = table_of(report)
    widths = [max(_width(cells[i]) for cells in rows) for i in range(len(rows[0]))]
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
    Path(path).write_text(page(report, table_of(report)), encoding="utf-8")
