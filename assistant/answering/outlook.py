"""Which parts of a report look back and which look ahead, told by their headings.

    一、2024年工作回顾 / 过去五年工作回顾         looks back
    二、2025年工作安排 / 下一步工作计划 / 今后五年   looks ahead
    附件：名词解释 / 加强政府自身建设              neither can be told

A question on what was done must not be answered by next year's target, nor one on a plan by last
year's result.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from assistant.scope.models import ScopeReading
from ingest.numbering import with_plain_years
from vectorstore.models import SearchHit

Outlook = Literal["done", "plan", "unknown"]

_BACK = re.compile(
    r"回顾|总结|成就|成绩|成果|成效|进展|过去|以来|执行情况|完成情况|工作(?:开展)?情况|取得|迈出|主要做法|不足|存在的?问题|短板|差距|履行"
)
_AHEAD = re.compile(
    r"安排|打算|计划|思路|下一(?:步|阶段|年)|今后|未来|展望|目标|任务|部署|预期|总体要求|政策取向|"
    r"(?:主要|重点)工作|工作(?:重点|要点|建议)|对今年|今年.{0,8}工作|新一届|规划"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_TOLD_ENOUGH = 3
# A question that asks for intentions, whatever year it names.
_INTENDED = re.compile(
    r"打算|下一步|计划(?:怎|要|在|到|用)|今后|未来|准备(?:怎|在|要)|将(?:要|会|如何|怎)"
)


def outlook_of(heading: Sequence[str], covered: int | None) -> Outlook:
    """Say whether a passage under these headings (outermost first) looks back or ahead.

    `covered` is the year that the report covers; a heading that names only later years looks ahead,
    one that names that year looks back. The outermost heading that tells decides.
    """
    for title in heading:
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title))
        told = _outlook(with_plain_years(plain), covered)
        if told != "unknown":
            return told
    return "unknown"


def _outlook(title: str, covered: int | None) -> Outlook:
    years = [int(year) for year in _YEAR.findall(title)]
    back = _BACK.search(title) is not None
    if covered is not None and years:
        if min(years) > covered and not back:
            return "plan"
        if max(years) <= covered:
            return "done"
        if back:
            return "done" if min(years) > covered or not _AHEAD.search(title) else "unknown"
    ahead = _AHEAD.search(title) is not None
    if back and not ahead:
        return "done"
    return "plan" if ahead and not back else "unknown"


def wanted_outlooks(question: str, reading: ScopeReading) -> dict[str, Outlook]:
    """Say for each report in scope which outlook must answer; those of which either may are left out.

    A report that matches as the plan for the year asked answers with its plans, one that covers the
    year with what was done. Where the question names no year, or a year's 目标, only words that ask
    for intentions decide.
    """
    intended = bool(_INTENDED.search(question))
    loose = any(mention.loose for mention in reading.years)
    wanted: dict[str, Outlook] = {}
    for match in reading.matches:
        if match.kind == "plan":
            wanted[match.report_id] = "plan"
        elif match.kind in ("covered", "span") and not (loose or intended or reading.open_year):
            wanted[match.report_id] = "done"
    if intended and (reading.open_year or not reading.years):
        return dict.fromkeys((match.report_id for match in reading.matches), "plan")
    return wanted


def of_outlook(
    hits: Sequence[SearchHit], wanted: dict[str, Outlook], limit: int
) -> tuple[SearchHit, ...]:
    """Keep at most `limit` hits whose section may answer; all of them where none may.

    What looks ahead is dropped for what was done. For a plan only what looks ahead is kept, unless
    the report hardly says so in its headings: then what does not look back is kept too.
    """
    told = [outlook_of(hit.passage.heading, hit.facts.year) for hit in hits]
    strict = told.count("plan") >= _TOLD_ENOUGH
    kept = [
        hit
        for hit, outlook in zip(hits, told, strict=True)
        if _fits(outlook, wanted.get(hit.passage.report_id, "unknown"), strict)
    ]
    return tuple((kept or list(hits))[:limit])


def _fits(told: Outlook, wanted: Outlook, strict: bool) -> bool:
    if wanted == "plan":
        return told == "plan" if strict else told != "done"
    return wanted == "unknown" or told != "plan"
