"""Which of the turns before a question may lean on: none that the library held nothing for.

朝阳区收到多少件？（未收录）   报告里说了哪些不足？   asked of what was spoken of before 朝阳区, or of all
朝阳区收到多少件？（未收录）   审结了多少？ 2021年呢？   still of 朝阳区: it takes its words from there
大兴2031年收到多少件？（未收录）   报告里说了哪些不足？   asked of 大兴, not of 2031
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.models import Scope, Turn
from assistant.question.follow_up import about_reports, leans
from assistant.scope.catalogue import Catalogue
from assistant.scope.names import read_names
from ingest.regions.gazetteer import held_region


@dataclass(frozen=True, slots=True)
class Earlier:
    """The turns that a question may lean on; `passed_over`: the last of all is not among them."""

    turns: tuple[Turn, ...]
    passed_over: bool = False


def earlier(turns: Sequence[Turn], question: str, records: Catalogue) -> Earlier:
    """Give the turns that `question` may lean on, oldest first."""
    told = tuple(about_reports(turns))
    if not told or told[-1].answer.status != "not_in_library" or leans(question):
        return Earlier(told)
    if any(one.kind == "whole" for one in read_names(question, records.names).names):
        # 生态环境部 is of no place that was spoken of.
        return Earlier((), passed_over=True)
    last = told[-1].answer.scope.regions
    if last and all(records.of_regions([held_region(name)]) for name in last):
        return Earlier((*told[:-1], _of_place(told[-1])))
    while told and told[-1].answer.status == "not_in_library":
        told = told[:-1]
    return Earlier(told, passed_over=True)


def _of_place(turn: Turn) -> Turn:
    """The turn as if it had named its place alone."""
    places = "和".join(turn.answer.scope.regions)
    scope = Scope(regions=turn.answer.scope.regions, source=turn.answer.scope.source)
    return Turn(places, replace(turn.answer, standalone_question=places, scope=scope))
