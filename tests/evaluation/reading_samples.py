"""Training questions laid beside the sentences of their hits: what the reader is fitted on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.config import load_settings
from assistant.making import make_embedder
from assistant.question.need import Need, read_need
from assistant.question.planning import Ask, make_plan
from assistant.reader.candidates import CandidateTable
from assistant.reader.choosing import answers_alone
from assistant.reader.features import candidate_table
from ingest.models import Passage
from ingest.passages import passage_shape
from ingest.segment import sentence_spans
from tests.evaluation.reading_cases import ReadingCase, is_of, read_cases
from vectorstore.indexes.tokens import passage_terms, rarity
from vectorstore.library import open_library
from vectorstore.models import ReportRecord, SearchFilter, SearchResult
from vectorstore.retriever import HybridRetriever

TRAINING = Path(__file__).parent / "training"
HITS = 16


@dataclass(frozen=True, slots=True)
class Sample:
    """One question with its candidates; what `right` marks is evidence, what `also` marks is not wrong."""

    source: str
    group: str
    need: Need
    table: CandidateTable
    right: npt.NDArray[np.bool_]
    also: npt.NDArray[np.bool_]
    usable: npt.NDArray[np.bool_]
    answered: bool


def sample(source: str, case: ReadingCase, need: Need, topic: str, found: SearchResult) -> Sample:
    """Lay a question beside the sentences of its hits."""
    table = candidate_table(need, found, passage_terms, rarity, topic)
    marks = [
        np.array([is_of(one.text, texts) for one in table.candidates], dtype=bool)
        for texts in (case.evidence, case.also)
    ]
    usable = np.array([answers_alone(c, found.hits[c.hit]) for c in table.candidates], dtype=bool)
    return Sample(source, case.file, need, table, *marks, usable, bool(marks[0].any()))


def without_evidence(found: SearchResult, case: ReadingCase) -> SearchResult:
    """Take away the hits that hold evidence of a case."""
    kept = [
        hit for hit in found.hits if not any(_holds(hit.passage, piece) for piece in case.evidence)
    ]
    return replace(found, hits=tuple(kept))


def _holds(passage: Passage, piece: str) -> bool:
    sentences = (passage.body[start:end] for start, end in sentence_spans(passage.body))
    return any(is_of(one, (piece,)) for one in (passage.text, *sentences))


def report_samples(home: Path, folder: Path, every: int) -> Iterator[Sample]:
    """Read the training questions over the reports of a data folder."""
    settings = load_settings({"WENBAO_HOME": str(home)})
    embedder = make_embedder(settings, print)
    cases = [
        (name, case)
        for name in ("questions", "forms", "pairs")
        for case in read_cases(TRAINING / f"{name}.jsonl", folder)
        if case.kind != "none"
    ]
    shape = passage_shape(settings.passages)
    with open_library(settings.home, settings.store, shape, "other") as library:
        retriever = HybridRetriever(library=library, embedder=embedder, settings=settings.search)
        records = library.records()
        ids = {record.source_name: record.report_id for record in records}
        for number, (name, case) in enumerate(cases[::every]):
            search, topic = _words(case.question, records)
            where = SearchFilter(frozenset({ids[case.file]}))
            wide = retriever.search(search, where, HITS * 2)
            need = read_need(case.question)
            made = sample(name, case, need, topic, replace(wide, hits=wide.hits[:HITS]))
            if made.answered or not case.answered:
                yield made
            if case.answered and number % 3 == 0:
                left = without_evidence(wide, case)
                bare = replace(case, evidence=(), also=())
                yield sample("deleted", bare, need, topic, replace(left, hits=left.hits[:HITS]))


def _words(question: str, records: Sequence[ReportRecord]) -> tuple[str, str]:
    """Give what is searched for, and the question's words without those of its scope."""
    parts = make_plan(Ask(question, today=date(2026, 1, 1)), records).parts
    if len(parts) == 1 and parts[0].need.question == question:
        return parts[0].search, parts[0].topic
    return question, question
