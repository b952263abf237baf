"""Fit a linear ranking listwise: each right candidate against all of its question that are not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

_SHRINK = 1e-3
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """The candidates of one question, `values` of shape (candidates, features); `also` count neither way."""

    values: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    also: npt.NDArray[np.bool_]


def listwise(questions: Sequence[Listed]) -> npt.NDArray[np.float64]:
    """Give weights for raw features; every question weighs the same, shrunk on standardised ones."""
    values = np.concatenate([one.values for one in questions])
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    rows = torch.tensor((values - mean) / scale, dtype=torch.float64)
    of = torch.tensor(np.repeat(np.arange(len(questions)), [len(one.right) for one in questions]))
    right = torch.tensor(np.concatenate([one.right for one in questions]))
    also = torch.tensor(np.concatenate([one.also for one in questions]))
    wrong = (~right & ~also).double()
    counts = torch.zeros(len(questions), dtype=torch.float64).index_add_(0, of, right.double())
    weights = torch.zeros(rows.shape[1], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        scores = rows @ weights
        least = torch.full((len(questions),), -1e9, dtype=torch.float64)
        top = least.scatter_reduce(0, of, scores.detach(), "amax")
        others = torch.zeros(len(questions), dtype=torch.float64)
        others = others.index_add(0, of, torch.exp(scores - top[of]) * wrong)
        at = of[right]
        own = scores[right] - top[at]
        missed = (torch.log(others[at] + torch.exp(own)) - own) / counts[at]
        total = missed.sum() / len(questions) + _SHRINK * (weights**2).sum()
        total.backward()
        return total

    optimiser.step(loss)
    found: npt.NDArray[np.float64] = weights.detach().numpy() / scale
    return found
