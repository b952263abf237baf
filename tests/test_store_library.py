"""Committing, updating, removing and reading reports, on a real embedded Chroma."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.models import Report
from tests.fakes import BigramEmbedder
from tests.store_samples import bodies_about, make_library_reports, make_report
from vectorstore.audit import audit
from vectorstore.errors import IndexMismatch, ReportNotFound, StoreUnavailable
from vectorstore.library import Library, open_library, reports_with
from vectorstore.retriever import HybridRetriever
from vectorstore.settings import SearchSettings, StoreSettings


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path, StoreSettings(), "shape-1") as opened:
        yield opened


@pytest.fixture
def embedder() -> BigramEmbedder:
    return BigramEmbedder()


def clean(library: Library, embedder: BigramEmbedder) -> bool:
    found = audit(library, embedder)
    assert [one for one in found if one.severity != "ok"] == []
    return True


def test_a_written_report_reads_back_whole(library: Library, embedder: BigramEmbedder) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 9))
    heard: list[tuple[int, int]] = []
    outcome = library.write(report, embedder, lambda done, total: heard.append((done, total)))
    assert (outcome.action, outcome.embedded, outcome.reused) == ("added", 9, 0)
    assert heard == [(9, 9)]
    assert library.passages_of(report.report_id) == list(report.passages)
    assert library.text_of(report.report_id) == report.text
    record = library.record(report.report_id)
    assert (record.facts, record.passages, record.characters) == (
        report.facts,
        9,
        len(report.text),
    )
    assert clean(library, embedder)


def test_an_unchanged_report_is_not_touched(library: Library, embedder: BigramEmbedder) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 5))
    library.write(report, embedder)
    before = library.record(report.report_id)
    outcome = library.write(report, embedder)
    assert (outcome.action, outcome.embedded) == ("unchanged", 0)
    assert library.record(report.report_id) == before


def test_a_changed_report_embeds_only_what_changed(
    library: Library, embedder: BigramEmbedder
) -> None:
    bodies = bodies_about("虚构市甲区", 12)
    first = make_report("甲.txt", bodies)
    library.write(first, embedder)
    second = make_report("甲.txt", [*bodies[:3], "虚构的新增一段：新建调解室88个。", *bodies[3:]])
    outcome = library.write(second, embedder)
    assert outcome.action == "updated"
    # The headings of the made-up report move by one, which changes three passages' paths.
    assert outcome.embedded < 6
    assert outcome.embedded + outcome.reused == 13
    assert library.text_of(second.report_id) == second.text
    assert library.state.rows.count() == 13
    assert clean(library, embedder)


def test_the_same_text_under_another_name_is_already_there(
    library: Library, embedder: BigramEmbedder
) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 4))
    library.write(report, embedder)
    twin = replace(report, report_id="another", source_name="乙.txt")
    outcome = library.write(twin, embedder)
    assert (outcome.action, outcome.report_id) == ("duplicate", report.report_id)
    assert len(library.records()) == 1
    assert library.by_source("甲.txt") == library.by_text(report.text_hash)
    assert library.by_source("乙.txt") is None


def test_facts_change_without_touching_rows(library: Library, embedder: BigramEmbedder) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 4))
    library.write(report, embedder)
    facts = replace(report.facts, year=2019, source_url="https://example.invalid/a")
    library.change_facts(report.report_id, facts)
    assert library.record(report.report_id).facts == facts
    outcome = library.write(replace(report, revision="other", facts=facts), embedder)
    assert (outcome.action, outcome.embedded) == ("updated", 0)
    assert len(embedder.embedded) == 4
    assert clean(library, embedder)


def test_removing_a_report_removes_all_of_it(library: Library, embedder: BigramEmbedder) -> None:
    kept, gone = make_library_reports(2, 6)
    library.write(kept, embedder)
    library.write(gone, embedder)
    assert library.remove(gone.report_id).source_name == gone.source_name
    assert [one.report_id for one in library.records()] == [kept.report_id]
    assert library.state.rows.count() == 6
    assert sum(library.state.keyword.editions().values()) == 6
    with pytest.raises(ReportNotFound, match="wenbao reports"):
        library.remove(gone.report_id)
    assert clean(library, embedder)


def test_another_model_is_refused_with_the_remedy(
    library: Library, embedder: BigramEmbedder, tmp_path: Path
) -> None:
    first, second = make_library_reports(2, 4)
    library.write(first, embedder)
    other = BigramEmbedder(96)
    with pytest.raises(IndexMismatch, match="wenbao reindex"):
        library.write(second, other)
    with pytest.raises(IndexMismatch, match="嵌入模型"):
        HybridRetriever(library=library, embedder=other, settings=SearchSettings()).search("处罚")
    library.close()
    with open_library(tmp_path, StoreSettings(), "shape-2") as reopened:
        with pytest.raises(IndexMismatch, match="切分设置"):
            reopened.write(second, embedder)
        assert any(one.severity == "error" for one in audit(reopened, embedder))


def test_an_empty_library_takes_another_model(library: Library, embedder: BigramEmbedder) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 4))
    library.write(report, embedder)
    library.remove(report.report_id)
    other = BigramEmbedder(96)
    assert library.write(report, other).action == "added"
    assert clean(library, other)


def test_reindex_uses_the_stored_text_alone(library: Library, embedder: BigramEmbedder) -> None:
    reports = make_library_reports(3, 5)
    for report in reports:
        library.write(report, embedder)
    other = BigramEmbedder(96)
    heard: list[tuple[int, int]] = []
    assert library.reindex(other, progress=lambda done, total: heard.append((done, total))) == 15
    assert heard[-1] == (3, 3)
    assert [library.text_of(one.report_id) for one in reports] == [one.text for one in reports]
    names = [one.name for one in library.state.client.list_collections()]
    assert sorted(names) == ["wenbao-passages-1", "wenbao-reports"]
    assert clean(library, other)


def test_reindex_can_cut_anew(library: Library, embedder: BigramEmbedder) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 6))
    library.write(report, embedder)

    def recut(old: Report) -> Report:
        assert old.text == report.text
        return make_report("甲.txt", [*bodies_about("虚构市甲区", 6), "虚构的尾段。"])

    assert library.reindex(embedder, recut) == 7
    assert library.record(report.report_id).passages == 7
    assert clean(library, embedder)


def test_a_killed_reindex_changes_nothing_and_is_swept(
    library: Library, embedder: BigramEmbedder, tmp_path: Path
) -> None:
    reports = make_library_reports(3, 5)
    for report in reports:
        library.write(report, embedder)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.reindex(BigramEmbedder(96), progress=stop)
    assert clean(library, embedder)
    library.close()
    with open_library(tmp_path, StoreSettings(), "shape-1") as reopened:
        names = [one.name for one in reopened.state.client.list_collections()]
        assert sorted(names) == ["wenbao-passages-0", "wenbao-reports"]
        assert len(reopened.records()) == 3
        assert clean(reopened, embedder)


def test_an_interrupted_update_keeps_the_old_version(
    library: Library, embedder: BigramEmbedder, tmp_path: Path
) -> None:
    old = make_report("甲.txt", bodies_about("虚构市甲区", 140))
    new = make_report("甲.txt", bodies_about("虚构市甲区", 140, salt=5))
    library.write(old, embedder)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.write(new, embedder, stop)
    assert library.text_of(old.report_id) == old.text
    retriever = HybridRetriever(library=library, embedder=embedder, settings=SearchSettings())
    hits = retriever.search(new.passages[3].text, limit=40).hits
    assert len(hits) == 40
    assert {hit.passage.id for hit in hits} <= {one.id for one in old.passages}
    assert audit(library, embedder)[0].severity == "warning"
    library.close()
    with open_library(tmp_path, StoreSettings(), "shape-1") as reopened:
        assert clean(reopened, embedder)
        assert reopened.write(new, embedder).action == "updated"
        assert reopened.text_of(new.report_id) == new.text
        assert clean(reopened, embedder)


def test_a_lost_keyword_index_is_made_again(
    library: Library, embedder: BigramEmbedder, tmp_path: Path
) -> None:
    report = make_report("甲.txt", bodies_about("虚构市甲区", 6))
    library.write(report, embedder)
    library.close()
    for file in (tmp_path / "keyword").rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")
    with open_library(tmp_path, StoreSettings(), "shape-1") as reopened:
        assert sum(reopened.state.keyword.editions().values()) == 6
        assert clean(reopened, embedder)


def test_a_damaged_store_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 400)
    with pytest.raises(StoreUnavailable, match="备份"):
        open_library(tmp_path, StoreSettings(), "shape-1")
    # The lock is free again: the same message, not "in use".
    with pytest.raises(StoreUnavailable):
        open_library(tmp_path, StoreSettings(), "shape-1")


def test_a_server_that_is_down_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:9.*WENBAO_CHROMA_URL"):
        open_library(tmp_path, StoreSettings(chroma_url="http://127.0.0.1:9"), "shape-1")
    with pytest.raises(StoreUnavailable, match="地址无效"):
        open_library(tmp_path, StoreSettings(chroma_url="127.0.0.1"), "shape-1")


def test_reports_are_chosen_by_their_facts(library: Library, embedder: BigramEmbedder) -> None:
    reports = make_library_reports(4, 2)
    for report in reports:
        library.write(report, embedder)
    records = library.records()
    assert reports_with(records) == {one.report_id for one in reports}
    assert reports_with(records, years=frozenset({2016})) == {reports[1].report_id}
    region = frozenset({reports[2].facts.region})
    assert reports_with(records, regions=region) == {reports[2].report_id}
    assert reports_with(records, regions=region, years=frozenset({2016})) == frozenset()
