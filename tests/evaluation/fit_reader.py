"""Fit the reader's two linear models: `assistant/fitted/coefficients.json` and `refusal.json`.

    python -m tests.evaluation.fit_reader --home HOME --reports FOLDER [--public FILE] [--every N]

HOME is a data folder into which the reports of `training/` were ingested, FOLDER has them as files. The
sentence model ranks the sentences of a report's hits: listwise, each sentence of the evidence against all
that is none, then one slope and bias so that its value is a probability. The answerable model learns
whether the best sentence answers: from answered questions, from the same with the passages of their
evidence taken away, and from the same question asked of another report that is silent (`pairs.jsonl`).
The near misses that were written to order are left out: their form gives them away. FILE (public reading
questions, each paragraph a report of its own) sets the threshold of searches over many reports.
All figures are of questions held out by report, in 5 folds. Which share of answerable questions may be
refused is chosen in `refusal.json`.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.fitted.logistic import Logistic, read_fitted
from assistant.reader.candidates import RANKING
from assistant.reader.refusal import NAMES, OF_THE_ENCODER, question_features
from tests.evaluation.listwise import Listed, listwise
from tests.evaluation.public_reading import public_samples
from tests.evaluation.reading_samples import TRAINING, Sample, report_samples

HERE = Path(__file__).parent
FITTED = HERE.parent.parent / "assistant" / "fitted"
FOLDS = 5
# A pair says most about refusing, and there are few of them.
PAIR_WEIGHT = 3.0
Array = npt.NDArray[np.float64]


def sentence_model(samples: Sequence[Sample]) -> Logistic:
    """Learn which candidate holds what was asked; every question weighs the same."""
    asked = [one for one in samples if one.answered]
    weights = listwise([Listed(one.table.ranking, one.right, one.also) for one in asked])
    values = np.concatenate([one.table.ranking @ weights for one in asked])[:, None]
    labels = np.concatenate([one.right for one in asked])
    shares = np.concatenate([np.full(len(one.right), 20 / len(one.right)) for one in asked])
    slope = LogisticRegression(C=1e6).fit(values, labels, sample_weight=shares)
    scaled = weights * float(slope.coef_[0, 0])
    return Logistic(RANKING, tuple(scaled.tolist()), float(slope.intercept_[0]))


def scores_of(one: Sample, model: Logistic) -> Array:
    """Give the probability of each candidate, 0 where it cannot stand alone."""
    return np.where(one.usable, model.probability(one.table.ranking), 0.0)


def whole_features(samples: Sequence[Sample], model: Logistic) -> Array:
    """Give the features of each question as a whole."""
    return np.array([question_features(s.need, s.table, scores_of(s, model)) for s in samples])


def answerable_model(samples: Sequence[Sample], model: Logistic) -> Logistic:
    """Learn whether the best candidate answers; answered and not weigh the same together."""
    values = whole_features(samples, model)
    labels = np.array([one.answered for one in samples])
    share = labels.mean()
    weights = np.where(labels, 0.5 / share, 0.5 / (1 - share))
    weights *= np.where([one.source == "pairs" for one in samples], PAIR_WEIGHT, 1.0)
    scaler = StandardScaler().fit(values)
    fitted = LogisticRegression(C=0.3, max_iter=2000)
    fitted.fit(scaler.transform(values), labels, sample_weight=weights)
    scaled = fitted.coef_[0] / scaler.scale_
    bias = float(fitted.intercept_[0] - (scaled * scaler.mean_).sum())
    return Logistic(NAMES, tuple(scaled.tolist()), bias)


def held_out(samples: Sequence[Sample]) -> tuple[list[Array], Array]:
    """Give each sample's scores and confidence from models that never saw its report."""
    scores: list[Array] = [np.zeros(0)] * len(samples)
    confidence = np.zeros(len(samples))
    groups = {name: at % FOLDS for at, name in enumerate(sorted({s.group for s in samples}))}
    for fold in range(FOLDS):
        known = [one for one in samples if groups[one.group] != fold]
        sentence = sentence_model(known)
        answerable = answerable_model(known, sentence)
        own = [i for i, one in enumerate(samples) if groups[one.group] == fold]
        for i in own:
            scores[i] = scores_of(samples[i], sentence)
        values = [question_features(samples[i].need, samples[i].table, scores[i]) for i in own]
        confidence[own] = answerable.probability(np.array(values))
    return scores, confidence


def figures(
    samples: Sequence[Sample], scores: Sequence[Array], confidence: Array
) -> dict[str, Any]:
    """Give the held-out figures of ranking and refusing."""
    first, three, whole = [], [], []
    for one, own in zip(samples, scores, strict=True):
        if one.answered:
            order = np.argsort(-own, kind="stable")
            right = one.right | one.also
            first.append(right[order[0]])
            three.append(right[order[:3]].any())
            whole.append(right[order[: one.right.sum()]].all())
    answered = np.array([one.answered for one in samples])
    sources = np.array([one.source for one in samples])
    told = {}
    for name, silent in (
        ("deleted", sources == "deleted"),
        ("pairs", (sources == "pairs") & ~answered),
    ):
        told[f"auc_{name}"] = roc_auc_score(
            np.r_[np.ones(answered.sum()), np.zeros(silent.sum())],
            np.r_[confidence[answered], confidence[silent]],
        )
    means = {"sentence_1": first, "sentence_3": three, "all_evidence": whole}
    return {
        "questions": len(first),
        **{name: round(float(np.mean(own)), 3) for name, own in means.items()},
        **{name: round(float(own), 3) for name, own in told.items()},
    }


def thresholds(
    samples: Sequence[Sample], confidence: Array, foreign: Array, refusal: dict[str, Any]
) -> dict[str, Any]:
    """Give `refusal` with the thresholds that its shares lead to now."""
    answered = np.array([one.answered for one in samples])
    silent = np.array([one.source == "pairs" for one in samples]) & ~answered
    for share in (0.02, 0.03, 0.05, 0.08, 0.1):
        at = float(np.quantile(confidence[answered], share))
        refused = np.mean(confidence[silent] < at)
        print(f"false refusals {share:.2f} -> silent refused {refused:.3f} ({at:.4f})")
    at = float(np.quantile(confidence[answered], refusal["false_refusals"]))
    far = float(np.quantile(foreign, refusal["open_false_refusals"])) if len(foreign) else at
    return refusal | {"threshold": round(at, 4), "open_threshold": round(max(at, far), 4)}


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--public", type=Path)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    write(list(report_samples(given.home, given.reports, given.every)), given.home, given.public)


def write(samples: Sequence[Sample], home: Path, public: Path | None) -> None:
    """Fit the models on samples of reports and write both files."""
    scores, confidence = held_out(samples)
    told = figures(samples, scores, confidence)
    print(told)
    sentence = sentence_model(samples)
    answerable = answerable_model(samples, sentence)
    foreign = np.zeros(0)
    if public:
        values = public_samples(public, home, sentence)
        foreign = answerable.probability(values)
    refusal = thresholds(samples, confidence, foreign, read_fitted("refusal.json"))
    typical = dict(zip(NAMES, whole_features(samples, sentence).mean(axis=0).tolist(), strict=True))
    plain = {
        "sentence": _plain(sentence),
        "answerable": _plain(answerable),
        "usual_background": {
            name: round(float(np.mean([getattr(s.table.background, name) for s in samples])), 4)
            for name in ("mean", "spread")
        },
        "typical": {name: round(typical[name], 4) for name in sorted(OF_THE_ENCODER)},
        "made_by": "tests.evaluation.fit_reader",
        "questions_sha256": _digest(),
        "held_out_by_report": told,
    }
    _write(FITTED / "coefficients.json", plain)
    _write(FITTED / "refusal.json", refusal)


def _plain(model: Logistic) -> dict[str, Any]:
    weights = {name: round(w, 4) for name, w in zip(model.names, model.weights, strict=True)}
    return {"weights": weights, "bias": round(model.bias, 4)}


def _digest() -> str:
    digest = hashlib.sha256()
    for name in ("questions", "forms", "pairs"):
        digest.update((TRAINING / f"{name}.jsonl").read_bytes())
    return digest.hexdigest()[:16]


def _write(path: Path, plain: dict[str, Any]) -> None:
    text = json.dumps(plain, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
