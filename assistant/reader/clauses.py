"""The clauses of a passage as the reader compares them with a question: words, vectors, cosines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.segment import clause_spans
from vectorstore.models import SearchHit, Vector

Terms = Callable[[str], Sequence[str]]


def cosine(left: Vector, right: Vector) -> float:
    """Give the cosine of two vectors, 0 where one is zero."""
    norm = float(np.linalg.norm(left)) * float(np.linalg.norm(right))
    return float(left @ right) / norm if norm else 0.0


@dataclass(frozen=True, slots=True)
class ClauseView:
    """Clauses of one span of a passage's body: words, cosines with the question, vectors.

    `weighted` (clauses x dimensions) has each vector times the tokens of its clause.
    """

    spans: tuple[tuple[int, int], ...]
    words: tuple[set[str], ...]
    cosines: tuple[float, ...]
    weighted: Vector

    @classmethod
    def of(cls, hit: SearchHit, body: str, terms: Terms, query: Vector) -> "ClauseView":
        """Look at a hit's body; without clause vectors every clause has the passage's cosine."""
        if hit.clauses is None:
            spans = clause_spans(body)
            words = tuple(set(terms(body[start:end])) for start, end in spans)
            zeros = np.zeros((len(spans), len(query)), dtype=np.float32)
            return cls(spans, words, (hit.dense_score,) * len(spans), zeros)
        clauses = hit.clauses
        words = tuple(set(terms(body[start:end])) for start, end in clauses.spans)
        if not clauses.spans:
            return cls((), (), (), np.zeros((0, len(query)), dtype=np.float32))
        norms = np.linalg.norm(clauses.vectors, axis=1) * float(np.linalg.norm(query))
        cosines = (clauses.vectors @ query) / np.where(norms > 0, norms, 1.0)
        weighted = clauses.vectors * np.asarray(clauses.tokens, dtype=np.float32)[:, None]
        return cls(clauses.spans, words, tuple(cosines.tolist()), weighted)

    def within(self, start: int, end: int) -> "ClauseView":
        """Keep the clauses inside (start, end), offsets in the body."""
        kept = [i for i, span in enumerate(self.spans) if start <= span[0] and span[1] <= end]
        return ClauseView(
            tuple(self.spans[i] for i in kept),
            tuple(self.words[i] for i in kept),
            tuple(self.cosines[i] for i in kept),
            self.weighted[kept],
        )

    def pooled(self) -> Vector:
        """Give the mean over all tokens of these clauses, up to its length."""
        pooled: Vector = np.sum(self.weighted, axis=0, dtype=np.float32)
        return pooled

    def index_at(self, offset: int) -> int:
        """Give the place of the clause that holds an offset."""
        for index, (_, end) in enumerate(self.spans):
            if offset < end:
                return index
        return max(len(self.spans) - 1, 0)
