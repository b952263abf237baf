"""What the reader hands to composition: chosen spans of one report, or nothing and why."""

from dataclasses import dataclass

from assistant.models import Status
from ingest.models import Passage, ReportFacts


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence (or heading) chosen from a passage; offsets in the normalised report.

    `score` is the ranker's probability that it answers the question; `lead` is the heading to show
    before the words in an outline, not part of the quote.
    """

    passage: Passage
    facts: ReportFacts
    start: int
    end: int
    score: float
    lead: str = ""

    @property
    def text(self) -> str:
        """The chosen words, verbatim."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one question over one set of reports ended.

    `confidence` (0 to 1) is the calibrated probability that the quotes answer the question; a
    refusal keeps it, so that its curve can be drawn.
    """

    question: str
    status: Status
    quotes: tuple[Quote, ...]
    confidence: float
