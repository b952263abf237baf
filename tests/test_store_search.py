"""Searching: both legs, scope, fusion, reranking, clauses and the LangChain side."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.models import Report
from tests.fakes import BigramEmbedder, FixedReranker
from tests.store_samples import make_library_reports
from vectorstore.dense import search_dense
from vectorstore.fusion import reciprocal_rank_fusion, score_fusion
from vectorstore.indexes.tokens import passage_terms, question_terms
from vectorstore.library import Library, open_library
from vectorstore.models import SearchFilter
from vectorstore.retriever import HybridRetriever
from vectorstore.settings import SearchSettings, StoreSettings

REPORTS = make_library_reports(10, 30)


@pytest.fixture(scope="module")
def embedder() -> BigramEmbedder:
    return BigramEmbedder(256)


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, embedder: BigramEmbedder
) -> Iterator[Library]:
    home = tmp_path_factory.mktemp("library")
    with open_library(home, StoreSettings(), "shape-1") as opened:
        for report in REPORTS:
            opened.write(report, embedder)
        yield opened


@pytest.fixture
def retriever(library: Library, embedder: BigramEmbedder) -> HybridRetriever:
    return HybridRetriever(library=library, embedder=embedder, settings=SearchSettings())


def scope(*reports: Report) -> SearchFilter:
    return SearchFilter(frozenset(one.report_id for one in reports))


def test_every_passage_is_found_by_its_own_words(retriever: HybridRetriever) -> None:
    for report in REPORTS[::3]:
        for passage in report.passages[::7]:
            best = retriever.search(passage.body, limit=3).hits[0]
            assert best.passage == passage
            assert best.facts == report.facts
            assert best.dense_rank is not None and best.keyword_rank == 1


def test_a_question_is_embedded_once_and_timed(
    retriever: HybridRetriever, embedder: BigramEmbedder
) -> None:
    before = len(embedder.questions)
    result = retriever.search("行政复议办理了多少件？")
    assert len(embedder.questions) == before + 1
    assert np.isclose(np.linalg.norm(result.query_vector), 1.0)
    assert set(result.timings_ms) == {"embedding", "dense", "keyword", "fuse", "clauses"}


def test_every_hit_has_its_cosine_and_its_clauses(
    retriever: HybridRetriever, embedder: BigramEmbedder
) -> None:
    result = retriever.search("1042件 2090件 3000件", limit=60)
    assert any(hit.dense_rank is None for hit in result.hits)
    assert any(hit.keyword_rank is None for hit in result.hits)
    for hit in result.hits:
        text = f"{hit.facts.title}\n{' '.join(hit.passage.heading)}\n{hit.passage.body}"
        expected = float(embedder._vector(text) @ result.query_vector)
        assert hit.dense_score == pytest.approx(expected, abs=1e-4)
        assert hit.clauses is not None
        start, end = hit.clauses.spans[0]
        assert hit.passage.body[start:end].endswith("，")


@pytest.mark.parametrize("reports", [1, 2, 7, 10])
def test_scope_is_hard_and_full(retriever: HybridRetriever, reports: int) -> None:
    where = scope(*REPORTS[:reports])
    for question in ("行政处罚多少件？", "壬区法治宣传", "完全无关的问题abc"):
        hits = retriever.search(question, where, limit=25).hits
        assert len(hits) == 25
        assert {hit.passage.report_id for hit in hits} <= (where.report_ids or set())


@pytest.mark.parametrize("where", [None, frozenset(one.report_id for one in REPORTS[2:9])])
def test_a_scope_too_wide_for_the_product_goes_through_the_graph(
    library: Library, embedder: BigramEmbedder, where: frozenset[str] | None
) -> None:
    view = library.state.view
    vector = embedder.embed_query("虚构的丙区行政复议")
    graph = search_dense(view, vector, 20, where, exact_rows=1)
    exact = search_dense(view, vector, 20, where)
    assert [one for _, one in graph.ranking] == pytest.approx(
        [one for _, one in exact.ranking], abs=1e-4
    )
    assert graph.background.mean == pytest.approx(exact.background.mean, abs=0.02)


def test_an_empty_scope_and_unknown_reports_find_nothing(retriever: HybridRetriever) -> None:
    assert retriever.search("行政处罚", SearchFilter(frozenset())).hits == ()
    assert retriever.search("行政处罚", SearchFilter(frozenset({"nowhere"}))).hits == ()


def test_an_empty_library_answers_with_nothing(tmp_path: Path) -> None:
    with open_library(tmp_path, StoreSettings(), "shape-1") as empty:
        retriever = HybridRetriever(
            library=empty, embedder=BigramEmbedder(), settings=SearchSettings()
        )
        retriever.warm()
        assert retriever.search("行政处罚有多少件？").hits == ()


@pytest.mark.parametrize("question", ["", "？？", "的", "a" * 20_000, "处罚，" * 7_000, "\x00"])
def test_odd_questions_are_answered(retriever: HybridRetriever, question: str) -> None:
    assert len(retriever.search(question).hits) == 5


def test_a_reranker_decides_the_order(library: Library, embedder: BigramEmbedder) -> None:
    reranker = FixedReranker("1203件")
    retriever = HybridRetriever(
        library=library, embedder=embedder, settings=SearchSettings(), reranker=reranker
    )
    result = retriever.search("行政复议", limit=3)
    assert len(result.hits) == 3
    ((question, passages),) = reranker.calls
    assert question == "行政复议" and len(passages) == 40
    assert result.hits[0].score == float(any("1203件" in one for one in passages))
    assert "rerank" in result.timings_ms


def test_langchain_gets_documents_with_filters(retriever: HybridRetriever) -> None:
    found = retriever.invoke("行政处罚多少件？")
    assert len(found) == 5
    year = retriever.invoke("行政处罚多少件？", years=[2018], limit=4)
    assert [one.metadata["year"] for one in year] == [2018] * 4
    region = REPORTS[5].facts.region
    both = retriever.invoke("行政处罚多少件？", regions=[region], doc_types=["法治政府建设报告"])
    assert {one.metadata["region"] for one in both} == {region}
    one = REPORTS[1].report_id
    assert {d.metadata["report_id"] for d in retriever.invoke("处罚", report_ids=[one])} == {one}
    assert retriever.invoke("处罚", years=[1999]) == []
    with pytest.raises(TypeError, match="colour"):
        retriever.invoke("处罚", colour="red")


def test_chinese_questions_always_have_terms() -> None:
    assert question_terms("疫情期间一共实施了多少件行政处罚？")[0] == "疫情"
    assert "多少" not in question_terms("行政处罚多少件？")
    assert question_terms("是什么？") != []
    assert question_terms("有没有？") != []


def test_figures_match_however_they_are_written() -> None:
    for written in ("13,884件", "１３８８４件", "13884件"):
        assert {"13884", "13884件"} <= set(passage_terms(f"实施行政处罚{written}。"))


def test_fusion_prefers_what_both_legs_found() -> None:
    fused = reciprocal_rank_fusion([["a", "b", "c"], ["d", "b"]], k=20)
    assert fused[0] == ("b", pytest.approx(2 / 22))
    assert [name for name, _ in fused] == ["b", "a", "d", "c"]
    assert reciprocal_rank_fusion([[], []], k=20) == []


def test_hits_follow_an_update_at_once(tmp_path: Path) -> None:
    embedder = BigramEmbedder(256)
    with open_library(tmp_path, StoreSettings(), "shape-1") as library:
        for report in REPORTS[:3]:
            library.write(report, embedder)
        retriever = HybridRetriever(library=library, embedder=embedder, settings=SearchSettings())
        retriever.warm()
        where = scope(REPORTS[0])
        assert retriever.search("行政处罚", where).hits
        facts = replace(REPORTS[0].facts, title="改过的虚构题目")
        library.write(replace(REPORTS[0], revision="next", facts=facts), embedder)
        hits = retriever.search("行政处罚", where).hits
        assert {hit.facts.title for hit in hits} == {"改过的虚构题目"}
        library.remove(REPORTS[0].report_id)
        assert retriever.search("行政处罚", where).hits == ()
        left = retriever.search(REPORTS[0].passages[0].body, limit=40).hits
        assert {hit.passage.report_id for hit in left} == {one.report_id for one in REPORTS[1:3]}


def test_score_fusion_keeps_how_far_ahead_a_leg_is() -> None:
    dense = {"a": 0.90, "b": 0.89, "c": 0.80}
    keyword = {"b": 12.0, "d": 3.0}
    fused = score_fusion(dense, keyword, 1.0)
    assert [row for row, _ in fused] == ["b", "a", "d", "c"]
    assert dict(fused)["a"] == pytest.approx(1.0)
    assert dict(fused)["d"] == pytest.approx(0.25)
    assert score_fusion({}, {}, 1.0) == []
    assert next(row for row, _ in score_fusion(dense, keyword, 0.0)) == "a"
