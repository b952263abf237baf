"""A question to hits: both legs within the reports in scope, fused, reranked if so set.

The question is embedded once; the fused rows are then read from Chroma once. Every hit carries its
cosine, whichever leg found it.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from pydantic import ConfigDict, SkipValidation

from vectorstore.commit import LibraryEmbedder, passage_text
from vectorstore.dense import search_dense, unit_of
from vectorstore.fusion import reciprocal_rank_fusion, score_fusion
from vectorstore.indexes.tokens import question_terms
from vectorstore.library import Library, reports_with
from vectorstore.models import Background, SearchFilter, SearchHit, SearchResult, Vector
from vectorstore.rerank import Reranker
from vectorstore.settings import SearchSettings
from vectorstore.store import Snapshot, edition_in

_ATTEMPTS = 3
_EVERYWHERE = SearchFilter()


class FoundDocuments(list[Document]):
    """The documents of a retriever's run, with the search that they came from."""

    def __init__(self, result: SearchResult) -> None:
        super().__init__(_document(hit) for hit in result.hits)
        self.result = result


class HybridRetriever(BaseRetriever):
    """LangChain retriever over a library: dense and keyword legs, reciprocal rank fusion.

    `invoke` gives Documents; the filters `regions`, `years`, `doc_types`, `report_ids` and `limit`
    may be set on the retriever or given as keyword arguments of `invoke`. `search` hands out the
    values themselves; `run` does so from a run of the retriever, which a trace shows.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    # Protocols cannot be checked by isinstance; mypy checks them.
    embedder: SkipValidation[LibraryEmbedder]
    settings: SearchSettings
    reranker: SkipValidation[Reranker | None] = None
    regions: frozenset[str] | None = None
    years: frozenset[int] | None = None
    doc_types: frozenset[str] | None = None
    report_ids: frozenset[str] | None = None
    limit: int = 5

    def search(
        self, question: str, where: SearchFilter = _EVERYWHERE, limit: int = 5
    ) -> SearchResult:
        """Give at most `limit` hits for a question within the reports of `where`, best first.

        `timings_ms` has embedding, dense, keyword, fuse, rerank (if set) and clauses. Raises
        `IndexMismatch`, `StoreUnavailable`.
        """
        self.library.check_fit(self.embedder)
        timings: dict[str, float] = {}
        with _timed(timings, "embedding"):
            vector = self.embedder.embed_query(question)
        with _timed(timings, "keyword"):
            terms = question_terms(question)
        for _ in range(_ATTEMPTS):
            hits, background, complete = self._find(question, terms, vector, where, limit, timings)
            if complete:
                break
            # A row vanished between search and reading: its report has just been replaced.
            self.library.state.reread()
        with _timed(timings, "clauses"):
            texts = [passage_text(hit.passage, hit.facts.title) for hit in hits]
            found = self.embedder.clauses_for(texts) if texts else []
            hits = [replace(hit, clauses=one) for hit, one in zip(hits, found, strict=True)]
        return SearchResult(tuple(hits), vector, timings, background)

    def run(
        self, question: str, report_ids: frozenset[str], limit: int, config: RunnableConfig
    ) -> SearchResult:
        """Search as `search` does, as a LangChain run: its callbacks hear question and documents."""
        found = self.invoke(question, config, report_ids=report_ids, limit=limit)
        assert isinstance(found, FoundDocuments)
        return found.result

    def warm(self) -> None:
        """Load what first questions would wait for: words, vectors, the graph of a large library."""
        question_terms("问报")
        view = self.library.state.view
        view.table.touch()
        if dimensions := view.table.vectors.shape[1]:
            search_dense(view, np.ones(dimensions, dtype=np.float32), 1, None)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **filters: object
    ) -> list[Document]:
        chosen = self.model_copy(update=_checked(filters)) if filters else self
        named = (chosen.regions, chosen.years, chosen.doc_types)
        where = SearchFilter(chosen.report_ids)
        if any(one is not None for one in named):
            where = SearchFilter(reports_with(self.library.records(), *named, chosen.report_ids))
        return FoundDocuments(self.search(query, where, chosen.limit))

    def _find(
        self,
        question: str,
        terms: Sequence[str],
        vector: Vector,
        where: SearchFilter,
        limit: int,
        timings: dict[str, float],
    ) -> tuple[list[SearchHit], Background, bool]:
        state = self.library.state
        with _timed(timings, "dense"):
            state.refresh()
            view = state.view
            snapshot = view.snapshot
            scope = _in_scope(snapshot, where)
            wide = max(self.settings.candidates, limit)
            near = search_dense(view, vector, wide, scope)
            dense = dict(near.ranking)
        with _timed(timings, "keyword"):
            keyword = dict(self._keyword(snapshot, terms, wide, scope))
        with _timed(timings, "fuse"):
            if self.settings.fusion == "scores":
                fused = score_fusion(dense, keyword, self.settings.keyword_weight)
            else:
                fused = reciprocal_rank_fusion([list(dense), list(keyword)], self.settings.rrf_k)
            fused = fused[: wide if self.reranker else limit]
            read = view.rows.fetch([row for row, _ in fused])
        ranks = [{row: at for at, row in enumerate(leg, start=1)} for leg in (dense, keyword)]
        hits = [
            SearchHit(
                passage=found.passage,
                facts=snapshot.editions[found.edition].record.facts,
                score=score,
                dense_score=dense[row]
                if row in dense
                else view.table.cosine(unit_of(vector), found.edition, row),
                keyword_score=keyword.get(row, 0.0),
                dense_rank=ranks[0].get(row),
                keyword_rank=ranks[1].get(row),
            )
            for row, score in fused
            if (found := read.get(row)) is not None
        ]
        if self.reranker is not None and hits:
            with _timed(timings, "rerank"):
                scores = self.reranker.score(question, [hit.passage.text for hit in hits])
            hits = [replace(hit, score=one) for hit, one in zip(hits, scores, strict=True)]
            hits.sort(key=lambda hit: -hit.score)
        return hits[:limit], near.background, len(read) == len(fused)

    def _keyword(
        self,
        snapshot: Snapshot,
        terms: Sequence[str],
        limit: int,
        scope: frozenset[str] | None,
    ) -> list[tuple[str, float]]:
        index = self.library.state.keyword
        if scope is not None:
            editions = [snapshot.reports[one].edition for one in sorted(scope)]
            return index.search(terms, limit, editions)
        ask = limit
        while True:
            found = index.search(terms, ask)
            ours = [pair for pair in found if edition_in(pair[0]) in snapshot.editions]
            if len(ours) >= limit or len(found) < ask:
                return ours[:limit]
            ask *= 4


def _in_scope(snapshot: Snapshot, where: SearchFilter) -> frozenset[str] | None:
    if where.report_ids is None:
        return None
    held = where.report_ids & snapshot.reports.keys()
    return None if len(held) == len(snapshot.reports) else held


def _checked(filters: dict[str, object]) -> dict[str, object]:
    known = {"regions", "years", "doc_types", "report_ids", "limit"}
    if unknown := set(filters) - known:
        raise TypeError(f"unknown filters {sorted(unknown)!r}; known are {sorted(known)!r}")
    return {
        name: frozenset(value) if isinstance(value, list | tuple | set) else value
        for name, value in filters.items()
    }


def _document(hit: SearchHit) -> Document:
    passage, facts = hit.passage, hit.facts
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "report_id": passage.report_id,
            "title": facts.title,
            "region": facts.region,
            "year": facts.year,
            "doc_type": facts.doc_type,
            "heading": list(passage.heading),
            "start": passage.start,
            "end": passage.end,
            "page": passage.page,
            "score": hit.score,
            "dense_score": hit.dense_score,
            "keyword_score": hit.keyword_score,
        },
    )


@contextmanager
def _timed(timings: dict[str, float], part: str) -> Iterator[None]:
    began = time.perf_counter()
    try:
        yield
    finally:
        spent = (time.perf_counter() - began) * 1000
        timings[part] = timings.get(part, 0.0) + spent
