"""What stands beside a title in a question and says which report it is: the places before it, a year, a version."""

import re
from collections.abc import Sequence

from assistant.scope.models import YearMention
from assistant.scope.named_reports import ReportName
from assistant.scope.places import PlaceMention
from assistant.scope.titles import is_act
from ingest.regions.finding import Region

_JOINERS = ("和", "与", "、", "及", "跟")
_BRACKETED = re.compile(r"[^（()）]{0,3}[）)]")
_VERSION = re.compile(r"(?:修订|修正|修改|版)(?:后|版|的|[，,]|$)|版")


def places_before(
    name: ReportName, places: Sequence[PlaceMention], question: str
) -> tuple[Region, ...]:
    """The places directly before a title, as a part of it: 白鹭区的《…》, 雁州市和朔原市的《…》."""
    end = name.start
    found: list[Region] = []
    before = [place for place in places if place.end <= name.start]
    for place in sorted(before, key=lambda one: -one.end):
        between = question[place.end : end].strip("的 ")
        if between not in (_JOINERS if found else ("",)):
            break
        found += place.regions
        end = place.start
    return tuple(found)


def is_beside(
    mention: YearMention, name: ReportName, places: Sequence[PlaceMention], question: str
) -> bool:
    """Whether a year stands at a title and says which report it is: 2020年《…》, 《…》（2022年）."""
    if mention.end <= name.start:
        between = question[mention.end : name.start]
        for place in places:
            between = between.replace(place.text, "")
        return not between.strip("的度那版 ")
    between = question[name.end : mention.start]
    bracketed = between in ("（", "(") and _BRACKETED.match(question, mention.end)
    # 《…条例》2024年修订后, and not 《…报告》2023年印发文件.
    version = not between and is_act(name.written.text) and _VERSION.match(question, mention.end)
    titled = mention.kind == "title" and not between.strip("的， ")
    return bool(bracketed or version) or titled
