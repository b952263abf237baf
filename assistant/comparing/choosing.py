"""One figure a cell, chosen beside those of the other cells: each candidate with its best partners."""

from collections.abc import Sequence

from assistant.comparing.cell_figures import CellFigure, comparable

_FEW_CELLS = 6
_KEPT_OF_MANY = 10


def choose_together(cells: Sequence[Sequence[CellFigure]]) -> tuple[CellFigure | None, ...]:
    """Choose one figure a cell so that all are of one kind; None where a cell has none."""
    if len(cells) > _FEW_CELLS:
        # The work grows with the square of the cells; with many of them the best of each suffice.
        cells = [cell[:_KEPT_OF_MANY] for cell in cells]
    best: tuple[float, tuple[CellFigure | None, ...]] = (float("-inf"), (None,) * len(cells))
    for at, cell in enumerate(cells):
        for anchor in cell:
            chosen: list[CellFigure | None] = []
            total = 0.0
            for other_at, other in enumerate(cells):
                pick = anchor if other_at == at else _partner(anchor, other)
                chosen.append(pick)
                if pick is not None:
                    total += pick.score + (_kinship(anchor, pick) if pick is not anchor else 0.0)
            if total > best[0]:
                best = (total, tuple(chosen))
    return best[1]


def _partner(anchor: CellFigure, cell: Sequence[CellFigure]) -> CellFigure | None:
    return max(cell, key=lambda one: one.score + _kinship(anchor, one), default=None)


def _kinship(a: CellFigure, b: CellFigure) -> float:
    if not comparable(a, b):
        return 3 * a.alike(b) - 4
    return 3 * a.alike(b) + (2.0 if a.figure.unit == b.figure.unit else 0.5)
