"""A follow-up's standalone form in a model's words: better wording, never another question."""

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.figures import parse_figures

if TYPE_CHECKING:
    from assistant.question.planning import Plan

_LONGEST = 2.0


def accepted_rewrite(plan: "Plan", text: str) -> str:
    """Give a model's rewording if it asks the same of the same reports, else the rules' own.

    The same: one line that asks, the same scope read from it alone, the same figures, what is
    asked for still named.
    """
    from assistant.question.planning import make_plan
    from vectorstore.indexes.pairs import letter_pairs

    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    said = lines[0] if len(lines) == 1 else ""
    if not said or len(said) > _LONGEST * len(plan.question) or not plan.parts:
        return plan.question
    figures = [figure.text for figure in parse_figures(plan.question)]
    if [figure.text for figure in parse_figures(said)] != figures:
        return plan.question
    again = make_plan(replace(plan.ask, question=said, history=()), plan.records)
    if (again.scope.years, again.scope.regions) != (plan.scope.years, plan.scope.regions):
        return plan.question
    own = letter_pairs(plan.parts[0].topic)
    if len(own & letter_pairs(said)) * 2 < len(own) or len(again.parts) != len(plan.parts):
        return plan.question
    return said
