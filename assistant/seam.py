"""The service as those see it who show it, serve it or command it: one Protocol in two widths.

`Session` is what can be done with a library wherever it is open, here or in the process that owns it;
`Service` is the open library itself. `assistant.service.Assistant` is both,
`assistant.serving.remote.RemoteAssistant` a session. Errors are those of `assistant.errors.USER_ERRORS`.
The signatures stand here and at each implementation: so that types hold one to the other.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.grounding.violations import Violation
from assistant.keeping.feedback import Feedback, Verdict
from assistant.keeping.originals import Original
from assistant.keeping.progress import FileProgress
from assistant.keeping.removed import RemovedReport
from assistant.models import Answer, AnswerEvent, FileOutcome, IngestSummary, Mode, Scope, Turn
from assistant.suggesting.examples import ExampleGroup
from ingest.models import FactOverrides, Passage
from vectorstore.models import ReportRecord, SearchResult


class FeedbackDesk(Protocol):
    """Keeps what readers said of answers."""

    def add(self, feedback: Feedback) -> None:
        """Keep one record; `FeedbackRefused` where it cannot be kept."""
        ...

    def latest(self, verdict: Verdict, count: int) -> tuple[tuple[Feedback, ...], int]:
        """Give the newest records of a verdict, newest first, and how many there are in all."""
        ...


class KeeperSession(Protocol):
    """What the keeper of a library does, wherever it is open."""

    def change_facts(
        self, report_id: str, stated: FactOverrides, *, confirmed: bool = True
    ) -> ReportRecord:
        """Correct the facts of a report; fields that are None stay. See `Keeper.change_facts`."""
        ...

    def removed(self) -> tuple[RemovedReport, ...]:
        """List what can be restored, newest first."""
        ...

    def restore(self, report_id: str) -> ReportRecord:
        """Put a removed report back."""
        ...

    def reread(
        self, report_ids: Sequence[str] = (), progress: FileProgress | None = None
    ) -> IngestSummary:
        """Read reports anew from their originals; without ids those read by older readers."""
        ...


class KeeperDesk(KeeperSession, Protocol):
    """What the keeper does besides where the library is open, and the originals of reports."""

    def original(self, report_id: str) -> Original:
        """Give the file that a report was read from; `OriginalMissing` where it is not here."""
        ...

    def ingest_upload(
        self,
        path: Path,
        source_name: str,
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> FileOutcome:
        """Put one uploaded file into the library."""
        ...

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports; each can be restored."""
        ...


class Session(Protocol):
    """A library, open here or in the process that owns it: commands need not know which."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        scope: Scope | None = None,
        mode: Mode | None = None,
    ) -> Answer:
        """Answer one question of a conversation."""
        ...

    def search_json(
        self, question: str, *, limit: int = 5, scope: Scope | None = None
    ) -> list[dict[str, Any]]:
        """Find the passages nearest to a question, in their public form."""
        ...

    def reports(self) -> tuple[ReportRecord, ...]:
        """List the committed reports."""
        ...

    def report_text(self, report_id: str) -> str | None:
        """Give a report's normalised text."""
        ...

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> IngestSummary:
        """Put files and folders into the library."""
        ...

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports; unknown ids are refused before anything is removed."""
        ...

    @property
    def keeper(self) -> KeeperSession:
        """What the keeper of the library does."""
        ...

    def close(self) -> None:
        """Give the library up."""
        ...


class Service(Session, Protocol):
    """An open library: answers questions, shows reports and is kept."""

    def ask_stream(
        self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None
    ) -> Iterator[AnswerEvent]:
        """Give the answer's text as it comes, then one event with the whole answer."""
        ...

    def search(self, question: str, *, limit: int = 5, scope: Scope | None = None) -> SearchResult:
        """Find the passages nearest to a question."""
        ...

    def passages(self, report_id: str) -> tuple[Passage, ...]:
        """Give a report's passages in order; together they are the whole report."""
        ...

    def model_line(self) -> str:
        """Name the language model and say whether it can be asked; "" where there is none."""
        ...

    def example_groups(self) -> tuple[ExampleGroup, ...]:
        """Give questions that the library can answer, for each kind of user."""
        ...

    def next_questions(self, answer: Answer) -> tuple[str, ...]:
        """Give questions that one would ask after this answer."""
        ...

    def recheck(self, answer: Answer) -> tuple[Violation, ...]:
        """Check an answer given earlier against the library as it is now."""
        ...

    @property
    def feedback(self) -> FeedbackDesk:
        """Where readers' words on answers are kept."""
        ...

    @property
    def keeper(self) -> KeeperDesk:
        """What the keeper of the library does."""
        ...
