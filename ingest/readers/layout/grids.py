"""From the rules of a page to the grids of its tables: rows, columns, and cells merged over several.

Rules that cross belong to one table. Their positions divide it into boxes; boxes with no rule between
them are one cell. Where the rules stick out on one side (a table without a frame, or one that goes on
over the page break) their ends close it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf_rules import Rule

_NEAR_PT = 3.0
_STICKS_OUT_PT = 6.0
_MAX_CROSSINGS = 1_000_000
_MAX_BOXES = 20_000
_MAX_GRIDS = 100


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell's place: its first row and column (from 0), and how many it takes of each."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The ruling of one table: `xs` from left to right, `ys` from top to bottom, points, y upwards."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Give the grids of at least two columns, from the top of the page down."""
    level = _joined([rule for rule in rules if not rule.is_upright])
    upright = _joined([rule for rule in rules if rule.is_upright])
    if len(level) * len(upright) > _MAX_CROSSINGS:
        return []
    grids = [_grid(*one) for one in _crossing(level, upright)]
    found = sorted((grid for grid in grids if grid is not None), key=lambda grid: -grid.ys[0])
    return found[:_MAX_GRIDS]


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Make one rule of the pieces that lie on one line and touch."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if groups and rule.at - groups[-1][0].at <= _NEAR_PT:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    joined: list[Rule] = []
    for group in groups:
        at = (group[0].at + group[-1].at) / 2
        begin = len(joined)
        for piece in sorted(group, key=lambda one: one.low):
            last = joined[-1] if len(joined) > begin else None
            if last is not None and piece.low - last.high <= _NEAR_PT:
                joined[-1] = replace(last, high=max(last.high, piece.high))
            else:
                joined.append(replace(piece, at=at))
    return joined


def _clusters(positions: Sequence[float]) -> list[float]:
    """Give the middles of the groups of positions that lie within a few points of one another."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][0] <= _NEAR_PT:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _crossing(
    level: Sequence[Rule], upright: Sequence[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Group the rules that cross or touch one another; a lone rule is in no group."""
    group = list(range(len(level) + len(upright)))

    def top(one: int) -> int:
        while group[one] != one:
            group[one] = group[group[one]]
            one = group[one]
        return one

    for number, across in enumerate(level):
        for place, down in enumerate(upright, len(level)):
            if (
                across.low - _NEAR_PT <= down.at <= across.high + _NEAR_PT
                and down.low - _NEAR_PT <= across.at <= down.high + _NEAR_PT
            ):
                group[top(number)] = top(place)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate((*level, *upright)):
        found.setdefault(top(number), ([], []))[rule.is_upright].append(rule)
    return [(across, down) for across, down in found.values() if across and down]


def _grid(level: Sequence[Rule], upright: Sequence[Rule]) -> Grid | None:
    xs = _positions(upright, level)
    ys = _positions(level, upright)[::-1]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or rows * columns > _MAX_BOXES:
        return None
    # (row, column) of the boxes that have a rule below, and to their right.
    below = {
        (row - 1, column)
        for rule in level
        for row in (_nearest(ys, rule.at),)
        for column in range(columns)
        if _covers(rule, xs[column], xs[column + 1])
    }
    beside = {
        (row, column - 1)
        for rule in upright
        for column in (_nearest(xs, rule.at),)
        for row in range(rows)
        if _covers(rule, ys[row + 1], ys[row])
    }
    slots = _slots(rows, columns, below, beside)
    return None if slots is None else Grid(tuple(xs), tuple(ys), tuple(slots))


def _positions(rules: Sequence[Rule], across: Sequence[Rule]) -> list[float]:
    """Give where rules stand, in order, and where those that cross them end further out."""
    found = _clusters([rule.at for rule in rules])
    first, last = min(rule.low for rule in across), max(rule.high for rule in across)
    before = [first] if found[0] - first > _STICKS_OUT_PT else []
    return [*before, *found, *([last] if last - found[-1] > _STICKS_OUT_PT else [])]


def _nearest(positions: Sequence[float], at: float) -> int:
    return min(range(len(positions)), key=lambda place: abs(positions[place] - at))


def _covers(rule: Rule, low: float, high: float) -> bool:
    return min(rule.high, high) - max(rule.low, low) >= (high - low) / 2


def _slots(
    rows: int, columns: int, below: set[tuple[int, int]], beside: set[tuple[int, int]]
) -> list[Slot] | None:
    """Join the boxes that no rule parts into cells; None where one of these is no rectangle."""
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column
            while right + 1 < columns and (row, right) not in beside:
                right += 1
            foot = row
            while foot + 1 < rows and not any(
                (foot, place) in below for place in range(column, right + 1)
            ):
                foot += 1
            boxes = {(r, c) for r in range(row, foot + 1) for c in range(column, right + 1)}
            if boxes & taken:
                return None
            taken |= boxes
            slots.append(Slot(row, column, foot - row + 1, right - column + 1))
    return slots
