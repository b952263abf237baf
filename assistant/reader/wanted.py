"""The words that a question asks by, each weighted, and which of them a text holds.

What a text holds is an int with a bit for each word, so that texts put together are `|` of theirs.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from assistant.reader.clauses import Terms
from assistant.vocabulary.thesaurus import alternatives
from vectorstore.indexes.tokens import question_terms

Weight = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words with their weights; `others` holds what reports write in a word's place, as words too."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    others: tuple[tuple[frozenset[str], ...], ...]

    @classmethod
    def of(cls, topic: str, terms: Terms, weight: Weight) -> "Wanted":
        """Read the words of a question, and what reports may write for them."""
        words = tuple(question_terms(topic))
        written = alternatives(topic, words)
        others = tuple(
            tuple(frozenset(terms(one)) for one in written.get(word, ())) for word in words
        )
        return cls(words, tuple(weight(word) for word in words), others)

    def found(self, words: AbstractSet[str]) -> int:
        """Say which of the wanted words, or what reports write for them, are among `words`."""
        bits = 0
        for at, word in enumerate(self.words):
            others = self.others[at]
            if word in words or (others and any(one <= words for one in others)):
                bits |= 1 << at
        return bits

    def share(self, found: int) -> float:
        """Give the share of the weight that is found, 0 to 1."""
        if not found:
            return 0.0
        total = sum(self.weights)
        held = sum(weight for at, weight in enumerate(self.weights) if found >> at & 1)
        return held / total if total else 0.0

    def own_share(self, found: int, beside: Sequence[int]) -> float:
        """Give the share of the weight by which a text stands out among those beside it.

        A word counts by how few of `beside` (the passage's sentences and headings, this one too)
        hold it: what a whole passage is about does not say which of its sentences answers.
        """
        total = sum(self.weights)
        held = 0.0
        for at, weight in enumerate(self.weights):
            if found >> at & 1:
                held += weight / max(sum(one >> at & 1 for one in beside), 1)
        return held / total if total else 0.0
