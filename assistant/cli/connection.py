"""Open the library here, or reach the process that owns it; commands need not know which."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from assistant.cli.progress import say
from assistant.config import load_settings
from assistant.keeping.progress import FileProgress
from assistant.keeping.removed import RemovedReport
from assistant.models import Answer, IngestSummary, Mode, Scope, Turn
from ingest.models import FactOverrides
from vectorstore.models import ReportRecord
from vectorstore.ownership import LibraryOwned, Role

# A question that meets a short-lived owner (another question) waits for it; an ingest does not end
# soon, so the user is told instead.
_WAIT_S: dict[str, float] = {"ask": 20.0, "search": 20.0, "other": 20.0}
_RETRY_S = 0.1


class KeeperSession(Protocol):
    """What the keeper's commands use of `Keeper` and `RemoteAssistant` alike."""

    def change_facts(self, report_id: str, stated: FactOverrides) -> ReportRecord:
        """Correct facts of a report."""
        ...

    def removed(self) -> tuple[RemovedReport, ...]:
        """List the reports that can be put back."""
        ...

    def restore(self, report_id: str) -> ReportRecord:
        """Put a removed report back."""
        ...


class Session(Protocol):
    """What commands use of `Assistant` and `RemoteAssistant` alike."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        scope: Scope | None = None,
        mode: Mode | None = None,
    ) -> Answer:
        """Answer one question."""
        ...

    def search_json(
        self, question: str, *, limit: int = 5, scope: Scope | None = None
    ) -> list[dict[str, Any]]:
        """Find passages."""
        ...

    def reports(self) -> tuple[ReportRecord, ...]:
        """List the reports."""
        ...

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> IngestSummary:
        """Put files into the library."""
        ...

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports."""
        ...

    @property
    def keeper(self) -> KeeperSession:
        """What the keeper of the library does."""
        ...

    def report_text(self, report_id: str) -> str | None:
        """Give a report's normalised text."""
        ...

    def close(self) -> None:
        """Give the library up."""
        ...


@contextmanager
def connect(role: Role) -> Iterator[Session]:
    """Give the library for the length of one command.

    Raises:
        LibraryOwned: another command owns it and serves no address.
    """
    session = _open(role)
    try:
        yield session
    finally:
        session.close()


def _open(role: Role) -> Session:
    # First of all: a wrong setting is said before anything slow is loaded.
    settings = load_settings()
    from assistant.service import Assistant

    patience = time.monotonic() + _WAIT_S.get(role, 0.0)
    while True:
        try:
            return Assistant.open(settings, role, notice=say)
        except LibraryOwned as taken:
            owner = taken.owner
            if owner is not None and owner.url is not None and owner.token is not None:
                from assistant.serving.remote import RemoteAssistant

                return RemoteAssistant(owner.url, owner.token)
            if time.monotonic() >= patience:
                raise
        time.sleep(_RETRY_S)
