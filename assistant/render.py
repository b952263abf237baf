"""Show an `Answer`: plain text for the terminal, and Markdown; `assistant.ui.chat.answers` makes its HTML.

Pure formatting, the last step of the flow. Report text, questions and titles are untrusted on every
surface: Markdown is neutralised, and control characters, which could drive a
terminal or turn a line around, are dropped from plain text.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from assistant.models import Answer, Citation, ComputedFigure, Scope, Table
from assistant.vocabulary.limits import by_hand
from assistant.wording import (
    AI_LABEL,
    CHOICES,
    INSTEAD,
    NEAREST,
    STATUS_LABELS,
    TRY,
    UNANSWERED,
    plan_mark,
    planned_within,
)

MARK = re.compile(r"\[(\d{1,3})\]")
"""A citation mark in `Answer.text` or in a table cell."""

PATH_JOINT = " \u203a "
"""What stands between the steps of a heading path: a single right-pointing angle mark."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def outcome_label(answer: Answer) -> str:
    """Name how an answer ended, and that a model worded it: 已披露 · AI 生成."""
    label = STATUS_LABELS[answer.status]
    return f"{label} · {AI_LABEL}" if answer.mode == "llm" else label


def years_label(years: tuple[int, ...]) -> str:
    """Name years: 2020年, 2018—2021年 for a run of three or more, else 2018、2020年."""
    if not years:
        return ""
    ordered = sorted(set(years))
    is_run = len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1
    return (f"{ordered[0]}—{ordered[-1]}" if is_run else "、".join(map(str, ordered))) + "年"


def scope_label(scope: Scope) -> str:
    """Name what the answer was limited to, or "" for the whole library: 2020年 · 北京市大兴区."""
    groups = (scope.regions, scope.bodies, scope.doc_types, *by_hand(scope).values())
    parts = [years_label(scope.years), *("、".join(group) for group in groups)]
    return " · ".join(part for part in parts if part)


def place_label(citation: Citation) -> str:
    """Name where a citation stands: title, then the headings down to the passage."""
    return PATH_JOINT.join((f"《{citation.title}》", *citation.heading))


def citation_label(citation: Citation) -> str:
    """Name a citation as one writes it in a document: 《标题》，章节路径，年份，页."""
    year = f"{citation.year}年" if citation.year is not None else ""
    page = f"第{citation.page}页" if citation.page is not None else ""
    plan = outlook_label(citation)
    parts = (f"《{citation.title}》", PATH_JOINT.join(citation.heading), year, page, plan)
    return "，".join(part for part in parts if part)


def origin_label(citation: Citation) -> str:
    """Name region, year and page of a citation, as far as they are known."""
    page = f"第{citation.page}页" if citation.page is not None else ""
    year = f"{citation.year}年" if citation.year is not None else ""
    parts = (citation.region, year, page, outlook_label(citation))
    return " · ".join(part for part in parts if part)


def outlook_label(citation: Citation) -> str:
    """Say of a citation that it tells a plan, and for which year: 计划（2025年）; "" for what was done.

    Of a quote of both it names the words that plan.
    """
    if citation.outlook == "planned":
        return plan_mark(citation.planned_for)[:-1]
    return planned_within((part.quote, part.planned_for) for part in citation.plans)


def formula_label(figure: ComputedFigure) -> str:
    """Write a computed figure with its formula and the citations of its operands."""
    marks = "".join(f"[{n}]" for n in dict.fromkeys(figure.operands))
    return f"{figure.text} = {figure.formula}{marks}"


class Aside(NamedTuple):
    """What stands below an answer and is none of it: a heading, and lines under it."""

    title: str
    lines: list[str]


def asides(answer: Answer) -> list[Aside]:
    """Give what was left open, what stands nearest to a refused question, what can be asked or chosen."""
    near = [f"“{' '.join(one.quote.split())}”（{citation_label(one)}）" for one in answer.nearest]
    choices = [f"{n}. {question}" for n, question in enumerate(answer.suggestions, 1)]
    over = {"clarify": CHOICES, "assistant": TRY}.get(answer.status, INSTEAD)
    told = (
        Aside(UNANSWERED, list(answer.unanswered)),
        Aside(NEAREST, near),
        Aside(over, choices),
    )
    return [one for one in told if one.lines]


def answer_text(answer: Answer) -> str:
    """Format an answer for the terminal: outcome, text, then 出处 with every quote."""
    blocks = [f"【{outcome_label(answer)}】\n{answer.text}".rstrip()]
    if len(answer.parts) > 1:
        blocks.append("\n".join(f"· {p.question}：{STATUS_LABELS[p.status]}" for p in answer.parts))
    if answer.table is not None:
        rows = table_rows(answer.table)
        blocks.append("\n".join("　".join(row) for row in rows))
    if answer.computed:
        blocks.append("\n".join(f"计算：{formula_label(figure)}" for figure in answer.computed))
    if answer.citations:
        blocks.append("\n".join(("出处", *map(_citation_text, answer.citations))))
    blocks += [
        "\n".join((one.title, *(f"  {line}" for line in one.lines))) for one in asides(answer)
    ]
    closing = [f"范围：{scope_label(answer.scope)}"] if scope_label(answer.scope) else []
    closing += [f"说明：{notice}" for notice in answer.notices]
    if closing:
        blocks.append("\n".join(closing))
    return _UNPRINTABLE.sub("", "\n\n".join(blocks))


def _citation_text(citation: Citation) -> str:
    quote = " ".join(citation.quote.split())
    origin = origin_label(citation)
    return f"[{citation.n}] {place_label(citation)}\n    “{quote}”" + (
        f"\n    {origin}" if origin else ""
    )


def answer_markdown(answer: Answer) -> str:
    """Format an answer as Markdown; nothing in it is read as markup but what is put here."""
    blocks = [f"**{outcome_label(answer)}**"]
    blocks += [plain_markdown(line) for line in answer.text.splitlines() if line.strip()]
    if len(answer.parts) > 1:
        blocks.append(
            "\n".join(
                f"- {plain_markdown(p.question)}：{STATUS_LABELS[p.status]}" for p in answer.parts
            )
        )
    if answer.table is not None:
        head, *rows = ([plain_markdown(cell) for cell in row] for row in table_rows(answer.table))
        lines = [head, ["---"] * len(head), *rows]
        blocks.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
    blocks += [f"计算：{plain_markdown(formula_label(figure))}" for figure in answer.computed]
    if answer.citations:
        blocks.append("**出处**")
    for citation in answer.citations:
        quote = plain_markdown(" ".join(citation.quote.split()))
        origin = plain_markdown(origin_label(citation))
        blocks.append(
            f"[{citation.n}] {plain_markdown(place_label(citation))}　{origin}\n\n> {quote}"
        )
    for one in asides(answer):
        blocks.append(f"**{one.title}**")
        blocks += [plain_markdown(line) for line in one.lines]
    if scope_label(answer.scope):
        blocks.append(f"范围：{plain_markdown(scope_label(answer.scope))}")
    blocks += [f"说明：{plain_markdown(notice)}" for notice in answer.notices]
    return _UNPRINTABLE.sub("", "\n\n".join(blocks)) + "\n"


def document_lines(answer: Answer) -> list[str]:
    """Give an answer's lines as a document shows them, beside its table.

    The question of a part is followed by how it ended; the rows of a comparison are left to the table.
    """
    ended = {
        f"{n}. {part.question}": f"{n}. {part.question}（{STATUS_LABELS[part.status]}）"
        for n, part in enumerate(answer.parts, 1)
        if len(answer.parts) > 1
    }
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    return [ended.get(line, line) for line in lines if not is_table_row(line, answer.table)]


def is_table_row(line: str, table: Table | None) -> bool:
    """Say whether a line of an answer is a row of its table once more."""
    rows = table.rows if table is not None else ()
    return any(row.cells and line.startswith(f"{row.cells[0]}：") for row in rows)


def plain_markdown(text: str) -> str:
    """Give text in which no character is Markdown, but for its [n]."""
    return _around_marks(
        text, lambda plain: _MARKDOWN_SPECIAL.sub(r"\\\1", plain), lambda n: f"[{n}]"
    )


def _around_marks(text: str, plain: Callable[[str], str], mark: Callable[[int], str]) -> str:
    pieces = []
    position = 0
    for found in MARK.finditer(text):
        pieces += [plain(text[position : found.start()]), mark(int(found[1]))]
        position = found.end()
    pieces.append(plain(text[position:]))
    return "".join(pieces)


def table_rows(table: Table) -> list[list[str]]:
    """Give the head and the rows; a row that is no disclosure says so in its last cell."""
    rows = [list(table.columns)]
    for row in table.rows:
        cells = [" ".join(cell.split()) for cell in row.cells]
        if row.status != "disclosed" and not any(cells[1:]):
            cells = [*cells[:1], STATUS_LABELS[row.status]]
        rows.append(cells + [""] * (len(table.columns) - len(cells)))
    return rows
