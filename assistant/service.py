"""The composition root: settings to an open library, its retriever, reader and chain."""

import gc
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assistant import making
from assistant.answering.given import Given, as_ask
from assistant.config import Settings
from assistant.errors import EmptyLibrary
from assistant.grounding.rechecking import recheck
from assistant.grounding.violations import Violation
from assistant.keeping.feedback import FeedbackBook
from assistant.keeping.keeper import Keeper
from assistant.keeping.progress import FileProgress
from assistant.models import Answer, AnswerEvent, IngestSummary, Mode, Scope, Turn
from assistant.question.accepting import accepted
from assistant.question.planning import EMPTY, EMPTY_ENGLISH, Ask
from assistant.scope import LatestCatalogue, check_reports, opening, prepare, read_scope
from assistant.suggesting.examples import ExampleGroup, Examples
from assistant.suggesting.next_questions import next_questions
from assistant.wire import hit_json
from ingest.models import FactOverrides, Passage
from ingest.passages import join_passages, passage_shape
from vectorstore.catching_up import Notice, unheard
from vectorstore.library import Library, open_library
from vectorstore.models import ReportRecord, SearchFilter, SearchResult
from vectorstore.ownership import Role

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
        self._notice = notice
        self.keeper = Keeper(
            settings.home,
            settings.passages,
            library,
            embedder,
            keep_originals=settings.originals.keep,
        )
        self.feedback = FeedbackBook(settings.home)
        self._retriever = making.make_retriever(settings, library, embedder)
        self._kind_of = making.make_kind_of(embedder)
        self._marked = making.make_marked(embedder)
        self.model = making.make_model(settings, notice)
        self.narrator = making.make_narrator(self.model)
        self._catalogue = LatestCatalogue(self.reports, lambda one: opening(self.passages(one)))
        self._examples = Examples(self.passages, lambda q: self.ask(q, mode="extractive").is_found)
        # The revision is only part of the key: a new version is read anew.
        self._passages_of = lru_cache(maxsize=_REPORTS_KEPT)(
            lambda report_id, revision: tuple(library.passages_of(report_id))
        )

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
            return cls(settings, library, making.make_embedder(settings, notice), notice)
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
        assert self.chain
        if self._kind_of is None:
            self._notice(*making.OTHER_ENCODER)
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
        event = self.chain.invoke(self._asked(question, history, scope, mode))
        assert event.answer is not None
        return event.answer

    def ask_stream(
        self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None
    ) -> Iterator[AnswerEvent]:
        """Answer as `ask` does: the text as it comes, then one event with the answer."""
        return self.chain.stream(self._asked(question, history, scope))

    def search(self, question: str, *, limit: int = 5, scope: Scope | None = None) -> SearchResult:
        """Find the passages nearest to a question within a scope."""
        asked = self._asked(question, (), scope)
        where = SearchFilter()
        if scope is not None:
            reading = read_scope(asked.question, self._catalogue(), None, scope, asked.today)
            # A search asks nothing back.
            where = SearchFilter(reading.report_ids or frozenset(scope.reports))
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
        return self._accepted(Ask(question, tuple(history), scope, date.today(), mode))

    def _accepted(self, given: Given) -> Ask:
        if not self.reports():
            raise EmptyLibrary(EMPTY, EMPTY_ENGLISH)
        limit = self._settings.answer.max_question_chars
        ask = accepted(as_ask(given, date.today()), limit, self.model is not None)
        check_reports(ask.scope, self._catalogue())
        return ask

    @cached_property
    def chain(self) -> "Runnable[Given, AnswerEvent]":
        """The LangChain Runnable: a question, alone or with its history and scope, to events.

        They add up to one that has the answer. Raises as `ask` does.
        """
        from langchain_core.runnables import RunnableLambda

        said = self._kind_of, self._marked, partial(self._examples.at_hand, self.reports)
        parts = self._catalogue, self._retriever, self.passages, self.narrator
        answering = making.make_chain(self._settings, *parts, *said)
        return RunnableLambda(self._accepted, name="accept") | answering.runnable()

    def model_line(self) -> str:
        """Say which language model words the answers, and whether it can be asked now."""
        return self.model.line() if self.model else ""

    def report_text(self, report_id: str) -> str:
        """Give a report's normalised text."""
        return join_passages(self.passages(report_id))
