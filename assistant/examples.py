"""Example questions that the library itself can answer, made from its own passages."""

import re
from collections.abc import Callable, Sequence

from assistant.figures import parse_figures
from ingest.models import Passage
from ingest.segment import clause_spans
from vectorstore.models import ReportRecord

_LEADING = re.compile(r"^(其中|同时|全年|共|累计|并|还|已|一是|二是|三是|—+)+")
_SHORT, _LONG = 8, 22
_REPORTS_READ = 3
_SHORTCOMINGS = re.compile(r"不足|问题|短板|薄弱")
_PLANS = re.compile(r"思路|计划|打算|安排|下一步")


def example_questions(
    records: Sequence[ReportRecord],
    passages_of: Callable[[str], Sequence[Passage]],
    limit: int,
) -> tuple[str, ...]:
    """Give up to `limit` questions over the latest reports: figures, lists and an overview."""
    latest = sorted(records, key=lambda record: -(record.facts.year or 0))[:_REPORTS_READ]
    found: list[str] = []
    for record in latest:
        facts = record.facts
        scope = f"{facts.region}{facts.year}年" if facts.year else facts.region
        passages = passages_of(record.report_id)
        figures = [_figure_question(scope, passage) for passage in passages]
        asked = [question for question in figures if question]
        share = max(limit // len(latest) - 2, 1)
        # Spread over the report, not its first page only.
        found += asked[:: max(len(asked) // share, 1)][:share]
        found += _heading_questions(scope, passages)
    return tuple(dict.fromkeys(found))[:limit]


def _figure_question(scope: str, passage: Passage) -> str:
    for start, end in clause_spans(passage.body):
        clause = passage.body[start:end].rstrip("，。；：")
        figures = [figure for figure in parse_figures(clause) if figure.asserted]
        plain = len(figures) == 1 and figures[0].kind == "count" and not figures[0].qualifier
        if not plain or not _SHORT <= len(clause) <= _LONG:
            continue
        figure = figures[0]
        # A figure in the middle of a clause rarely leaves a sentence behind when it is asked for.
        if figure.end != len(clause) or figure.unit == "" or not figure.text.endswith(figure.unit):
            continue
        asked = _LEADING.sub("", clause[: figure.start])
        if len(asked) >= 4:
            return f"{scope}{asked}多少{figure.unit}？"
    return ""


def _heading_questions(scope: str, passages: Sequence[Passage]) -> list[str]:
    tops = dict.fromkeys(passage.heading[0] for passage in passages if passage.heading)
    questions = []
    if any(_SHORTCOMINGS.search(top) for top in tops):
        questions.append(f"{scope}工作中有哪些不足？")
    if any(_PLANS.search(top) for top in tops):
        questions.append(f"{scope}的报告对下一年有哪些打算？")
    return questions
