"""An answer's words: sentences with their [n], figures shown as checked, the comparison table.

Pure formatting over `Answer`; the HTML is in `templates/chat/answers.html`.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from assistant.models import Answer, AnswerPart, Citation, Table
from assistant.render import (
    MARK,
    formula_label,
    is_table_row,
    place_label,
    table_rows,
)
from assistant.templates import render_html
from assistant.ui.words import Words
from assistant.wording import STATUS_LABELS

if TYPE_CHECKING:
    from markupsafe import Markup

_MARKED = re.compile(r"(?P<before>.*?)(?P<marks>(?:\[\d{1,3}\])+)", re.DOTALL)


class Piece(NamedTuple):
    """A run of a sentence: plain text, a checked figure, or a mark that leads to citation `n`.

    `label` says of a figure what it was checked with, of a mark where it leads.
    """

    text: str
    kind: Literal["text", "figure", "mark"] = "text"
    label: str = ""
    n: int = 0


class Run(NamedTuple):
    """A line or a table cell; `status` is an outcome shown as a badge (in a cell, instead of words)."""

    pieces: list[Piece]
    status: str = ""


class ShownTable(NamedTuple):
    """A comparison as it is shown."""

    head: list[str]
    rows: list[list[Run]]


def answer_html(answer: Answer, words: Words) -> "Markup":
    """Format text, table and computed figures; every known [n] becomes a button."""
    return render_html(
        "chat/answers.html",
        "answer",
        list(_lines(answer, words)),
        None if answer.table is None else _shown_table(answer.table, answer, words),
        [_pieces(formula_label(figure), answer, words) for figure in answer.computed],
        words,
    )


def text_lines(text: str) -> list[str]:
    """Give the lines of a text that are not empty."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def unplaced_parts(answer: Answer) -> tuple[AnswerPart, ...]:
    """Give the parts whose question does not stand in the text, where it would carry its badge."""
    if len(answer.parts) < 2:
        return ()
    lines = {line.strip() for line in answer.text.splitlines()}
    return tuple(
        part for n, part in enumerate(answer.parts, 1) if f"{n}. {part.question}" not in lines
    )


def _lines(answer: Answer, words: Words) -> Iterator[Run]:
    heads = {
        f"{n}. {part.question}": part
        for n, part in enumerate(answer.parts, 1)
        if len(answer.parts) > 1
    }
    for line in text_lines(answer.text):
        if is_table_row(line, answer.table):
            # Said once, in the table.
            continue
        if line in heads:
            yield Run([Piece(line)], heads[line].status)
        else:
            yield Run(_pieces(line, answer, words))


def _pieces(text: str, answer: Answer, words: Words) -> list[Piece]:
    """Part running text: each piece up to its marks shows the figures that those marks bear out."""
    cited = {citation.n: citation for citation in answer.citations}
    pieces: list[Piece] = []
    end = 0
    for found in _MARKED.finditer(text):
        numbers = [int(n) for n in MARK.findall(found["marks"])]
        pieces += _with_figures(found["before"], answer, numbers, words)
        pieces += [_mark(n, cited, words) for n in numbers]
        end = found.end()
    return [*pieces, Piece(text[end:])]


def _mark(n: int, cited: dict[int, Citation], words: Words) -> Piece:
    if n not in cited:
        return Piece(f"[{n}]")
    label = words("turn.open_source", n=n, place=place_label(cited[n]))
    return Piece(f"[{n}]", "mark", label, n)


def _with_figures(text: str, answer: Answer, numbers: list[int], words: Words) -> Iterator[Piece]:
    checked = {
        figure.text: figure.citation
        for figure in answer.figures
        if figure.citation in numbers and figure.asked and not figure.refuted and figure.text
    }
    end = 0
    if checked:
        longest_first = sorted(checked, key=len, reverse=True)
        # 6件 must not be found in 376件, nor 37 in 37.5.
        pattern = re.compile(
            rf"(?<![\d.,，])(?:{'|'.join(map(re.escape, longest_first))})(?!\d|[.,]\d)"
        )
        for found in pattern.finditer(text):
            yield Piece(text[end : found.start()])
            label = words("turn.figure_checked", n=checked[found[0]])
            yield Piece(found[0], "figure", label)
            end = found.end()
    yield Piece(text[end:])


def _shown_table(table: Table, answer: Answer, words: Words) -> ShownTable:
    head, *rows = table_rows(table)
    shown = []
    for cells, row in zip(rows, table.rows, strict=True):
        first, *others = (Run(_pieces(cell, answer, words)) for cell in cells)
        plain = {STATUS_LABELS[row.status], ""}
        if row.status != "disclosed" and plain.issuperset(cells[1:]):
            # In plain text the outcome is a word; here it is a badge, said once.
            others = [Run([], row.status), *[Run([])] * (len(others) - 1)]
        shown.append([first, *others])
    return ShownTable(head, shown)
