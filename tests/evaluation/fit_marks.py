"""Fit what tells the words of a question apart; write `assistant/fitted/marks.json`.

    python -m tests.evaluation.fit_marks --home HOME

HOME is a data folder, whose unpacked default encoder is used. `training/marked.tsv` has questions
with marks around the words that name the thing asked and, in the rows called `names`, around names
of places and bodies; in the others the places that `ingest.regions` finds count as names.
`training/pointing.txt` has questions with marks around the words that say which report is meant; every
other question of `marked.tsv` without a word for a report stands beside them as one without. The
questions were written, or taken from `training/`, and marked by language models told how in words.
The model is multinomial over the states behind LAYER, which tuning leaves as they are, and judged on
FOLDS of the questions. The bars are shares of words: LOST of the thing's words may fall below its bar,
FALSE of the questions that name nobody may have a name, of MISSED of the names every word may
hardly be one, and of LOST of the things, where words stand together, none may be sure. What is found of names is told apart for those that no list of regions has.
"""

import argparse
import hashlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from assistant.config import load_settings
from assistant.making import make_embedder
from assistant.scope.marking import (
    KINDS,
    MarkModel,
    names_in_words,
    of_words,
    things_in,
)
from ingest.regions import find_regions
from tests.evaluation.marked_questions import (
    BARS,
    FOLDS,
    LAYER,
    Array,
    Question,
    fitted,
    model_of,
    read_marked,
    runs,
)
from tests.evaluation.pointing_words import (
    POINT_BARS,
    point_bars,
    pointing_at_none,
    pointing_figures,
    pointing_held_out,
)

HERE = Path(__file__).parent
DATA = HERE / "training" / "marked.tsv"
POINTING = HERE / "training" / "pointing.txt"
FITTED = HERE.parent.parent / "assistant" / "fitted" / "marks.json"
LOST, FALSE, MISSED = 0.01, 0.05, 0.02


def held_out(questions: Sequence[Question]) -> list[Array]:
    """Give the probabilities of each question's tokens from a model that never saw the question."""
    found: list[Array] = [np.zeros((0, len(KINDS)))] * len(questions)
    for fold in range(FOLDS):
        weights, bias = fitted([q for at, q in enumerate(questions) if at % FOLDS != fold])
        model = model_of(weights, bias)
        for at in range(fold, len(questions), FOLDS):
            found[at] = model.probabilities(questions[at].states)
    return found


def bars(questions: Sequence[Question], shares: Sequence[Array]) -> tuple[float, ...]:
    """Give the bars in the order of `BARS`."""
    things, nameless, named, whole = [], [], [], []
    for one, own in zip(questions, shares, strict=True):
        words = list(of_words(one.text, own, one.offsets))
        things += [thing for a, b, _, _, thing, _ in words if b - a > 1 and one.kind_of(a, b) == 2]
        if 1 not in one.kinds:
            nameless.append(max((name for a, b, _, name, _, _ in words if b - a > 1), default=0.0))
        for start, end in runs(one.kinds, 1):
            named.append(
                max((n for a, b, _, n, _, _ in words if a < end and start < b), default=1.0)
            )
        for start, end in (run for run in runs(one.kinds, 2) if run[1] - run[0] > 1):
            whole.append(
                max((t for a, b, _, _, t, _ in words if a < end and start < b), default=1.0)
            )
    return (
        float(np.quantile(things, LOST)),
        float(np.quantile(nameless, 1 - FALSE)),
        float(np.quantile(named, MISSED)),
        float(np.quantile(whole, LOST)),
    )


def figures(
    questions: Sequence[Question], shares: Sequence[Array], model: MarkModel
) -> dict[str, Any]:
    """Give the held-out figures."""
    labels = np.concatenate([one.labels for one in questions])
    tokens = np.concatenate(shares)
    names = found = unlisted = seen = lost = beside = 0
    for one, own in zip(questions, shares, strict=True):
        told = list(of_words(one.text, own, one.offsets))
        words = [model.word(*word) for word in told]
        spans = [(run[0].start, run[-1].end) for run in names_in_words(words)]
        for start, end in runs(one.kinds, 1):
            names += 1
            hit = any(a < end and start < b for a, b in spans)
            found += hit
            listed = any(m.start <= start and end <= m.end for m in find_regions(one.text))
            unlisted += not listed
            seen += hit and not listed
        kept = things_in(one.text, words)
        long = [w for w in words if w.end - w.start > 1]
        lost += any(one.text[w.start : w.end] not in kept for w in long if one.is_all(w, 2))
        beside += any(one.text[w.start : w.end] in kept for w in long if one.is_all(w, 0))
    count = len(questions)
    return {
        "questions": count,
        "auc_thing": round(roc_auc_score(labels == 2, tokens[:, 2]), 4),
        "auc_name": round(roc_auc_score(labels == 1, tokens[:, 1]), 4),
        "names_found": round(found / names, 3),
        "unlisted_names_found": round(seen / unlisted, 3),
        "questions_losing_a_word_of_the_thing": round(lost / count, 3),
        "questions_keeping_another": round(beside / count, 3),
    }


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    given = parser.parse_args()
    embedder = make_embedder(load_settings({"WENBAO_HOME": str(given.home)}), print)

    def read(path: Path, source: str = "") -> list[Question]:
        marked = (read_marked(source + line) for line in path.read_text("utf-8").splitlines())
        return [Question(t, tuple(k), *embedder.token_states(t, LAYER)) for t, k in marked]

    questions = read(DATA)
    pointing = [*read(POINTING, "points\t"), *pointing_at_none(questions)]
    shares, points = held_out(questions), pointing_held_out(pointing)
    weights, bias = fitted(questions)
    point_weights, point_bias = fitted(pointing)
    model = MarkModel(
        (embedder.fingerprint,),
        LAYER,
        weights,
        bias,
        *bars(questions, shares),
        point_weights[0],
        float(point_bias[0]),
        *point_bars(pointing, points),
    )
    told = {
        **figures(questions, shares, model),
        **pointing_figures(pointing, points, model),
    }
    print(told)
    plain = {
        "kinds": list(KINDS),
        "encoders": list(model.encoders),
        "layer": LAYER,
        **{bar: round(getattr(model, bar), 4) for bar in (*BARS, *POINT_BARS)},
        "made_by": "tests.evaluation.fit_marks",
        "commit": subprocess.run(
            ("git", "rev-parse", "--short", "HEAD"), capture_output=True, text=True, check=True
        ).stdout.strip(),
        "questions_sha256": hashlib.sha256(DATA.read_bytes() + POINTING.read_bytes()).hexdigest()[
            :16
        ],
        "held_out": told,
        "point_bias": round(model.point_bias, 4),
        "points": [round(value, 4) for value in model.points.tolist()],
        "bias": [round(value, 4) for value in bias.tolist()],
        "weights": [[round(value, 4) for value in row] for row in weights.tolist()],
    }
    FITTED.write_text(json.dumps(plain, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
