"""Reports as passages with their sentences, beside the training questions that they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.models import FactOverrides
from ingest.pipeline import SourceFile, draft_report
from ingest.segment import sentence_spans
from ingest.settings import PassageSettings
from tests.evaluation.reading_cases import is_of, read_cases
from vectorstore.embedding.base import PassageText, embedded_text

TRAINING = Path(__file__).parent / "training"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it is embedded, and its sentences as places in that text."""

    text: str
    sentences: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the places of its evidence: (passage, sentence)."""

    question: str
    right: frozenset[Place]
    also: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Laid:
    """A report's passages and the questions that it answers."""

    passages: tuple[Passage, ...]
    asked: tuple[Asked, ...]


def laid_reports(
    folder: Path, sets: Sequence[str] = ("questions.jsonl",)
) -> Iterator[tuple[str, Laid]]:
    """Lay the questions of training sets beside the passages of their reports."""
    cases: dict[str, list[Any]] = {}
    for name in sets:
        for case in read_cases(TRAINING / name, folder):
            cases.setdefault(case.file, []).append(case)
    for file in sorted(cases):
        draft = draft_report(SourceFile(folder / file, file), PassageSettings(), FactOverrides())
        passages = []
        for one in draft.passages:
            body = one.text[one.body_start - one.start :]
            text, at = embedded_text(PassageText(draft.facts.title, one.heading, body))
            spans = tuple((at + start, at + end) for start, end in sentence_spans(body))
            passages.append(Passage(text, spans))
        asked = (_asked(case, passages) for case in cases[file] if case.answered)
        yield file, Laid(tuple(passages), tuple(one for one in asked if one.right))


def _asked(case: Any, passages: Sequence[Passage]) -> Asked:
    right, also = (
        frozenset(
            (i, j)
            for i, passage in enumerate(passages)
            for j, (start, end) in enumerate(passage.sentences)
            if is_of(passage.text[start:end], texts)
        )
        for texts in (case.evidence, case.also)
    )
    return Asked(case.question, right, also - right)
