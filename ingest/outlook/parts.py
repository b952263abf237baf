"""The planned parts of words that tell of both: 2025年力争达到35%以上 in a sentence on what was reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.models import Passage, ReportFacts
from ingest.outlook.clauses import Clause, clauses_of, figure_told, plans_itself
from ingest.outlook.passages import inherited_in, told_of
from ingest.outlook.told import DONE, Told
from ingest.segment import clause_spans

_STOPS = "，,；;：:。！？!? \n"


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """Words of a quote that plan, verbatim, and the year planned for, None where that is not said."""

    quote: str
    planned_for: int | None = None


def planned_parts(
    passage: Passage, facts: ReportFacts, start: int, end: int, placed: bool = False
) -> tuple[PlannedPart, ...]:
    """Give the parts of the words [start, end) that plan; none where all of them do (`told_of`)."""
    if told_of(passage, facts, start, end, placed).outlook == "planned":
        return ()
    found: list[PlannedPart] = []
    for at, until, inherited in inherited_in(passage, facts, start, end, placed):
        text = passage.text[at - passage.start : until - passage.start]
        found += _parts(text, clauses_of(text, facts, inherited), inherited)
    return tuple(found)


def _parts(text: str, clauses: Sequence[Clause], inherited: Told) -> Iterator[PlannedPart]:
    """The runs of planned clauses of which one says something itself."""
    run: list[Clause] = []
    for clause in (*clauses, None):
        if clause is not None and clause.told.outlook == "planned":
            run.append(clause)
            continue
        if any(one.tells or one.told != inherited for one in run):
            years = (one.told.planned_for for one in run)
            said = text[run[0].start : run[-1].end].strip(_STOPS)
            yield PlannedPart(said, next((year for year in years if year is not None), None))
        run = []


def figure_in(text: str, at: int, parts: Sequence[PlannedPart]) -> Told:
    """Say what the figure at `at` of words is, of which these parts are planned and the rest is told."""
    for part in parts:
        start = text.find(part.quote)
        if start <= at < start + len(part.quote):
            return Told("planned", part.planned_for)
    return figure_told(text, at, [Clause(a, b, DONE, True) for a, b in clause_spans(text)])


def plain_plans(text: str) -> Iterator[tuple[int, int]]:
    """Give the clauses of words that plan by what they themselves say, whatever report they are of."""
    for start, end in clause_spans(text):
        if plans_itself(text[start:end]):
            yield start, end
