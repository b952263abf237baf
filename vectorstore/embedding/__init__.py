"""Passages and questions to vectors."""

from vectorstore.embedding.base import (
    Embedder,
    PassageEmbedding,
    PassageProgress,
    PassageText,
    embedded_text,
)

__all__ = [
    "Embedder",
    "PassageEmbedding",
    "PassageProgress",
    "PassageText",
    "embedded_text",
]
