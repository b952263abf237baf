"""The vectors of committed passages as one table, searched exactly within any scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from vectorstore.models import Vector

ID_BYTES = 64
RowIds = npt.NDArray[np.bytes_]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
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
        if not runs:
            return np.empty(0, np.float32)
        found: Vector = np.concatenate([self.vectors[start:stop] @ vector for start, stop in runs])
        return found

    def ids_at(self, places: Sequence[int], runs: Sequence[Span]) -> list[str]:
        """Give the row ids at places counted through `runs`."""
        if not runs:
            return []
        sizes = np.cumsum([stop - start for start, stop in runs])
        which = np.searchsorted(sizes, places, side="right")
        starts = np.array([start for start, _ in runs]) - np.concatenate(([0], sizes[:-1]))
        return [one.decode() for one in self.row_ids[np.asarray(places) + starts[which]]]
