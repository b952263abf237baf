"""The figures that a report states plainly: one to a clause, spread over its sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.figures import parse_figures
from assistant.ui.words import Words
from ingest.models import Passage
from ingest.segment import clause_spans

MOST_FIGURES = 24
"""Rows of the list: a screen and a half."""

_SHORT, _LONG = 6, 40


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A clause of a report that states one figure; `before`, `text`, `after` make the clause."""

    section: str
    before: str
    text: str
    after: str
    ordinal: int


def key_figures(passages: Sequence[Passage], limit: int = MOST_FIGURES) -> tuple[KeyFigure, ...]:
    """Give at most `limit` figures, as many from each top section as there are to share."""
    by_section: dict[str, list[KeyFigure]] = {}
    for passage in passages:
        section = passage.heading[0] if passage.heading else ""
        by_section.setdefault(section, []).extend(_plain_figures(passage, section))
    found: list[KeyFigure] = []
    queues = [figures for figures in by_section.values() if figures]
    rank = 0
    while len(found) < limit and any(rank < len(queue) for queue in queues):
        found += [queue[rank] for queue in queues if rank < len(queue)]
        rank += 1
    return tuple(sorted(found[:limit], key=lambda figure: figure.ordinal))


def _plain_figures(passage: Passage, section: str) -> list[KeyFigure]:
    found = []
    for start, end in clause_spans(passage.body):
        clause = passage.body[start:end].strip().rstrip("，。；：、")
        if not _SHORT <= len(clause) <= _LONG:
            continue
        figures = [f for f in parse_figures(clause) if f.asserted]
        if len(figures) != 1 or figures[0].kind == "date" or not figures[0].unit:
            continue
        low, high = figures[0].start, figures[0].end
        found.append(
            KeyFigure(section, clause[:low], clause[low:high], clause[high:], passage.ordinal)
        )
    return found


def key_figures_html(figures: Sequence[KeyFigure], words: Words) -> str:
    """Format the figures as a list; each leads to its place in the report."""
    if not figures:
        return f'<p class="wb-note">{words("report.no_figures")}</p>'
    items = "".join(
        f'<li><button type="button" class="wb-link" data-do="goto" data-ordinal="{f.ordinal}">'
        f"{escape(f.before)}<b>{escape(f.text)}</b>{escape(f.after)}</button></li>"
        for f in figures
    )
    return f'<ul class="wb-key-figures">{items}</ul>'
