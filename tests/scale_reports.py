"""Made reports for `tests.scale_library`: real ones of other counties and years, their sentences mixed.

Each takes a real report, gives it another county and year, and mixes the sentences of each passage
with those of the passages nearest to it in meaning. Its vectors are the mixed ones with some noise, so
that they cluster as the real ones do; its clauses keep the vectors that they have in the source.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from ingest.ids import passage_id, report_id, text_hash
from ingest.models import Passage, Report, ReportFacts
from ingest.passages import join_passages
from ingest.regions.gazetteer import official_regions
from ingest.segment import clause_spans, sentence_spans
from vectorstore.commit import passage_text
from vectorstore.embedding import PassageEmbedding
from vectorstore.embedding.cache import CachedEmbedder
from vectorstore.library import Library
from vectorstore.models import ClauseVectors, Vector

YEARS = tuple(range(2015, 2025))
_NEAR = 8
_NOISE = 0.35


@dataclass(frozen=True)
class Piece:
    """A real passage with all that a made one takes from it."""

    passage: Passage
    embedding: PassageEmbedding
    sentences: tuple[str, ...]
    clauses: dict[str, int]


class Source:
    """The reports of a real library, with the passages nearest to each passage."""

    def __init__(self, library: Library, embedder: CachedEmbedder) -> None:
        self.reports: list[tuple[ReportFacts, list[int]]] = []
        self.pieces: list[Piece] = []
        for record in library.records():
            passages = library.passages_of(record.report_id)
            texts = [passage_text(one, record.facts.title) for one in passages]
            first = len(self.pieces)
            for passage, found in zip(passages, embedder.embed_passages(texts), strict=True):
                self.pieces.append(_piece(passage, found))
            self.reports.append((record.facts, [*range(first, len(self.pieces))]))
        self._vectors = np.stack([one.embedding.vector for one in self.pieces])

    @cache  # noqa: B019 - one source a process
    def near(self, number: int) -> tuple[int, ...]:
        """Give the passages nearest in meaning to one."""
        scores = self._vectors @ self._vectors[number]
        return tuple(np.argpartition(-scores, _NEAR)[:_NEAR].tolist())


def _piece(passage: Passage, embedding: PassageEmbedding) -> Piece:
    body = passage.body
    spans = embedding.clauses.spans if embedding.clauses else ()
    clauses = {body[start:end]: at for at, (start, end) in enumerate(spans)}
    return Piece(passage, embedding, tuple(body[a:b] for a, b in sentence_spans(body)), clauses)


def made_report(
    source: Source, number: int, region: str, year: int
) -> tuple[Report, list[PassageEmbedding]]:
    """Make the `number`-th report; the same number gives the same report."""
    draw = random.Random(number)
    noise = np.random.default_rng(number)
    facts, pieces = source.reports[draw.randrange(len(source.reports))]
    title = f"{region}{year}年法治政府建设年度情况报告"
    named = report_id(f"虚构-{number}", title)
    passages: list[Passage] = []
    embeddings: list[PassageEmbedding] = []
    at = 0
    for ordinal, chosen in enumerate(pieces):
        piece = source.pieces[chosen]
        other = source.pieces[draw.choice(source.near(chosen))]
        old = piece.passage
        sentences = [
            draw.choice(other.sentences) if other.sentences and draw.random() < 0.5 else one
            for one in piece.sentences
        ]
        body = "".join(sentences)
        if facts.region:
            body = body.replace(facts.region, region)
        head = old.text[: old.body_start - old.start]
        text = head + body
        passages.append(
            Passage(
                id=passage_id(named, old.heading, text, ordinal),
                report_id=named,
                ordinal=ordinal,
                heading=old.heading,
                text=text,
                start=at,
                end=at + len(text),
                body_start=at + len(head),
            )
        )
        embeddings.append(_mixed(piece, other, body, noise))
        at += len(text) + 1
    whole = join_passages(passages)
    told = ReportFacts(
        title, region, f"{region}人民政府", facts.doc_type, year, (year,), (year + 1,)
    )
    report = Report(
        named,
        f"{number:020d}",
        text_hash(whole),
        f"虚构-{number}.txt",
        told,
        whole,
        tuple(passages),
    )
    return report, embeddings


def _mixed(piece: Piece, other: Piece, body: str, noise: np.random.Generator) -> PassageEmbedding:
    mine = piece.embedding.vector
    vector: Vector = 0.7 * mine + 0.3 * other.embedding.vector
    shake = noise.normal(size=len(vector)).astype(np.float32)
    vector = vector + _NOISE * shake / np.linalg.norm(shake)
    vector /= np.linalg.norm(vector)
    spans = clause_spans(body)
    rows, counts = [], []
    for start, end in spans:
        holder = piece if body[start:end] in piece.clauses else other
        clauses, known = holder.embedding.clauses, holder.clauses.get(body[start:end])
        if clauses is None or known is None:
            rows.append(mine)
            counts.append(max(1, (end - start) // 2))
        else:
            rows.append(clauses.vectors[known])
            counts.append(clauses.tokens[known])
    kept = np.stack(rows) if rows else np.zeros((0, len(mine)), np.float32)
    return PassageEmbedding(vector, ClauseVectors(spans, kept, tuple(counts)))


def places() -> Iterator[tuple[int, str, int]]:
    """Give number, county and year of one report after the other, all years of a county together."""
    counties = sorted(one.name for one in official_regions() if one.level == "district")
    random.Random(0).shuffle(counties)
    for number, (county, year) in enumerate(product(counties, YEARS)):
        yield number, county, year
