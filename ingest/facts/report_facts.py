"""Reads a report's facts: title, region, body, kind, years, date. From its text first, then its name.

Runs after `ingest.normalise`; what the user states in a sidecar file (`ingest.facts.sidecar`) wins.
"""

import re
from collections.abc import Sequence
from pathlib import PurePath

from ingest.facts import kinds
from ingest.facts.body import read_part
from ingest.facts.dates import (
    has_document_number,
    plain_digits,
    read_date,
    without_document_number,
    years_in,
    years_told,
)
from ingest.facts.region import read_body, read_region, speaks_for
from ingest.facts.years import read_years
from ingest.models import FactOverrides, NormalisedDocument, Paragraph, RawDocument, ReportFacts
from ingest.regions.gazetteer import region_named

_FOOT_LINES = 6
_MAY_NAME_A_PART = re.compile("局|厅|署|委|办|法院|检察院|街道|镇|乡|队|中心|集团|公司")
_OPENING_LINES = 14
_HEAD_LINES = 6
_NUMBER_CHARS = 30
_CLOSING_LINES = 60
_TITLE_CHARS = 90
_LABELLED = 10
_PUBLISHED = re.compile(r"(?:发布|公布|公开|发文|印发|成文)(?:日期|时间)\s*[：:]")
_TITLE_WORD = re.compile(
    r"报告|公报|通知|意见|方案|办法|规定|决定|条例|批复|规划|纲要|函|摘要|要点|计划|通报|公告|名单|说明"
    r"|总结(?=$|[（(])|(?:19|20)\d\d年[^，。、]{0,25}情况(?=$|[（(])"
)
# Title words and the kind of report they mean, most telling first.
_DOC_TYPES: tuple[tuple[str, str], ...] = (
    (r"法治政府建设|依法行政(?:工作|情况)|法治建设", kinds.LAW_BASED_GOVERNMENT),
    (r"行政复议|行政应诉", kinds.RECONSIDERATION),
    (r"政府信息公开.{0,8}报告", kinds.DISCLOSURE),
    (r"统计公报", kinds.STATISTICS),
    (r"预算(?:执行|草案)|决算", kinds.BUDGET),
    (r"审计(?:工作|结果|查出)", kinds.AUDIT),
    (r"国民经济和社会发展计划", kinds.DEVELOPMENT_PLAN),
    (
        r"政府工作报告|(?:管委会|管理委员会|人民政府).{0,8}工作报告|[区县市]\d{4}年工作报告|作工作报告",
        kinds.GOVERNMENT_WORK,
    ),
)


def read_facts(
    raw: RawDocument, document: NormalisedDocument, overrides: FactOverrides
) -> ReportFacts:
    """Read what can be known of a report from its text, its file and what the user states."""
    lines = [p for p in document.paragraphs if p.text.strip()]
    stem = PurePath(raw.source_name).stem
    title = overrides.title or _title(raw, lines, stem)
    opening = [p.text.strip() for p in lines[:_OPENING_LINES]]
    speaker = speaks_for("\n".join(opening))
    header = " ".join(
        line for line in opening[1:] if len(line) <= _TITLE_CHARS and "代表" not in line[:8]
    )
    closing = [p.text.strip() for p in lines[-_CLOSING_LINES:] if len(p.text.strip()) <= 40]
    signature = " ".join(
        line for line in closing if line.endswith(("人民政府", "管理委员会", "管委会"))
    )
    zones = [zone for zone in (title, speaker, header, signature, stem) if zone]

    region = read_region(zones, document.text)
    doc_type = overrides.doc_type or doc_type_of(title, speaker)
    title_year = overrides.title_year or _title_year(title, stem, doc_type)
    years = read_years(doc_type, title, title_year, lines)
    year = overrides.year if overrides.year is not None else years.year
    reviewed = overrides.years
    if reviewed is None:
        reviewed = years.years if overrides.year is None else (overrides.year,)
    return ReportFacts(
        title=title,
        region=overrides.region or (region.name if region else ""),
        body=overrides.body or read_body(region, zones, document.text, _body_lines(lines)),
        doc_type=doc_type,
        year=year,
        years=reviewed,
        plan_years=overrides.plan_years if overrides.plan_years is not None else years.plan_years,
        title_year=title_year,
        published=overrides.published or _published(title, opening, closing),
        source_url=overrides.source_url or raw.source_url or "",
    )


def reread_body(facts: ReportFacts, text: str) -> str:
    """Read the body anew from a stored report's text; what it has now where the text does not tell.

    The text is all that is left of the file: what the reader took off its pages, as running heads, is gone.
    """
    lines = [Paragraph(line, 0, 0) for line in text.split("\n") if line.strip()]
    region = region_named(facts.region) if facts.region else None
    if region is None:
        return facts.body
    return read_part(region, facts.title, _body_lines(lines)) or facts.body


def lacks_body(facts: ReportFacts) -> bool:
    """Whether a report's title names a part of the administration that its facts do not know of yet."""
    known = bool(facts.body) and not facts.body.endswith(("人民政府", "管理委员会"))
    if known or not _MAY_NAME_A_PART.search(facts.title):
        return False
    region = region_named(facts.region) if facts.region else None
    return region is not None and bool(read_part(region, facts.title, ()))


def _body_lines(lines: Sequence[Paragraph]) -> list[str]:
    """The lines that may be a letterhead or a signature."""
    return [line.text.strip() for line in (*lines[:_HEAD_LINES], *lines[-_FOOT_LINES:])]


def doc_type_of(title: str, speaker: str = "") -> str:
    """The kind of report, by the words of its title and by whom its opening speaks for."""
    plain = re.sub(r"\s", "", title)
    for words, kind in _DOC_TYPES:
        if re.search(words, plain):
            return kind
    return kinds.GOVERNMENT_WORK if speaker and "工作报告" in plain else kinds.OTHER_TYPE


def _title(raw: RawDocument, lines: list[Paragraph], stem: str) -> str:
    parts: list[str] = []
    opening = lines[:_HEAD_LINES]
    numbered = [at for at, line in enumerate(opening) if has_document_number(line.text)]
    if numbered and len(opening[numbered[0]].text.strip()) <= _NUMBER_CHARS:
        # What stands over the number is the letterhead, 某某人民政府文件.
        opening = opening[numbered[0] + 1 :]
    for line in opening:
        text = line.text.strip()
        if len(text) > _TITLE_CHARS or text.endswith(("。", "：", ":", "；")):
            break
        parts.append(text)
        if _TITLE_WORD.search(text):
            return _tight("".join(parts))
    if raw.title and raw.title.strip():
        return _tight(raw.title)
    return _tight(stem)


def _tight(title: str) -> str:
    """Take out the spaces that typesetting leaves between Chinese and digits."""
    return re.sub(r"(?<=[\u4e00-\u9fff\d“”（）])\s+(?=[\u4e00-\u9fff\d“”（）])", "", title.strip())


def _title_year(title: str, stem: str, doc_type: str) -> int | None:
    # The date on which a 政府工作报告 was given names its year; that of another report names none.
    read = years_in if doc_type == kinds.GOVERNMENT_WORK else years_told
    for source in (title, stem):
        found = read(without_document_number(source.replace("_", " ")))
        if found:
            return found[0]
    return None


def _published(title: str, opening: list[str], closing: list[str]) -> str:
    for line in opening[1:_LABELLED]:
        # The day it was published, where a line says so, and not that of the meeting above it.
        if _PUBLISHED.match(line) and (date := read_date(line)):
            return date
    for line in (title, *(line for line in opening[1:6] if len(line) <= _TITLE_CHARS)):
        if date := read_date(line):
            return date
    for line in reversed(closing):
        plain = plain_digits(line)
        if len(plain) <= 24 and (date := read_date(plain)):
            return date
    return ""
