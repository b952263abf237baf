"""The sentences that might answer, with the named features that the ranker and the refusal read."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.figures import Figure
from vectorstore.models import Background

NAMES: tuple[str, ...] = (
    "passage_cosine",
    "passage_cosine_lead",
    "passage_rise",
    "dense_rank",
    "keyword_rank",
    "keyword_share",
    "sentence_cosine",
    "sentence_cosine_lead",
    "sentence_rise",
    "clause_cosine",
    "clause_cosine_lead",
    "clause_rise",
    "words",
    "words_lead",
    "words_clause",
    "words_with_heading",
    "heading_words",
    "words_with_lead",
    "words_with_before",
    "words_of_its_own",
    "bigrams_of_its_own",
    "bigrams",
    "missing",
    "missing_nearby",
    "plan_unasked",
    "plan_missing",
    "figure_wanted_absent",
    "unit_exact",
    "unit_family",
    "figure_clause_words",
    "figure_clause_cosine",
    "list_marks",
    "quoted",
    "defines",
    "time_wanted_absent",
    "first_sentence",
    "heading_only",
    "length",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (or a bare heading) of a hit; offsets are in the normalised report."""

    hit: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class CandidateTable:
    """Candidates with their features: `values` has shape (candidates, len(NAMES))."""

    candidates: tuple[Candidate, ...]
    values: npt.NDArray[np.float64]
    coverage: float
    topic_words: int
    spread: float = 0.0
    background: Background = field(default_factory=Background)

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """Give one feature of all candidates."""
        return self.values[:, NAMES.index(name)]
