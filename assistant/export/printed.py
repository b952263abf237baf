"""A conversation as one self-contained page made for printing (to PDF): no script, no outside address."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.models import Answer, Citation, Turn
from assistant.render import (
    MARK,
    Aside,
    asides,
    citation_label,
    document_lines,
    formula_label,
    outcome_label,
    scope_label,
    table_rows,
)
from assistant.templates import render_html


class Run(NamedTuple):
    """A piece of text, or a mark that leads to `note`; its first place is where the note leads back to."""

    text: str
    note: str = ""
    is_first: bool = False


class Note(NamedTuple):
    """A citation below its answer; `is_placed` where some mark of it stands above."""

    id: str
    n: int
    label: str
    quote: str
    is_placed: bool


class ShownTurn(NamedTuple):
    """A question with its answer as it is printed."""

    question: str
    outcome: str
    scope: str
    lines: list[list[Run]]
    head: list[str]
    rows: list[list[list[Run]]]
    computed: list[list[Run]]
    asides: list[Aside]
    notices: tuple[str, ...]
    notes: list[Note]


def conversation(title: str, turns: Sequence[Turn], made: date, closing: str) -> str:
    """Format the turns; every piece of report or user text is escaped."""
    shown = [_shown(n, turn) for n, turn in enumerate(turns, 1)]
    return render_html("printed.html", "page", title, made, shown, closing)


class _Marks:
    """The marks of one answer: each leads to its note, and the note back to where it first stands."""

    def __init__(self, number: int, answer: Answer) -> None:
        self._number = number
        self._known = {citation.n for citation in answer.citations}
        self._placed: set[int] = set()

    def runs(self, text: str) -> list[Run]:
        """Part a text at every mark that has a citation."""
        runs = []
        end = 0
        for found in MARK.finditer(text):
            n = int(found[1])
            if n in self._known:
                runs.append(Run(text[end : found.start()]))
                runs.append(Run(f"[{n}]", self._id(n), n not in self._placed))
                self._placed.add(n)
                end = found.end()
        return [*runs, Run(text[end:])]

    def note(self, citation: Citation) -> Note:
        """Give a citation's note; call it after everything that may hold its mark."""
        n = citation.n
        quote = " ".join(citation.quote.split())
        return Note(self._id(n), n, citation_label(citation), quote, n in self._placed)

    def _id(self, n: int) -> str:
        return f"{self._number}-{n}"


def _shown(number: int, turn: Turn) -> ShownTurn:
    answer = turn.answer
    marks = _Marks(number, answer)
    lines = [marks.runs(line) for line in document_lines(answer)]
    head, *rows = table_rows(answer.table) if answer.table is not None else [[]]
    cells = [[marks.runs(cell) for cell in row] for row in rows]
    computed = [marks.runs(formula_label(figure)) for figure in answer.computed]
    return ShownTurn(
        turn.question,
        outcome_label(answer),
        scope_label(answer.scope),
        lines,
        head,
        cells,
        computed,
        asides(answer),
        answer.notices,
        [marks.note(citation) for citation in answer.citations],
    )
