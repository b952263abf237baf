"""The dense leg: the passages nearest to a question's vector, within the reports in scope.

A filtered walk through Chroma's graph is slow (20 ms for one report of 232, 74 ms for almost all)
and may come back short, so a scope is answered exactly: by the product with the vectors of its
reports, kept in memory up to a limit and read from Chroma as they are needed. A library that fits
there whole (`warm`) is always answered so: 18 thousand vectors take no longer than the graph, and
nothing is missed. Otherwise Chroma's graph answers, with its filter for a wide scope.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable

import numpy as np

from vectorstore.collection import PassageRows, edition_in
from vectorstore.fusion import in_order
from vectorstore.models import Background, Vector
from vectorstore.records import Snapshot, StoredRecord

_MEMORY_BYTES = 128_000_000
# Reading a report's vectors takes Chroma 5 to 7 ms: beyond these a filtered query is quicker.
_MAX_READ_REPORTS = 6
_READ_BATCH = 20
_SAMPLED_REPORTS = 40
# Of a library of one passage, or of equal ones.
_LEAST_SPREAD = 0.005

_Ranking = list[tuple[str, float]]


class DenseLeg:
    """Searches one library's vectors; keeps those of reports lately in scope."""

    def __init__(self, memory_bytes: int = _MEMORY_BYTES) -> None:
        self._limit = memory_bytes
        self._used = 0
        self._kept: OrderedDict[tuple[int, str], tuple[list[str], Vector]] = OrderedDict()
        self._lock = threading.Lock()

    def search(
        self,
        snapshot: Snapshot,
        rows: PassageRows,
        vector: Vector,
        limit: int,
        report_ids: frozenset[str] | None,
    ) -> _Ranking:
        """Give (row id, cosine) of at most `limit` committed rows, best first.

        `report_ids` are committed reports; None searches all of them.
        """
        if report_ids is None or len(report_ids) == len(snapshot.reports):
            if all(self._get(snapshot, one) for one in snapshot.reports.values()):
                return self._exactly(snapshot, rows, vector, limit, [*snapshot.reports.values()])
            return _through_graph(snapshot, rows, vector, limit, None)
        scope = [snapshot.reports[one] for one in sorted(report_ids)]
        missing = [one for one in scope if self._get(snapshot, one) is None]
        if len(missing) > _MAX_READ_REPORTS:
            return _through_graph(snapshot, rows, vector, limit, scope)
        self._read(snapshot, rows, missing)
        return self._exactly(snapshot, rows, vector, limit, scope)

    def background(
        self, snapshot: Snapshot, vector: Vector, report_ids: frozenset[str] | None
    ) -> Background:
        """Give how near a question is to the passages of its scope, taken together.

        Of vectors in memory: those of the scope, or where they are not there a sample of the rest.
        """
        wanted = snapshot.reports if report_ids is None else sorted(report_ids)
        kept = [self._get(snapshot, snapshot.reports[one]) for one in wanted]
        parts = [one[1] for one in kept if one is not None and len(one[1])]
        if len(parts) < len(kept) or not parts:
            with self._lock:
                parts = [part for _, part in self._kept.values() if len(part)][-_SAMPLED_REPORTS:]
        if not parts:
            return Background()
        scores = np.concatenate([part @ vector for part in parts])
        scores /= max(float(np.linalg.norm(vector)), 1e-12)
        return Background(float(scores.mean()), max(float(scores.std()), _LEAST_SPREAD))

    def warm(self, snapshot: Snapshot, rows: PassageRows) -> None:
        """Read vectors into memory, as many reports as fit, so that first questions are quick."""
        todo = [one for one in snapshot.reports.values() if self._get(snapshot, one) is None]
        for at in range(0, len(todo), _READ_BATCH):
            per_row = 4 * max(1, snapshot.stamp.dimensions)
            part = todo[at : at + _READ_BATCH]
            if self._used + per_row * sum(one.record.passages for one in part) > self._limit:
                return
            self._read(snapshot, rows, part)

    def _exactly(
        self,
        snapshot: Snapshot,
        rows: PassageRows,
        vector: Vector,
        limit: int,
        scope: list[StoredRecord],
    ) -> _Ranking:
        ids: list[str] = []
        cosines: list[Vector] = []
        for stored in scope:
            kept = self._get(snapshot, stored)
            if kept is None:
                # Evicted by another question in the meantime, or too large to keep.
                return _through_graph(snapshot, rows, vector, limit, scope)
            ids += kept[0]
            cosines.append(kept[1] @ vector)
        if not ids:
            return []
        scores = np.concatenate(cosines) / max(float(np.linalg.norm(vector)), 1e-12)
        # A few more than wanted, so that which of several equal ones comes last is settled by id.
        few = min(len(ids), limit + 20)
        best = np.argpartition(-scores, few - 1)[:few]
        return in_order((ids[at], float(scores[at])) for at in best)[:limit]

    def _get(self, snapshot: Snapshot, stored: StoredRecord) -> tuple[list[str], Vector] | None:
        key = (snapshot.stamp.generation, stored.edition)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _read(self, snapshot: Snapshot, rows: PassageRows, wanted: list[StoredRecord]) -> None:
        if not wanted:
            return
        ids, vectors = rows.vectors_of([one.record.report_id for one in wanted])
        places: dict[str, list[int]] = {one.edition: [] for one in wanted}
        for at, row in enumerate(ids):
            if (edition := edition_in(row)) in places:
                places[edition].append(at)
        for edition, chosen in places.items():
            part = vectors[chosen] if chosen else np.empty((0, 0), dtype=np.float32)
            norms = np.linalg.norm(part, axis=1, keepdims=True)
            self._keep(
                (snapshot.stamp.generation, edition),
                ([ids[at] for at in chosen], part / np.maximum(norms, 1e-12)),
            )

    def _keep(self, key: tuple[int, str], kept: tuple[list[str], Vector]) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = kept
            self._used += kept[1].nbytes
            while self._used > self._limit and len(self._kept) > 1:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._used -= dropped.nbytes


def _through_graph(
    snapshot: Snapshot,
    rows: PassageRows,
    vector: Vector,
    limit: int,
    scope: Iterable[StoredRecord] | None,
) -> _Ranking:
    """Ask Chroma, and ask for more while rows of uncommitted editions crowd out the others."""
    report_ids = None if scope is None else [one.record.report_id for one in scope]
    committed = snapshot.editions
    present = sum(
        one.record.passages
        for one in snapshot.reports.values()
        if report_ids is None or one.record.report_id in set(report_ids)
    )
    wanted = min(limit, present)
    ask = limit + 10
    while wanted:
        found = rows.nearest(vector, ask, report_ids)
        ours = [pair for pair in found if edition_in(pair[0]) in committed]
        if len(ours) >= wanted or len(found) < ask:
            return in_order(ours)[:limit]
        ask *= 4
    return []
