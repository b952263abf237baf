"""HTML of an answer's words: sentences with their [n], figures shown as checked, the comparison table.

Pure formatting over `Answer`; everything that comes from a report or a user is escaped here.
"""

import re
from collections.abc import Iterator
from html import escape

from assistant.models import Answer, AnswerPart, Citation, Table
from assistant.render import (
    MARK,
    formula_label,
    is_table_row,
    place_label,
    table_rows,
)
from assistant.ui.words import Words
from assistant.wording import STATUS_LABELS

_MARKED = re.compile(r"(?P<before>.*?)(?P<marks>(?:\[\d{1,3}\])+)", re.DOTALL)


def answer_html(answer: Answer, words: Words) -> str:
    """Format text, table and computed figures; every known [n] becomes a button."""
    blocks = [_text_html(answer, words)]
    if answer.table is not None:
        blocks.append(_table_html(answer.table, answer, words))
    if answer.computed:
        items = "".join(
            f"<li>{_sentence_html(formula_label(figure), answer, words)}</li>"
            for figure in answer.computed
        )
        label = words("turn.computed")
        blocks.append(
            f'<ul class="wb-computed" aria-label="{escape(label, quote=True)}">{items}</ul>'
        )
    return "".join(blocks)


def streamed_html(text: str) -> str:
    """Format text whose citations have not come yet: marks stay plain text."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def badge_html(status: str, words: Words) -> str:
    """Name an outcome."""
    return f'<span class="wb-badge wb-{status}">{words(f"status.{status}")}</span>'


def unplaced_parts(answer: Answer) -> tuple[AnswerPart, ...]:
    """Give the parts whose question does not stand in the text, where it would carry its badge."""
    if len(answer.parts) < 2:
        return ()
    lines = {line.strip() for line in answer.text.splitlines()}
    return tuple(
        part for n, part in enumerate(answer.parts, 1) if f"{n}. {part.question}" not in lines
    )


def _text_html(answer: Answer, words: Words) -> str:
    heads = {
        f"{n}. {part.question}": part
        for n, part in enumerate(answer.parts, 1)
        if len(answer.parts) > 1
    }
    blocks = []
    for line in (line.strip() for line in answer.text.splitlines()):
        if is_table_row(line, answer.table):
            # Said once, in the table.
            continue
        if line in heads:
            badge = badge_html(heads[line].status, words)
            blocks.append(f'<h3 class="wb-part">{escape(line)}{badge}</h3>')
        elif line:
            blocks.append(f"<p>{_sentence_html(line, answer, words)}</p>")
    return "".join(blocks)


def _sentence_html(text: str, answer: Answer, words: Words) -> str:
    """Format running text: each piece up to its marks shows the figures that those marks bear out."""
    cited = {citation.n: citation for citation in answer.citations}
    pieces = []
    end = 0
    for found in _MARKED.finditer(text):
        numbers = [int(n) for n in MARK.findall(found["marks"])]
        pieces.append(_figures_html(found["before"], answer, numbers, words))
        pieces += [_mark_html(n, cited, words) for n in numbers]
        end = found.end()
    pieces.append(escape(text[end:]))
    return "".join(pieces)


def _mark_html(n: int, cited: dict[int, Citation], words: Words) -> str:
    if n not in cited:
        return f"[{n}]"
    label = escape(words("turn.open_source", n=n, place=place_label(cited[n])), quote=True)
    return (
        f'<button type="button" class="wb-cite" data-cite="{n}" '
        f'aria-label="{label}" title="{label}">[{n}]</button>'
    )


def _figures_html(text: str, answer: Answer, numbers: list[int], words: Words) -> str:
    checked = {
        figure.text: figure.citation
        for figure in answer.figures
        if figure.citation in numbers and not figure.refuted and figure.text
    }
    if not checked:
        return escape(text)
    return "".join(_pieces(text, checked, words))


def _pieces(text: str, checked: dict[str, int], words: Words) -> Iterator[str]:
    longest_first = sorted(checked, key=len, reverse=True)
    # 6件 must not be found in 376件, nor 37 in 37.5.
    pattern = re.compile(
        rf"(?<![\d.,，])(?:{'|'.join(map(re.escape, longest_first))})(?!\d|[.,]\d)"
    )
    end = 0
    for found in pattern.finditer(text):
        title = escape(words("turn.figure_checked", n=checked[found[0]]), quote=True)
        yield escape(text[end : found.start()])
        yield f'<span class="wb-figure" title="{title}">{escape(found[0])}</span>'
        end = found.end()
    yield escape(text[end:])


def _table_html(table: Table, answer: Answer, words: Words) -> str:
    head, *rows = table_rows(table)
    columns = "".join(f'<th scope="col">{escape(column)}</th>' for column in head)
    body = []
    for cells, row in zip(rows, table.rows, strict=True):
        first, *others = (_sentence_html(cell, answer, words) for cell in cells)
        plain = {STATUS_LABELS[row.status], ""}
        if row.status != "disclosed" and plain.issuperset(cells[1:]):
            # In plain text the outcome is a word; here it is a badge, said once.
            others = [badge_html(row.status, words), *[""] * (len(others) - 1)]
        last = "".join(f"<td>{cell}</td>" for cell in others)
        body.append(f'<tr><th scope="row">{first}</th>{last}</tr>')
    label = escape(words("turn.table"), quote=True)
    return (
        f'<div class="wb-table" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{columns}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
