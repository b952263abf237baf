"""What says which report a question means: held-out probabilities, bars and figures, for `fit_marks`.

SEEN of the questions that point at no report (some were written to look so) may seem to, and UNSEEN of
the words that do may not.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from assistant.scope.marking import KINDS, MarkModel, of_words, pointers_in
from tests.evaluation.marked_questions import FOLDS, Array, Question, fitted, model_of, runs

POINT_BARS = ("point_bar", "may_point_bar")
UNSEEN, SEEN = 0.03, 0.02
_OF_REPORTS = re.compile(r"报告|公报|年报|[这那][份篇]|《")


def pointing_at_none(questions: Sequence[Question]) -> list[Question]:
    """Every other question that has no word for a report, as one that points at none."""
    plain = [one for one in questions if not _OF_REPORTS.search(one.text)]
    return [replace(one, kinds=(0,) * len(one.kinds)) for one in plain[::2]]


def pointing_held_out(questions: Sequence[Question]) -> list[Array]:
    """Do as `held_out` for the words that say which report is meant: (tokens,) a question."""
    found: list[Array] = [np.zeros(0)] * len(questions)
    for fold in range(FOLDS):
        weights, bias = fitted([q for at, q in enumerate(questions) if at % FOLDS != fold])
        model = replace(
            model_of(np.zeros((1, weights.shape[1])), bias), points=weights[0], point_bias=bias[0]
        )
        for at in range(fold, len(questions), FOLDS):
            found[at] = model.pointing(questions[at].states)
    return found


def point_bars(questions: Sequence[Question], shares: Sequence[Array]) -> tuple[float, float]:
    """Give the bars in the order of `POINT_BARS`."""
    none, inside = [], []
    for one, own in zip(questions, shares, strict=True):
        told = _pointing_words(one, own)
        if 1 not in one.kinds:
            none.append(max((points for _, _, points in told), default=0.0))
        inside += [points for a, b, points in told if all(one.kinds[a:b])]
    return float(np.quantile(none, 1 - SEEN)), float(np.quantile(inside, UNSEEN))


def _pointing_words(one: Question, own: Array) -> list[tuple[int, int, float]]:
    shares = np.c_[np.zeros((len(own), len(KINDS))), own]
    return [(a, b, points) for a, b, _, _, _, points in of_words(one.text, shares, one.offsets)]


def pointing_figures(
    questions: Sequence[Question], shares: Sequence[Array], model: MarkModel
) -> dict[str, Any]:
    """Give the held-out figures of what says which report is meant."""
    labels = np.concatenate([one.labels for one in questions])
    pointers = found = none = seen = 0
    for one, own in zip(questions, shares, strict=True):
        words = [
            model.word(a, b, "", 0.0, 0.0, points) for a, b, points in _pointing_words(one, own)
        ]
        spans = pointers_in(words)
        marked = runs(one.kinds, 1)
        pointers += len(marked)
        found += sum(any(a < end and start < b for a, b in spans) for start, end in marked)
        none += not marked
        seen += not marked and bool(spans)
    return {
        "pointing_questions": len(questions),
        "auc_pointing": round(roc_auc_score(labels, np.concatenate(shares)), 4),
        "pointers_found": round(found / pointers, 3),
        "none_taken_for_one": round(seen / none, 3),
    }
