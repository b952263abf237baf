"""The same library on a real Chroma server, shared by two app processes' worth of openings."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chroma_server import chroma_server, serve
from tests.fakes import BigramEmbedder
from tests.store_samples import make_library_reports
from vectorstore.audit import audit
from vectorstore.chroma.client import close_client, open_server
from vectorstore.chroma.lease import WriterLease
from vectorstore.chroma.records import RecordBook
from vectorstore.errors import StoreBusy, StoreUnavailable
from vectorstore.library import Library, open_library
from vectorstore.models import SearchFilter
from vectorstore.retriever import HybridRetriever
from vectorstore.settings import SearchSettings, StoreSettings

REPORTS = make_library_reports(4, 12)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as url:
        yield url


def retriever_of(library: Library, embedder: BigramEmbedder) -> HybridRetriever:
    return HybridRetriever(library=library, embedder=embedder, settings=SearchSettings())


def test_a_server_gives_what_the_embedded_store_gives(url: str, tmp_path: Path) -> None:
    embedder = BigramEmbedder(256)
    found = []
    for place in (None, url):
        home = tmp_path / str(place is None)
        settings = StoreSettings(chroma_url=place, collection="same")
        with open_library(home, settings, "shape") as library:
            for report in REPORTS:
                library.write(report, embedder)
            library.remove(REPORTS[3].report_id)
            retriever = retriever_of(library, embedder)
            where = SearchFilter(frozenset({REPORTS[1].report_id}))
            for question in ("行政处罚多少件？", "乙区法治宣传1126件", "信息公开"):
                for scope in (SearchFilter(), where):
                    hits = retriever.search(question, scope).hits
                    found.append([(hit.passage, round(hit.dense_score, 4)) for hit in hits])
            assert [one.severity for one in audit(library, embedder)] == ["ok"] * 6
            assert library.text_of(REPORTS[0].report_id) == REPORTS[0].text
    assert found[: len(found) // 2] == found[len(found) // 2 :]


def test_other_processes_see_commits_without_reopening(url: str, tmp_path: Path) -> None:
    embedder = BigramEmbedder(256)
    settings = StoreSettings(chroma_url=url, collection="shared")
    with (
        open_library(tmp_path / "one", settings, "shape") as writer,
        open_library(tmp_path / "two", settings, "shape") as reader,
    ):
        retriever = retriever_of(reader, embedder)
        assert retriever.search("行政处罚").hits == ()
        for report in REPORTS[:2]:
            writer.write(report, embedder)
        passage = REPORTS[1].passages[4]
        assert retriever.search(passage.body).hits[0].passage == passage
        assert len(reader.records()) == 2
        writer.remove(REPORTS[1].report_id)
        left = retriever.search(passage.body).hits
        assert {hit.passage.report_id for hit in left} == {REPORTS[0].report_id}
        assert reader.write(REPORTS[2], embedder).action == "added"
        assert len(writer.records()) == 2
        writer.reindex(embedder)
        assert retriever.search(passage.body).hits
        assert [one.severity for one in audit(reader, embedder)] == ["ok"] * 6


def test_one_writer_at_a_time(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = open_server(url)
    book = RecordBook(client, "leased", url)
    first = WriterLease.acquire(book, 0.0)
    with pytest.raises(StoreBusy, match="Chroma 服务器"):
        WriterLease.acquire(book, 0.0)
    first.renew()
    first.release()
    # A killed writer's lease ends by itself.
    monkeypatch.setattr("vectorstore.chroma.lease.LEASE_S", -1.0)
    dead = WriterLease.acquire(book, 0.0)
    monkeypatch.undo()
    second = WriterLease.acquire(book, 0.0)
    with pytest.raises(StoreBusy):
        dead.renew()
    dead.release()
    second.renew()
    second.release()
    assert book.lease() == ("", 0.0)
    close_client(client)


def test_a_server_that_goes_away_is_one_sentence(tmp_path: Path) -> None:
    process, url = serve(tmp_path / "server")
    embedder = BigramEmbedder()
    with open_library(tmp_path / "home", StoreSettings(chroma_url=url), "shape") as library:
        library.write(REPORTS[0], embedder)
        process.kill()
        process.wait()
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match="WENBAO_CHROMA_URL"):
            retriever_of(library, embedder).search("行政处罚")
        with pytest.raises(StoreUnavailable):
            library.write(REPORTS[1], embedder)
        assert time.monotonic() - began < 10
