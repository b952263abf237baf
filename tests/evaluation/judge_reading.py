"""Judge reading within the right report: passages, sentences, all evidence shown, silence on pairs.

    python -m tests.evaluation.judge_reading --home HOME --reports FOLDER [--json OUT]

HOME is a data folder that holds the reports of `judging/`. Ranking is as shipped: the search and the
fitted ranker over the one report that the question is of. Shown is what the product answers where the
report is chosen by hand. Pairs: one question, a report that answers it and one that is silent; the AUC
is of the confidence with which the reader answers.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.config import load_settings
from assistant.making import make_reader, make_retriever
from assistant.models import Answer, Scope
from assistant.question.need import read_need
from assistant.question.planning import Ask, make_plan
from assistant.service import Assistant
from tests.evaluation.reading_cases import ReadingCase, is_of, read_cases, squeezed
from vectorstore.models import SearchFilter

HERE = Path(__file__).parent
HITS = 10
FIGURES = ("passage_1", "passages_3", "passages_10", "sentence_1", "sentence_3", "all_evidence")


class Judge:
    """A library and its reader, with a question's figures."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._records = assistant.reports()
        self._ids = {record.source_name: record.report_id for record in self._records}
        settings, library = assistant._settings, assistant._library
        self._retriever = make_retriever(settings, library, assistant._embedder)
        self._reader = make_reader(lambda one: tuple(library.passages_of(one)))

    def figures(self, case: ReadingCase) -> dict[str, Any]:
        """Give the figures of an answerable question."""
        report_id = self._ids[case.file]
        need = read_need(case.question)
        part = make_plan(Ask(case.question, today=date(2026, 1, 1)), self._records).parts[0]
        found = self._retriever.search(
            case.question, SearchFilter(frozenset({report_id})), HITS * 2
        )
        found = type(found)(found.hits[:HITS], found.query_vector, {}, found.background)
        topic = part.topic if part.need.question == case.question else case.question
        ranked = self._reader.ranked(need, topic, found, 400)
        right = [is_of(quote.text, (*case.evidence, *case.also)) for quote in ranked]
        passages = list(dict.fromkeys(quote.passage.id for quote in ranked))
        needed = self._needed(report_id, case)
        answer = self.asked(case, report_id)
        return {
            "id": case.id,
            "kind": case.kind,
            "file": case.file,
            "passage_1": bool(passages) and passages[0] in set().union(*needed),
            "passages_3": all(one & set(passages[:3]) for one in needed),
            "passages_10": all(one & set(passages[:10]) for one in needed),
            "sentence_1": bool(right) and right[0],
            "sentence_3": any(right[:3]),
            "all_evidence": shows(answer, case),
            "status": answer.status,
        }

    def _needed(self, report_id: str, case: ReadingCase) -> list[set[str]]:
        passages = self._assistant.passages(report_id)
        texts = [(one.id, squeezed(one.text)) for one in passages]
        found = []
        for piece in case.evidence:
            whole = {name for name, text in texts if piece in text}
            # A piece may run over the edge of a passage.
            found.append(whole or {name for name, text in texts if text in piece or _ends(text, piece)})
        return [one for one in found if one] or [set()]

    def asked(self, case: ReadingCase, report_id: str) -> Answer:
        """Ask the product, the report chosen by hand."""
        return self._assistant.ask(
            case.question, scope=Scope(source="user", reports=(report_id,)), mode="extractive"
        )

    def pair(self, case: ReadingCase) -> dict[str, Any]:
        """Give how a question of a pair ended."""
        answer = self.asked(case, self._ids[case.file])
        return {
            "id": case.id,
            "file": case.file,
            "answered": case.answered,
            "status": answer.status,
            "confidence": answer.confidence,
            "right": shows(answer, case) if case.answered else answer.status != "disclosed",
        }


def _ends(text: str, piece: str) -> bool:
    most = min(len(text), len(piece))
    return any(text.endswith(piece[:n]) or text.startswith(piece[-n:]) for n in range(most, 11, -1))


def shows(answer: Answer, case: ReadingCase) -> bool:
    """Say whether an answer quotes all evidence of a case."""
    quotes = [squeezed(citation.quote) for citation in answer.citations]
    return answer.status == "disclosed" and all(
        any(quote and (quote in piece or piece in quote) for quote in quotes) for piece in case.evidence
    )


def auc(yes: Sequence[float], no: Sequence[float]) -> float:
    """Give the share of pairs in which the first stands above the second; ties count half."""
    above = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    return float(np.mean(above)) if above else 0.0


def lines(rows: Sequence[dict[str, Any]], pairs: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Write the figures: of all, by kind, and of the pairs."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups["all"].append(row)
        groups[row["kind"]].append(row)
    yield f"{'':10}{'n':>6}" + "".join(f"{name:>14}" for name in FIGURES) + f"{'refused':>10}"
    for name, own in groups.items():
        told = "".join(f"{np.mean([row[figure] for row in own]):14.3f}" for figure in FIGURES)
        refused = np.mean([row["status"] != "disclosed" for row in own])
        yield f"{name:10}{len(own):6}{told}{refused:10.3f}"
    if pairs:
        yes = [row for row in pairs if row["answered"]]
        no = [row for row in pairs if not row["answered"]]
        refused = [np.mean([r["status"] != "disclosed" for r in own]) for own in (yes, no)]
        told = auc([r["confidence"] for r in yes], [r["confidence"] for r in no])
        yield (
            f"pairs {len(yes)} + {len(no)}: refused where answered {refused[0]:.3f}, "
            f"where silent {refused[1]:.3f}, AUC {told:.3f}"
        )


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--questions", type=Path, default=HERE / "judging" / "questions.jsonl")
    parser.add_argument("--pairs", type=Path, default=HERE / "judging" / "pairs.jsonl")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    settings = load_settings({"WENBAO_HOME": str(given.home)})
    with Assistant.open(settings, "other") as assistant:
        judge = Judge(assistant)
        rows = [judge.figures(case) for case in read_cases(given.questions, given.reports)]
        pairs = [judge.pair(case) for case in read_cases(given.pairs, given.reports)]
    print("\n".join(lines(rows, pairs)))
    if given.json:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in (*rows, *pairs))
        given.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
