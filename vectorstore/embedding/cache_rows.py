"""Write one passage's vectors as the bytes of a cache row, and read them back: part of the cache.

Layout (little endian): u32 CRC-32 of what follows; u32 dimensions; i32 clauses (-1: none computed);
f32 vector[dimensions]; then i32 spans[clauses, 2], i32 tokens[clauses], f32 scales[clauses] and
i8 values[clauses, dimensions]. A clause's vector is its values times its scale: an error of at most
1/254 of its largest component.
"""

import struct
import zlib

import numpy as np

from vectorstore.embedding.base import PassageEmbedding
from vectorstore.models import ClauseVectors

_HEAD = struct.Struct("<IIi")
_CHECKED_FROM = 4
_LARGEST = 127


def pack_embedding(embedding: PassageEmbedding) -> bytes:
    """Give the bytes of a row."""
    clauses = embedding.clauses
    parts = [np.asarray(embedding.vector, dtype="<f4").tobytes()]
    count = -1
    if clauses is not None:
        count = len(clauses.spans)
        largest = np.abs(clauses.vectors).max(axis=1, initial=0.0)
        scales = np.asarray(np.where(largest > 0, largest, 1) / _LARGEST, dtype="<f4")
        parts += [
            np.asarray(clauses.spans, dtype="<i4").tobytes(),
            np.asarray(clauses.tokens, dtype="<i4").tobytes(),
            scales.tobytes(),
            np.rint(clauses.vectors / scales[:, None]).astype(np.int8).tobytes(),
        ]
    head = _HEAD.pack(0, len(embedding.vector), count)[_CHECKED_FROM:]
    body = b"".join([head, *parts])
    return struct.pack("<I", zlib.crc32(body)) + body


def unpack_embedding(row: bytes) -> PassageEmbedding | None:
    """Read a row back; None if its bytes are not those that were written."""
    if len(row) < _HEAD.size:
        return None
    check_sum, dimensions, count = _HEAD.unpack_from(row)
    if zlib.crc32(memoryview(row)[_CHECKED_FROM:]) != check_sum:
        return None
    at = _HEAD.size
    # Copies: arrays over the row's bytes would be read-only, which torch and Chroma warn about.
    vector = np.frombuffer(row, "<f4", dimensions, at).astype(np.float32)
    at += 4 * dimensions
    if count < 0:
        return PassageEmbedding(vector, None)
    spans = np.frombuffer(row, "<i4", 2 * count, at).reshape(count, 2).tolist()
    at += 8 * count
    tokens = np.frombuffer(row, "<i4", count, at).tolist()
    at += 4 * count
    scales = np.frombuffer(row, "<f4", count, at)
    at += 4 * count
    values = np.frombuffer(row, "i1", count * dimensions, at).reshape(count, dimensions)
    vectors = values.astype(np.float32) * scales[:, None]
    return PassageEmbedding(
        vector, ClauseVectors(tuple((a, b) for a, b in spans), vectors, tuple(tokens))
    )
