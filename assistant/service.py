"""The composition root: settings to an open library, its retriever, reader and chain."""

import gc
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assistant.config import Settings
from assistant.errors import EmptyLibrary
from assistant.grounding.rechecking import recheck
from assistant.grounding.verification import Violation
from assistant.keeping.feedback import FeedbackBook
from assistant.keeping.intake import recut
from assistant.keeping.keeper import Keeper
from assistant.keeping.progress import FileProgress
from assistant.making import make_embedder, make_model, make_narrator, make_reader
from assistant.models import Answer, AnswerEvent, IngestSummary, Mode, Scope, Turn
from assistant.question.planning import EMPTY, EMPTY_ENGLISH, Ask, accepted
from assistant.scope import LatestCatalogue, prepare, read_scope
from assistant.suggesting.examples import ExampleGroup, Examples
from assistant.suggesting.next_questions import next_questions
from assistant.wire import hit_json
from ingest.models import FactOverrides, Passage
from ingest.passages import join_passages, passage_shape
from vectorstore.catching_up import Notice, Progress, unheard
from vectorstore.library import Library, open_library
from vectorstore.models import ReportRecord, SearchFilter, SearchResult
from vectorstore.ownership import Role
from vectorstore.rerank import load_reranker
from vectorstore.retriever import HybridRetriever

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from vectorstore.embedding.cache import CachedEmbedder

# Reports read last, kept for reading on and for checking quotes: about 200 kB each.
_REPORTS_KEPT = 64


class Assistant:
    """An open library that answers. Use `open`; close it, or use it in a `with` block."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        embedder: "CachedEmbedder",
        notice: Notice = unheard,
    ) -> None:
        self._settings = settings
        self._library = library
        self._embedder = embedder
        self.keeper = Keeper(
            settings.home,
            settings.passages,
            library,
            embedder,
            keep_originals=settings.originals.keep,
        )
        self.feedback = FeedbackBook(settings.home)
        self._retriever = HybridRetriever(
            library=library,
            embedder=embedder,
            settings=settings.search,
            reranker=load_reranker(settings.search.reranker),
        )
        self.model = make_model(settings, notice)
        self.narrator = make_narrator(self.model)
        self._catalogue = LatestCatalogue(self.reports)
        self._chain: Runnable[Ask, AnswerEvent] | None = None
        self._examples = Examples(self.passages, lambda q: self.ask(q, mode="extractive").is_found)
        self._passages_of = lru_cache(maxsize=_REPORTS_KEPT)(self._versioned_passages)

    @classmethod
    def open(
        cls,
        settings: Settings,
        role: Role,
        *,
        url: str | None = None,
        wait_s: float = 0.0,
        notice: Notice = unheard,
    ) -> Self:
        """Open the library of `settings.home`, made if missing; `notice` hears of slow steps.

        Raises:
            LibraryOwned: another process holds it and did not let go within `wait_s`.
            StoreUnavailable, ModelUnavailable: with what to do.
        """
        library = open_library(
            settings.home,
            settings.store,
            passage_shape(settings.passages),
            role,
            url,
            wait_s,
            notice,
        )
        try:
            return cls(settings, library, make_embedder(settings, notice), notice)
        except BaseException:
            library.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the library up."""
        self.keeper.close()
        self._library.close()

    @property
    def token(self) -> str | None:
        """The word that lets other commands of this user use this process."""
        owner = self._library.owner
        return owner.owner.token if owner else None

    def warm_up(self) -> None:
        """Load what the first question would wait for."""
        self._embedder.embed_query("问报")
        self._retriever.warm()
        self._runnable()
        prepare(self._catalogue())
        self.example_groups()
        # Else a full collection walks every record of a large library: 400 ms amid a question.
        gc.collect()
        gc.freeze()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        scope: Scope | None = None,
        mode: Mode | None = None,
    ) -> Answer:
        """Answer one question of a conversation, worded by the language model if there is one.

        `mode` "extractive" leaves the model out, "llm" insists on one.

        Raises:
            QuestionRejected: empty or too long. EmptyLibrary: nothing to answer from.
        """
        event = self._runnable().invoke(self._asked(question, history, scope, mode))
        assert event.answer is not None
        return event.answer

    def ask_stream(
        self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None
    ) -> Iterator[AnswerEvent]:
        """Answer as `ask` does: the text as it comes, then one event with the answer."""
        return self._runnable().stream(self._asked(question, history, scope))

    def search(self, question: str, *, limit: int = 5, scope: Scope | None = None) -> SearchResult:
        """Find the passages nearest to a question within a scope."""
        asked = self._asked(question, (), scope)
        where = SearchFilter()
        if scope is not None:
            reading = read_scope(asked.question, self._catalogue(), None, scope, asked.today)
            where = SearchFilter(reading.report_ids)
        return self._retriever.search(asked.question, where, limit)

    def search_json(
        self, question: str, *, limit: int = 5, scope: Scope | None = None
    ) -> list[dict[str, Any]]:
        """Find passages as `search` does, in their public form."""
        return [hit_json(hit) for hit in self.search(question, limit=limit, scope=scope).hits]

    def reports(self) -> tuple[ReportRecord, ...]:
        """List the reports, by region, year and title."""
        return self._library.records()

    def passages(self, report_id: str) -> tuple[Passage, ...]:
        """Give a report's passages in order; together they are the whole report."""
        return self._passages_of(report_id, self._library.record(report_id).revision)

    def example_groups(self) -> tuple[ExampleGroup, ...]:
        """Give questions that the library can answer, for each kind of user."""
        return self._examples.groups(self.reports())

    def next_questions(self, answer: Answer) -> tuple[str, ...]:
        """Give questions that one would ask after this answer."""
        return next_questions(answer, self.reports(), self.passages)

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> IngestSummary:
        """Put files and folders into the library."""
        return self.keeper.ingest(paths, overrides=overrides, replaces=replaces, progress=progress)

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports; unknown ids are refused before anything is removed."""
        return self.keeper.remove(report_ids)

    def recheck(self, answer: Answer) -> tuple[Violation, ...]:
        """Check an answer given earlier against the library as it is now: nothing if it holds."""
        return recheck(answer, self.reports(), self.report_text)

    def _asked(
        self,
        question: str,
        history: Sequence[Turn],
        scope: Scope | None,
        mode: Mode | None = None,
    ) -> Ask:
        if not self.reports():
            raise EmptyLibrary(EMPTY, EMPTY_ENGLISH)
        limit = self._settings.answer.max_question_chars
        return accepted(
            Ask(question, tuple(history), scope, date.today(), mode), limit, self.model is not None
        )

    def _runnable(self) -> "Runnable[Ask, AnswerEvent]":
        if self._chain is None:
            from assistant.answering.chain import AnswerChain

            self._chain = AnswerChain(
                self._catalogue,
                self._retriever,
                make_reader(self.passages),
                self.report_text,
                self._settings.answer.hits,
                self.narrator,
            ).runnable()
        return self._chain

    def model_line(self) -> str:
        """Say which language model words the answers, and whether it can be asked now."""
        if self.model is None:
            return ""
        trouble = self.model.trouble()
        return f"{self.model.title}（{f'现在不可用：{trouble}' if trouble else '可用'}）"

    def report_text(self, report_id: str) -> str:
        """Give a report's normalised text."""
        return join_passages(self.passages(report_id))

    def _versioned_passages(self, report_id: str, revision: str) -> tuple[Passage, ...]:
        # The revision is only part of the key: a new version is read anew.
        return tuple(self._library.passages_of(report_id))


def reindex(settings: Settings, progress: Progress, notice: Notice = unheard) -> int:
    """Cut and embed all stored text anew by the present settings; give the number of passages.

    `progress` hears (reports done, in all), `notice` of slow steps. Killed, it can be run again.
    """
    embedder = make_embedder(settings, notice)
    shape = passage_shape(settings.passages)
    with open_library(settings.home, settings.store, shape, "reindex", notice=notice) as library:
        return library.reindex(embedder, lambda one: recut(one, settings.passages), progress)
