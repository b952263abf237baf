"""Which reports of the library need a human eye: what could not be read of them, or does not fit together.

And which were read by readers that have been bettered since.
"""

from collections.abc import Sequence

from ingest.facts import OTHER_TYPE
from ingest.readers import READER_VERSION
from ingest.readers.recognise import SURE
from vectorstore.models import ReportRecord

_SHORT_TITLE = 6
_FEW_CHARACTERS = 400

TWIN = "还有一份标题和年份都相同的报告，可能是同一份的另一种格式"


def is_read_by_older(record: ReportRecord) -> bool:
    """Whether today's readers may read more or better of a report's file than was read of it."""
    return record.reader_version < READER_VERSION


def problems_of(record: ReportRecord) -> tuple[str, ...]:
    """Name what is doubtful about one report, in the order in which it matters to answers."""
    facts = record.facts
    found = []
    if not facts.region:
        found.append("没有读出地区")
    if facts.year is None:
        found.append("没有读出年份")
    elif facts.title_year is not None and facts.year not in (
        facts.title_year,
        facts.title_year - 1,
    ):
        found.append(f"标题写的是{facts.title_year}年，涵盖的却是{facts.year}年")
    if facts.doc_type in ("", OTHER_TYPE):
        found.append("没有读出类型")
    if len(facts.title) < _SHORT_TITLE:
        found.append("标题太短")
    if record.characters < _FEW_CHARACTERS:
        found.append(f"只有 {record.characters} 字")
    unsure = [page.page for page in record.recognised if page.confidence < SURE]
    if unsure:
        pages = "、".join(map(str, unsure[:8]))
        found.append(f"第 {pages} 页的文字识别把握较低")
    return (*found, *(notice.rstrip("。") for notice in record.notices))


def twins_of(records: Sequence[ReportRecord]) -> dict[str, tuple[ReportRecord, ...]]:
    """Give, by id, the other reports of the same title and year; those without any are left out."""
    alike: dict[tuple[str, int | None], list[ReportRecord]] = {}
    for record in records:
        alike.setdefault((record.facts.title, record.facts.year), []).append(record)
    return {
        record.report_id: tuple(one for one in group if one is not record)
        for group in alike.values()
        if len(group) > 1
        for record in group
    }


def doubtful(records: Sequence[ReportRecord]) -> list[tuple[ReportRecord, tuple[str, ...]]]:
    """Give the reports with problems and the problems of each; and reports of one title and year."""
    twins = twins_of(records)
    found = []
    for record in records:
        problems = problems_of(record)
        if record.report_id in twins:
            problems = (*problems, TWIN)
        if problems:
            found.append((record, problems))
    return found
