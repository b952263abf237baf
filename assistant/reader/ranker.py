"""The fitted logistic models over named features; `coefficients.json` is made by a script.

`python -m tests.evaluation.fit_reader` makes the file; it holds one weight for each feature name,
so that a person can read what counts and how much.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt


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
    """Which sentence answers, whether anything does, and from which probability on we answer."""

    sentence: Logistic
    answerable: Logistic
    threshold: float


def model_from(plain: dict[str, object]) -> ReaderModel:
    """Build the model from the JSON form of `coefficients.json`."""
    return ReaderModel(
        _logistic(plain["sentence"]), _logistic(plain["answerable"]), float(str(plain["threshold"]))
    )


def _logistic(plain: object) -> Logistic:
    assert isinstance(plain, dict)
    weights: dict[str, float] = plain["weights"]
    return Logistic(tuple(weights), tuple(weights.values()), plain["bias"])


@cache
def default_model() -> ReaderModel:
    """Load the coefficients that ship with the package."""
    text = files("assistant.reader").joinpath("coefficients.json").read_text(encoding="utf-8")
    return model_from(json.loads(text))


def check_names(model: Logistic, names: Sequence[str]) -> None:
    """Refuse coefficients that were fitted for other features.

    Raises:
        ValueError: names or their order differ.
    """
    if model.names != tuple(names):
        raise ValueError("coefficients.json does not fit the features; run fit_reader again")
