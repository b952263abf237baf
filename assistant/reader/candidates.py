"""The sentences that might answer, with the named features that the ranker and the refusal read."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant.figures import Figure
from vectorstore.models import Background

RANKING: tuple[str, ...] = (
    "sentence_rise",
    "clause_rise",
    "words",
    "heading_words",
    "words_with_lead",
    "words_of_its_own",
    "bigrams",
    "unit_exact",
    "figure_clause_words",
    "length",
)
"""What the ranker reads; none depends on the scale of an encoder's cosines."""

NAMES: tuple[str, ...] = (*RANKING, "sentence_cosine", "passage_rise", "unit_family")
"""All that is known of a candidate; the last three only the refusal reads."""


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
    topic_words: int
    spread: float = 0.0
    background: Background = field(default_factory=Background)

    @property
    def ranking(self) -> npt.NDArray[np.float64]:
        """Give what the ranker reads, shape (candidates, len(RANKING))."""
        return self.values[:, : len(RANKING)]

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """Give one feature of all candidates."""
        return self.values[:, NAMES.index(name)]
