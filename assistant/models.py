"""`Answer`, the one value that every surface shows, and its parts (DESIGN: the answer contract).

All are frozen; `Answer.to_json` gives the public JSON form. Offsets are code points in the
normalised report.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Literal, Self

from pydantic import TypeAdapter

from ingest.outlook import PlannedPart

Status = Literal[
    "disclosed", "not_in_report", "not_in_library", "off_topic", "clarify", "assistant"
]
ScopeSource = Literal["question", "conversation", "user", "library"]
Mode = Literal["extractive", "llm"]
Outlook = Literal["done", "planned"]
Intent = Literal[
    "ask", "compare", "trend", "explain", "overview", "quiz", "outline", "draft_check", "where_from",
    "library", "export", "help", "greeting", "feedback", "advice", "off_topic",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """What an answer is limited to, and who said so; `reports` are ids of reports that are named."""

    years: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    doc_types: tuple[str, ...] = ()
    source: ScopeSource = "library"
    reports: tuple[str, ...] = ()

    @classmethod
    def chosen(cls, **limits: Sequence[Any]) -> Self | None:
        """Give what a user limits a question to by hand, by field; None where nothing was chosen."""
        chosen: dict[str, Any] = {field: tuple(values) for field, values in limits.items()}
        return cls(**chosen, source="user") if any(chosen.values()) else None

    def to_json(self) -> dict[str, Any]:
        """Give the public form: plain JSON values, `source` under the name of the contract, `from`."""
        plain = asdict(self)
        plain["from"] = plain.pop("source")
        return plain

    @staticmethod
    def from_json(plain: dict[str, Any]) -> "Scope":
        """Read back what `to_json` gave; `KeyError`, `TypeError` or `ValueError` where it is none."""
        own = dict(plain)
        own["source"] = own.pop("from")
        return _scope_reader().validate_python(own)


@cache
def _scope_reader() -> TypeAdapter[Scope]:
    return TypeAdapter(Scope)


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in a report that supports the sentence marked [n]; `quote` and `passage` are verbatim.

    `outlook` says whether the quote tells what was done or what is planned, then for which year
    (`planned_for`, None where the report does not say). Of a quote that tells of both, which is "done",
    `plans` are the words that plan.
    """

    n: int
    report_id: str
    title: str
    region: str
    year: int | None
    heading: tuple[str, ...]
    page: int | None
    quote: str
    passage: str
    start: int
    end: int
    outlook: Outlook = "done"
    planned_for: int | None = None
    plans: tuple[PlannedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure that the answer asserts, found in the quote of citation number `citation`.

    `asked`: it is proved to be the figure of the thing asked, not only to stand in the quote.
    """

    text: str
    value: float
    unit: str
    citation: int
    refuted: bool = False
    outlook: Outlook = "done"
    asked: bool = False


@dataclass(frozen=True, slots=True)
class ComputedFigure:
    """A figure computed by code from cited figures; `operands` are citation numbers."""

    text: str
    value: float
    unit: str
    formula: str
    operands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One report of a comparison; `cells` carry their [n]."""

    scope: Scope
    status: Status
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A comparison over regions or years."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One question of several asked at once, and how it ended."""

    question: str
    status: Status


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. `text` carries [n] after each sentence that citation n supports.

    `confidence` is the calibrated probability (0 to 1) that what was found answers the question,
    the least of its parts; None where nothing was looked up. `model` names the language model that
    worded it, `repairs` counts what the check mended in its words, by kind. `unanswered` names what
    was asked and has no answer, `nearest` what stands nearest to a refused question (never part of
    `text`), `suggestions` the choices of a question back, or questions that can be asked instead.
    """

    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    figures: tuple[AnswerFigure, ...] = ()
    computed: tuple[ComputedFigure, ...] = ()
    table: Table | None = None
    parts: tuple[AnswerPart, ...] = ()
    scope: Scope = Scope()
    standalone_question: str = ""
    mode: Mode = "extractive"
    notices: tuple[str, ...] = ()
    model: str = ""
    repairs: dict[str, int] = field(default_factory=dict)
    confidence: float | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    intent: Intent = "ask"

    @property
    def is_found(self) -> bool:
        """Whether the reports say what was asked."""
        return self.status == "disclosed"

    def to_json(self) -> dict[str, Any]:
        """Give the public form: plain JSON values under the names of the answer contract."""
        plain = asdict(self)
        plain["scope"] = self.scope.to_json()
        if self.table is not None:
            plain["table"] = {
                "columns": list(self.table.columns),
                "rows": [
                    {
                        "scope": row.scope.to_json(),
                        "status": row.status,
                        "cells": [{"text": cell} for cell in row.cells],
                    }
                    for row in self.table.rows
                ],
            }
        return plain


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """A piece of a streamed answer: text as it comes, then exactly one event with the answer.

    Events add up, so that LangChain can gather a stream into one value.
    """

    kind: Literal["text", "answer"]
    text: str = ""
    answer: Answer | None = None

    def __add__(self, later: "AnswerEvent") -> "AnswerEvent":
        answer = later.answer or self.answer
        kind: Literal["text", "answer"] = "text" if answer is None else "answer"
        return AnswerEvent(kind, self.text + later.text, answer)


FileAction = Literal["added", "updated", "unchanged", "duplicate", "refused", "skipped"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file; `english` is `message`, `notices` say what of it could not be read."""

    path: str
    action: FileAction
    report_id: str = ""
    title: str = ""
    passages: int = 0
    embedded: int = 0
    message: str = ""
    english: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """Outcomes in the order of the files, and the seconds the whole run took."""

    outcomes: tuple[FileOutcome, ...]
    seconds: float

    @property
    def failed(self) -> bool:
        """Whether any file was refused."""
        return any(outcome.action == "refused" for outcome in self.outcomes)
