"""Doubles of our own seams, readable by hand and the same on every machine."""

import functools
import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from vectorstore.embedding import PassageEmbedding, PassageText, embedded_text
from vectorstore.models import ClauseVectors, Vector


@functools.cache
def _hashed(pair: str) -> tuple[int, float]:
    digest = hashlib.sha256(pair.encode()).digest()
    return int.from_bytes(digest[:4], "big"), 1.0 if digest[4] % 2 else -1.0


class BigramEmbedder:
    """Hashes pairs of characters into a vector: texts that share words are near one another.

    Remembers what it embedded, as the vector cache does; `embedded` lists it in order.
    """

    def __init__(self, dimensions: int = 64, name: str = "bigram") -> None:
        self.dimensions = dimensions
        self.fingerprint = f"{name}-{dimensions}"
        self.embedded: list[str] = []
        self.questions: list[str] = []
        self._seen: set[PassageText] = set()

    @property
    def encoded(self) -> int:
        return len(self.embedded)

    def embed_query(self, text: str) -> Vector:
        self.questions.append(text)
        return self._vector(text)

    def embed_passages(
        self, texts: Sequence[PassageText], progress: Callable[[int, int], None] | None = None
    ) -> list[PassageEmbedding]:
        for text in texts:
            if text not in self._seen:
                self._seen.add(text)
                self.embedded.append(embedded_text(text)[0])
        if progress is not None:
            progress(len(texts), len(texts))
        return [
            PassageEmbedding(self._vector(embedded_text(text)[0]), self._clauses(text))
            for text in texts
        ]

    def clauses_for(self, texts: Sequence[PassageText]) -> list[ClauseVectors | None]:
        return [self._clauses(text) if text in self._seen else None for text in texts]

    def _clauses(self, text: PassageText) -> ClauseVectors:
        ends = [at + 1 for at, letter in enumerate(text.body) if letter in "，；。"]
        ends += [len(text.body)] if not ends or ends[-1] < len(text.body) else []
        spans = tuple(zip([0, *ends[:-1]], ends, strict=True))
        vectors = [self._vector(text.body[start:end]) for start, end in spans]
        return ClauseVectors(
            spans, np.asarray(vectors, np.float32), tuple(end - start for start, end in spans)
        )

    def _vector(self, text: str) -> Vector:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for at in range(len(text) - 1):
            place, sign = _hashed(text[at : at + 2])
            vector[place % self.dimensions] += sign
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class FixedReranker:
    """Scores passages by how many of the given words they hold."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.calls: list[tuple[str, list[str]]] = []

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        self.calls.append((question, list(passages)))
        return [float(sum(word in passage for word in self.words)) for passage in passages]
