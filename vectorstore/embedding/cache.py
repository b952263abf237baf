"""Keep every vector ever computed, by model and text: between the embedder and its callers.

A passage whose text did not change is never embedded again, whatever report or revision it stands in;
a killed ingest keeps the batches it had done. Passage vectors are kept exactly. Clause vectors are
kept as int8 with one scale each: see `vector_rows`.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vectorstore.catching_up import Notice, unheard
from vectorstore.embedding.base import (
    Embedder,
    PassageEmbedding,
    PassageProgress,
    PassageText,
    embedded_text,
)
from vectorstore.embedding.cache_file import CacheFile
from vectorstore.embedding.cache_rows import pack_embedding, unpack_embedding
from vectorstore.models import ClauseVectors, Vector

_KEYS_PER_QUERY = 500
_PASSAGES_PER_WRITE = 64
_QUERIES_KEPT = 64


@dataclass(frozen=True, slots=True)
class CacheStats:
    """How much the cache holds: passages and bytes on disk."""

    passages: int
    size_bytes: int


def cache_key(fingerprint: str, text: PassageText) -> bytes:
    """Give the 32-byte key of a passage under a model: model, embedded text and body offset."""
    whole, body_at = embedded_text(text)
    return hashlib.sha256(f"{fingerprint}\0{body_at}\0{whole}".encode()).digest()


class VectorCache:
    """Vectors in one SQLite file; safe for threads, several processes, and SIGKILL at any moment.

    A damaged file is set aside beside a new one, with a notice. Every method raises StoreUnavailable
    when the file cannot be read or written now (disk full, no permission).
    """

    def __init__(self, path: Path, notice: Notice = unheard) -> None:
        self._file = CacheFile(path, notice)

    def get_many(self, keys: Sequence[bytes]) -> dict[bytes, PassageEmbedding]:
        """Give what is kept of these keys; a row that was damaged on disk counts as not kept."""

        def read(connection: sqlite3.Connection) -> list[tuple[bytes, bytes]]:
            rows: list[tuple[bytes, bytes]] = []
            for at in range(0, len(keys), _KEYS_PER_QUERY):
                chosen = keys[at : at + _KEYS_PER_QUERY]
                marks = ",".join("?" * len(chosen))
                query = f"SELECT key, row FROM vectors WHERE key IN ({marks})"
                rows += connection.execute(query, chosen).fetchall()
            return rows

        unpacked = ((key, unpack_embedding(row)) for key, row in self._file.run(read))
        return {key: embedding for key, embedding in unpacked if embedding is not None}

    def put_many(self, embeddings: Mapping[bytes, PassageEmbedding]) -> None:
        """Keep these embeddings, all or none."""
        self.put_rows({key: pack_embedding(value) for key, value in embeddings.items()})

    def put_rows(self, rows: Mapping[bytes, bytes]) -> None:
        """Keep embeddings that are packed already, all or none."""

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows.items())

        self._file.run(write)

    def prune(self, used: Collection[bytes]) -> int:
        """Delete all but these keys, give the room back to the disk, give the number deleted."""

        def delete(connection: sqlite3.Connection) -> int:
            with connection:
                connection.execute("CREATE TEMP TABLE IF NOT EXISTS used (key BLOB PRIMARY KEY)")
                connection.execute("DELETE FROM used")
                connection.executemany(
                    "INSERT OR IGNORE INTO used VALUES (?)", ((key,) for key in used)
                )
                deleted = connection.execute(
                    "DELETE FROM vectors WHERE key NOT IN (SELECT key FROM used)"
                ).rowcount
            connection.executescript("PRAGMA incremental_vacuum")
            return deleted

        return self._file.run(delete)

    def stats(self) -> CacheStats:
        """Count the passages and bytes kept."""

        def count(connection: sqlite3.Connection) -> int:
            return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])

        passages = self._file.run(count)
        path = self._file.path
        parts = [path, path.with_name(path.name + "-wal")]
        return CacheStats(passages, sum(part.stat().st_size for part in parts if part.exists()))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self._file.close()


class CachedEmbedder:
    """An embedder that computes only what its cache lacks, and keeps it batch by batch.

    `encoded` and `reused` count passages since the embedder was made.
    """

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache
        self._query_vector = lru_cache(maxsize=_QUERIES_KEPT)(embedder.embed_query)
        self.encoded = 0
        self.reused = 0

    @property
    def fingerprint(self) -> str:
        """Give the inner embedder's fingerprint."""
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        """Give the inner embedder's length of a vector."""
        return self._embedder.dimensions

    def embed_query(self, text: str) -> Vector:
        """Give a question's vector, not to be written to; that of the last questions is kept.

        A comparison asks the same question of report after report.
        """
        return self._query_vector(text)

    def token_states(self, text: str, layer: int) -> tuple[Vector, list[tuple[int, int]]]:
        """Give the states of a question's tokens behind a layer; see the inner embedder."""
        return self._embedder.token_states(text, layer)

    def embed_passages(
        self, texts: Sequence[PassageText], progress: PassageProgress | None = None
    ) -> list[PassageEmbedding]:
        """Embed passages; each is computed at most once, and equal whether computed or kept."""
        known, missing = self._sorted_out(texts)
        self.reused += len(texts) - len(missing)
        # Alike lengths together: a write's worth of passages is batched with little padding.
        queue = sorted(missing, key=lambda key: -len(embedded_text(missing[key])[0]))
        for at in range(0, len(queue), _PASSAGES_PER_WRITE):
            chosen = queue[at : at + _PASSAGES_PER_WRITE]
            fresh = self._embedder.embed_passages([missing[key] for key in chosen])
            rows = {
                key: pack_embedding(embedding) for key, embedding in zip(chosen, fresh, strict=True)
            }
            self._cache.put_rows(rows)
            # What is kept is rounded: hand out the kept form, so that no later run can differ.
            known.update((key, _unpacked(row)) for key, row in rows.items())
            self.encoded += len(chosen)
            if progress:
                progress(len(texts) - len(queue) + at + len(chosen), len(texts))
        if progress and not queue:
            progress(len(texts), len(texts))
        return [known[cache_key(self.fingerprint, text)] for text in texts]

    def clauses_for(self, texts: Sequence[PassageText]) -> list[ClauseVectors | None]:
        """Give the clauses' vectors of passages that were found, computing those not kept."""
        return [embedding.clauses for embedding in self.embed_passages(texts)]

    def count_missing(self, texts: Sequence[PassageText]) -> int:
        """Count the different texts that `embed_passages` would have to compute."""
        return len(self._sorted_out(texts)[1])

    def _sorted_out(
        self, texts: Sequence[PassageText]
    ) -> tuple[dict[bytes, PassageEmbedding], dict[bytes, PassageText]]:
        wanted = {cache_key(self.fingerprint, text): text for text in texts}
        known = self._cache.get_many(list(wanted))
        return known, {key: text for key, text in wanted.items() if key not in known}


def _unpacked(row: bytes) -> PassageEmbedding:
    embedding = unpack_embedding(row)
    assert embedding is not None, "a row just packed has the right check sum"
    return embedding
