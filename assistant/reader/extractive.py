"""Read hits for one question: rank their sentences, decide whether any answers, choose which.

The reader never writes: what it gives are spans of the report.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.reader.answerable import question_features
from assistant.reader.clauses import Terms
from assistant.reader.features import Candidate, CandidateTable, Weight, candidate_table
from assistant.reader.question import Need
from assistant.reader.ranker import ReaderModel
from assistant.reader.reading import Quote, Reading
from vectorstore.models import SearchHit, SearchResult

_MAX_QUOTES = {"list": 6, "overview": 6, "why": 3, "fact": 2, "figure": 2, "whether": 2}
# A second sentence is worth its place only when the first leaves doubt.
_SECOND_SHARE = {"figure": 0.5, "fact": 0.5, "whether": 0.5, "why": 0.4, "list": 0.35}
_SURE = 0.75


class ExtractiveReader:
    """Chooses sentences with a fitted ranker; the same for every report and question."""

    def __init__(self, model: ReaderModel, terms: Terms, weight: Weight) -> None:
        self._model = model
        self._terms = terms
        self._weight = weight

    def read(self, need: Need, topic: str, result: SearchResult) -> Reading:
        """Give the quotes that answer `need`, or `not_in_report` with the confidence it had."""
        table = self.table(need, topic, result)
        if not table.candidates:
            return Reading(need.question, "not_in_report", (), 0.0)
        scores = self._model.sentence.probability(table.values)
        confidence = self.confidence(need, table, scores)
        if confidence < self._model.threshold:
            return Reading(need.question, "not_in_report", (), confidence)
        chosen = _choose(need, table, scores)
        quotes = tuple(
            _quote(result.hits[table.candidates[i].hit], table.candidates[i], float(scores[i]))
            for i in chosen
        )
        return Reading(need.question, "disclosed", quotes, confidence)

    def ranked(
        self, need: Need, topic: str, result: SearchResult, limit: int = 16
    ) -> tuple[Quote, ...]:
        """Give the sentences most likely to answer, best first, whether or not any does."""
        table = self.table(need, topic, result)
        if not table.candidates:
            return ()
        scores = self._model.sentence.probability(table.values)
        return tuple(
            _quote(result.hits[table.candidates[i].hit], table.candidates[i], float(scores[i]))
            for i in np.argsort(-scores, kind="stable")[:limit]
        )

    def table(self, need: Need, topic: str, result: SearchResult) -> CandidateTable:
        """Give the candidates of a search result with their features."""
        return candidate_table(
            need, result.hits, result.query_vector, self._terms, self._weight, topic
        )

    def confidence(
        self, need: Need, table: CandidateTable, scores: npt.NDArray[np.float64]
    ) -> float:
        """Give the calibrated probability that the best sentence answers the question."""
        values = question_features(need, table, scores)
        return float(self._model.answerable.probability(values[None, :])[0])


def _choose(need: Need, table: CandidateTable, scores: npt.NDArray[np.float64]) -> list[int]:
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    best = order[0]
    chosen = [best]
    limit = _MAX_QUOTES[need.kind]
    share = _SECOND_SHARE.get(need.kind, 0.5)
    if need.kind not in ("list", "overview", "why") and scores[best] >= _SURE:
        return chosen
    for index in order[1:]:
        if len(chosen) == limit or scores[index] < share * scores[best]:
            break
        if _repeats(table.candidates, chosen, index):
            continue
        chosen.append(index)
    return chosen


def _repeats(candidates: Sequence[Candidate], chosen: Sequence[int], index: int) -> bool:
    text = candidates[index].text
    return any(candidates[i].text == text for i in chosen)


def _quote(hit: SearchHit, candidate: Candidate, score: float) -> Quote:
    return Quote(hit.passage, hit.facts, candidate.start, candidate.end, score)
