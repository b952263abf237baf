"""The sentences of a cell's reports that name the thing compared, wherever they stand in them."""

from collections.abc import Callable, Iterator, Sequence

from assistant.question.planning import PartPlan
from assistant.reader.indicator import read_indicator
from assistant.reader.naming import naming
from assistant.reader.reading import Found, Quote
from ingest.models import Passage
from vectorstore.models import ReportRecord

_MOST_REPORTS = 4


def sentences_naming(
    part: PartPlan,
    found: Found,
    records: Sequence[ReportRecord],
    passages_of: Callable[[str], Sequence[Passage]],
) -> Iterator[Quote]:
    """Give the sentences with the indicator's words; of a cell with many reports none."""
    indicator = read_indicator(part.topic, thing=part.thing)
    shown = {(quote.passage.id, quote.start) for quote in found.ranked}
    for record in records[:_MOST_REPORTS]:
        for quote in naming(passages_of(record.report_id), record.facts, indicator):
            if (quote.passage.id, quote.start) not in shown:
                yield quote
