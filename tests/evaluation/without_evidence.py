"""Ask answerable questions of a library that lacks their evidence: 报告未提及 is then the right answer.

    python -m tests.evaluation.without_evidence --home HOME --questions dev_qa.jsonl [--json OUT]

Only the passages that hold a question's evidence are taken away, from the search and from the
structure of their reports; all the rest of the library stays, so that what is near still tempts.
An answer that shows every required string all the same found them in another place and is right.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.answering.chain import AnswerChain
from assistant.config import load_settings
from assistant.evaluation.cases import EvaluationCase, load_cases
from assistant.evaluation.scoring import has, shown_text
from assistant.fitted.logistic import default_model
from assistant.models import Answer, Turn
from assistant.question.planning import Ask
from assistant.reader.extractive import ExtractiveReader
from assistant.service import Assistant
from ingest.models import Passage
from vectorstore.indexes.tokens import passage_terms, rarity
from vectorstore.models import SearchFilter, SearchResult
from vectorstore.retriever import HybridRetriever

_LEAST_CHARS = 8
_EVERYWHERE = SearchFilter()


def squeezed(text: str) -> str:
    """Give a text without white space, by which evidence is found in a passage."""
    return re.sub(r"\s+", "", text)


class Hidden:
    """What a case's evidence hides: sentences, and whether a passage holds one of them."""

    def __init__(self, case: EvaluationCase) -> None:
        pieces = (piece for text in case.evidence for piece in re.split(r"[。；！？]", text))
        self.pieces = tuple(p for one in pieces if len(p := squeezed(one)) >= _LEAST_CHARS)

    def holds(self, passage: Passage) -> bool:
        """Say whether a passage must be taken away."""
        text = squeezed(passage.text)
        return any(piece in text for piece in self.pieces)


class WithoutEvidence:
    """A retriever that finds everything but what is hidden."""

    def __init__(self, retriever: HybridRetriever, hidden: Hidden) -> None:
        self._retriever = retriever
        self._hidden = hidden

    def search(
        self, question: str, where: SearchFilter = _EVERYWHERE, limit: int = 5
    ) -> SearchResult:
        """Search for more than is wanted, then take the hidden passages out."""
        found = self._retriever.search(question, where, limit + 10)
        kept = tuple(hit for hit in found.hits if not self._hidden.holds(hit.passage))
        return replace(found, hits=kept[:limit])


def ask_without(service: Assistant, case: EvaluationCase) -> list[Answer]:
    """Ask a case's turns of the library without its evidence."""
    hidden = Hidden(case)

    def passages(report_id: str) -> Sequence[Passage]:
        return [one for one in service.passages(report_id) if not hidden.holds(one)]

    reader = ExtractiveReader(default_model(), _terms, rarity, passages)
    retriever = WithoutEvidence(service._retriever, hidden)
    chain = AnswerChain(
        service.reports,
        retriever,  # type: ignore[arg-type]
        reader,
        service.report_text,
        service._settings.answer.hits,
    ).runnable()
    history: list[Turn] = []
    for question in case.turns:
        event = chain.invoke(Ask(question, tuple(history), None, date.today()))
        assert event.answer is not None
        history.append(Turn(question, event.answer))
    return [turn.answer for turn in history]


_terms: Callable[[str], Sequence[str]] = lru_cache(maxsize=50_000)(
    lambda text: tuple(passage_terms(text))
)


def verdict(case: EvaluationCase, answers: Sequence[Answer]) -> str:
    """Say how the last turn ended: refused, elsewhere (all required strings shown) or answered."""
    last = answers[-1]
    if last.status != "disclosed":
        return "refused"
    needles = case.needles(len(case.turns) - 1)
    found = needles and all(has(needle, shown_text(last)) for needle in needles)
    return "elsewhere" if found else "answered"


def main() -> None:
    """Ask, count, print what was answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    cases = [case for case in load_cases(arguments.questions) if case.answerable and case.evidence]
    settings = load_settings({"WENBAO_HOME": str(arguments.home)})
    kinds: Counter[tuple[str, str]] = Counter()
    lines = []
    with Assistant.open(settings, "other") as service:
        for case in cases:
            answers = ask_without(service, case)
            how = verdict(case, answers)
            kinds[case.kind, how] += 1
            lines.append({"id": case.id, "how": how, "confidence": answers[-1].confidence})
            if how == "answered":
                print(f"{case.id} {case.kind} {' / '.join(case.turns)}")
                print(f"  {answers[-1].text[:160]!r} {answers[-1].confidence}")
    for kind in dict.fromkeys(case.kind for case in cases):
        counts = {how: kinds[kind, how] for how in ("refused", "elsewhere", "answered")}
        print(f"{kind:14}", counts)
    total = Counter[str]()
    for (_, how), number in kinds.items():
        total[how] += number
    print(f"refused {total['refused']} of {len(cases)}; elsewhere {total['elsewhere']}")
    if arguments.json:
        arguments.json.write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
