"""Read the next file while this one is embedded and stored: between the intake and its reader.

Only the reading is done ahead, of one file, so that at most one document waits in memory. Whatever
depends on the library (which report a file belongs to, what was corrected by hand) is still decided
when the file's turn comes.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Self

from ingest import Reader, SourceFile
from ingest.errors import IngestError
from ingest.models import RawDocument

# Size, time of change, number on its disk: a file with another stamp is read again.
_Stamp = tuple[int, int, int] | None

_NUDGE_S = 0.05


class ReadAhead:
    """Stands in for a reader of files that are asked for in the order of `sources`, each name once.

    Use it in a `with` block: left early, it has `stop` make the reader give up the file it is at.
    """

    def __init__(
        self, reader: Reader, sources: Sequence[SourceFile], stop: Callable[[], None]
    ) -> None:
        self._reader = reader
        self._following = {one.source_name: then for one, then in pairwise(sources)}
        self._stop = stop
        self._ahead: _Reading | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._give_up()

    def read(self, path: Path, source_name: str) -> RawDocument:
        """Give what the reader gives of a file, and begin the one after it; the same errors."""
        document: RawDocument | IngestError
        try:
            document = self._taken(path, source_name) or self._reader(path, source_name)
        except IngestError as error:
            document = error
        following = self._following.get(source_name)
        if following is not None:
            # Known before it begins, so that no interruption can leave it running.
            self._ahead = _Reading(self._reader, following)
            self._ahead.begin()
        if isinstance(document, IngestError):
            raise document
        return document

    def _taken(self, path: Path, source_name: str) -> RawDocument | None:
        """Take what was read ahead, if it is of this file as the file stands now."""
        ahead = self._ahead
        if ahead is None or (ahead.source.path, ahead.source.source_name) != (path, source_name):
            self._give_up()
            return None
        ahead.join()
        self._ahead = None
        return ahead.result()

    def _give_up(self) -> None:
        ahead, self._ahead = self._ahead, None
        while ahead is not None and ahead.is_running():
            # Again and again: the first time the reader may not have begun.
            self._stop()
            ahead.join(_NUDGE_S)


class _Reading:
    """One file being read in a thread of its own."""

    def __init__(self, reader: Reader, source: SourceFile) -> None:
        self.source = source
        self._reader = reader
        self._stamp = _stamp(source.path)
        self._document: RawDocument | None = None
        self._error: IngestError | None = None
        # A daemon: the program's end does not wait for it.
        self._thread = threading.Thread(target=self._read, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def is_running(self) -> bool:
        return self._thread.is_alive()

    def join(self, timeout_s: float | None = None) -> None:
        self._thread.join(timeout_s)

    def result(self) -> RawDocument | None:
        """Give or raise what came of it; None where the file has changed since, or nothing did."""
        if _stamp(self.source.path) != self._stamp:
            return None
        if self._error is not None:
            raise self._error
        return self._document

    def _read(self) -> None:
        # Any other mistake is met again, and raised, where the file is asked for.
        with suppress(Exception):
            try:
                self._document = self._reader(self.source.path, self.source.source_name)
            except IngestError as error:
                self._error = error


def _stamp(path: Path) -> _Stamp:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns, state.st_ino
