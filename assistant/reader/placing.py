"""Which passages plan by their place in the report, where their headings do not say so; kept per report."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.models import Passage, ReportFacts
from ingest.outlook import placed_ahead, section_of
from vectorstore.models import SearchHit, SearchResult

PassagesOf = Callable[[str], Sequence[Passage]]
_MOST_KEPT = 4096


class Placing:
    """Looks a report through once, when a passage of it is found whose headings do not tell."""

    def __init__(self, passages_of: PassagesOf | None) -> None:
        self._passages_of = passages_of
        self._kept: dict[tuple[str, ReportFacts], tuple[int, frozenset[int]]] = {}

    def ahead(self, passage: Passage, facts: ReportFacts) -> bool:
        """Say whether a passage plans by its place."""
        if self._passages_of is None or section_of(passage.heading, facts) is not None:
            return False
        passages = self._passages_of(passage.report_id)
        key = (passage.report_id, facts)
        kept = self._kept.get(key)
        if kept is None or kept[0] != len(passages):
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = (len(passages), placed_ahead(passages, facts))
        return passage.ordinal in kept[1]

    def placed(self, result: SearchResult) -> SearchResult:
        """Give a search result with those of its hits marked."""
        return replace(result, hits=tuple(self._marked(hit) for hit in result.hits))

    def _marked(self, hit: SearchHit) -> SearchHit:
        return replace(hit, ahead=True) if self.ahead(hit.passage, hit.facts) else hit
