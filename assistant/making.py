"""The settings to what a library is built and asked with: embedder, search, reader, language model."""

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.config import Settings
from assistant.keeping.intake import recut
from ingest.models import Passage
from ingest.passages import join_passages, passage_shape
from vectorstore.catching_up import Notice, Progress, unheard
from vectorstore.library import Library, open_library
from vectorstore.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from assistant.answering.chain import AnswerChain
    from assistant.llm.endpoint import ModelEndpoint
    from assistant.llm.narrator import Narrator
    from assistant.question.utterance import KindOf
    from assistant.reader.extractive import ExtractiveReader
    from assistant.scope import Catalogue
    from assistant.scope.marking import Marked
    from vectorstore.embedding.cache import CachedEmbedder
    from vectorstore.retriever import HybridRetriever

# Words of the clauses read last: cutting them is the dearest part of reading.
_CLAUSES_KEPT = 50_000

OTHER_ENCODER = (
    "所设的嵌入模型不是内置的那个：寒暄、求助等话语不再分辨，一律当作提问；库外的地名和机构，也只认得名录里有的。",
    "Another embedding model than the default is set: every utterance is taken for a"
    " question, and only listed names of places and bodies are known.",
)
"""What is said once where kinds of utterances cannot be told."""


def make_model(settings: Settings, notice: Notice) -> "ModelEndpoint | None":
    """Make the language model that the settings name; None where they name none."""
    if not settings.model.name:
        return None
    from assistant.llm.endpoint import ModelEndpoint

    return ModelEndpoint(settings.model, os.environ, settings.home / "models", notice)


def make_narrator(model: "ModelEndpoint | None") -> "Narrator | None":
    """Make what words answers with a model; None without one."""
    if model is None:
        return None
    from assistant.llm.narrator import Narrator

    return Narrator(model)


def make_reader(
    passages_of: Callable[[str], Sequence[Passage]], settings: Settings | None = None
) -> "ExtractiveReader":
    """Make the extractive reader with its fitted model, as it fits the embedding model of the settings."""
    from assistant.fitted.logistic import default_model
    from assistant.reader.extractive import ExtractiveReader
    from vectorstore.indexes.tokens import passage_terms, rarity

    @lru_cache(maxsize=_CLAUSES_KEPT)
    def terms(text: str) -> tuple[str, ...]:
        return tuple(passage_terms(text))

    own = settings is None or settings.embedding.model == DEFAULT_MODEL
    return ExtractiveReader(default_model(own_encoder=own), terms, rarity, passages_of)


def make_kind_of(embedder: "CachedEmbedder") -> "KindOf | None":
    """Make what tells kinds of utterances; None with an encoder that it was not fitted to."""
    from assistant.question.utterance import default_utterances

    model = default_utterances()
    if embedder.fingerprint not in model.encoders:
        return None
    return lambda text, following: model.kind(text, embedder.embed_query(text), following)


def make_marked(embedder: "CachedEmbedder") -> "Marked":
    """Make what tells the words of a question apart; of none with an encoder that it was not fitted to."""
    from assistant.scope.marking import default_marks, unmarked

    model = default_marks()
    if embedder.fingerprint not in model.encoders:
        return unmarked
    return lru_cache(maxsize=_CLAUSES_KEPT)(lambda text: model.words(text, embedder.token_states))


def make_chain(
    settings: Settings,
    records: Callable[[], "Catalogue"],
    retriever: "HybridRetriever",
    passages_of: Callable[[str], Sequence[Passage]],
    narrator: "Narrator | None",
    kind_of: "KindOf | None",
    marked: "Marked",
    examples: Callable[[], Sequence[str]],
) -> "AnswerChain":
    """Make the chain from a question to its answer."""
    from assistant.answering.chain import AnswerChain
    from assistant.answering.courtesy import House
    from assistant.question.utterance import always_ask

    return AnswerChain(
        records,
        retriever,
        make_reader(passages_of, settings),
        lambda report_id: join_passages(passages_of(report_id)),
        settings.answer.hits,
        narrator,
        kind_of or always_ask,
        marked,
        House(examples, settings.answer.advice),
    )


def make_retriever(
    settings: Settings, library: Library, embedder: "CachedEmbedder"
) -> "HybridRetriever":
    """Make the search over an open library, with the reranker that the settings name."""
    from vectorstore.rerank import load_reranker
    from vectorstore.retriever import HybridRetriever

    return HybridRetriever(
        library=library,
        embedder=embedder,
        settings=settings.search,
        reranker=load_reranker(settings.search.reranker),
    )


def make_embedder(settings: Settings, notice: Notice) -> "CachedEmbedder":
    """Make the embedder that the settings name, with its cache of vectors in the data folder."""
    from vectorstore.embedding.cache import CachedEmbedder, VectorCache
    from vectorstore.embedding.loading import load_embedder

    embedder = load_embedder(settings.embedding, settings.home / "models", notice)
    return CachedEmbedder(embedder, VectorCache(settings.home / "vectors.sqlite", notice))


def reindex(settings: Settings, progress: Progress, notice: Notice = unheard) -> int:
    """Cut and embed all stored text anew by the present settings; give the number of passages.

    `progress` hears (reports done, in all), `notice` of slow steps. Killed, it can be run again.
    """
    embedder = make_embedder(settings, notice)
    shape = passage_shape(settings.passages)
    with open_library(settings.home, settings.store, shape, "reindex", notice=notice) as library:
        return library.reindex(embedder, lambda one: recut(one, settings.passages), progress)
