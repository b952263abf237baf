"""What the page needs of the service: `assistant.service.Assistant` and the tests' fake give it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.grounding.verification import Violation
from assistant.keeping.feedback import Feedback
from assistant.keeping.originals import Original
from assistant.keeping.progress import FileProgress
from assistant.keeping.removed import RemovedReport
from assistant.models import Answer, AnswerEvent, FileOutcome, Scope, Turn
from assistant.suggesting.examples import ExampleGroup
from ingest.models import FactOverrides, Passage
from vectorstore.models import ReportRecord


class FeedbackDesk(Protocol):
    """Keeps what readers said of answers."""

    def add(self, feedback: Feedback) -> None:
        """Keep one record; `FeedbackRefused` where it cannot be kept."""
        ...


class KeeperDesk(Protocol):
    """What the page needs for the keeper of the library, and for the originals of reports."""

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

    def change_facts(self, report_id: str, stated: FactOverrides) -> ReportRecord:
        """Correct the facts of a report; fields that are None stay."""
        ...

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports; each can be restored."""
        ...

    def removed(self) -> tuple[RemovedReport, ...]:
        """List what can be restored, newest first."""
        ...

    def restore(self, report_id: str) -> ReportRecord:
        """Put a removed report back."""
        ...


class PageService(Protocol):
    """Answers questions and shows reports. Errors are those of `assistant.errors.USER_ERRORS`."""

    def ask_stream(
        self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None
    ) -> Iterator[AnswerEvent]:
        """Give the answer's text as it comes, then one event with the whole answer."""
        ...

    def reports(self) -> tuple[ReportRecord, ...]:
        """List the committed reports."""
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
