"""Measure retrieval alone: evidence among the first passages, by each leg and by both.

    python -m tests.evaluation.retrieval --home HOME --questions dev_qa.jsonl --report NAME
    python -m tests.evaluation.retrieval --home HOME --cmrc cmrc2018_trial.json

The first counts every required evidence sentence of the questions that rest on one report of the
library in HOME; the second makes a library of the file's paragraphs in a temporary folder, with
HOME's model and vectors.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from assistant.config import load_settings
from assistant.making import make_embedder, make_reader
from assistant.models import Answer, Turn
from assistant.question.need import read_need
from assistant.question.planning import Ask, make_plan
from ingest.passages import passage_shape
from tests.evaluation.public_reading import library_of, squad_paragraphs
from tests.evaluation.run_situations import flat
from vectorstore.indexes.tokens import question_terms
from vectorstore.library import Library, open_library
from vectorstore.models import ReportRecord, SearchFilter
from vectorstore.retriever import HybridRetriever

DEPTH = 5
Legs = dict[str, Callable[[str], list[str]]]


HITS = 16


def legs(library: Library, retriever: HybridRetriever, ids: frozenset[str] | None) -> Legs:
    """Give the searches to compare; each gives the flat texts of its first passages."""
    where = SearchFilter(ids)
    state = library.state

    def texts(rows: Sequence[str]) -> list[str]:
        found = state.rows.fetch(list(rows))
        return [f"{found[row].passage.report_id}|{flat(found[row].passage.text)}" for row in rows]

    def hybrid(question: str) -> list[str]:
        hits = retriever.search(question, where, DEPTH).hits
        return [f"{hit.passage.report_id}|{flat(hit.passage.text)}" for hit in hits]

    def dense(question: str) -> list[str]:
        vector = retriever.embedder.embed_query(question)
        wanted = sorted(ids) if ids is not None else None
        return texts([row for row, _ in state.rows.nearest(vector, DEPTH, wanted)])

    def keyword(question: str) -> list[str]:
        editions = None
        if ids is not None:
            editions = [state.snapshot.reports[one].edition for one in sorted(ids)]
        found = state.keyword.search(question_terms(question), DEPTH, editions)
        return texts([row for row, _ in found])

    return {"hybrid": hybrid, "dense": dense, "keyword": keyword}


def line(name: str, ranks: Sequence[int | None], empty: int) -> str:
    """Print recall at 1 and 5 and the mean reciprocal rank of a leg."""
    at = {k: sum(r is not None and r <= k for r in ranks) for k in (1, DEPTH)}
    mrr = sum(1 / r for r in ranks if r is not None) / len(ranks)
    n = len(ranks)
    return f"{name:8} top 1 {at[1]}/{n} {at[1] / n:.4f}  top 5 {at[5]}/{n} {at[5] / n:.4f}  MRR {mrr:.4f}  empty {empty}"


def searches(turns: Sequence[str], records: Sequence[ReportRecord]) -> list[tuple[str, ...]]:
    """Give what the assistant searches for in each turn: a follow-up stands alone, parts apart."""
    history: list[Turn] = []
    found = []
    for turn in turns:
        plan = make_plan(Ask(turn, tuple(history), today=date(2026, 1, 1)), records)
        found.append(tuple(part.search for part in plan.parts))
        answer = Answer("disclosed", "", scope=plan.scope, standalone_question=plan.question)
        history.append(Turn(turn, answer))
    return found


def on_reports(library: Library, retriever: HybridRetriever, path: Path, name: str) -> None:
    """Count every required evidence sentence of the questions on one report."""
    report_id = next(r.report_id for r in library.records() if r.source_name == name)
    wanted: list[tuple[tuple[str, ...], str]] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(text)
        if case["docs"] != [name] or not case["evidence"]:
            continue
        asked = searches(case["turns"], library.records())
        if case["kind"] != "followup":
            asked = asked * len(case["evidence"])
        wanted += zip(asked, map(flat, case["evidence"]), strict=False)
    for leg, search in legs(library, retriever, frozenset({report_id})).items():
        ranks: list[int | None] = []
        empty = 0
        for question, evidence in wanted:
            # A question in parts is searched part by part, as the assistant does.
            found = [search(part) for part in question]
            empty += sum(not texts for texts in found)
            places = [at for texts in found for at, text in enumerate(texts, 1) if evidence in text]
            ranks.append(min(places, default=None))
        print(line(leg, ranks, empty))
        if leg == "hybrid":
            for (question, evidence), rank in zip(wanted, ranks, strict=True):
                if rank is None:
                    print("   missed:", question, "|", evidence[:40])


def on_paragraphs(library: Library, retriever: HybridRetriever, path: Path) -> None:
    """Find each question's own paragraph among all of the file's."""
    wanted = [
        (qa["question"], f"{number:05d}|")
        for number, paragraph in enumerate(squad_paragraphs(path))
        for qa in paragraph["qas"]
        if qa["question"].strip()
    ]
    for leg, search in legs(library, retriever, None).items():
        found = [search(question) for question, _ in wanted]
        ranks = [
            next((at for at, text in enumerate(texts, 1) if text.startswith(own)), None)
            for texts, (_, own) in zip(found, wanted, strict=True)
        ]
        print(line(leg, ranks, sum(not texts for texts in found)))


def in_two_sentences(library: Library, retriever: HybridRetriever, path: Path) -> None:
    """Count the questions whose answer stands in the two best sentences of all paragraphs."""
    reader = make_reader(lambda one: tuple(library.passages_of(one)))
    held = []
    for paragraph in squad_paragraphs(path):
        for qa in paragraph["qas"]:
            question = qa["question"].strip()
            found = retriever.search(question, limit=HITS)
            best = reader.ranked(read_need(question), question, found, 2) if question else ()
            golds = [flat(answer["text"]) for answer in qa["answers"]]
            held.append(any(gold in flat(quote.text) for quote in best for gold in golds))
    print(f"answer in the two best sentences: {sum(held) / len(held):.3f} of {len(held)}")


def main() -> None:
    """Run what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--report")
    parser.add_argument("--cmrc", type=Path)
    arguments = parser.parse_args()
    settings = load_settings({"WENBAO_HOME": str(arguments.home)})
    embedder = make_embedder(settings, print)
    if arguments.questions:
        with open_library(
            settings.home, settings.store, passage_shape(settings.passages)
        ) as library:
            retriever = HybridRetriever(
                library=library, embedder=embedder, settings=settings.search
            )
            on_reports(library, retriever, arguments.questions, arguments.report)
    if arguments.cmrc:
        texts = [paragraph["context"] for paragraph in squad_paragraphs(arguments.cmrc)]
        with (
            tempfile.TemporaryDirectory() as home,
            library_of(texts, Path(home), embedder) as library,
        ):
            retriever = HybridRetriever(
                library=library, embedder=embedder, settings=settings.search
            )
            on_paragraphs(library, retriever, arguments.cmrc)
            in_two_sentences(library, retriever, arguments.cmrc)


if __name__ == "__main__":
    main()
