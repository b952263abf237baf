"""The reports that a question names by a title: 《…》, whole or in part, and by the year of a title.

`names_in` finds what stands between 《 and 》 and may be a report: a title of the library's, or one that
is built like a report's. `titled` says which years of a question are those of titles: 2024和2025两年的报告,
2020到2022年三份报告, 2023年报, 2020年那份. Laws, rules and plans that a report speaks of are no names.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.scope.catalogue import Catalogue
from assistant.scope.models import YearMention
from assistant.scope.report_words import (
    COUNT,
    after_that,
    any_of,
    one_pattern,
    reports_pattern,
    words,
)
from assistant.scope.titles import Written, fitting, read_written
from ingest.regions import find_regions
from ingest.word_cutter import word_cutter
from vectorstore.models import ReportRecord

_QUOTED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_DATED = r"[（(](?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?%s[）)]"
_INSIDE = r"(?:[（(](?:19|20)\d\d年度?[）)])?(?:的?[那这]?%s)?(?:%s|中(?=[，,的]))?(?:%s)?[，,]?"
_JOINED = re.compile(r"年?(?:[和与跟同及、]|以及|还有)?$")
_CALENDAR = ("今年", "去年", "前年")
_COUNTED_BACK = ("近", "最近", "过去", "这")


@dataclass(frozen=True, slots=True)
class ReportName:
    """What names a report: `question[start:end]`, what follows it to `stop` belonging to it.

    `fits` are the reports that it may name, with how well each fits; none where the library lacks it.
    `pinned`: it was put in the place of words that point at just these.
    """

    start: int
    end: int
    stop: int
    written: Written
    fits: tuple[tuple[int, ReportRecord], ...]
    pinned: bool = False


def names_in(
    question: str, records: Catalogue, pinned: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[ReportName, ...]:
    """Find the titles in a question that name reports; `pinned` says which one a title is."""
    found = []
    for match in _QUOTED.finditer(question):
        written = read_written(match[1], records.names)
        known = pinned.get(match[1], ()) if pinned else ()
        if known:
            fits = [(4, record) for record in records.among(known)]
        else:
            fits = fitting(written, records)
        dated = _dated().match(question, match.end())
        if dated and fits:
            fits = [one for one in fits if _is_dated(one[1], dated)] or fits
        stop = _inside().match(question, dated.end() if dated else match.end())
        if fits or _is_asked_for(written, question, match.start()):
            end = dated.end() if dated else match.end()
            inside = stop.end() if stop else end
            found.append(ReportName(match.start(), end, inside, written, tuple(fits), bool(known)))
    return tuple(found)


def without_names(question: str, names: Sequence[ReportName]) -> str:
    """Give the question without the titles that name its reports."""
    text = question
    for name, following in zip(reversed(names), (None, *reversed(names)), strict=False):
        stop = name.stop
        if following is not None and following.start - stop <= 2:
            stop = following.start
        text = text[: name.start] + text[stop:]
    return text.strip("，, ")


def _is_asked_for(written: Written, question: str, start: int) -> bool:
    """Whether a title that the library lacks is asked for, and not a document spoken of."""
    if not written.is_report:
        return False
    before = question[:start].rstrip("在按照据从看查、和与跟")
    return not before or bool(written.places)


def _dated() -> re.Pattern[str]:
    return re.compile(_DATED % any_of(words("published")["words"]))


def _inside() -> re.Pattern[str]:
    inside = words("inside")
    leads = rf"(?<=里|面|边){any_of(inside['verbs'])}(?!{any_of(inside['asked'])})"
    says = f"{any_of(inside['says'])}|{leads}"
    return re.compile(_INSIDE % (one_pattern(), any_of(inside["places"]), says))


def date_of(match: re.Match[str], year: int | None = None) -> str:
    """Give the date that a match tells, as far as it does: 2021-03, 2021-03-05, -03."""
    told = match.groupdict()
    full = told.get("year") or (str(year) if year else "")
    parts = [full, *(f"{int(told[p]):02d}" for p in ("month", "day") if told.get(p))]
    return "-".join(parts)


def _is_dated(record: ReportRecord, match: re.Match[str]) -> bool:
    return record.facts.published.startswith(date_of(match))


def titled(
    question: str, mentions: Sequence[YearMention], records: Catalogue
) -> tuple[YearMention, ...]:
    """Give the mentions, those that are years of reports' titles as such, with the words after them."""
    found = [_told_of(question, mention) for mention in mentions]
    at = 0
    while at < len(found):
        upto = at + 1
        while upto < len(found) and are_joined(question[found[upto - 1].end : found[upto].start]):
            upto += 1
        run = found[at:upto]
        written = all(_is_written(m, records) for m in run)
        if written and _names_report(question, run[-1], records):
            found[at:upto] = [replace(m, kind="title", loose=False) for m in run]
        at = upto
    return tuple(found)


def _told_of(question: str, mention: YearMention) -> YearMention:
    """Take a year for one told of where what follows is no report: 2021年向人大报告了几次."""
    if mention.kind != "title" or mention.loose:
        return mention
    at = question.find("报告", mention.end)
    if at >= 0 and question.startswith(tuple(words("follows")["never"]), at):
        return replace(mention, kind="covered")
    return mention


def are_joined(between: str) -> bool:
    """Whether two years with these words between them stand side by side."""
    return _JOINED.fullmatch(between) is not None


def _is_written(mention: YearMention, records: Catalogue) -> bool:
    """Whether a year may be one of a title; 去年 is where there is a report titled by that year."""
    if mention.kind == "relative":
        titles = {record.facts.title_year for record in records}
        return mention.text in _CALENDAR and titles.issuperset(mention.years)
    # 2024和2025两年的报告里目标多少: the aim is asked for, and the year may be the title's.
    known = mention.kind in ("covered", "span", "title") or (
        mention.kind == "plan" and mention.loose
    )
    return known and bool(mention.years) and not mention.text.startswith(_COUNTED_BACK)


def naming_tail(question: str, end: int) -> int:
    """Say where the words end that say, after a year, that a report is meant: 2020年|那份报告里|."""
    match = _tail().match(question, end) or _that_one().match(question, end)
    annual = question[end : end + 1] == "报" and _word_at(question, end - 1) == "年报"
    stop = match.end() if match else end + annual
    inside = _inside().match(question, stop)
    return inside.end() if inside else stop


def _tail() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?度?[这那]?(?:{COUNT}年)?的?[这那]?(?:{COUNT}|几)?"
        rf"(?:{one_pattern()})?的?(?P<between>(?:年度|[^\d，。？！?!,、；;：:《》多几哪啥谁怎年]){{0,16}}?)"
        rf"{reports_pattern()}"
    )


def _that_one() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?度?的?[这那](?:{COUNT})?{one_pattern()}{after_that()}"
    )


def _names_report(question: str, last: YearMention, records: Catalogue) -> bool:
    if _that_one().match(question, last.end) or _is_annual(question, last):
        return True
    match = _tail().match(question, last.end)
    return match is not None and _is_of_titles(match["between"], records)


def _is_annual(question: str, year: YearMention) -> bool:
    """Whether 年报 is the word in 2023年报, and not 报送, 报名."""
    return year.text.endswith("年") and _word_at(question, year.end - 1) == "年报"


def _word_at(question: str, start: int) -> str:
    at = 0
    for word in word_cutter().cut(question):
        if at == start:
            return str(word)
        at += len(word)
    return ""


def _is_of_titles(between: str, records: Catalogue) -> bool:
    """Whether words between a year and 报告 are a place or those of titles."""
    for mention in reversed(find_regions(between, records.names)):
        between = between[: mention.start] + between[mention.end :]
    beside = words("given")["words"]
    return all(word in records.title_words or word in beside for word in word_cutter().cut(between))
