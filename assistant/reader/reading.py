"""The values that flow from search through the reader to composition: finds, quotes, readings."""

from dataclasses import dataclass
from typing import Literal

from assistant.models import Status
from ingest.models import Passage, ReportFacts
from ingest.outlook import PlannedPart, Told, planned_parts, told_of
from vectorstore.models import SearchHit, SearchResult

# In what sense other reports than those in scope may answer.

Kind = Literal["", "older", "planned", "titled", "around"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence (or heading) chosen from a passage; offsets in the normalised report.

    `score` is the ranker's probability that it answers the question; `lead` is the heading to show
    before the words in an outline, not part of the quote; `ahead` that its passage plans by its place.
    """

    passage: Passage
    facts: ReportFacts
    start: int
    end: int
    score: float
    lead: str = ""
    ahead: bool = False

    @property
    def text(self) -> str:
        """The chosen words, verbatim."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    @property
    def told(self) -> Told:
        """Whether the words tell what was done or what is planned."""
        return told_of(self.passage, self.facts, self.start, self.end, self.ahead)

    @property
    def plans(self) -> tuple[PlannedPart, ...]:
        """The words that plan, of a quote that tells of both."""
        return planned_parts(self.passage, self.facts, self.start, self.end, self.ahead)


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


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval found for one part in one set of reports; `cell` counts within the part.

    `ranked` are the likeliest sentences of a cell of a comparison, from which its figure is chosen
    beside those of the other cells. `plans` are the hits that plan, where what was done is preferred.
    `nearest` are the likeliest sentences of what is refused: shown beside it, never a source.
    """

    part: int
    cell: int
    report_ids: frozenset[str]
    result: SearchResult
    fallback: Kind = ""
    ranked: tuple[Quote, ...] = ()
    plans: tuple[SearchHit, ...] = ()
    nearest: tuple[Quote, ...] = ()
