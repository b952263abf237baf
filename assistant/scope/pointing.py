"""Reports that a question points at without their title: 这份报告, 上一份, 最近三份, 第七次会议上的报告.

`spelt_out` puts the titles in the place of such words (这份报告里 becomes 《…》里), so that everything after
it knows titles alone. What cannot be told is left as it is, or asked back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.models import Scope
from assistant.scope import asking_back
from assistant.scope.catalogue import Catalogue
from assistant.scope.kinds import find_doc_types
from assistant.scope.models import Clarification
from assistant.scope.places import find_places, subjects
from assistant.scope.report_words import (
    COUNT,
    after_that,
    any_of,
    one_pattern,
    reports_pattern,
    words,
)
from assistant.scope.telling_apart import meetings_in, meetings_of, reviews_a_term
from assistant.scope.titles import is_of, plain, title_of
from ingest.numbering import HAN_UP_TO_TEN
from ingest.regions.finding import region_named
from vectorstore.models import ReportRecord

_KIND = r"[^\d，。？！?!,、；;：:《》多几哪啥谁怎年了里]{0,12}?"
_LEAST_TITLE = 10
_AGO = {"今年": 0, "去年": 1, "前年": 2}


@dataclass(frozen=True, slots=True)
class Spelt:
    """A question with titles for words that point at reports; `pinned` says which report a title is.

    `clarify`: it points at a report, and which one cannot be told.
    """

    question: str
    pinned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clarify: Clarification | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said before: the scope of the last answer and the reports that it cited, in order."""

    scope: Scope | None = None
    cited: tuple[str, ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports that a word like 这份报告 points at."""
        return (self.scope.reports if self.scope else ()) or self.cited


def spelt_out(
    question: str, records: Catalogue, said: Said, chosen: Sequence[str], today: date
) -> Spelt:
    """Write out what reports a question points at; `chosen` are those that the user has chosen."""
    question = _quoted(question, records)
    places = subjects(question, find_places(question, records.names), records.names)
    context = said.scope.regions if said.scope else ()
    near = [r for p in places for r in p.regions] or [r for n in context if (r := region_named(n))]
    pool = records.of_regions(near) if near or places else _of_only_region(records)
    kinds = find_doc_types(question)
    pool = [one for one in pool if not kinds or one.facts.doc_type in kinds]
    for pattern, chose in (
        (_published(), _by_date),
        (_meeting(), _by_meeting),
        (_election(), _by_election),
        (_last(), _by_count),
    ):
        for match in pattern.finditer(question):
            if found := chose(match, pool, today):
                return _put(question, match, found)
    held = records.among(said.reports)
    beside = _beside().search(question)
    if beside and held and not chosen:
        found = _neighbour(held[-1], records, beside, kinds)
        return _put(question, beside, found) if found else _no_neighbour(question, beside, held[-1])
    this = _this().search(question)
    if this is None or places or chosen or _follows_year(question, this.start()):
        return Spelt(question)
    if held:
        if len(held) > 1 and not (said.scope and said.scope.reports):
            choices = asking_back.choices(_cut(question, this), held)
            return Spelt(question, clarify=asking_back.which_of(choices))
        return _put(question, this, held)
    if len(records) == 1:
        return _put(question, this, list(records))
    return Spelt(question, clarify=asking_back.which_at_all())


def _quoted(question: str, records: Catalogue) -> str:
    """Put 《》 around a whole title that stands without."""
    told = plain(question)
    for record in records:
        title = title_of(record.facts.title, record.facts.region)
        for whole in {title.whole, plain(re.sub(r"[（(][^（(]*[)）]$", "", record.facts.title))}:
            if len(whole) < _LEAST_TITLE or whole not in told or not _names_place(whole, record):
                continue
            match = re.search(r"[\W_]*".join(map(re.escape, whole)), question)
            if match and question.rfind("《", 0, match.start()) <= question.rfind(
                "》", 0, match.start()
            ):
                return f"{question[: match.start()]}《{match[0]}》{question[match.end() :]}"
    return question


def _names_place(whole: str, record: ReportRecord) -> bool:
    region = region_named(record.facts.region)
    return region is not None and region.own_name in whole


def _of_only_region(records: Catalogue) -> tuple[ReportRecord, ...]:
    return tuple(records) if len(records.names) == 1 else ()


def _put(question: str, match: re.Match[str], found: Sequence[ReportRecord]) -> Spelt:
    pinned: dict[str, tuple[str, ...]] = {}
    for one in found:
        pinned[one.facts.title] = (*pinned.get(one.facts.title, ()), one.report_id)
    titles = "".join(f"《{title}》" for title in pinned)
    return Spelt(f"{question[: match.start()]}{titles}{question[match.end() :]}", pinned)


def _cut(question: str, match: re.Match[str]) -> str:
    return (question[: match.start()] + question[match.end() :]).lstrip("里中，, ")


def _no_neighbour(question: str, match: re.Match[str], one: ReportRecord) -> Spelt:
    """Name the report that there is not, so that it is said to be lacking."""
    count = re.match(rf"(.*?{one_pattern()}|.*?年度?)", match[0])
    lacking = f"{one.facts.title}的{(count[0] if count else match[0]).removesuffix('的')}报告"
    written = f"{question[: match.start()]}《{lacking}》{question[match.end() :]}"
    return Spelt(written, {lacking: ()})


def _order(record: ReportRecord) -> tuple[int, str]:
    facts = record.facts
    return (facts.title_year or facts.year or 0, facts.published)


def _report_or_that() -> str:
    return (
        rf"的?(?:[那这]?{one_pattern()}?{_KIND}{reports_pattern()}|[那这]{one_pattern()}{after_that()})"
    )


def _published() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<year>(?:19|20)\d\d)年|(?P<ago>{'|'.join(_AGO)}))?(?P<month>\d{{1,2}})月"
        rf"(?:(?P<day>\d{{1,2}})[日号])?{any_of(words('published')['words'])}{_report_or_that()}"
    )


def _by_date(
    match: re.Match[str], pool: Sequence[ReportRecord], today: date
) -> list[ReportRecord]:
    year = match["year"] or (str(today.year - _AGO[match["ago"]]) if match["ago"] else r"\d{4}")
    day = rf"-{int(match['day']):02d}" if match["day"] else ""
    told = re.compile(rf"{year}-{int(match['month']):02d}{day}")
    return [one for one in pool if told.match(one.facts.published)]


def _meeting() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<year>(?:19|20)\d\d)年)?在?(?:第?{COUNT}届[^，。？！《》]{{0,8}}?)?第?{COUNT}次(?:会议|全会)上?"
        rf"{_report_or_that()}"
    )


def _by_meeting(
    match: re.Match[str], pool: Sequence[ReportRecord], _: date
) -> list[ReportRecord]:
    (asked,) = meetings_in(match[0])[:1] or ((0, 0),)
    of = _of_year(match, pool)
    return [
        one
        for one in of
        if any(asked[1] == n and asked[0] in (0, term) for term, n in meetings_of(one))
    ]


def _election() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<year>(?:19|20)\d\d)年?)?{any_of(words('election')['words'])}(?:时|之年|那一?年|选举)?"
        rf"{_report_or_that()}"
    )


def _by_election(
    match: re.Match[str], pool: Sequence[ReportRecord], _: date
) -> list[ReportRecord]:
    found = [one for one in _of_year(match, pool) if reviews_a_term(one)]
    return found if len(found) == 1 else []


def _of_year(match: re.Match[str], pool: Sequence[ReportRecord]) -> list[ReportRecord]:
    year = int(match["year"]) if match["year"] else None
    return [one for one in pool if year in (None, one.facts.title_year)]


def _last() -> re.Pattern[str]:
    before = any_of(words("last")["before"])
    counted = rf"(?P<n>{COUNT}){one_pattern()}(?:{_KIND}{reports_pattern()}|{after_that()})"
    return re.compile(rf"{before}的?(?:{counted}|{_KIND}{reports_pattern()})")


def _by_count(
    match: re.Match[str], pool: Sequence[ReportRecord], _: date
) -> list[ReportRecord]:
    count = _number(match["n"]) if match["n"] else 1
    return sorted(pool, key=_order)[-count:]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else HAN_UP_TO_TEN.get(text, 1)


def _beside() -> re.Pattern[str]:
    listed = words("beside")
    earlier, later = any_of(listed["earlier"]), any_of(listed["later"])
    counted = rf"(?:{one_pattern()}|年度?的(?={_KIND}{reports_pattern()}))"
    return re.compile(
        rf"(?:(?P<earlier>{earlier})|(?P<later>{later})){counted}(?:{_KIND}{reports_pattern()})?"
    )


def _neighbour(
    one: ReportRecord, records: Catalogue, match: re.Match[str], kinds: Sequence[str]
) -> list[ReportRecord]:
    """The report of the same kind and place next to one, earlier or later."""
    region = region_named(one.facts.region)
    same = [
        record
        for record in records
        if (record.facts.doc_type in kinds if kinds else record.facts.doc_type == one.facts.doc_type)
        and (record.facts.region == one.facts.region or (region and is_of(record, (region,))))
        and record.facts.body == one.facts.body
    ]
    if match["earlier"]:
        return sorted((r for r in same if _order(r) < _order(one)), key=_order)[-1:]
    return sorted((r for r in same if _order(r) > _order(one)), key=_order)[:1]


def _this() -> re.Pattern[str]:
    before = any_of(words("pointing")["before"])
    return re.compile(rf"{before}{one_pattern()}?{_KIND_NEAR}{reports_pattern()}")


_KIND_NEAR = r"(?:法治政府建设|法治|政府工作|工作|年度)?"


def _follows_year(question: str, start: int) -> bool:
    """Whether the words before are a year: in 2021年那份报告 the year says which."""
    return re.search(r"(?:\d年?|年度?|去年|前年|今年)的?$", question[:start]) is not None


def without_pointers(question: str) -> str:
    """Give the question without words like 这份报告里."""
    return re.sub(rf"(?:在|按|据)?(?:{_this().pattern})(?:里面|里|中(?=[，,的]))?[，,]?", "", question)
