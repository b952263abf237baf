"""Features of a question as a whole, from which the refusal is decided."""

import numpy as np
import numpy.typing as npt

from assistant.question.need import Need
from assistant.reader.candidates import NAMES as SENTENCE_NAMES
from assistant.reader.candidates import CandidateTable

OF_THE_ENCODER: frozenset[str] = frozenset({"sentence_cosine", "background_spread"})
"""What depends on the scale of an encoder's cosines; with another encoder it says nothing."""

NAMES: tuple[str, ...] = (
    "score",
    "sentence_rise",
    "passage_rise",
    "sentence_cosine",
    "background_spread",
    "unit_exact",
    "unit_unmet",
    "asks_figure",
    "asks_unit",
    "topic_words",
)
_MOST_WORDS = 12


def question_features(
    need: Need, table: CandidateTable, scores: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Give the features of one question, shape (len(NAMES),), mostly those of its best candidate.

    `scores` are the candidates' probabilities; `table` must not be empty.
    """
    best = int(np.argmax(scores))
    score = min(max(float(scores[best]), 1e-6), 1 - 1e-6)
    row = dict(zip(SENTENCE_NAMES, table.values[best].tolist(), strict=True))
    asks_figure = need.kind == "figure"
    asks_unit = bool(need.units)
    values = {
        "score": float(np.log(score / (1 - score))),
        "sentence_rise": row["sentence_rise"],
        "passage_rise": row["passage_rise"],
        "sentence_cosine": row["sentence_cosine"],
        "background_spread": table.background.spread,
        "unit_exact": row["unit_exact"],
        "unit_unmet": float(asks_unit and asks_figure and not row["unit_family"]),
        "asks_figure": float(asks_figure),
        "asks_unit": float(asks_unit),
        "topic_words": min(table.topic_words, _MOST_WORDS) / _MOST_WORDS,
    }
    return np.array([values[name] for name in NAMES], dtype=np.float64)
