"""The fitted logistic models over named features, and from which probability on they answer.

`python -m tests.evaluation.fit_reader` makes both files. `coefficients.json` holds one weight for each
feature name, so that a person can read what counts and how much, and what is typical of those features
that only our own encoder gives; `refusal.json` holds the threshold for refusing, with the share of false
refusals that it stands for and the figures that it was chosen by.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from vectorstore.models import Background

OPEN_SPREAD = 0.6
"""From this share of hits from different reports on, a search counts as open."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model; `weights` apply to raw features in the order of `names`."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Give a probability for each row of `values`, shape (rows, len(names))."""
        logits = values @ np.array(self.weights) + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class ReaderModel:
    """Which sentence answers, whether anything does, and from which probability on we answer.

    The best of many reports' wrong sentences looks better than the best of one report's: where the
    hits are spread over reports, `open_threshold` holds. `usual` is the background that questions
    have in a report, by which one of few passages is read; None where another encoder is set.
    """

    sentence: Logistic
    answerable: Logistic
    threshold: float
    open_threshold: float
    usual: Background | None = None

    def for_any_encoder(self, typical: Mapping[str, float]) -> "ReaderModel":
        """Give the model that takes the named features of the answerable model for typical ones.

        What depends on the scale of our encoder's cosines says nothing where another one is set.
        """
        fitted = dict(zip(self.answerable.names, self.answerable.weights, strict=True))
        bias = self.answerable.bias + sum(fitted[name] * typical[name] for name in typical)
        weights = tuple(0.0 if name in typical else weight for name, weight in fitted.items())
        answerable = Logistic(self.answerable.names, weights, bias)
        return replace(self, answerable=answerable, usual=None)

    def bar(self, spread: float) -> float:
        """Give the probability to reach; `spread` is the share of hits from different reports."""
        return self.open_threshold if spread > OPEN_SPREAD else self.threshold


def model_from(plain: dict[str, Any], refusal: dict[str, Any]) -> ReaderModel:
    """Build the model from the JSON forms of `coefficients.json` and `refusal.json`."""
    return ReaderModel(
        _logistic(plain["sentence"]),
        _logistic(plain["answerable"]),
        refusal["threshold"],
        refusal["open_threshold"],
        Background(**plain["usual_background"]),
    )


def _logistic(plain: dict[str, Any]) -> Logistic:
    weights: dict[str, float] = plain["weights"]
    return Logistic(tuple(weights), tuple(weights.values()), plain["bias"])


def read_fitted(name: str) -> dict[str, Any]:
    """Read a file of this folder."""
    text = files("assistant.fitted").joinpath(name).read_text(encoding="utf-8")
    plain: dict[str, Any] = json.loads(text)
    return plain


@cache
def default_model(*, own_encoder: bool = True) -> ReaderModel:
    """Load the coefficients that ship with the package, for our own encoder or for any other."""
    plain = read_fitted("coefficients.json")
    model = model_from(plain, read_fitted("refusal.json"))
    return model if own_encoder else model.for_any_encoder(plain["typical"])


def check_names(model: Logistic, names: Sequence[str]) -> None:
    """Refuse coefficients that were fitted for other features.

    Raises:
        ValueError: names or their order differ.
    """
    if model.names != tuple(names):
        raise ValueError("coefficients.json does not fit the features; run fit_reader again")
