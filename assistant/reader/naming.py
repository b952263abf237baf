"""The sentences of a report that name an indicator, wherever they stand: what a search may leave out."""

from collections.abc import Iterator, Sequence

from assistant.reader.indicator import Indicator
from assistant.reader.reading import Quote
from assistant.vocabulary.indicators import folded, forms_of, one_name
from ingest.models import Passage, ReportFacts
from ingest.segment import sentence_spans

_UNRANKED = 0.02
"""How likely a sentence is the answer that only its words speak for."""


def naming(
    passages: Sequence[Passage], facts: ReportFacts, indicator: Indicator
) -> Iterator[Quote]:
    """Give the sentences with a figure in which every chunk of an indicator stands."""
    if not indicator.known:
        return
    wanted = [
        tuple(written for form in forms for written in forms_of(form)) for forms in indicator.chunks
    ]
    for passage in passages:
        body = folded(passage.body)
        if not all(any(form in body for form in forms) for forms in wanted):
            continue
        for start, end in sentence_spans(passage.body):
            text = passage.body[start:end]
            told = one_name(folded(text))
            if any(char.isdigit() for char in told) and all(
                any(form in told for form in forms) for forms in indicator.chunks
            ):
                at = passage.body_start + start
                yield Quote(passage, facts, at, at + end - start, _UNRANKED)
