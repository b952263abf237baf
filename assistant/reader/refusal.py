"""Features of a question as a whole, from which the refusal is decided."""

import re
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
_NAME = re.compile(r"[“\"「]([^“”\"「」]{4,24})[”\"」]")


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


def _answers_by_name(reading: Reading, question: str) -> bool:
    """Whether a quote has the name that the question puts in quotation marks: “高效办成一件事”."""
    names = _NAME.findall(question) if reading.status == "disclosed" else ()
    return any(name in quote.text for name in names for quote in reading.quotes)


def settled(reading: Reading, question: str, topic: str, result: SearchResult) -> Reading:
    """Make a reading off-topic where it is that rather than 报告未提及, or clearly that at all."""
    if not result.hits or _answers_by_name(reading, question):
        return reading
    model = default_off_topic()
    values = found_features(question, topic, result)
    bar = model.clear_found if reading.status == "disclosed" else model.likely
    if off_topic_probability(model.found, values) < bar:
        return reading
    return replace(reading, status="off_topic", quotes=())
