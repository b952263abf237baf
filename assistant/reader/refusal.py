"""Features of a question as a whole, from which the refusal is decided."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.question.need import Need
from assistant.question.off_topic import default_off_topic, off_topic_probability, word_features
from assistant.reader.candidates import NAMES as SENTENCE_NAMES
from assistant.reader.candidates import CandidateTable
from assistant.reader.reading import Reading
from vectorstore.indexes.tokens import passage_terms, rarity
from vectorstore.models import SearchResult

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


def found_features(question: str, topic: str, result: SearchResult) -> list[float]:
    """Give word features and those of a search result that has hits, in the order of FOUND_NAMES.

    `topic` is the question without the words of its scope.
    """
    wanted = {term: rarity(term) for term in passage_terms(topic)}
    total = sum(wanted.values()) or 1.0
    texts = [hit.passage.text for hit in result.hits]
    shares = [sum(w for term, w in wanted.items() if term in text) / total for text in texts]
    unseen = sum(w for term, w in wanted.items() if not any(term in text for text in texts))
    return [
        *word_features(question),
        max(shares),
        unseen / total,
    ]


def settled(reading: Reading, question: str, topic: str, result: SearchResult) -> Reading:
    """Make a reading off-topic where it is that rather than 报告未提及, or clearly that at all."""
    if not result.hits:
        return reading
    model = default_off_topic()
    values = found_features(question, topic, result)
    bar = model.clear_found if reading.status == "disclosed" else model.likely
    if off_topic_probability(model.found, values) < bar:
        return reading
    return replace(reading, status="off_topic", quotes=())
