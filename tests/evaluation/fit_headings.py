"""Fit which headings plan; write `ingest/outlook/headings.json`.

    python -m tests.evaluation.fit_headings

`training/headings.tsv` has headings that a language model wrote, with what each says by itself: done,
plan or none. The model tells plan from both others, over runs of characters that two headings have. The
figures are of headings held out in FOLDS; the bar is the one at which few that do not plan pass.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from ingest.outlook.heading_model import grams_of

HERE = Path(__file__).parent
DATA = HERE / "training" / "headings.tsv"
FITTED = HERE.parent.parent / "ingest" / "outlook" / "headings.json"
FOLDS = 10
STRENGTH = 30.0
BAR = 0.6


def main() -> None:
    """Fit, print and write."""
    every = [line.split("\t") for line in DATA.read_text("utf-8").splitlines()]
    # One with a year ({P} past, {N} coming) is for the year to tell.
    lines = [one for one in every if "{" not in one[1]]
    labels = np.array([label for label, _ in lines])
    headings = [heading for _, heading in lines]
    counted = CountVectorizer(analyzer=grams_of, binary=True, min_df=2)
    model = make_pipeline(counted, Normalizer(), LogisticRegression(C=STRENGTH, max_iter=2000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    shares = cross_val_predict(model, headings, labels == "plan", cv=folds, method="predict_proba")
    passed = shares[:, 1] >= BAR
    told = {
        "headings": len(lines),
        "plans_found": round(float(passed[labels == "plan"].mean()), 3),
        "done_taken_for_plans": round(float(passed[labels == "done"].mean()), 3),
        "others_taken_for_plans": round(float(passed[labels == "none"].mean()), 3),
    }
    print(told)
    model.fit(headings, labels == "plan")
    weights = model[-1].coef_[0]
    plain = {
        "made_by": "tests.evaluation.fit_headings",
        "headings_sha256": hashlib.sha256(DATA.read_bytes()).hexdigest()[:16],
        "held_out": told,
        "bar": BAR,
        "bias": round(float(model[-1].intercept_[0]), 3),
        "grams": {g: round(float(weights[at]), 2) for g, at in sorted(counted.vocabulary_.items())},
    }
    FITTED.write_text(json.dumps(plain, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
