"""Features of a question as a whole, from which the refusal is decided."""

import numpy as np
import numpy.typing as npt

from assistant.question.need import Need
from assistant.reader.candidates import NAMES as SENTENCE_NAMES
from assistant.reader.candidates import CandidateTable

_BEST = (
    "passage_cosine",
    "passage_rise",
    "sentence_cosine",
    "sentence_rise",
    "clause_cosine",
    "clause_rise",
    "words",
    "words_clause",
    "words_with_heading",
    "bigrams",
    "keyword_rank",
    "dense_rank",
    "figure_wanted_absent",
    "unit_exact",
    "unit_family",
    "missing",
    "missing_nearby",
    "plan_unasked",
    "figure_clause_words",
    "figure_clause_cosine",
    "quoted",
    "defines",
)
_FAMILY = SENTENCE_NAMES.index("unit_family")
NAMES: tuple[str, ...] = (
    "logit",
    "margin",
    *(f"best_{name}" for name in _BEST),
    "max_passage_cosine",
    "max_clause_cosine",
    "max_passage_rise",
    "max_sentence_rise",
    "max_clause_rise",
    "background_mean",
    "background_spread",
    "max_words",
    "coverage",
    "asks_figure",
    "asks_list",
    "asks_unit",
    "unit_unmet",
    "topic_words",
    "spread",
)


def question_features(
    need: Need, table: CandidateTable, scores: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Give the features of one question, shape (len(NAMES),); `table` must not be empty."""
    best = int(np.argmax(scores))
    logits = np.log(np.clip(scores, 1e-6, 1 - 1e-6) / np.clip(1 - scores, 1e-6, 1 - 1e-6))
    others = np.delete(logits, best)
    row = table.values[best]
    values = [
        float(logits[best]),
        float(logits[best] - others.max()) if len(others) else 3.0,
        *(float(row[SENTENCE_NAMES.index(name)]) for name in _BEST),
        float(table.column("passage_cosine").max()),
        float(table.column("clause_cosine").max()),
        float(table.column("passage_rise").max()),
        float(table.column("sentence_rise").max()),
        float(table.column("clause_rise").max()),
        table.background.mean,
        table.background.spread,
        float(table.column("words").max()),
        table.coverage,
        float(need.kind == "figure"),
        float(need.kind == "list"),
        float(bool(need.units)),
        float(bool(need.units) and need.kind == "figure" and not row[_FAMILY]),
        min(table.topic_words, 12) / 12,
        table.spread,
    ]
    return np.array(values, dtype=np.float64)
