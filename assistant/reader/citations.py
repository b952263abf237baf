"""Chosen quotes to numbered citations and the text that carries their [n] marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant import wording
from assistant.grounding.claims import asserted_figures
from assistant.grounding.plans import figure_outlook, parts_said
from assistant.models import AnswerFigure, Citation
from assistant.reader.reading import Quote


@dataclass(slots=True)
class CitationList:
    """Numbers quotes in the order in which they are first cited; the same span keeps its number."""

    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def cite(self, quote: Quote) -> int:
        """Give the number of this quote's citation, adding it when it is new."""
        key = (quote.passage.report_id, quote.start, quote.end)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(_citation(self._numbers[key], quote))
        return self._numbers[key]

    def resume(self, citations: Iterable[Citation]) -> None:
        """Go on from citations that are numbered already."""
        for citation in citations:
            self.citations.append(citation)
            self._numbers[(citation.report_id, citation.start, citation.end)] = citation.n

    def marked(self, quotes: Iterable[Quote]) -> list[tuple[str, int]]:
        """Give each quote's words, a plan's with its mark, with its number."""
        return [
            (plan_mark(quote) + quote.text + plan_tail(quote, quote.text), self.cite(quote))
            for quote in quotes
        ]


def _citation(n: int, quote: Quote) -> Citation:
    passage, facts = quote.passage, quote.facts
    return Citation(
        n=n,
        report_id=passage.report_id,
        title=facts.title,
        region=facts.region,
        year=facts.year,
        heading=passage.heading,
        page=passage.page,
        quote=quote.text,
        passage=passage.text,
        start=quote.start,
        end=quote.end,
        outlook=quote.told.outlook,
        planned_for=quote.told.planned_for if quote.told.outlook == "planned" else None,
        plans=quote.plans,
    )


def plan_mark(quote: Quote) -> str:
    """Give what stands before the words of a plan, "" for what was done and for a sentence of both."""
    told = quote.told
    return wording.plan_mark(told.planned_for) if told.outlook == "planned" else ""


def plan_tail(quote: Quote | Citation, words: str) -> str:
    """Give what stands behind words from a quote of both: which of them are planned, "" for none."""
    text = quote.quote if isinstance(quote, Citation) else quote.text
    said = wording.planned_within(
        (part.quote, part.planned_for) for part in parts_said(words, text, quote.plans)
    )
    return f"（{said}）" if said else ""


def in_reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Order quotes as the report has them, keeping reports in the order of their best quote."""
    first: dict[str, int] = {}
    for quote in quotes:
        first.setdefault(quote.passage.report_id, len(first))
    return sorted(quotes, key=lambda quote: (first[quote.passage.report_id], quote.start))


def figures_of(cited: CitationList) -> tuple[AnswerFigure, ...]:
    """List every figure that the cited quotes assert, each with its citation."""
    return tuple(
        AnswerFigure(
            figure.text,
            float(figure.value),
            figure.unit,
            citation.n,
            outlook=figure_outlook(citation, figure),
        )
        for citation in cited.citations
        for figure in asserted_figures(citation.quote)
    )
