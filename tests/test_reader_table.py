"""The table of a result's sentences: made once for reading a cell and for ranking it."""

import numpy as np

from assistant.fitted.logistic import default_model
from assistant.question.need import read_need
from assistant.reader.extractive import ExtractiveReader
from vectorstore.models import SearchResult


def test_a_result_is_cut_into_sentences_once_for_reading_and_ranking() -> None:
    reader = ExtractiveReader(default_model(), list, lambda word: 1.0)
    need = read_need("办了多少件？")
    result = SearchResult((), np.zeros(4, dtype=np.float32))
    table = reader.table(need, "办了", result)
    assert reader.table(need, "办了", result) is table
    assert reader.table(need, "审结", result) is not table
    assert reader.table(need, "审结", SearchResult((), result.query_vector)) is not table
