"""The vectors of committed passages as one table, searched exactly within any scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from vectorstore.models import Vector

ID_BYTES = 64
# One thread takes 20 ms for 90 thousand rows in pieces of this size, 30 in one piece.
_BLOCK_ROWS = 128
RowIds = npt.NDArray[np.bytes_]
Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class VectorTable:
    """Unit vectors (rows x dimensions), the row id of each, and which rows an edition has.

    `name` says of which generation and model they are. Rows of no edition in `spans` do not count.
    """

    name: str
    vectors: Vector
    row_ids: RowIds
    spans: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def empty(cls, name: str = "") -> "VectorTable":
        """Give a table without rows."""
        return cls(name, np.empty((0, 0), np.float32), np.empty(0, f"S{ID_BYTES}"))

    @cached_property
    def everything(self) -> Sequence[Span]:
        """The rows of all editions as few spans."""
        return self.runs(self.spans)

    def touch(self) -> None:
        """Read all of the file once, so that no question waits for the system to map it."""
        if len(self.vectors):
            self.vectors[:, 0].sum()

    def counts(self) -> dict[str, int]:
        """Give how many rows each edition has."""
        return {edition: stop - start for edition, (start, stop) in self.spans.items()}

    def ids_of(self, edition: str) -> list[str]:
        """Give the row ids of an edition, none if it has no rows."""
        start, stop = self.spans.get(edition, (0, 0))
        return [one.decode() for one in self.row_ids[start:stop]]

    def runs(self, editions: Iterable[str]) -> list[Span]:
        """Give the rows of editions as few spans, in order; an edition without rows is left out."""
        runs: list[Span] = []
        for start, stop in sorted(self.spans[one] for one in editions if one in self.spans):
            if runs and runs[-1][1] == start:
                runs[-1] = (runs[-1][0], stop)
            else:
                runs.append((start, stop))
        return runs

    def scores(self, vector: Vector, runs: Sequence[Span]) -> Vector:
        """Give the cosine of a unit vector with every row of `runs`, one after the other."""
        _use_one_thread()
        found = np.empty(sum(stop - start for start, stop in runs), np.float32)
        at = 0
        for start, stop in runs:
            for first in range(start, stop, _BLOCK_ROWS):
                rows = self.vectors[first : min(first + _BLOCK_ROWS, stop)]
                np.matmul(rows, vector, out=found[at : at + len(rows)])
                at += len(rows)
        return found

    def cosine(self, vector: Vector, edition: str, row: str) -> float:
        """Give the cosine of a unit vector with a row of an edition, 0 if there is no such row."""
        start, stop = self.spans.get(edition, (0, 0))
        found = np.flatnonzero(self.row_ids[start:stop] == row.encode())
        return float(self.vectors[start + int(found[0])] @ vector) if len(found) else 0.0

    def ids_at(self, places: Sequence[int], runs: Sequence[Span]) -> list[str]:
        """Give the row ids at places counted through `runs`."""
        if not runs:
            return []
        sizes = np.cumsum([stop - start for start, stop in runs])
        which = np.searchsorted(sizes, places, side="right")
        starts = np.array([start for start, _ in runs]) - np.concatenate(([0], sizes[:-1]))
        return [one.decode() for one in self.row_ids[np.asarray(places) + starts[which]]]


@cache
def _use_one_thread() -> None:
    """Keep the BLAS of numpy's wheels to one thread in this process; another build is left alone.

    A second one makes 16 ms of 23, and then spins for a while on the core that the model needs: the
    next question took 122 ms to embed and not 25.
    """
    from threadpoolctl import ThreadpoolController

    ThreadpoolController().select(prefix="libscipy_openblas").limit(limits=1)
