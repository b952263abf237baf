"""The open library: which reports are committed, where their rows are, and who may change them.

Readers work on a frozen snapshot. An embedded library's owner changes the snapshot itself; with a
shared Chroma server every look first compares one token (a millisecond or two) and reads the
records again if another process has committed.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.catching_up import Notice, catching_up, unheard
from vectorstore.errors import StoreBusy
from vectorstore.indexes.keyword import KeywordIndex
from vectorstore.indexes.vector_file import VectorFile
from vectorstore.indexes.vector_table import VectorTable
from vectorstore.ownership import take_lock
from vectorstore.store import (
    IndexStamp,
    PassageRows,
    RecordBook,
    Snapshot,
    StoredRecord,
    WriterLease,
    close_client,
    collection_name,
    snapshot_of,
    store_errors,
)
from vectorstore.view import LibraryView, stored_terms, stored_vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_WRITER_WAIT_S = 60.0


class LibraryState:
    """One open library; `shared` says that other processes use the same Chroma server."""

    def __init__(
        self,
        home: Path,
        prefix: str,
        client: "ClientAPI",
        place: str,
        shared: bool,
        notice: Notice = unheard,
    ) -> None:
        self.home = home
        self.prefix = prefix
        self.place = place
        self.client = client
        self.shared = shared
        self._notice = notice
        self.book = RecordBook(client, prefix, place)
        name = _server_folder(place) if shared else prefix
        self.keyword = KeywordIndex(home / "keyword" / name)
        self._vectors = VectorFile(home / "vectors" / name)
        self._writer = threading.RLock()
        self._is_writing = False
        self._looking = threading.RLock()
        self._lease: WriterLease | None = None
        self.closed = False
        self._view = LibraryView(*self._read(), VectorTable.empty())

    def close(self) -> None:
        """Let go of the store; may be called twice."""
        if not self.closed:
            self.closed = True
            close_client(self.client)

    @property
    def snapshot(self) -> Snapshot:
        """The committed reports as last read."""
        return self._view.snapshot

    @property
    def view(self) -> LibraryView:
        """What was last read, taken together."""
        return self._view

    @property
    def rows(self) -> PassageRows:
        """The rows of the generation that counts."""
        return self._view.rows

    def refresh(self) -> None:
        """With a shared server, take over what other processes have committed since."""
        if self.shared and self.book.stamp().token != self.snapshot.stamp.token:
            self.reread()

    def reread(self) -> None:
        """Read the committed records again, with the keyword index and the vectors for them."""
        # What was read before a commit must never be shown after it: the writer would go on from there.
        with self._looking:
            self._show(*self._read())

    def put(self, stored: StoredRecord) -> None:
        """Write a report's record: it counts from now on, for every reader here and elsewhere."""
        self.still_writing()
        with self._looking:
            self.book.put(stored, self.snapshot.stamp.generation)
            self._changed({**self.snapshot.reports, stored.record.report_id: stored})

    def drop(self, report_id: str) -> None:
        """Delete a report's record: it is gone for every reader, its rows not yet."""
        self.still_writing()
        with self._looking:
            self.book.drop(report_id, self.snapshot.stamp.generation)
            left = {key: one for key, one in self.snapshot.reports.items() if key != report_id}
            self._changed(left)

    def committed(self, stamp: IndexStamp) -> None:
        """Make `stamp` the one that counts and read all records anew."""
        with self._looking:
            self.book.switch(stamp)
            self.reread()

    def _changed(self, reports: Mapping[str, StoredRecord]) -> None:
        # Reading ten thousand records again takes a second; only this writer can have changed one.
        stamp = self.book.switch(self.snapshot.stamp)
        self._show(snapshot_of(stamp, reports.values()), self.rows)

    def _show(self, snapshot: Snapshot, rows: PassageRows) -> None:
        """Let readers see a snapshot once the keyword index and the vectors are those of it."""
        wanted = {one.edition: one.record.passages for one in snapshot.reports.values()}
        table = self._vectors.sync(
            self._view.table,
            snapshot.stamp,
            wanted,
            lambda editions: stored_vectors(snapshot, rows, editions),
            catching_up("向量文件", "file of vectors", self._notice),
        )
        view = LibraryView(snapshot, rows, table)
        self.keyword.sync(
            wanted,
            lambda edition: stored_terms(view, edition),
            catching_up("检索索引", "search index", self._notice),
        )
        self._view = view

    def rows_of(self, generation: int) -> PassageRows:
        """Open the collection of a generation, made if missing."""
        return PassageRows(self.client, collection_name(self.prefix, generation), self.place)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to change the library; begins by finishing what a crash left open.

        Within itself it does nothing more. Raises `StoreBusy` if another writer does not let go
        within a minute.
        """
        with self._writer:
            if self._is_writing:
                yield
                return
            self._is_writing = True
            try:
                with self._alone():
                    self.sweep()
                    yield
            finally:
                self._is_writing = False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep the writers of other processes away; an embedded library has none."""
        if not self.shared:
            yield
            return
        lock = take_lock(self.home / "writer.lock", _WRITER_WAIT_S)
        if lock is None:
            raise StoreBusy(
                "另一个进程正在写入资料库。请等它结束后再试。",
                "Another process is writing to the library. Wait for it and try again.",
            )
        try:
            self._lease = WriterLease.acquire(self.book, _WRITER_WAIT_S)
            self.reread()
            yield
        finally:
            if self._lease is not None:
                self._lease.release()
                self._lease = None
            lock.release()

    def still_writing(self) -> None:
        """Renew the right to write during long work; raises `StoreBusy` if it was lost."""
        if self._lease is not None:
            self._lease.renew()

    def sweep(self) -> None:
        """Delete the rows that an interrupted write left, and index generations that do not count."""
        left = self.book.pending()
        if left:
            # The killed writer may have switched a record without telling anyone.
            self.committed(self.snapshot.stamp)
        for report_id in left:
            self.drop_uncommitted_rows(report_id)
            self.book.clear_pending(report_id)
        self.drop_other_generations()

    def drop_uncommitted_rows(self, report_id: str) -> None:
        """Delete a report's rows that are not of its committed edition."""
        stored = self.snapshot.reports.get(report_id)
        ending = f"-{stored.edition}" if stored else None
        rows = self.rows.ids_of(report_id)
        self.rows.delete([row for row in rows if ending is None or not row.endswith(ending)])

    def drop_other_generations(self) -> None:
        """Delete collections and records of index generations that do not count."""
        current = self.snapshot.stamp.generation
        stem = collection_name(self.prefix, 0)[:-1]
        with store_errors(self.place):
            names = [one.name for one in self.client.list_collections()]
        for name in names:
            number = name.removeprefix(stem)
            if name.startswith(stem) and number.isdigit() and int(number) != current:
                self.book.drop_generation(int(number))
                with store_errors(self.place):
                    self.client.delete_collection(name)

    def adopt(self, embedder: str, shape: str, dimensions: int) -> None:
        """Let an empty library take a new fingerprint, with a fresh, empty collection."""
        stamp = self.snapshot.stamp
        generation = stamp.generation + (1 if stamp.embedder else 0)
        self.rows_of(generation)
        self.committed(
            replace(
                stamp,
                generation=generation,
                embedder=embedder,
                shape=shape,
                dimensions=dimensions,
            )
        )

    def _read(self) -> tuple[Snapshot, PassageRows]:
        snapshot = self.book.read()
        return snapshot, self.rows_of(snapshot.stamp.generation)


def _server_folder(place: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in place)
