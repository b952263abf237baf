"""Reports that a question points at without their title: 这份报告, 上一份, 最近三份, 第七次会议上的报告.

`spelt_out` puts the titles in the place of such words (这份报告里 becomes 《…》里), so that everything after
it knows titles alone. What cannot be told is left as it is, or asked back.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.scope import asking_back
from assistant.scope.catalogue import Catalogue
from assistant.scope.kinds import find_doc_types
from assistant.scope.marking import Marked, pointers_in, unmarked
from assistant.scope.named_reports import titled
from assistant.scope.places import find_places, subjects
from assistant.scope.pointed_at import (
    beside,
    by_count,
    by_date,
    by_election,
    by_meeting,
    election,
    last,
    meeting,
    neighbour,
    of_one_shelf,
    order,
    published,
    same_year_as,
)
from assistant.scope.pointed_words import Pointed, pointed, points_by_itself
from assistant.scope.report_words import any_of, one_pattern, reports_pattern, words
from assistant.scope.said_before import among_said, of_kind, of_year
from assistant.scope.spelt import Said, Spelt, put
from assistant.scope.titles import Title, is_act, plain, title_of
from assistant.scope.years import find_years
from ingest.regions.finding import region_named
from vectorstore.models import ReportRecord

__all__ = ["Said", "Spelt", "spelt_out", "without_pointers"]

_LEAST_TITLE, _LEAST_ACT = 8, 5
_KIND_NEAR = r"(?:法治政府建设|法治|政府工作|工作|年度)?"


def spelt_out(
    question: str,
    records: Catalogue,
    said: Said,
    chosen: Sequence[str],
    today: date,
    marked: Marked = unmarked,
) -> Spelt:
    """Write out what reports a question points at; `chosen` are those that the user has chosen.

    `marked` says which of its words point at a report, where no words known for it do.
    """
    question = _quoted(question, records)
    places = subjects(question, find_places(question, records.names), records.names)
    context = said.scope.regions if said.scope else ()
    near = [r for p in places for r in p.regions] or [r for n in context if (r := region_named(n))]
    held_there = records.of_regions(near) if near or places else _of_only_region(records)
    kinds = find_doc_types(question)
    pool = [one for one in held_there if not kinds or one.facts.doc_type in kinds]
    for pattern, choose in (
        (published(), by_date),
        (meeting(), by_meeting),
        (election(), by_election),
        (last(), by_count),
    ):
        for match in pattern.finditer(question):
            if found := choose(match, pool, today, records.opening_of):
                return put(question, match.span(), found)
            if pool and choose in (by_date, by_meeting) and _is_known(match, pool, choose):
                newest = sorted(pool, key=order)[::-1]
                choices = asking_back.choices(_cut(question, match), newest)
                return Spelt(question, clarify=asking_back.none_is(match[0], choices))
    held = records.among(said.reports)
    if held and not chosen and not places:
        told = said.in_order(records)
        row = told if len(told) > 1 else said.in_order(records, all_turns=True)
        said_of = among_said(question, row) or of_year(question, told, records, kinds, today)
        if said_of is not None:
            return put(question, *said_of)
    if held and places:
        # 同一年林州的报告: of another place, and so of the year that was spoken of.
        question = same_year_as(held[-1], question)
    next_to = beside(alone=bool(said.scope and said.scope.reports)).search(question)
    if next_to and held and not chosen and not (next_to["same"] and places):
        found = neighbour(held[-1], records, next_to, kinds)
        if found:
            return put(question, next_to.span(), found)
        return _no_neighbour(question, next_to, held[-1])
    if held and not chosen and not places:
        other = of_kind(question, held, records, kinds, today)
        if other is not None:
            return put(question, *other)
    this = _this().search(question)
    spans = () if chosen or "《" in question else pointers_in(marked(question))
    if spans:
        several = list(held) if len(held) > 1 and said.scope and said.scope.reports else []
        pool = (several if not places else []) or list(held_there)
        pool = pool or (of_one_shelf(held[-1], records, ()) if held else [])
        spoken = said.in_order(records, all_turns=True)
        if not pool and not places and len(records.names) > 1 and points_by_itself(question, spans):
            return Spelt(question, clarify=asking_back.which_at_all())
        met = pointed(question, spans, pool, spoken, records, today, placed=bool(places))
        if met is not None and (spelt := _put_words(question, met, pool, records, today)):
            return spelt
    if this is None and held and not places and not chosen and _says_that_one(question):
        # 依法治县办那份是多少: a report is meant, and nothing told which.
        around = held_there or held
        return Spelt(
            question,
            clarify=asking_back.which_of(
                asking_back.choices(question, sorted(around, key=order)[::-1])
            ),
        )
    if this is None or places or chosen or _follows_year(question, this.start()):
        return Spelt(question)
    if held:
        if len(held) > 1 and not (said.scope and said.scope.reports):
            choices = asking_back.choices(_cut(question, this), held)
            return Spelt(question, clarify=asking_back.which_of(choices))
        return put(question, this.span(), held)
    if len(records) == 1:
        return put(question, this.span(), list(records))
    return Spelt(question, clarify=asking_back.which_at_all())


def _put_words(
    question: str, met: Pointed, pool: Sequence[ReportRecord], records: Catalogue, today: date
) -> Spelt | None:
    """Write out reports that words point at, or ask which; None where they are none, or for a year to tell."""
    titled_years = titled(question, find_years(question, today=today), records)
    by_year = any(m.kind == "title" and not m.loose for m in titled_years)
    if (by_year or not met.reports) and not met.dated:
        return None
    if met.settled:
        for start, end in reversed(met.spans[1:]):
            question = question[:start] + question[end:]
        return put(question, met.spans[0], met.reports)
    start, end = met.spans[0]
    rest = (question[:start] + question[end:]).lstrip("里中，, ")
    newest = sorted(met.reports or pool, key=order)[::-1]
    choices = asking_back.choices(rest, newest)
    if not met.reports:
        return Spelt(question, clarify=asking_back.none_is(question[start:end], choices))
    return Spelt(question, clarify=asking_back.which_of(choices))


def _is_known(match: re.Match[str], pool: Sequence[ReportRecord], choose: object) -> bool:
    """Whether the reports at hand tell dates or meetings at all; else the year may still say which."""
    year = match["year"]
    same = [one for one in pool if not year or one.facts.title_year == int(year)]
    return not year or (choose is by_date and any(one.facts.published for one in same))


def _quoted(question: str, records: Catalogue) -> str:
    """Put 《》 around whole titles that stand without: of every law that is named, else of one report."""
    told = plain(question)
    titles = [(record, title_of(record.facts.title, record.facts.region)) for record in records]
    acts = {t.open for _, t in titles if is_act(t.open) and len(t.open) >= _LEAST_ACT}
    # A law is spoken of without its place too.
    if named := sorted((one for one in acts if one in told), key=len, reverse=True):
        for one in named:
            question = _wrapped(question, one)
        return question
    whole = next(_titles_of_one(told, titles), "")
    return _wrapped(question, whole) if whole else question


def _titles_of_one(told: str, titles: Sequence[tuple[ReportRecord, Title]]) -> Iterator[str]:
    """The titles in `told`, with or without what they end with in brackets, that are of one report."""
    for record, title in titles:
        bare = plain(re.sub(r"[（(][^（(]*[)）]$", "", record.facts.title))
        others = [other.whole for one, other in titles if one is not record]
        for whole in dict.fromkeys(one for one in (title.whole, bare) if one in told):
            if _names_place(whole, record) and _tells_one(whole, others):
                yield whole


def _tells_one(whole: str, others: Sequence[str]) -> bool:
    """Whether a title is of one report: 国务院政府工作报告, which one of many calls itself, is of none."""
    told = re.search(r"\d", whole) or not any(whole in other for other in others)
    return len(whole) >= _LEAST_TITLE and bool(told)


def _wrapped(question: str, whole: str) -> str:
    match = re.search(r"[\W_]*".join(map(re.escape, whole)), question)
    if match is None or question.rfind("《", 0, match.start()) > question.rfind(
        "》", 0, match.start()
    ):
        return question
    end = match.end()
    end += any(mark in match[0] for mark in "（(") and question[end : end + 1] in "）)"
    return f"{question[: match.start()]}《{question[match.start() : end]}》{question[end:]}"


def _names_place(whole: str, record: ReportRecord) -> bool:
    region = region_named(record.facts.region)
    return region is not None and region.own_name in whole


def _of_only_region(records: Catalogue) -> tuple[ReportRecord, ...]:
    return tuple(records) if len(records.names) == 1 else ()


def _cut(question: str, match: re.Match[str]) -> str:
    return (question[: match.start()] + question[match.end() :]).lstrip("里中，, ")


def _no_neighbour(question: str, match: re.Match[str], one: ReportRecord) -> Spelt:
    """Name the report that there is not, so that it is said to be lacking."""
    count = re.match(rf"(.*?{one_pattern()}|.*?年度?)", match[0])
    lacking = f"{one.facts.title}的{(count[0] if count else match[0]).removesuffix('的')}报告"
    written = f"{question[: match.start()]}《{lacking}》{question[match.end() :]}"
    return Spelt(written, {lacking: ()})


def _this() -> re.Pattern[str]:
    before = any_of(words("pointing")["before"])
    return re.compile(rf"{before}{one_pattern()}?{_KIND_NEAR}{reports_pattern()}")


def _says_that_one(question: str) -> bool:
    """Whether 那份 stands behind the name of a body."""
    return "《" not in question and bool(
        re.search(rf"[办局委院会部厅处队府]的?[那这]一?{one_pattern()}", question)
    )


def _follows_year(question: str, start: int) -> bool:
    """Whether the words before are a year: in 2021年那份报告 the year says which."""
    return re.search(r"(?:\d年?|年度?|去年|前年|今年)的?$", question[:start]) is not None


def without_pointers(question: str) -> str:
    """Give the question without words like 这份报告里."""
    return re.sub(
        rf"(?:在|按|据)?(?:{_this().pattern})(?:里面|里|中(?=[，,的]))?[，,]?", "", question
    )
