"""Which of the turns before a question may lean on: none that the library held nothing for.

朝阳区收到多少件？（未收录）   报告里说了哪些不足？   asked of what was spoken of before 朝阳区, or of all
朝阳区收到多少件？（未收录）   审结了多少？ 我们区呢？   still of 朝阳区: it takes its words from there
我在昆山上班。（asks nothing）   我们市新增就业多少？   asked of 昆山
大兴2031年收到多少件？（未收录）   报告里说了哪些不足？   asked of 大兴, not of 2031
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.models import Scope, Turn
from assistant.question.follow_up import about_reports, leans
from assistant.scope.catalogue import Catalogue
from assistant.scope.names import read_names
from assistant.scope.places import find_places
from ingest.regions.gazetteer import held_region

_HOME = re.compile(
    r"(?:我们|咱们|俺们|咱|(?<![资成根基版日])本)(?:这个?)?(?P<kind>自治[区州县]|[省市区县州旗])(?![场间别分])"
)

# 全市 that owns what is asked; in 占全市多少 and 全市排第几 the place spoken of is measured by it.
_WHOLE = re.compile(rf"{_HOME.pattern}|^那?全(?P<whole>[省市])(?![排第前首最]|率先|领先)")


@dataclass(frozen=True, slots=True)
class Earlier:
    """The turns that a question may lean on; `passed_over`: the last of all is not among them."""

    turns: tuple[Turn, ...]
    passed_over: bool = False


def earlier(turns: Sequence[Turn], question: str, records: Catalogue) -> Earlier:
    """Give the turns that `question` may lean on, oldest first."""
    told = tuple(about_reports(turns))
    leaning = leans(question) or points_home(question)
    if not told or told[-1].answer.status != "not_in_library" or leaning:
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


def points_home(question: str) -> bool:
    """Whether a question speaks of the place of who asks without naming it: 我们区, 本市."""
    return _HOME.search(question) is not None


def places_beside(turns: Sequence[Turn], question: str, known: Collection[str]) -> Scope | None:
    """The places named in the last turn where that asked no report: 有义马的报告吗？, 我是宁夏人.

    One that the library lacks is only meant by a question that speaks of home.
    """
    if not turns or about_reports(turns[-1:]):
        return None
    places = find_places(turns[-1].question, known)
    regions = dict.fromkeys(
        r.name
        for place in places
        for r in place.regions
        if r.name in known or points_home(question)
    )
    return Scope(regions=tuple(regions)) if regions else None


def with_home(question: str, spoken_of: Scope) -> str:
    """Write out 我们区 where the place spoken of is one, or lies in one: 我们市, 全市 of a district are its city."""
    home, (name, *others) = _WHOLE.search(question), (*spoken_of.regions, "", "")[:2]
    if home is None or not name or any(others):
        return question
    region = held_region(name)
    around = {"市": region.city or region.province, "省": region.province}
    kind = home["kind"] or home["whole"]
    place = name if name.endswith(kind) else around.get(kind)
    start = home.end() - len(f"全{kind}") if home["whole"] else home.start()
    return question[:start] + place + question[home.end() :] if place else question
