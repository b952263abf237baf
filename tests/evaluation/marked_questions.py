"""Questions whose characters are marked, with the states of their tokens, and the models fitted to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assistant.scope.marking import KINDS, MarkModel, Offsets, Word, in_context
from ingest.regions import find_regions

LAYER = 6
FOLDS = 5
BARS = ("thing_bar", "name_bar", "no_name_bar", "sure_bar")
STRENGTH = 0.01
_OPEN, _CLOSE = {"〔": 1, "【": 2}, "〕】"
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the kind of each of its characters, and of each of its tokens."""

    text: str
    kinds: tuple[int, ...]
    states: npt.NDArray[np.float32]
    offsets: Offsets

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """Give the kind of each token: that of most of its characters."""
        return np.array([self.kind_of(a, b) for a, b in self.offsets])

    def kind_of(self, start: int, end: int) -> int:
        """Give the kind of most characters of a span."""
        own = self.kinds[start:end]
        return max(range(len(KINDS)), key=own.count)

    def is_all(self, word: Word, kind: int) -> bool:
        """Whether a word is of a kind."""
        return self.kind_of(word.start, word.end) == kind


def read_marked(line: str) -> tuple[str, list[int]]:
    """Give a marked question without its marks, and the kind of each character."""
    source, marked = line.split("\t")
    text, kinds, kind = "", [], 0
    for mark in marked:
        if mark in _OPEN:
            kind = _OPEN[mark]
        elif mark in _CLOSE:
            kind = 0
        else:
            text += mark
            kinds.append(kind)
    if source == "things":
        for mention in find_regions(text):
            if not any(kinds[mention.start : mention.end]):
                kinds[mention.start : mention.end] = [1] * (mention.end - mention.start)
    return text, kinds


def runs(kinds: Sequence[int], kind: int) -> list[tuple[int, int]]:
    """Give where the characters of a kind stand together."""
    edges = np.flatnonzero(np.diff(np.r_[0, np.array(kinds) == kind, 0]))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def fitted(questions: Sequence[Question]) -> tuple[Array, Array]:
    """Give weights (kinds, 4 x dimensions) and biases for raw states; one row where there are two kinds."""
    values = np.concatenate([in_context(one.states) for one in questions])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(scaler.transform(values), np.concatenate([one.labels for one in questions]))
    weights = model.coef_ / scaler.scale_
    return weights, model.intercept_ - weights @ scaler.mean_


def model_of(weights: Array, bias: Array, *barred: float) -> MarkModel:
    """Give a model of weights and biases, with bars or none, that points at no report."""
    bars = barred or [0.0] * len(BARS)
    return MarkModel((), LAYER, weights, bias, *bars, np.zeros(weights.shape[1]), 0.0, 1.0, 1.0)
