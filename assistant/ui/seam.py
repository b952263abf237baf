"""What the page needs of the service: `assistant.service.Assistant` and the tests' fake give it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.models import AnswerEvent, Scope, Turn
from ingest.models import Passage
from vectorstore.models import ReportRecord


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

    def example_questions(self, limit: int = 6) -> tuple[str, ...]:
        """Give questions that the library can answer."""
        ...
