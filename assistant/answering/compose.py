"""Readings to one `Answer`: text with marks, citations, figures, parts, notices."""

from collections.abc import Sequence
from dataclasses import replace

from assistant import wording
from assistant.answering.asked_figures import Proved, marked, proved_in
from assistant.answering.helping import nearest, only_plans, open_needs
from assistant.comparing.table import compare
from assistant.models import Answer, AnswerFigure, AnswerPart, ComputedFigure, Scope, Status
from assistant.question.planning import PartPlan, Plan
from assistant.reader.citations import (
    CitationList,
    figures_of,
    in_reading_order,
    plan_mark,
    plan_tail,
)
from assistant.reader.echo import check_echo
from assistant.reader.reading import Found, Quote, Reading
from ingest.outlook import figure_in

_TITLES_NAMED = 3


def compose(plan: Plan, found: Sequence[Found], readings: Sequence[Reading]) -> Answer:
    """Put the readings of all parts into one answer."""
    asked_back = next((p.reading.clarify for p in plan.parts if p.reading.clarify), None)
    if asked_back is not None:
        return Answer(
            "clarify",
            asked_back.question,
            scope=plan.scope,
            standalone_question=plan.question,
            suggestions=asked_back.choices,
        )
    cited = CitationList()
    sections: list[str] = []
    parts: list[AnswerPart] = []
    notices: list[str] = []
    refuted: list[AnswerFigure] = []
    table = None
    computed: list[ComputedFigure] = []
    proved: set[Proved] = set()
    left_open: list[str] = []
    for index, part in enumerate(plan.parts):
        own = [(f, r) for f, r in zip(found, readings, strict=True) if f.part == index]
        if len(part.reading.cells) > 1:
            comparison = compare(part, own, cited)
            table = table or comparison.table
            computed += comparison.computed
            proved |= comparison.proved
            left_open += comparison.left_open
            status, text = comparison.status, comparison.text
        else:
            status, text = _single(plan, part, own, cited, notices, refuted)
            if status == "disclosed":
                proved |= proved_in(part, own[0][1].quotes, cited)
        parts.append(AnswerPart(part.need.question, status))
        sections.append(text)
        # A refusal already says what is missing and what is nearest.
        if status != "not_in_library":
            notices += part.reading.notices
    status = _overall([part.status for part in parts])
    if status == "disclosed" and not cited.citations:
        status = "not_in_report"
    if plan.kind in wording.NOT_BUILT:
        notices.insert(0, wording.NOT_BUILT[plan.kind])
        notices += [wording.IN_PLACE_OF_IT] if status == "disclosed" else []
    text = sections[0] if len(sections) == 1 else "\n".join(_numbered(parts, sections))
    return Answer(
        status=status,
        text=text,
        citations=tuple(cited.citations),
        figures=(*marked(figures_of(cited), proved), *refuted),
        computed=tuple(computed),
        table=table,
        parts=tuple(parts) if len(parts) > 1 else (),
        scope=_shown_scope(plan, cited, any(one.fallback == "older" for one in found)),
        standalone_question=plan.question,
        notices=tuple(dict.fromkeys(notices)),
        confidence=min((reading.confidence for reading in readings), default=None),
        unanswered=open_needs(plan, parts, left_open),
        nearest=nearest(plan, found) if status == "not_in_report" else (),
    )


def _single(
    plan: Plan,
    part: PartPlan,
    found: Sequence[tuple[Found, Reading]],
    cited: CitationList,
    notices: list[str],
    refuted: list[AnswerFigure],
) -> tuple[Status, str]:
    reading = part.reading
    if not found or (reading.status == "not_in_library" and not found[0][0].fallback):
        return "not_in_library", wording.not_in_library(reading.missing, reading.nearest)
    where, read = found[0]
    if read.status == "not_in_library":
        held = plan.records.among(reading.report_ids)
        names = [f"{cell.region}{cell.label}" for cell in reading.cells]
        if reading.names:
            names, held = list(reading.names), sorted(held, key=lambda one: -(one.facts.year or 0))
        return "not_in_library", wording.not_in_library(names, held)
    if read.status != "disclosed":
        looked = where.report_ids if where.fallback == "titled" else reading.report_ids
        few = looked if len(looked) <= _TITLES_NAMED else ()
        titles = [record.facts.title for record in plan.records.among(few)]
        return "not_in_report", wording.not_in_report(titles)
    if reading.open_region:
        others = _others(plan, reading.report_ids, read.quotes)
        if others:
            notices.append(wording.offer_others(others))
    if where.fallback == "older":
        notices.append(wording.OLDER_REPORT)
    elif where.fallback == "planned":
        notices.append(wording.only_planned(_title(read.quotes[0]), reading.scope.years[0]))
    elif where.fallback == "titled":
        facts = read.quotes[0].facts
        notices.append(wording.only_titled(facts.title, reading.scope.years[0], facts.year))
    elif only_plans(part, read.quotes):
        notices.append(wording.not_done(_title(read.quotes[0])))
    named = bool(where.fallback) or len(where.report_ids) > 1
    dated = reading.any_year or where.fallback == "titled"
    text = quoted(read.quotes, cited, named=named, dated=dated)
    echo = check_echo(part.need.question, read.quotes)
    if echo is None:
        return "disclosed", text
    n = cited.cite(echo.quote)
    refuted += [echo.refuted(n)] if echo.refutable else []
    told = figure_in(echo.quote.text, echo.actual.start, echo.quote.plans)
    mark = wording.plan_mark(told.planned_for) if told.outlook == "planned" else ""
    return "disclosed", f"{plan_mark(echo.quote) or mark}{echo.sentence(n)}\n{text}"


def _title(quote: Quote) -> str:
    return quote.facts.title


def quoted(
    quotes: Sequence[Quote], cited: CitationList, *, named: bool, dated: bool = False
) -> str:
    """Give the quotes as text, each with its mark.

    `named` says from which report each comes, `dated` of which year that report tells.
    """
    lines: list[str] = []
    last = ""
    for quote in in_reading_order(quotes):
        mark = f"[{cited.cite(quote)}]"
        words = plan_mark(quote) + quote.lead + " ".join(quote.text.split("\n"))
        words += plan_tail(quote, words)
        if named and quote.passage.report_id != last:
            year = f"{quote.facts.year}年，" if dated and quote.facts.year else ""
            lines.append(f"{year}据《{quote.facts.title}》：{words}{mark}")
        else:
            lines.append(f"{words}{mark}")
        last = quote.passage.report_id
    return "\n".join(lines)


def _numbered(parts: Sequence[AnswerPart], sections: Sequence[str]) -> list[str]:
    """Each part's question over its answer; parts answered by the same words share them."""
    lines: list[str] = []
    for at, (part, section) in enumerate(zip(parts, sections, strict=True)):
        lines.append(f"{at + 1}. {part.question}")
        if at + 1 == len(sections) or sections[at + 1] != section:
            lines.append(section)
    return lines


def _overall(statuses: Sequence[Status]) -> Status:
    return "disclosed" if "disclosed" in statuses else statuses[0]


def _others(plan: Plan, report_ids: frozenset[str], quotes: Sequence[Quote]) -> list[str]:
    shown = {quote.facts.region for quote in quotes}
    others: dict[str, str] = {}
    for record in plan.records:
        if record.report_id in report_ids and record.facts.region not in shown:
            others.setdefault(record.facts.region, record.facts.title)
            if len(others) == wording.NEAREST_SHOWN:
                break
    return list(others.values())


def _shown_scope(plan: Plan, cited: CitationList, older: bool) -> Scope:
    """The scope as asked; what the question left open is filled from the reports cited.

    `older`: no year was asked, and the answer is from another year than the latest.
    """
    scope = plan.scope
    years = () if older else scope.years
    years = years or tuple(sorted({c.year for c in cited.citations if c.year is not None}))
    regions = scope.regions or tuple(dict.fromkeys(c.region for c in cited.citations if c.region))
    return replace(scope, years=years, regions=regions)
