"""Results and plans in a comparison: results are preferred, the two are never set against each other."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.comparing.cell_figures import CellFigure
from assistant.comparing.verdict import Contestant, Verdict
from assistant.question.outlook import asked_outlook, asks_aim
from assistant.question.planning import PartPlan
from assistant.wording import plan_mark
from ingest.outlook import Told, clauses_of, figure_in, figure_told

_NOT_WANTED = 4.0
_APART = "其中有的是已完成的数，有的是计划数，不能直接比较。"


def told_by(chosen: CellFigure) -> Told:
    """Say whether a cell's figure was reached or is planned, and for which year."""
    quote = chosen.quote
    if quote.told.outlook == "planned":
        clauses = clauses_of(quote.text, quote.facts, quote.told)
        return figure_told(quote.text, chosen.figure.start, clauses)
    return figure_in(quote.text, chosen.figure.start, quote.plans)


def mark_of(chosen: CellFigure) -> str:
    """Give what stands before a figure that is planned, "" before one that was reached."""
    quote = chosen.quote.told
    own = told_by(chosen)
    if quote.outlook == "planned":
        return plan_mark(quote.planned_for)
    return plan_mark(own.planned_for) if own.outlook == "planned" else ""


def of_outlook(part: PartPlan, pool: Sequence[CellFigure]) -> tuple[CellFigure, ...]:
    """Put behind the figures that are not of what a part asks for: plans, or what was done."""
    asked = asked_outlook(part.need.question, part.reading)
    if asked == "both" or _either_side(part):
        return tuple(pool)
    wanted = "planned" if asked == "planned" else "done"
    weighed = [
        one if told_by(one).outlook == wanted else replace(one, score=one.score - _NOT_WANTED)
        for one in pool
    ]
    if asked == "planned":
        weighed = [one for one in weighed if mark_of(one)]
    return tuple(sorted(weighed, key=lambda one: -one.score))


def may_stand(part: PartPlan, one: CellFigure, year: int | None) -> bool:
    """Say whether a figure may stand in a cell of a year: no plan for another year than one that is named.

    Where none is named and plans are asked for, the plan of a report may be for whichever year.
    """
    if year is None or not mark_of(one) or told_by(one).planned_for == year:
        return True
    dated = any(mention.kind in ("covered", "span") for mention in part.reading.years)
    asked = asked_outlook(part.need.question, part.reading)
    return (asked in ("planned", "both") and not dated) or _either_side(part)


def _either_side(part: PartPlan) -> bool:
    """Whether what was reached and what is aimed at may answer alike."""
    loose = any(mention.loose for mention in part.reading.years)
    return loose or (bool(part.reading.reports) and asks_aim(part.need.question))


def marked(verdict: Verdict, held: Sequence[Contestant]) -> Verdict:
    """Mark what is said of plans; where some are plans and some results, say only that."""
    marks = {mark_of(one.chosen) for one in held}
    if len(held) < 2 or marks <= {""}:
        return verdict
    if len(marks) == 1:
        mark = marks.pop()
        return replace(verdict, lines=tuple(f"{mark}{line}" for line in verdict.lines))
    return Verdict((f"{''.join(sorted(marks))}{_APART}{_all(held)}",))


def _all(held: Sequence[Contestant]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(one.mark for one in held))
