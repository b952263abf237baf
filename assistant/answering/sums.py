"""A year asked of a report that also sums up several: 过去五年 is not 2021年, though both stand in it."""

import re
from dataclasses import replace

from assistant.question.planning import PartPlan
from assistant.reader.reading import Quote, Reading
from ingest.models import Passage
from vectorstore.models import SearchResult

_SPAN = re.compile(r"[三四五六七八九十]年|十[一二三四]?五|任期|本届政府")
_YEAR = re.compile(r"(?:19|20)\d\d年")
# What something has come to after several years is of their last one as well.
_ARRIVES = re.compile(r"[到至达]|突破")


def without_sums(part: PartPlan, reading: Reading, result: SearchResult) -> SearchResult | None:
    """Give the hits less those under several years, where one year is asked and such a sum was chosen."""
    dated = [one for one in part.reading.years if one.kind == "covered"]
    if len(dated) != 1 or len(dated[0].years) != 1 or not reading.quotes:
        return None
    best = max(reading.quotes, key=lambda quote: quote.score)
    if not _is_sum(best):
        return None
    kept = tuple(hit for hit in result.hits if not _sums(hit.passage))
    return replace(result, hits=kept) if kept else None


def _is_sum(quote: Quote) -> bool:
    return _sums(quote.passage) and not _ARRIVES.search(quote.text.split("，")[0])


def _sums(passage: Passage) -> bool:
    """Whether the innermost heading that names a time names several years."""
    for title in reversed(passage.heading):
        if _SPAN.search(title) or _YEAR.search(title):
            return _YEAR.search(title) is None
    return False
