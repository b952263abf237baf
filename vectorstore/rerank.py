"""Order the best hits anew by reading question and passage together: an optional step of search."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from vectorstore.embedding.model_files import find_model_folder, loading

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Scores passages for a question."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """Give one score a passage, in the order given; higher is better."""
        ...


class CrossEncoderReranker:
    """Score by a cross-encoder folder (Nogueira and Cho 2019); loads on first use."""

    def __init__(self, name_or_path: str) -> None:
        self._path = find_model_folder(name_or_path)
        self._loading = threading.Lock()
        self._predicting = threading.Lock()
        self._model: CrossEncoder | None = None

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """Give one score a passage; ModelUnavailable if the model cannot be loaded."""
        if not passages:
            return []
        model = self._loaded()
        # The fast tokenizer inside cannot be used by two threads at once.
        with self._predicting:
            scores = model.predict(
                [(question, passage) for passage in passages], show_progress_bar=False
            )
        return [float(score) for score in scores]

    def _loaded(self) -> "CrossEncoder":
        with self._loading:
            if self._model is None:
                with loading(str(self._path)):
                    from sentence_transformers import CrossEncoder

                    self._model = CrossEncoder(str(self._path), local_files_only=True)
        return self._model


def load_reranker(name: str | None) -> Reranker | None:
    """Make the reranker that the setting names, or None; ModelUnavailable if it is not on disk."""
    return None if name is None else CrossEncoderReranker(name)
