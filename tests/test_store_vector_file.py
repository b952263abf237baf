"""The file of vectors: a cache that heals, forgets what is past and never mixes two models."""

import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import BigramEmbedder
from tests.store_samples import make_library_reports
from vectorstore.audit import audit
from vectorstore.chroma.records import IndexStamp
from vectorstore.indexes import vector_file
from vectorstore.indexes.vector_file import Rows, VectorFile
from vectorstore.indexes.vector_table import VectorTable
from vectorstore.library import open_library
from vectorstore.settings import StoreSettings

DIMENSIONS = 8
STAMP = IndexStamp(1, "model", "shape", DIMENSIONS, "token")


class Store:
    """Stands for Chroma: editions with random vectors; notes what was asked for."""

    def __init__(self, **editions: int) -> None:
        draw = np.random.default_rng(1)
        self.rows: dict[str, Rows] = {
            name: ([f"p{at}-{name}" for at in range(count)], _vectors(draw, count))
            for name, count in editions.items()
        }
        self.fetched: list[str] = []

    def fetch(self, editions: Sequence[str]) -> Mapping[str, Rows]:
        self.fetched += editions
        return {one: self.rows[one] for one in editions if one in self.rows}

    def wanted(self, *without: str) -> dict[str, int]:
        return {name: len(ids) for name, (ids, _) in self.rows.items() if name not in without}


def _vectors(draw: np.random.Generator, count: int) -> np.ndarray:
    return draw.normal(size=(count, DIMENSIONS)).astype(np.float32) * 3


def synced(folder: Path, store: Store, *without: str, stamp: IndexStamp = STAMP) -> VectorTable:
    """Open the folder anew and bring it up to the store."""
    return VectorFile(folder).sync(VectorTable.empty(), stamp, store.wanted(*without), store.fetch)


def holds(table: VectorTable, store: Store, *without: str) -> bool:
    """Tell whether the table has each row of the store, of unit length, under its own id."""
    if table.counts() != store.wanted(*without):
        return False
    for name in store.wanted(*without):
        ids, vectors = store.rows[name]
        start, stop = table.spans[name]
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        if [one.decode() for one in table.row_ids[start:stop]] != ids:
            return False
        if not np.allclose(table.vectors[start:stop], unit, atol=1e-6):
            return False
    return True


def test_what_is_held_is_not_fetched_again(tmp_path: Path) -> None:
    store = Store(a=3, b=50, c=1)
    assert holds(synced(tmp_path, store), store)
    store.fetched.clear()
    store.rows["d"] = Store(d=4).rows["d"]
    assert holds(synced(tmp_path, store), store)
    assert store.fetched == ["d"]


def test_scores_and_ids_are_those_of_the_scope(tmp_path: Path) -> None:
    store = Store(a=3, b=5, c=4)
    table = synced(tmp_path, store)
    runs = table.runs(["c", "a", "nowhere"])
    vector = np.eye(DIMENSIONS, dtype=np.float32)[0]
    scores = table.scores(vector, runs)
    ids = table.ids_at(range(len(scores)), runs)
    assert ids == store.rows["a"][0] + store.rows["c"][0]
    expected = np.concatenate([store.rows["a"][1], store.rows["c"][1]])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert scores == pytest.approx(expected[:, 0], abs=1e-6)


@pytest.mark.parametrize("name", ["vectors.f32", "rows.ids", "spans"])
def test_what_a_killed_writer_left_does_not_count(tmp_path: Path, name: str) -> None:
    store = Store(a=3, b=5)
    synced(tmp_path, store)
    with next(tmp_path.glob(f"*/{name}")).open("ab") as file:
        file.write(b"x 8 9"[: 3 if name != "spans" else 5])
    store.rows["c"] = Store(c=4).rows["c"]
    assert holds(synced(tmp_path, store), store)
    assert holds(synced(tmp_path, store), store)


@pytest.mark.parametrize("name", ["vectors.f32", "rows.ids", "spans"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe no such line\n", None])
def test_a_damaged_file_is_made_anew(tmp_path: Path, name: str, content: bytes | None) -> None:
    store = Store(a=3, b=50)
    synced(tmp_path, store)
    path = next(tmp_path.glob(f"*/{name}"))
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert holds(synced(tmp_path, store), store)


def test_vectors_of_another_model_or_generation_are_not_taken(tmp_path: Path) -> None:
    store = Store(a=3)
    synced(tmp_path, store)
    for stamp in (
        IndexStamp(1, "other", "shape", DIMENSIONS),
        IndexStamp(2, "other", "shape", DIMENSIONS),
    ):
        store.rows = Store(a=3, b=2).rows | {"a": Store(z=1, a=3).rows["a"]}
        store.fetched.clear()
        assert holds(synced(tmp_path, store, stamp=stamp), store)
        assert "a" in store.fetched
        assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_past_editions_are_left_out_and_in_time_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_file, "_MOST_DEAD_ROWS", 10)
    store = Store(a=3, b=50, c=4)
    before = synced(tmp_path, store)
    size = next(tmp_path.glob("*/rows.ids")).stat().st_size
    assert holds(synced(tmp_path, store, "a"), store, "a")
    assert next(tmp_path.glob("*/rows.ids")).stat().st_size == size
    assert holds(synced(tmp_path, store, "b"), store, "b")
    assert next(tmp_path.glob("*/rows.ids")).stat().st_size < size / 4
    assert holds(synced(tmp_path, store, "b"), store, "b")
    # Who was reading meanwhile still reads what was there.
    assert holds(before, store)


def test_rows_that_the_store_has_lost_are_not_written_again_and_again(tmp_path: Path) -> None:
    store = Store(a=3, b=5)
    short = {"a": 3, "b": 9}
    for _ in range(3):
        table = VectorFile(tmp_path).sync(VectorTable.empty(), STAMP, short, store.fetch)
        assert table.counts() == {"a": 3, "b": 5}
    assert next(tmp_path.glob("*/vectors.f32")).stat().st_size == 8 * DIMENSIONS * 4


def test_doctor_tells_vectors_that_are_not_those_of_the_store(tmp_path: Path) -> None:
    embedder = BigramEmbedder()
    with open_library(tmp_path, StoreSettings(), "shape-1") as library:
        for report in make_library_reports(3, 2):
            library.write(report, embedder)
    path = next((tmp_path / "vectors").rglob("vectors.f32"))
    path.write_bytes(path.read_bytes()[::-1])
    with open_library(tmp_path, StoreSettings(), "shape-1") as library:
        (bad,) = [one for one in audit(library, embedder) if one.severity != "ok"]
    assert "向量文件" in bad.message
    shutil.rmtree(tmp_path / "vectors")
    with open_library(tmp_path, StoreSettings(), "shape-1") as library:
        assert {one.severity for one in audit(library, embedder)} == {"ok"}


def test_the_writer_knows_what_a_fresh_look_would_find(tmp_path: Path) -> None:
    embedder = BigramEmbedder()
    first, second, third = make_library_reports(3, 1)
    with open_library(tmp_path, StoreSettings(), "shape-1") as library:
        for report in (third, first, second):
            library.write(report, embedder)
        facts = library.record(second.report_id).facts
        library.change_facts(second.report_id, replace(facts, region="虚构市天区", year=1999))
        library.remove(third.report_id)
        known = library.state.snapshot
        fresh = library.state.book.read()
    assert [*known.reports.items()] == [*fresh.reports.items()]
    assert (known.stamp, known.editions) == (fresh.stamp, fresh.editions)


def test_a_reader_that_looks_during_a_commit_takes_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it read before the commit, shown after it, would have let the writer delete new rows."""
    embedder = BigramEmbedder()
    first, second = make_library_reports(2, 1)
    with open_library(tmp_path, StoreSettings(), "shape-1") as library:
        library.write(first, embedder)
        has_read = threading.Event()
        read = library.state._read

        def slow() -> object:
            found = read()
            has_read.set()
            time.sleep(1.0)
            return found

        monkeypatch.setattr(library.state, "_read", slow)
        reader = threading.Thread(target=library.state.reread)
        reader.start()
        assert has_read.wait(10)
        library.write(second, embedder)
        reader.join()
        monkeypatch.undo()
        assert {one.report_id for one in library.records()} == {first.report_id, second.report_id}
        assert library.text_of(second.report_id) == second.text
        assert {one.severity for one in audit(library, embedder)} == {"ok"}
