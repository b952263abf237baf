"""A question with the titles of the reports that it points at, and what was said before it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.models import Scope
from assistant.scope.catalogue import Catalogue
from assistant.scope.models import Clarification
from vectorstore.models import ReportRecord


@dataclass(frozen=True, slots=True)
class Spelt:
    """A question with titles for words that point at reports; `pinned` says which report a title is.

    `clarify`: it points at a report, and which one cannot be told.
    """

    question: str
    pinned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clarify: Clarification | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before: the scope of the last answer and the reports that it cited, in order.

    `spoken` are the reports that all answers cited, in the order in which they were spoken of.
    """

    scope: Scope | None = None
    cited: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports that a word like 这份报告 points at."""
        return (self.scope.reports if self.scope else ()) or self.cited

    def in_order(self, records: Catalogue, *, all_turns: bool = False) -> list[ReportRecord]:
        """Give those reports, or those of `all_turns`, in the order in which they were spoken of."""
        ids = self.spoken if all_turns else self.reports
        held = {record.report_id: record for record in records.among(ids)}
        return [held[one] for one in ids if one in held]


def put(question: str, span: tuple[int, int], found: Sequence[ReportRecord]) -> Spelt:
    """Put the titles of reports in the place of the words [start, end) that point at them."""
    pinned: dict[str, tuple[str, ...]] = {}
    for one in found:
        pinned[one.facts.title] = (*pinned.get(one.facts.title, ()), one.report_id)
    titles = "".join(f"《{title}》" for title in pinned)
    return Spelt(f"{question[: span[0]]}{titles}{question[span[1] :]}", pinned)
