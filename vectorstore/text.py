"""Stored passages back to the whole normalised text of their report."""

from collections.abc import Sequence

from ingest.models import Passage


def join_passages(passages: Sequence[Passage]) -> str:
    """Put the text of a report together; passages in order tile it, only newlines lie between."""
    parts: list[str] = []
    length = 0
    for passage in passages:
        parts.append("\n" * (passage.start - length))
        parts.append(passage.text)
        length = passage.end
    return "".join(parts)
