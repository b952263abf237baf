"""The value that the steps of reading refine, and what they read with."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.named import only_named, read_named
from assistant.answering.told_years import single_years, tells_of
from assistant.question.planning import PartPlan, Plan
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.reading import Found, Quote, Reading
from ingest.outlook import Outlook
from vectorstore.models import SearchResult

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class PartReading:
    """What is known of one find so far; `reading` is None while nothing in scope was read."""

    plan: Plan
    found: Found
    reading: Reading | None = None

    @property
    def part(self) -> PartPlan:
        """The part of the question that the find is for."""
        return self.plan.parts[self.found.part]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the steps read with: the reader, and the search in other reports than those in scope."""

    reader: ExtractiveReader
    search: Callable[[str, frozenset[str]], SearchResult]

    def read(self, part: PartPlan, result: SearchResult, wanted: Mapping[str, Outlook]) -> Reading:
        """Read one part's hits; `wanted` says what must answer of each report.

        Where a name must stand in the sentence, only such are taken.
        """
        whole = self._read(part, result, wanted)
        if not part.reading.forms:
            return whole
        return read_named(part.reading, whole, result, lambda hits: self._read(part, hits, wanted))

    def _read(self, part: PartPlan, result: SearchResult, wanted: Mapping[str, Outlook]) -> Reading:
        reading = self.reader.read(part.need, part.topic, result, part.about, wanted)
        best = max(reading.quotes, key=lambda quote: quote.score, default=None)
        if best and not _HAN.search(part.need.question):
            # In another language the encoder alone understands what is asked: one sentence, the likeliest.
            return replace(reading, quotes=(best,))
        # A sentence of both kinds is shown for a plan only where it is the best there is.
        kept = tuple(
            quote
            for quote in reading.quotes
            if quote is best
            or not quote.told.mixed
            or wanted.get(quote.passage.report_id) != "planned"
        )
        return replace(reading, quotes=kept)

    def ranked(self, part: PartPlan, result: SearchResult) -> tuple[Quote, ...]:
        """Give the likeliest sentences that tell of the year asked."""
        ranked = self.reader.ranked(part.need, part.topic, result)
        return only_named(part.reading, of_year(part, ranked))

    def nearest(self, part: PartPlan, result: SearchResult) -> tuple[Quote, ...]:
        """Give the likeliest sentences that have the name, or any where none has it: no answer, but near."""
        ranked = of_year(part, self.reader.ranked(part.need, part.topic, result))
        return only_named(part.reading, ranked) or ranked


def of_year(part: PartPlan, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    held = single_years(part.reading)
    return tuple(q for q in quotes if tells_of(q.passage, q.end, q.facts, held, q.start))
