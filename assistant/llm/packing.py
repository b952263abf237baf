"""Which passages a model is given: those of the extractive answer first, then the best others that fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.llm.sources import Source
from assistant.models import Answer
from assistant.reader.reading import Found
from ingest.models import Passage, ReportFacts

_MOST = 12


@dataclass(frozen=True, slots=True)
class Packed:
    """Numbered passages within the budget; `left_out` found ones did not fit."""

    sources: tuple[Source, ...]
    tokens: int
    left_out: int


def pack(
    answer: Answer,
    found: Sequence[Found],
    count: Callable[[list[str]], list[int]],
    budget: int,
) -> Packed:
    """Number passages from 1 in the order in which they matter, as far as `budget` tokens go.

    The first always goes in: without it the model has nothing to word.
    """
    numbered = [
        Source(n, passage, facts, ahead)
        for n, (passage, facts, ahead) in enumerate(_ordered(answer, found)[:_MOST], 1)
    ]
    sizes = count([source.block for source in numbered]) if numbered else []
    kept: list[Source] = []
    used = 0
    for source, size in zip(numbered, sizes, strict=True):
        if kept and used + size > budget:
            break
        kept.append(source)
        used += size
    return Packed(tuple(kept), used, len(numbered) - len(kept))


def _ordered(answer: Answer, found: Sequence[Found]) -> list[tuple[Passage, ReportFacts, bool]]:
    """The passages found of the reports cited: the cited ones first, in the answer's order."""
    hits = {hit.passage.id: hit for one in found for hit in one.result.hits}
    quoted = {quote.passage.id: quote for one in found for quote in one.ranked}
    passages = {key: (one.passage, one.facts, one.ahead) for key, one in (hits | quoted).items()}
    cited = {(c.report_id, c.passage): at for at, c in enumerate(answer.citations)}
    # Only reports that the answer cites: another report has not been found to answer.
    reports = {c.report_id for c in answer.citations}
    return sorted(
        (pair for pair in passages.values() if pair[0].report_id in reports),
        key=lambda pair: cited.get((pair[0].report_id, pair[0].text), len(cited)),
    )
