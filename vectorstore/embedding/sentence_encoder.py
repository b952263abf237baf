"""Embed with any sentence-transformers model: the one embedder of the product.

One forward pass over title, headings and body gives the passage's vector and, by the mean over each
clause's tokens, the clauses' vectors. That is right only for a model whose sentence vector is the
mean of its token vectors and whose tokenizer tells offsets; a probe at loading finds out. Any other
model (CLS or last-token pooling, static embeddings) encodes each clause by itself, which costs about
one more pass over the body. Clauses beyond the model's maximal length are encoded by themselves too.
"""

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.segment import clause_spans
from vectorstore.embedding.base import (
    PassageEmbedding,
    PassageProgress,
    PassageText,
    embedded_text,
)
from vectorstore.embedding.late_chunking import normalised, token_means
from vectorstore.embedding.model_files import content_hash, loading, own_prompts
from vectorstore.embedding.precision import compute_in_bfloat16
from vectorstore.embedding.token_states import states_behind, tokenized
from vectorstore.models import ClauseVectors, Vector
from vectorstore.settings import EmbeddingSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_TEXT_LAYOUT = 1
# Past about a thousand tokens the activations leave the processor's caches and the rate drops.
_TOKENS_PER_BATCH = 1024
# A model this small does not gain from more threads, and a question loses.
_MOST_THREADS = 8
_SAME = 1e-5
_PROBE = "全面推行行政执法“三项制度”，办理案件1,286件。"

Spans = tuple[tuple[int, int], ...]


class SentenceTransformerEmbedder:
    """Embed by a sentence-transformers folder; loads on first use; may be shared by threads."""

    def __init__(self, settings: EmbeddingSettings, model_path: Path) -> None:
        self._settings = settings
        self._path = model_path
        own_query, own_passage = own_prompts(model_path)
        given_query, given_passage = settings.query_prompt, settings.passage_prompt
        self._query_prompt = own_query if given_query is None else given_query
        self._passage_prompt = own_passage if given_passage is None else given_passage
        shaping = [content_hash(model_path), self._query_prompt, self._passage_prompt, _TEXT_LAYOUT]
        if settings.precision != "float32":
            shaping.append(settings.precision)
        self._fingerprint = hashlib.sha256(json.dumps(shaping).encode()).hexdigest()[:16]
        self._loading = threading.Lock()
        # A fast tokenizer keeps padding as state: two threads in it fail with "Already borrowed".
        self._tokenizing = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._pools_tokens = False
        self._dimensions = 0

    @property
    def fingerprint(self) -> str:
        """Name the model's content, the prompts and the layout of the embedded text; 16 hex."""
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        """Give the length of a vector; loads the model."""
        self._loaded()
        return self._dimensions

    def embed_query(self, text: str) -> Vector:
        """Give a question's L2-normalised vector; ModelUnavailable if the model cannot load."""
        model = self._loaded()
        if not self._pools_tokens:
            vectors = self._encode_alone(model, [text], is_query=True)
        else:
            sentence, _, _ = self._forward(model, [self._query_prompt + text])
            vectors = normalised(sentence)
        first: Vector = vectors[0]
        return first

    def token_states(self, text: str, layer: int) -> tuple[Vector, list[tuple[int, int]]]:
        """Give the states of a question's tokens behind a layer, and where each stands in the text.

        Shapes (tokens, dimensions) and a pair a token; none where the model is no mean of its tokens.
        """
        model = self._loaded()
        if not self._pools_tokens:
            return np.zeros((0, self._dimensions), dtype=np.float32), []
        with self._tokenizing:
            read = tokenized(model, [self._query_prompt + text])
        return states_behind(model, read, layer, len(self._query_prompt))

    def embed_passages(
        self, texts: Sequence[PassageText], progress: PassageProgress | None = None
    ) -> list[PassageEmbedding]:
        """Embed passages with their clauses; memory is bounded by batches of about 1024 tokens."""
        model = self._loaded()
        done: dict[int, PassageEmbedding] = {}
        for batch in self._batches(model, texts):
            chosen = [texts[number] for number in batch]
            for number, embedding in zip(batch, self._embed_batch(model, chosen), strict=True):
                done[number] = embedding
            if progress:
                progress(len(done), len(texts))
        return [done[number] for number in range(len(texts))]

    def _embed_batch(
        self, model: "SentenceTransformer", texts: list[PassageText]
    ) -> list[PassageEmbedding]:
        whole = [embedded_text(text) for text in texts]
        spans = [clause_spans(text.body) for text in texts]
        if not self._pools_tokens:
            vectors = self._encode_alone(model, [text for text, _ in whole])
            return [
                PassageEmbedding(vector, self._clauses_alone(model, text.body, cut))
                for vector, text, cut in zip(vectors, texts, spans, strict=True)
            ]
        prompt = self._passage_prompt
        sentence, tokens, offsets = self._forward(model, [prompt + text for text, _ in whole])
        vectors = normalised(sentence)
        embeddings = []
        for row, (_, body_at) in enumerate(whole):
            cut = np.asarray(spans[row], dtype=np.int64).reshape(-1, 2) + len(prompt) + body_at
            means, counts = token_means(cut, tokens[row], offsets[row])
            beyond = np.flatnonzero(counts == 0)
            if len(beyond):
                left = tuple(spans[row][number] for number in beyond)
                rest = self._clauses_alone(model, texts[row].body, left)
                means[beyond], counts[beyond] = rest.vectors, rest.tokens
            clauses = ClauseVectors(spans[row], means, tuple(counts.tolist()))
            embeddings.append(PassageEmbedding(vectors[row], clauses))
        return embeddings

    def _clauses_alone(
        self, model: "SentenceTransformer", body: str, spans: Spans
    ) -> ClauseVectors:
        if not spans:
            return ClauseVectors((), np.zeros((0, self._dimensions), dtype=np.float32), ())
        pieces = [body[start:end] for start, end in spans]
        vectors = self._encode_alone(model, pieces)
        # Characters stand for tokens, whose number not every tokenizer tells: it is only a weight.
        return ClauseVectors(spans, vectors, tuple(len(piece) for piece in pieces))

    def _encode_alone(
        self, model: "SentenceTransformer", texts: list[str], *, is_query: bool = False
    ) -> Vector:
        encode = model.encode_query if is_query else model.encode_document
        with self._tokenizing:
            vectors = encode(
                texts,
                prompt=self._query_prompt if is_query else self._passage_prompt,
                batch_size=self._settings.batch_size,
                show_progress_bar=False,
            )
        return normalised(np.asarray(vectors, dtype=np.float32))

    def _forward(
        self, model: "SentenceTransformer", texts: list[str]
    ) -> tuple[Vector, Vector, npt.NDArray[np.int64]]:
        import torch

        with self._tokenizing:
            features, offsets = tokenized(model, texts)
        with torch.inference_mode():
            out = model(features)
            sentence = out["sentence_embedding"].float().cpu().numpy()
            tokens = out["token_embeddings"].float().cpu().numpy()
        return sentence, tokens, offsets

    def _batches(
        self, model: "SentenceTransformer", texts: Sequence[PassageText]
    ) -> Iterator[list[int]]:
        lengths = [len(embedded_text(text)[0]) for text in texts]
        if self._pools_tokens and texts:
            with self._tokenizing:
                rows = model.tokenizer(
                    [self._passage_prompt + embedded_text(text)[0] for text in texts],
                    truncation=True,
                    max_length=model.max_seq_length,
                )["input_ids"]
            lengths = [len(row) for row in rows]
        batch: list[int] = []
        for number in sorted(range(len(texts)), key=lambda number: -lengths[number]):
            full = (len(batch) + 1) * lengths[batch[0]] > _TOKENS_PER_BATCH if batch else False
            if full or len(batch) == self._settings.batch_size:
                yield batch
                batch = []
            batch.append(number)
        if batch:
            yield batch

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            with self._loading:
                if self._model is None:
                    with loading(str(self._path)):
                        model = self._load()
                        self._dimensions = self._encode_alone(model, [_PROBE]).shape[1]
                        self._pools_tokens = self._is_mean_of_tokens(model)
                    self._model = model
        return self._model

    def _load(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(self._settings.threads or min(torch.get_num_threads(), _MOST_THREADS))
        device = None if self._settings.device == "auto" else self._settings.device
        model = SentenceTransformer(str(self._path), device=device, local_files_only=True)
        model.eval()
        if self._settings.precision == "bfloat16":
            compute_in_bfloat16(model)
        return model

    def _is_mean_of_tokens(self, model: "SentenceTransformer") -> bool:
        if not getattr(model.tokenizer, "is_fast", False):
            return False
        for is_query in (False, True):
            prompt = self._query_prompt if is_query else self._passage_prompt
            try:
                sentence, tokens, _ = self._forward(model, [prompt + _PROBE])
            except KeyError:
                return False
            unit = self._encode_alone(model, [_PROBE], is_query=is_query)
            mean = tokens[0].mean(axis=0, keepdims=True)
            if mean.shape != unit.shape:
                return False
            if max(_gap(normalised(sentence), unit), _gap(normalised(mean), unit)) > _SAME:
                return False
        return True


def _gap(ours: Vector, theirs: Vector) -> float:
    return float(np.abs(ours - theirs).max())
