"""Which figures of a part's quotes are proved to be the figure that the part asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.comparing.cell_figures import asks_growth
from assistant.figures import Figure, parse_figures
from assistant.models import AnswerFigure
from assistant.question.outlook import asked_outlook
from assistant.question.planning import PartPlan
from assistant.reader.asked import Said, proved
from assistant.reader.citations import CitationList
from assistant.reader.indicator import read_indicator
from assistant.reader.reading import Quote
from ingest.outlook import figure_in

Proved = tuple[int, str]
"""The number of a citation, and a figure in its quote as it is written there."""


def proved_in(part: PartPlan, quotes: Sequence[Quote], cited: CitationList) -> set[Proved]:
    """Give the figures of quotes that answer a part which asks for one figure."""
    if part.need.kind != "figure":
        return set()
    cells = part.reading.cells
    years = frozenset(cell.year for cell in cells if cell.year)
    grows = asks_growth(part.need.question, over_years=False)
    planned = any(match.kind == "plan" for match in part.reading.matches)
    wanted = asked_outlook(part.need.question, part.reading)
    side = "planned" if wanted == "planned" else "done"
    found: set[Proved] = set()
    for quote in quotes:
        region = cells[0].region if len(cells) == 1 else quote.facts.region
        units = ("%",) if grows else part.need.units
        asked = read_indicator(part.topic, units, grows, years, region, planned, part.thing)
        figures = parse_figures(quote.text)
        said = Said(quote.text, figures, quote.facts.year, quote.passage.heading)
        n = cited.cite(quote)
        parts = quote.plans if wanted != "both" else ()
        found |= {
            (n, figures[at].text)
            for at in proved(asked, said)
            if not parts or figure_in(quote.text, figures[at].start, parts).outlook == side
            if _may_be_its(figures[at], quote.text, part.reading.forms)
        }
    return found


def _may_be_its(figure: Figure, text: str, forms: Sequence[str]) -> bool:
    """Whether a figure can be that of the part asked about: one before its name is the whole's.

    新增公共停车位1.86万个，其中涧西区新增4100个: the first is that of the city.
    """
    named = [at for form in forms if (at := text.find(form)) >= 0]
    return not named or min(named) < figure.start


def marked(figures: Iterable[AnswerFigure], found: set[Proved]) -> tuple[AnswerFigure, ...]:
    """Mark the figures that are proved to be asked for."""
    return tuple(
        replace(figure, asked=True) if (figure.citation, figure.text) in found else figure
        for figure in figures
    )
