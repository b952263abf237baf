"""In what sense a question names a year: what was done in it, what was to be done, or which report.

2020年罚了多少件 asks what was done. 2021年打算怎么做 and 2025年要压到多少 ask for plans, which the report
of the year before holds. 2023年的目标 and 2022年国务院说 may be answered from either side of the year:
such a sense is loose. 2022年那份报告 names the report itself.
"""

import re
from typing import NamedTuple

from assistant.scope.models import YearKind

_REPORT = re.compile(
    r"^(?:\d{1,2}月)?(?:\d{1,2}日)?(?:度)?(?:的|那份|这份|那个|那本|那一份)?"
    r"[^\d，。？！?!,、；;：:多几哪啥谁怎年]{0,18}?报告|^[^，。？！?!]{0,6}换届"
)
_SAID = re.compile(
    r"^[^，。？！?!了]{0,10}?(?:说要?|讲|提出|认为|强调|提到|点名|怎么说|怎么看|部署)(?!明|解|座|课|理|话)"
)
_PLANNED = re.compile(
    r"打算|准备(?!金|好|了)|拟(?!定了)|力争|怎么(?:改|安排|部署)|会怎么|"
    r"(?<!列入)(?<!纳入)(?<!的)计划(?!内|外|生育|单列|的|里|完成|执行|任务|数|经济|建)|"
    r"工作(?:思路|安排|重点|部署|任务|计划)|重点(?:工作|任务)|将(?:要|会|怎|如何|在|对|把)"
)
# 要 as in 要建多少; not 要求, 重要, 我要看, 天津也要. Who begins with 想 wants it himself: 想比较2020年的.
_WANTED = re.compile(
    r"(?<![主重需只次摘首纪概提简显紧必索不我])要(?!求|素|点|紧|件|是|么|闻|害|领|员|个[对比表列数]|[看问查找]|\d|[，。？！；,?!;]|$)|"
    r"(?<!^)想(?!法|象|像)|再(?:增|涨|建|新|加|降|减)|(?<!少)能(?:退|省|帮|达到多)"
)
_AIMED = re.compile(r"目标|预期|预计|预测|任务|上限|指标定|安排了|定(?:在|的|下|了)")
_DONE = re.compile(r"实际|已经|做完|(?<!为)(?<!除)了(?!解)|过[多几]|结果|完成情况|终[于究]")


ASKED = re.compile(r"多少|几|哪|什么|怎|如何|吗|是不是|是否|谁|为何|多大")
_OWN_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_STOPS = "，。？！；,?!;"


class Sense(NamedTuple):
    """The kind of a year mention; `loose` where either side of the year may answer."""

    kind: YearKind
    loose: bool = False


def sense_of(plain: str, start: int, end: int) -> Sense:
    """The sense of the year at [start, end), by the words of its clause."""
    after = plain[end:]
    if _REPORT.match(after):
        return Sense("title")
    clause = _clause(plain, start, end)
    if _PLANNED.search(clause) and not re.search(r"实际|已经|做完", clause):
        return Sense("plan")
    if _AIMED.search(clause) and not re.search(r"实际|已经|完成了|完成情况", clause):
        return Sense("plan", loose=True)
    if _SAID.match(after):
        return Sense("title", loose=True)
    if _WANTED.search(clause) and not _DONE.search(clause):
        return Sense("plan")
    return Sense("covered")


def _clause(plain: str, start: int, end: int) -> str:
    """The clause that holds the year, with the next one, of no year, where only that one asks."""
    stops = [-1, *(at for at, mark in enumerate(plain) if mark in _STOPS), len(plain)]
    at = max(i for i, stop in enumerate(stops) if stop < start)
    until = next(i for i, stop in enumerate(stops) if stop >= end)
    clause = plain[stops[at] + 1 : stops[until]]
    if until + 1 < len(stops) and plain[stops[until]] in "，," and not ASKED.search(clause):
        after = plain[stops[until] : stops[until + 1]]
        clause += "" if _OWN_YEAR.search(after) else after
    return clause
