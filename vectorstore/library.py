"""The library's door: open it, list it, read it, change it.

An embedded library belongs to the process that opened it until it closes it; a library on a Chroma
server may be open in many.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ingest.models import FactOverrides, Passage, Report, ReportFacts
from ingest.passages import join_passages
from vectorstore.catching_up import Notice, unheard
from vectorstore.commit import (
    LibraryEmbedder,
    Progress,
    WriteOutcome,
    change_facts,
    no_such_report,
    refuse_misfit,
    remove_report,
    write_report,
)
from vectorstore.embedding import Embedder
from vectorstore.models import ReportRecord
from vectorstore.ownership import LibraryOwner, Role
from vectorstore.reindex import Recut, as_report, rebuild
from vectorstore.settings import StoreSettings
from vectorstore.state import LibraryState
from vectorstore.store import StoredRecord, open_embedded, open_server
from vectorstore.view import passages_in


class Library:
    """An open library of reports. Use `open_library`; close it, or use it in a `with` block.

    `shape` is the caller's name for all that shapes passages besides the model (passage settings,
    normaliser version); an index made with another one is refused.
    """

    def __init__(self, state: LibraryState, shape: str, owner: LibraryOwner | None) -> None:
        self.state = state
        self.shape = shape
        self.owner = owner

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store and of the library; may be called twice."""
        self.state.close()
        if self.owner is not None:
            self.owner.release()

    def records(self) -> tuple[ReportRecord, ...]:
        """List the committed reports, by region, year and title."""
        self.state.refresh()
        return self.state.snapshot.records

    def record(self, report_id: str) -> ReportRecord:
        """Give one report's record; raises `ReportNotFound`."""
        return self._stored(report_id).record

    def by_source(self, source_name: str) -> ReportRecord | None:
        """Give the report that was ingested from this source name: a new file there replaces it."""
        return next((one for one in self.records() if one.source_name == source_name), None)

    def by_text(self, text_hash: str) -> ReportRecord | None:
        """Give the report that holds this very text, under whatever name."""
        return next((one for one in self.records() if one.text_hash == text_hash), None)

    def passages_of(self, report_id: str) -> list[Passage]:
        """Give all passages of a report, in order; raises `ReportNotFound`."""
        stored = self._stored(report_id)
        found = passages_in(self.state.view, stored)
        if len(found) == stored.record.passages:
            return found
        # A new version may have been committed between the two looks.
        self.state.reread()
        return passages_in(self.state.view, self._stored(report_id))

    def text_of(self, report_id: str) -> str:
        """Give the whole normalised text of a report; raises `ReportNotFound`."""
        return join_passages(self.passages_of(report_id))

    def report(self, report_id: str) -> Report:
        """Give a whole report as it was stored; raises `ReportNotFound`."""
        return as_report(self._stored(report_id), self.passages_of(report_id))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the right to change the library from a look to the change that rests on it.

        Another process on the same Chroma server waits meanwhile. Raises `StoreBusy`.
        """
        with self.state.writing():
            yield

    def write(
        self,
        report: Report,
        embedder: LibraryEmbedder,
        progress: Progress | None = None,
        since: str = "",
    ) -> WriteOutcome:
        """Store a report; what it replaces stays whole until the new version is.

        `progress` hears (passages done, passages in all); `since` is when the report came in, where
        that is not now. An unchanged revision stores no text; the text of another report under a
        new id is not stored again. Raises `IndexMismatch`,
        `StoreBusy`, `StoreUnavailable`; after any of them writing it again completes it.
        """
        return write_report(self.state, self.shape, report, embedder, progress, since)

    def remove(self, report_id: str) -> ReportRecord:
        """Remove all of a report and give what its record was; raises `ReportNotFound`."""
        return remove_report(self.state, report_id)

    def change_facts(
        self,
        report_id: str,
        facts: ReportFacts,
        stated: FactOverrides | None = None,
        revision: str | None = None,
    ) -> None:
        """Correct the facts of a report, its title excepted; raises `ReportNotFound`.

        `stated` notes which of them were said by hand, so that a later version keeps them;
        `revision` is that of the report with these facts.
        """
        change_facts(self.state, report_id, facts, stated or FactOverrides(), revision)

    def reindex(
        self,
        embedder: LibraryEmbedder,
        recut: Recut | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Embed all stored text anew with `embedder`; give the number of passages.

        `recut` cuts each report anew by the present settings. Until it is done the old index
        answers; killed, it can simply be run again. `progress` hears (reports done, in all).
        """
        return rebuild(self.state, self.shape, embedder, recut, progress)

    def check_fit(self, embedder: Embedder) -> None:
        """Raise `IndexMismatch` if the index was made with another model or other passages."""
        refuse_misfit(self.state, self.shape, embedder)

    def _stored(self, report_id: str) -> StoredRecord:
        self.state.refresh()
        stored = self.state.snapshot.reports.get(report_id)
        if stored is None:
            raise no_such_report(report_id)
        return stored


def open_library(
    home: Path,
    settings: StoreSettings,
    shape: str,
    role: Role = "other",
    url: str | None = None,
    wait_s: float = 0.0,
    notice: Notice = unheard,
) -> Library:
    """Open the library in folder `home`, made if missing; `notice` hears of an index made up.

    Embedded, this process becomes its owner in `role` (and answers at `url`, if given); where
    another process is, waits at most `wait_s` seconds, then raises `LibraryOwned` (a `StoreBusy`).
    Raises `StoreUnavailable` where the folder or the Chroma server cannot be used.
    """
    home = home.expanduser().resolve()
    if settings.chroma_url is not None:
        client = open_server(settings.chroma_url)
        state = LibraryState(
            home, settings.collection, client, settings.chroma_url, shared=True, notice=notice
        )
        state.reread()
        return Library(state, shape, None)
    owner = LibraryOwner.acquire(home, role, url, wait_s)
    try:
        place = home / "chroma"
        client = open_embedded(place)
        state = LibraryState(
            home, settings.collection, client, str(place), shared=False, notice=notice
        )
        with state.writing():
            state.reread()
    except BaseException:
        owner.release()
        raise
    return Library(state, shape, owner)


def reports_with(
    records: Sequence[ReportRecord],
    regions: frozenset[str] | None = None,
    years: frozenset[int] | None = None,
    doc_types: frozenset[str] | None = None,
    report_ids: frozenset[str] | None = None,
) -> frozenset[str]:
    """Give the ids of the reports that fit every given filter; None does not limit.

    A year fits a report that covers it, reviews it, plans for it or is titled by it.
    """
    return frozenset(
        one.report_id
        for one in records
        if (regions is None or one.facts.region in regions)
        and (years is None or years & one.facts.all_years)
        and (doc_types is None or one.facts.doc_type in doc_types)
        and (report_ids is None or one.report_id in report_ids)
    )
