"""Whether what was found speaks of a name: 布吉街道 in the sentence, or in a heading or title over it.

The figure of a whole place never stands for its part, nor another body's for one that the library lacks.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.reader.reading import Quote
from assistant.scope.models import ScopeReading
from assistant.scope.names import speaks_of
from ingest.models import Passage, ReportFacts
from vectorstore.models import SearchResult


def with_name(reading: ScopeReading, result: SearchResult) -> SearchResult:
    """Keep the hits whose passage holds one of the names, or stands under it."""
    kept = tuple(
        hit
        for hit in result.hits
        if speaks_of(hit.passage.text, reading.forms)
        or _under(hit.passage, hit.facts, reading.forms)
    )
    return replace(result, hits=kept)


def only_named(reading: ScopeReading, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Keep the sentences that hold one of the names, or stand under it."""
    if not reading.forms:
        return tuple(quotes)
    return tuple(
        quote
        for quote in quotes
        if speaks_of(quote.text, reading.forms)
        or _under(quote.passage, quote.facts, reading.forms)
    )


def _under(passage: Passage, facts: ReportFacts, forms: Sequence[str]) -> bool:
    over = (*passage.heading, facts.title, facts.body)
    return any(speaks_of(text, forms) for text in over)
