"""Pool clause vectors from a passage's own token vectors: late chunking (Günther et al. 2024).

Each clause's vector is the mean over its tokens of one pass over the whole passage, so it carries the
title, the headings and the sentences around it, and costs nothing beyond that pass.
"""

import numpy as np
import numpy.typing as npt

from vectorstore.models import Vector


def token_means(
    cut: npt.NDArray[np.int64], tokens: Vector, offsets: npt.NDArray[np.int64]
) -> tuple[Vector, npt.NDArray[np.int64]]:
    """Give each clause's mean token vector and its number of tokens.

    `cut` has shape (clauses, 2): start and end in the embedded text; `tokens` (tokens, dimensions);
    `offsets` (tokens, 2). A clause without a token has zeros and the number 0.
    """
    # A token that crosses a clause's edge counts for both; special tokens and padding span (0, 0).
    inside = (offsets[None, :, 0] < cut[:, 1:]) & (offsets[None, :, 1] > cut[:, :1])
    counts = inside.sum(axis=1)
    means = inside.astype(np.float32) @ tokens / np.maximum(counts, 1).astype(np.float32)[:, None]
    return means, counts


def normalised(vectors: Vector) -> Vector:
    """Scale each row to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
