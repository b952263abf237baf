"""The page of an evaluation: one self-contained HTML file that an official can open anywhere.

No script, no outside resource; every word that comes from a case or a report is escaped.
"""

from collections.abc import Iterable, Sequence
from html import escape

from assistant.evaluation.metrics import CaseResult
from assistant.evaluation.summary import EvaluationReport, coverage_curve
from assistant.models import Answer
from assistant.wording import STATUS_LABELS

_STYLE = """
body{font-family:system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;line-height:1.7;
max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2733;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;white-space:nowrap}
td,th{border-bottom:1px solid #d8dee6;padding:.35rem .7rem;text-align:right}
td:first-child,th:first-child{text-align:left}tr:last-child td{font-weight:600}
article{border:1px solid #d8dee6;border-radius:.5rem;padding:.5rem 1.2rem;margin:1rem 0}
article h3{font-size:1rem;margin:.6rem 0}.why{color:#a32020}
dt{color:#5b6775;font-size:.85rem;margin-top:.6rem}dd{margin:0;white-space:pre-wrap;
overflow-wrap:anywhere}
blockquote{margin:.3rem 0;padding:.2rem .8rem;border-left:3px solid #b9c4d0;white-space:pre-wrap}
svg{max-width:100%;height:auto}
"""


def page(report: EvaluationReport, table: Sequence[Sequence[str]]) -> str:
    """Give the whole page; `table` has its column names first."""
    failures = report.failures()
    right = sum(result.correct for result in report.results)
    parts = [
        "<!doctype html>",
        '<html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>问报评测</title><style>{_STYLE}</style></head><body>",
        "<h1>问报评测</h1>",
        f"<p>共 {len(report.results)} 题，答对 {right} 题；下面逐条列出 {len(failures)} 道有问题的题。</p>",
        f'<div class="wide">{_table(table)}</div>',
        _curve(coverage_curve(report.results)),
        "<h2>有问题的题</h2>",
        *(_failure(result) for result in failures),
        "" if failures else "<p>没有。</p>",
        "</body></html>",
    ]
    return "\n".join(filter(None, parts))


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def what_failed(result: CaseResult) -> str:
    """Say in one line what is wrong with a case."""
    case = result.case
    kinds = dict.fromkeys(item.kind for item in result.violations)
    refused_rightly = not case.answerable and result.refused
    answered_wrongly = not case.answerable and not result.refused and not result.error
    reasons: tuple[tuple[object, str, Iterable[str]], ...] = (
        (result.error, "出错：", [result.error]),
        (not result.refused and result.missing, "缺少：", result.missing),
        (result.wrongly_shown, "不该出现：", result.wrongly_shown),
        (case.answerable and result.refused, "误拒", ()),
        (answered_wrongly, "应当拒答而作答", ()),
        (refused_rightly and not result.status_right, "拒答的理由不对", ()),
        (not case.answerable and result.missing, "前面的问题没有答对：", result.missing),
        (result.direction_right is False, "比较的方向说反了", ()),
        (result.loose, "出处里没有的数字：", result.loose),
        (kinds, "未通过核对：", kinds),
    )
    return "；".join(said + "、".join(items) for holds, said, items in reasons if holds)


def _failure(result: CaseResult) -> str:
    case = result.case
    expected = case.answer or "、".join((*case.must_contain, *case.must_contain_derived))
    if not case.answerable:
        expected = expected or STATUS_LABELS[case.status or "not_in_report"]
    evidence = "".join(
        f"<blockquote>{escape(text)}<br><small>{escape(doc)}</small></blockquote>"
        for text, doc in zip(case.evidence, case.evidence_docs, strict=True)
    )
    answers = "".join(
        _answer(turn, answer) for turn, answer in zip(case.turns, result.answers, strict=False)
    )
    return (
        f"<article><h3>{escape(case.id)}　{escape(case.turns[0])}</h3>"
        f'<p class="why">{escape(what_failed(result))}</p><dl>'
        f"<dt>应答</dt><dd>{escape(expected)}</dd>{answers}"
        + (f"<dt>依据</dt><dd>{evidence}</dd>" if evidence else "")
        + "</dl></article>"
    )


def _answer(turn: str, answer: Answer) -> str:
    cited = "".join(
        f"<blockquote>[{c.n}] {escape(c.quote)}<br>"
        f"<small>{escape(c.title)}　{escape(' / '.join(c.heading))}</small></blockquote>"
        for c in answer.citations
    )
    return (
        f"<dt>问</dt><dd>{escape(turn)}</dd>"
        f"<dt>答（{STATUS_LABELS[answer.status]}）</dt><dd>{escape(answer.text)}</dd>"
        + (f"<dt>出处</dt><dd>{cited}</dd>" if cited else "")
    )


_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 480, 300, 48, 40


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Draw coverage (across) against correctness (up), both from 0 to 1."""
    if not points:
        return ""
    across, up = _WIDTH - _LEFT - 16, _HEIGHT - _BOTTOM - 16

    def place(coverage: float, right: float) -> str:
        return f"{_LEFT + coverage * across:.1f},{16 + (1 - right) * up:.1f}"

    line = " ".join(place(*point) for point in points)
    marks = "".join(
        f'<text x="{_LEFT + share * across:.1f}" y="{_HEIGHT - 22}" text-anchor="middle">'
        f"{share:.0%}</text>"
        f'<text x="{_LEFT - 6}" y="{20 + (1 - share) * up:.1f}" text-anchor="end">{share:.0%}</text>'
        for share in (0.0, 0.5, 1.0)
    )
    return (
        "<h2>作答率与正确率</h2><p>要求的把握越低，作答的题越多；曲线是所作答的题里答对的比例。</p>"
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="作答率与正确率" '
        'font-size="12" fill="#5b6775">'
        f'<path d="M{_LEFT},16V{_HEIGHT - _BOTTOM}H{_WIDTH - 16}" fill="none" stroke="#9aa6b2"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>{marks}'
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 4}" text-anchor="middle">作答率</text></svg>'
    )
