"""Public reading questions as a library of many reports: each paragraph is a report of one passage."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.config import load_settings
from assistant.fitted.logistic import Logistic
from assistant.making import make_embedder
from assistant.question.need import read_need
from assistant.reader.features import candidate_table
from assistant.reader.refusal import question_features
from ingest.models import Passage, Report, ReportFacts
from vectorstore.commit import LibraryEmbedder
from vectorstore.indexes.tokens import passage_terms, rarity
from vectorstore.library import Library, open_library
from vectorstore.retriever import HybridRetriever
from vectorstore.settings import StoreSettings

HITS = 10
PARAGRAPHS = 500
QUESTIONS = 1000


def public_samples(path: Path, home: Path, sentence: Logistic) -> npt.NDArray[np.float64]:
    """Give the refusal's features of questions that some paragraph answers, searched over all.

    Shape (questions, features); those of which the search does not find the paragraph are left out.
    """
    settings = load_settings({"WENBAO_HOME": str(home)})
    embedder = make_embedder(settings, print)
    paragraphs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with (
        tempfile.TemporaryDirectory() as folder,
        library_of(
            [one["text"] for one in paragraphs[:PARAGRAPHS]], Path(folder), embedder
        ) as library,
    ):
        retriever = HybridRetriever(library=library, embedder=embedder, settings=settings.search)
        rows = []
        for own, question in list(_questions(paragraphs[:PARAGRAPHS]))[:QUESTIONS]:
            found = retriever.search(question, limit=HITS)
            if not any(hit.passage.report_id == own for hit in found.hits):
                continue
            need = read_need(question)
            table = candidate_table(need, found, passage_terms, rarity, question)
            scores = sentence.probability(table.ranking)
            rows.append(question_features(need, table, scores))
    return np.array(rows)


def _questions(paragraphs: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(paragraphs):
        for asked in paragraph["questions"]:
            yield f"{number:05d}", asked["question"]


def library_of(texts: Sequence[str], home: Path, embedder: LibraryEmbedder) -> Library:
    """Put texts into a library, each a report of one passage, named 00000, 00001 and so on."""
    library = open_library(home, StoreSettings(), "public", "other")
    for number, whole in enumerate(texts):
        text = whole.replace("\n", "")
        name = f"{number:05d}"
        passage = Passage(name, name, 0, (), text, 0, len(text), 0)
        facts = ReportFacts(title="")
        library.write(
            Report(name, "r1", f"{name}{text[:8]}", name, facts, text, (passage,)), embedder
        )
    return library


def squad_paragraphs(path: Path) -> list[dict[str, Any]]:
    """Give the paragraphs of a SQuAD-style file: `context`, and `qas` with `question` and `answers`."""
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [paragraph for article in data for paragraph in article["paragraphs"]]
