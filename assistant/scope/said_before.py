"""Which of the reports spoken of, or of their neighbours, a follow-up names: 后面那份, 2022年那份, 那法治报告呢."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.scope.catalogue import Catalogue
from assistant.scope.kinds import kind_words
from assistant.scope.named_reports import naming_tail, titled
from assistant.scope.pointed_at import given_with, kind_pattern, of_one_shelf
from assistant.scope.report_words import COUNT, any_of, one_pattern, reports_pattern, words
from assistant.scope.years import find_years
from ingest.numbering import HAN_UP_TO_TEN
from vectorstore.models import ReportRecord

Span = tuple[int, int]


def among_said(
    question: str, held: Sequence[ReportRecord]
) -> tuple[Span, Sequence[ReportRecord]] | None:
    """Give the report that a place in a row names, with where; `held` are those spoken of, in order."""
    match = _placed().search(question)
    if match is None or len(held) < 2:
        return None
    if match["n"]:
        at = int(match["n"]) if match["n"].isdigit() else HAN_UP_TO_TEN.get(match["n"], 0)
    else:
        at = 1 if match["first"] else len(held)
    return (match.span(), held[at - 1 : at]) if 0 < at <= len(held) else None


def _placed() -> re.Pattern[str]:
    listed = words("among")
    first, last = any_of(listed["first"]), any_of(listed["last"])
    return re.compile(
        # 再往前一份 is counted from the last one, and none of those spoken of.
        rf"(?:(?<!往)(?<!再)(?P<first>{first})|(?<!往)(?<!再)(?P<last>{last})|第(?P<n>{COUNT})){one_pattern()}"
        rf"(?:{kind_pattern()}{reports_pattern()})?"
    )


def of_year(
    question: str,
    held: Sequence[ReportRecord],
    records: Catalogue,
    kinds: Sequence[str],
    today: date,
) -> tuple[Span, Sequence[ReportRecord]] | None:
    """Give the report of another year that stands on one shelf with those spoken of, with where it is named."""
    mentions = titled(question, find_years(question, today=today), records)
    years = [m for m in mentions if m.kind == "title" and not m.loose]
    if len(years) != 1 or len(years[0].years) != 1 or not _on_one_shelf(held, records):
        return None
    (year,) = years[0].years
    shelf = of_one_shelf(held[-1], records, kinds)
    found = [one for one in shelf if (one.facts.title_year or one.facts.year) == year]
    end = naming_tail(question, years[0].end)
    return ((years[0].start, end), found) if len(found) == 1 else None


def of_kind(
    question: str,
    held: Sequence[ReportRecord],
    records: Catalogue,
    kinds: Sequence[str],
    today: date,
) -> tuple[Span, Sequence[ReportRecord]] | None:
    """Give the report of another kind that was given with the one spoken of, with where it is named."""
    if not _on_one_shelf(held, records):
        return None
    one = held[-1]
    if not kinds or one.facts.doc_type in kinds or find_years(question, today=today):
        return None
    named = re.search(rf"[那这]?{one_pattern()}?{kind_words()}", question)
    found = given_with(one, records, kinds)
    return (named.span(), found) if named and found else None


def _on_one_shelf(held: Sequence[ReportRecord], records: Catalogue) -> bool:
    """Whether there are reports that were spoken of, all of one place, body and kind."""
    return bool(held) and all(one in of_one_shelf(held[-1], records, ()) for one in held)
