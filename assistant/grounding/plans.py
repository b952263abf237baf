"""Plans of an answer: each is marked as one where it is shown, and each of its figures is listed as one."""

import re
from collections.abc import Iterable, Iterator

from assistant.figures import Figure
from assistant.grounding.claims import MARK, own_marks_hidden
from assistant.models import Answer, Citation
from assistant.wording import plan_mark
from ingest.models import ReportFacts
from ingest.outlook import Outlook, Told, clauses_of, figure_told

_MARKS = re.compile(r"(?:\s*\[\d{1,3}\])+")


def figure_outlook(citation: Citation, figure: Figure) -> Outlook:
    """Say whether a figure of a citation's quote was reached or is planned, by its clause."""
    years = () if citation.year is None else (citation.year,)
    facts = ReportFacts(citation.title, citation.region, year=citation.year, years=years)
    inherited = Told(citation.outlook, citation.planned_for)
    clauses = clauses_of(citation.quote, facts, inherited)
    return figure_told(citation.quote, figure.start, clauses).outlook


def plan_years_hidden(text: str, citations: Iterable[Citation]) -> str:
    """Write the marks of plans without their year, which `unmarked_plans` holds to the citation."""
    for citation in citations:
        if citation.outlook == "planned":
            text = text.replace(plan_mark(citation.planned_for), plan_mark(None))
    return text


def unmarked_plans(answer: Answer) -> Iterator[tuple[str, str]]:
    """Give (words, [n]) for each place where a planned citation is shown without the mark of a plan."""
    planned = {c.n: c for c in answer.citations if c.outlook == "planned"}
    if not planned:
        return
    quotes = [citation.quote for citation in answer.citations]
    cells = (cell for row in answer.table.rows for cell in row.cells) if answer.table else ()
    for text in (answer.text, *cells):
        shown = own_marks_hidden(_flat(text, quotes), [" ".join(q.split("\n")) for q in quotes])
        for line in shown.split("\n"):
            start = 0
            for match in _MARKS.finditer(line):
                words = line[start : match.start()]
                start = match.end()
                for n in map(int, MARK.findall(match[0])):
                    if n in planned and plan_mark(planned[n].planned_for) not in words:
                        yield words, f"[{n}]"


def _flat(text: str, quotes: list[str]) -> str:
    """Write quotes that run over lines on one, as they are shown in cells."""
    for quote in quotes:
        if "\n" in quote:
            text = text.replace(quote, " ".join(quote.split("\n")))
    return text
