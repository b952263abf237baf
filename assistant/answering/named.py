"""Whether what was found speaks of a name: 布吉街道 in the sentence, or in a heading or title over it.

The figure of a whole place never stands for its part, nor another body's for one that the library lacks.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.reader.reading import Quote, Reading
from assistant.scope.models import ScopeReading
from assistant.scope.name_forms import speaks_of
from ingest.models import Passage, ReportFacts
from vectorstore.models import SearchResult

# The odds of a sentence with the name may be so much less than of the one that the reader likes best.
_AS_GOOD = 0.5


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
        if speaks_of(quote.text, reading.forms) or _under(quote.passage, quote.facts, reading.forms)
    )


def read_named(
    reading: ScopeReading,
    whole: Reading,
    result: SearchResult,
    narrow: Callable[[SearchResult], Reading],
) -> Reading:
    """Take of a reading of all hits the sentences that have the name.

    Where it has none, `narrow` reads the passages with the name alone: what it finds must be as good an
    answer as the sentence that was chosen without the name, else it tells of something else.
    """
    kept = only_named(reading, whole.quotes)
    if whole.status != "disclosed" or kept:
        return replace(whole, quotes=kept)
    refused = replace(whole, status="not_in_report", quotes=())
    named = with_name(reading, result)
    if not named.hits:
        return refused
    found = narrow(named)
    kept = only_named(reading, found.quotes)
    best = max((quote.score for quote in kept), default=0.0)
    bar = max(quote.score for quote in whole.quotes) if whole.quotes else 0.0
    if found.status != "disclosed" or _odds(best) < _AS_GOOD * _odds(bar):
        return refused
    return replace(found, quotes=kept)


def _odds(probability: float) -> float:
    return probability / max(1 - probability, 1e-6)


def _under(passage: Passage, facts: ReportFacts, forms: Sequence[str]) -> bool:
    over = (*passage.heading, facts.title, facts.body)
    return any(speaks_of(text, forms) for text in over)
