"""Turn passages and questions into vectors: after ingest's passages, before the Chroma store.

What is embedded is report title, heading path and body. Where the model allows it, each clause of
the body gets a vector from the same single pass (late chunking, Günther et al. 2024): see
`sentence_encoder`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vectorstore.models import ClauseVectors, Vector

PassageProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PassageText:
    """What of a passage is embedded: the report's title, the heading path, the running text."""

    title: str
    heading: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class PassageEmbedding:
    """The passage's L2-normalised vector and its clauses' vectors."""

    vector: Vector
    clauses: ClauseVectors | None


class Embedder(Protocol):
    """A model that embeds questions and passages into one space."""

    @property
    def fingerprint(self) -> str:
        """Name all that shapes the vectors (model content, prompts, layout of the text)."""
        ...

    @property
    def dimensions(self) -> int:
        """Give the length of a vector; may load the model."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Give a question's L2-normalised vector, shape (dimensions,)."""
        ...

    def token_states(self, text: str, layer: int) -> tuple[Vector, list[tuple[int, int]]]:
        """Give the states of a question's tokens behind a layer, and where each token stands."""
        ...

    def embed_passages(
        self, texts: Sequence[PassageText], progress: PassageProgress | None = None
    ) -> list[PassageEmbedding]:
        """Embed passages, in the order given; `progress` gets (done, total) after each batch."""
        ...


def embedded_text(text: PassageText) -> tuple[str, int]:
    """Give the text that is embedded and the offset of the body in it (code points)."""
    lines = [line for line in (text.title, " ".join(text.heading)) if line]
    head = "".join(f"{line}\n" for line in lines)
    return head + text.body, len(head)
