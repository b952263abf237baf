"""The figures that a report states plainly: one to a clause, spread over its sections."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.figures import parse_figures
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
