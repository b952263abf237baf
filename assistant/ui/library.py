"""Show the list of reports: what is in the library, filtered as the user types."""

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from assistant.render import years_label
from vectorstore.models import ReportRecord

MAX_SHOWN = 200
"""A longer list is no help to the eye and slow to draw: the filter narrows it."""


def matching(records: Sequence[ReportRecord], wanted: str) -> list[ReportRecord]:
    """Give the reports whose title, region, body, type or year holds every word of `wanted`.

    Newest year first, then by region and title. Matching is after NFKC, without case.
    """
    words = _folded(wanted).split()
    found = [record for record in records if all(word in _searched(record) for word in words)]
    return sorted(found, key=lambda r: (-(r.facts.year or 0), r.facts.region, r.facts.title))


def _searched(record: ReportRecord) -> str:
    facts = record.facts
    years = " ".join(str(year) for year in (facts.year, *facts.years) if year is not None)
    return _folded(" ".join((facts.title, facts.region, facts.body, facts.doc_type, years)))


def _folded(text: str) -> str:
    # 2020年 should find a report whose year is kept as the number 2020.
    return re.sub(r"(?<=\d)年", " ", unicodedata.normalize("NFKC", text).casefold())


def library_html(records: Sequence[ReportRecord], wanted: str = "") -> str:
    """Format the list for the reader, or say what to do when it is empty."""
    if not records:
        return '<div class="wb-library-empty"><p>还没有报告。</p></div>'
    found = matching(records, wanted)
    if not found:
        return '<p class="wb-count" role="status">没有符合的报告。换一个词，或清空筛选。</p>'
    count = f"共 {len(records)} 篇" if len(found) == len(records) else f"符合 {len(found)} 篇"
    if len(found) > MAX_SHOWN:
        count += f"，显示前 {MAX_SHOWN} 篇；可用筛选缩小范围"
    items = "".join(_item(record) for record in found[:MAX_SHOWN])
    return f'<p class="wb-count" role="status">{count}</p><ul class="wb-reports">{items}</ul>'


def _item(record: ReportRecord) -> str:
    facts = record.facts
    year = years_label(facts.years) or years_label((facts.year,) if facts.year else ())
    place = " · ".join(escape(part) for part in (facts.region, year, facts.doc_type) if part)
    return (
        f"<li><h3>{escape(facts.title)}</h3>"
        f'<p class="wb-meta">{place}<span>{record.passages} 段</span></p></li>'
    )
