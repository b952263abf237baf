"""What kind of utterance a question is, before anything is looked up: the first step of the flow.

A multinomial logistic model over the question's own vector and the pairs and triples of its characters,
`utterances.json` and `utterances.tsv` in `assistant/fitted`, made by
`python -m tests.evaluation.fit_utterances`. It is fitted to the vectors of one encoder: with another
one `always_ask` takes its place. An utterance is turned away from the reports only where all the kinds
that a report may answer are together improbable; after an answer, where they are still more so.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import get_args

import numpy as np
import numpy.typing as npt

from assistant.fitted.logistic import read_fitted
from assistant.models import Intent

KindOf = Callable[[str, bool], Intent]
"""From what was asked, and whether the conversation was about a report before, to its kind."""

KINDS: tuple[Intent, ...] = get_args(Intent)
FOR_REPORTS: tuple[Intent, ...] = KINDS[: KINDS.index("draft_check") + 1]
"""The kinds that are looked up in reports; the others are answered by the house."""

AS_A_WHOLE: frozenset[Intent] = frozenset(("overview", "quiz", "outline"))
"""The kinds that want a report, or what it says on a topic, as a whole."""

LONGEST_GRAM = 3
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UtteranceModel:
    """The fitted weights, a row a kind in the order of `KINDS`.

    `grams` has the inverse document frequency and the row of `gram_weights` of each run of characters.
    `bar` is the least probability of `FOR_REPORTS` together at which reports are looked into,
    `bar_following` the same in a conversation about them. `encoders` are fingerprints.
    """

    encoders: tuple[str, ...]
    centre: Array
    vector_weights: Array
    bias: Array
    grams: Mapping[str, tuple[float, int]]
    gram_weights: Array
    bar: float
    bar_following: float

    def probabilities(self, text: str, vector: npt.NDArray[np.float32]) -> Array:
        """Give the probability of each kind, shape (len(KINDS),)."""
        logits = self.bias + self.vector_weights @ centred(vector, self.centre)
        counts = Counter(gram for gram in grams_of(text) if gram in self.grams)
        if counts:
            known = [self.grams[gram] for gram in counts]
            told = np.array([1 + math.log(count) for count in counts.values()])
            told *= np.array([rarity for rarity, _ in known])
            rows = self.gram_weights[[row for _, row in known]]
            logits = logits + (told / np.linalg.norm(told)) @ rows
        shares = np.exp(logits - logits.max())
        return np.asarray(shares / shares.sum())

    def kind(self, text: str, vector: npt.NDArray[np.float32], following: bool) -> Intent:
        """Give the kind of an utterance; `following`: what was said before was about a report."""
        shares = self.probabilities(text, vector)
        return decided(shares, self.bar_following if following else self.bar)


def decided(shares: Array, bar: float) -> Intent:
    """Give the likeliest kind: of those for reports where they reach `bar`, else of the others."""
    split = len(FOR_REPORTS)
    if shares[:split].sum() >= bar:
        return KINDS[int(shares[:split].argmax())]
    return KINDS[split + int(shares[split:].argmax())]


def always_ask(text: str, following: bool) -> Intent:
    """Take every utterance for a question: what is done without a model that fits the encoder."""
    return "ask"


def centred(vectors: npt.NDArray[np.float32], centre: Array) -> Array:
    """Give vectors as directions from the centre of all questions."""
    moved = vectors - centre
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9))


def grams_of(text: str) -> Iterator[str]:
    """Give the characters of a text, and its runs of two and of three."""
    plain = " ".join(text.lower().split())
    for length in range(1, LONGEST_GRAM + 1):
        for start in range(len(plain) - length + 1):
            yield plain[start : start + length]


@cache
def default_utterances() -> UtteranceModel:
    """Load the model that ships with the package."""
    plain = read_fitted("utterances.json")
    if plain["kinds"] != list(KINDS):
        raise ValueError("utterances.json does not fit the kinds; run fit_utterances again")
    scales = np.array(plain["scales"])
    text = files("assistant.fitted").joinpath("utterances.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n")[1:] if line]
    return UtteranceModel(
        tuple(plain["encoders"]),
        np.array(plain["centre"]),
        np.array(plain["vector"], dtype=np.float64) * scales[:, None],
        np.array(plain["bias"]),
        {gram: (float(rarity), at) for at, (gram, rarity, *_) in enumerate(rows)},
        np.array([row[2:] for row in rows], dtype=np.float64) * scales,
        plain["bar"],
        plain["bar_following"],
    )
