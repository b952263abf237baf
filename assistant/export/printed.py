"""A conversation as one self-contained page made for printing (to PDF): no script, no outside address."""

from collections.abc import Sequence
from datetime import date
from html import escape

from assistant.models import Answer, Citation, Turn
from assistant.render import (
    MARK,
    citation_label,
    document_lines,
    formula_label,
    outcome_label,
    scope_label,
    table_rows,
)

_STYLE = """
@page { size: A4; margin: 24mm 22mm 22mm; @bottom-center { content: counter(page); } }
body { max-width: 42em; margin: 0 auto; padding: 1em; color: #111; background: #fff;
  font: 12pt/1.8 "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Sans CJK SC", serif; }
h1, h2, h3, .outcome, th { font-family: "Heiti SC", SimHei, "Noto Sans CJK SC", sans-serif; }
h1 { margin: 0 0 .2em; font-size: 18pt; line-height: 1.4; text-align: center; }
.made { margin: 0 0 2em; text-align: center; color: #444; }
h2 { margin: 1.6em 0 .4em; font-size: 13.5pt; line-height: 1.5; break-after: avoid; }
h3 { margin: 1em 0 .2em; font-size: 11pt; break-after: avoid; }
p { margin: .4em 0; overflow-wrap: anywhere; }
.outcome { font-size: 10.5pt; color: #1d3f72; break-after: avoid; }
.note { font-size: 10.5pt; color: #444; }
table { width: 100%; margin: .8em 0; border-collapse: collapse; font-size: 10.5pt; line-height: 1.6; }
td:not(:last-child) { min-width: 7.5em; }
th, td { padding: .3em .5em; border: .5pt solid #666; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
ol { padding-left: 2em; font-size: 10.5pt; line-height: 1.7; }
li { margin: .3em 0; break-inside: avoid; }
sup { line-height: 0; }
sup a, .back { color: #1d3f72; text-decoration: none; }
footer { margin-top: 3em; border-top: .5pt solid #666; font-size: 10pt; color: #444; }
"""


def conversation(title: str, turns: Sequence[Turn], made: date, closing: str) -> str:
    """Format the turns; every piece of report or user text is escaped."""
    body = "".join(_turn(n, turn) for n, turn in enumerate(turns, 1))
    footer = f"<footer>{escape(closing)}</footer>" if closing else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>"
        f'<p class="made">{made.year}年{made.month}月{made.day}日</p>{body}{footer}</body></html>\n'
    )


class _Marks:
    """The marks of one answer: each leads to its note, and the note back to where it first stands."""

    def __init__(self, number: int, answer: Answer) -> None:
        self._number = number
        self._known = {citation.n for citation in answer.citations}
        self._placed: set[int] = set()

    def write(self, text: str) -> str:
        """Escape a text, with a link at every mark that has a citation."""
        pieces = []
        end = 0
        for found in MARK.finditer(text):
            pieces.append(escape(text[end : found.start()]))
            pieces.append(self._link(int(found[1])) or escape(found[0]))
            end = found.end()
        pieces.append(escape(text[end:]))
        return "".join(pieces)

    def note(self, citation: Citation) -> str:
        """Give a citation's note; call it after everything that may hold its mark."""
        n = citation.n
        quote = " ".join(citation.quote.split())
        back = f' <a class="back" href="#m{self._number}-{n}" aria-label="回到正文">↑</a>'
        return (
            f'<li id="n{self._number}-{n}" value="{n}">{escape(citation_label(citation))}：'
            f"“{escape(quote)}”{back if n in self._placed else ''}</li>"
        )

    def _link(self, n: int) -> str:
        if n not in self._known:
            return ""
        place = "" if n in self._placed else f' id="m{self._number}-{n}"'
        self._placed.add(n)
        return f'<sup><a{place} href="#n{self._number}-{n}">[{n}]</a></sup>'


def _turn(number: int, turn: Turn) -> str:
    answer = turn.answer
    marks = _Marks(number, answer)
    blocks = [
        f"<h2>{escape(turn.question)}</h2>",
        f'<p class="outcome">{escape(outcome_label(answer))}'
        f"{escape(f'（范围：{scope_label(answer.scope)}）') if scope_label(answer.scope) else ''}</p>",
        *(f"<p>{marks.write(line)}</p>" for line in document_lines(answer)),
        _table(answer, marks),
        *(
            f'<p class="note">计算：{marks.write(formula_label(figure))}</p>'
            for figure in answer.computed
        ),
        *(f'<p class="note">说明：{escape(notice)}</p>' for notice in answer.notices),
    ]
    if answer.citations:
        notes = "".join(marks.note(citation) for citation in answer.citations)
        blocks.append(f"<h3>出处</h3><ol>{notes}</ol>")
    return f"<section>{''.join(blocks)}</section>"


def _table(answer: Answer, marks: _Marks) -> str:
    if answer.table is None:
        return ""
    head, *rows = table_rows(answer.table)
    columns = "".join(f"<th>{escape(column)}</th>" for column in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{marks.write(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
