"""The dense leg: the passages nearest to a question's vector, within the reports in scope.

A scope is answered exactly, by the product with the vectors of its reports: 20 ms for 90 thousand
of them, nothing missed. Only what is wider goes through Chroma's graph, which is asked for more
than is wanted where a scope leaves some of it out. A filtered walk of the graph is never made: it
took 20 ms for one report of 232 and 134 ms for one year of 150 thousand passages.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from vectorstore.fusion import in_order
from vectorstore.indexes.vector_table import Span, VectorTable
from vectorstore.models import Background, Vector
from vectorstore.store import edition_in
from vectorstore.view import LibraryView

EXACT_ROWS = 200_000
"""The widest scope that is answered by the product alone."""

# The graph's own search is as thorough as this many neighbours (`ef_search`) at no further cost.
_GRAPH_AT_LEAST = 256
_GRAPH_AT_MOST = 2_000
_BACKGROUND_RUNS = 64
_BACKGROUND_RUN_ROWS = 128
# Of a library of one passage, or of equal ones.
_LEAST_SPREAD = 0.005

Ranking = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class DenseFound:
    """(row id, cosine), best first, and how near the question is to the whole of its scope."""

    ranking: Ranking = field(default_factory=list)
    background: Background = field(default_factory=Background)


def unit_of(vector: Vector) -> Vector:
    """Give a vector its unit length; zero stays zero."""
    unit: Vector = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit


def search_dense(
    view: LibraryView,
    vector: Vector,
    limit: int,
    report_ids: frozenset[str] | None,
    exact_rows: int = EXACT_ROWS,
) -> DenseFound:
    """Find at most `limit` committed rows of `report_ids` (committed reports; None: of all)."""
    reports = view.snapshot.reports
    unit = unit_of(vector)
    table = view.table
    inside: Collection[str] = view.snapshot.editions
    runs = table.everything
    if report_ids is not None:
        inside = {reports[one].edition for one in report_ids}
        runs = table.runs(inside)
    rows = sum(stop - start for start, stop in runs)
    if rows > exact_rows:
        found = _through_graph(view, unit, limit, inside, rows)
        if found is not None:
            return DenseFound(found, _background(table.scores(unit, _sampled(runs, rows))))
    scores = table.scores(unit, runs)
    return DenseFound(_best(table, runs, scores, limit), _background(scores))


def _best(table: VectorTable, runs: Sequence[Span], scores: Vector, limit: int) -> Ranking:
    if not len(scores):
        return []
    # A few more than wanted, so that which of several equal ones comes last is settled by id.
    few = min(len(scores), limit + 20)
    best = np.argpartition(-scores, few - 1)[:few]
    ids = table.ids_at(best.tolist(), runs)
    return in_order((row, float(scores[at])) for row, at in zip(ids, best, strict=True))[:limit]


def _background(scores: Vector) -> Background:
    if not len(scores):
        return Background()
    spread = max(float(scores.std()), _LEAST_SPREAD)
    return Background(float(scores.mean()), spread, len(scores))


def _sampled(runs: Sequence[Span], rows: int) -> list[Span]:
    """Pieces of a wide scope, evenly spread."""
    step = rows / _BACKGROUND_RUNS
    pieces: list[Span] = []
    passed, at = 0, 0.0
    for start, stop in runs:
        while at < passed + stop - start:
            first = start + int(at) - passed
            pieces.append((first, min(stop, first + _BACKGROUND_RUN_ROWS)))
            at += step
        passed += stop - start
    return pieces


def _through_graph(
    view: LibraryView, unit: Vector, limit: int, inside: Collection[str], rows: int
) -> Ranking | None:
    """Ask Chroma for so many that enough of the editions are among them; None if they are not."""
    everywhere = sum(stop - start for start, stop in view.table.everything)
    ask = max(_GRAPH_AT_LEAST, 2 * limit * everywhere // rows)
    if ask > _GRAPH_AT_MOST:
        return None
    found = view.rows.nearest(unit, ask)
    ours = in_order(pair for pair in found if edition_in(pair[0]) in inside)
    return ours[:limit] if len(ours) >= limit else None
