"""Plans of an answer: each is marked as one where it is shown, and each of its figures is listed as one."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.figures import Figure
from assistant.grounding.claims import MARK, asserted_figures, borne_out, own_marks_hidden
from assistant.models import Answer, Citation
from assistant.wording import plan_mark
from ingest.models import ReportFacts
from ingest.outlook import (
    Outlook,
    PlannedPart,
    Told,
    clauses_of,
    figure_in,
    figure_told,
    plain_plans,
)

_MARKS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_TAILS = re.compile(rf"（其中{plan_mark(None)}(?:；{plan_mark(None)})*）")


def figure_outlook(citation: Citation, figure: Figure) -> Outlook:
    """Say whether a figure of a citation's quote was reached or is planned, by its clause."""
    if citation.outlook == "done":
        return figure_in(citation.quote, figure.start, citation.plans).outlook
    years = () if citation.year is None else (citation.year,)
    facts = ReportFacts(citation.title, citation.region, year=citation.year, years=years)
    inherited = Told(citation.outlook, citation.planned_for)
    clauses = clauses_of(citation.quote, facts, inherited)
    return figure_told(citation.quote, figure.start, clauses).outlook


def plan_years_hidden(text: str, citations: Sequence[Citation]) -> str:
    """Write the marks of plans without their year, which `unmarked_plans` holds to the citation.

    What a quote of both has behind it goes whole: its words stand in the quote, else it stays.
    """
    for citation in citations:
        for part in citation.plans:
            if part.quote in citation.quote:
                said = f"{plan_mark(part.planned_for)}“{_on_one_line(part.quote)}”"
                text = text.replace(said, plan_mark(None))
    text = _TAILS.sub("", text)
    for citation in citations:
        years = {part.planned_for for part in citation.plans}
        for year in years | ({citation.planned_for} if citation.outlook == "planned" else set()):
            text = text.replace(plan_mark(year), plan_mark(None))
    return text


def quoted_words(citations: Iterable[Citation]) -> list[str]:
    """Give the quotes of citations, then the planned parts of them, as they stand in an answer."""
    held = tuple(citations)
    parts = (part.quote for citation in held for part in citation.plans)
    return [*(citation.quote for citation in held), *parts]


def parts_said(words: str, quote: str, parts: Sequence[PlannedPart]) -> tuple[PlannedPart, ...]:
    """Give the planned parts of a quote that words say: verbatim, or a figure that only they hold."""
    flat, figures = _on_one_line(words), asserted_figures(words)
    return tuple(
        part
        for part in parts
        if _on_one_line(part.quote) in flat
        or any(borne_out(one, part.quote) and not _told(one, quote, parts) for one in figures)
    )


def _told(figure: Figure, quote: str, parts: Sequence[PlannedPart]) -> bool:
    """Whether what a quote tells besides its planned parts holds a figure."""
    for part in parts:
        quote = quote.replace(part.quote, "，")
    return borne_out(figure, quote)


def said_outlook(
    figure: Figure, quote: str, whole: Outlook, parts: Sequence[PlannedPart]
) -> Outlook:
    """Say what a figure in somebody's words about a quote is: planned where only a planned part has it."""
    planned = any(borne_out(figure, part.quote) for part in parts)
    return "planned" if planned and not _told(figure, quote, parts) else whole


def undeclared_plans(citations: Iterable[Citation]) -> Iterator[tuple[str, str]]:
    """Give (words, [n]) for each clause with figures that plainly plans, in a quote that says it was done."""
    for citation in citations:
        if citation.outlook == "planned":
            continue
        told = citation.quote
        for part in citation.plans:
            told = told.replace(part.quote, "，" * len(part.quote))
            if part.quote not in citation.quote:
                yield part.quote, f"[{citation.n}]"
        for start, end in plain_plans(told):
            if asserted_figures(told[start:end]):
                yield told[start:end], f"[{citation.n}]"


def unmarked_plans(answer: Answer) -> Iterator[tuple[str, str]]:
    """Give (words, [n]) for each place where a planned citation is shown without the mark of a plan."""
    yield from undeclared_plans(answer.citations)
    planned = {c.n: c for c in answer.citations if c.outlook == "planned" or c.plans}
    if not planned:
        return
    quotes = quoted_words(answer.citations)
    cells = (cell for row in answer.table.rows for cell in row.cells) if answer.table else ()
    for text in (answer.text, *cells):
        shown = own_marks_hidden(_flat(text, quotes), [" ".join(q.split("\n")) for q in quotes])
        for line in shown.split("\n"):
            start = 0
            for match in _MARKS.finditer(line):
                words = line[start : match.start()]
                start = match.end()
                for n in map(int, MARK.findall(match[0])):
                    if n in planned and not _is_marked(words, planned[n]):
                        yield words, f"[{n}]"


def _is_marked(words: str, citation: Citation) -> bool:
    if citation.outlook == "planned":
        return plan_mark(citation.planned_for) in words
    for part in parts_said(words, citation.quote, citation.plans):
        mark, said = plan_mark(part.planned_for), _on_one_line(part.quote)
        flat = _on_one_line(words)
        if mark not in flat or (said in flat and f"{mark}“{said}”" not in flat):
            return False
    return True


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _flat(text: str, quotes: list[str]) -> str:
    """Write quotes that run over lines on one, as they are shown in cells."""
    for quote in quotes:
        if "\n" in quote:
            text = text.replace(quote, " ".join(quote.split("\n")))
    return text
