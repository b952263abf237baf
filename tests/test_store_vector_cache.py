"""The vector cache: what is kept, by whom, through kills, damage and a full disk."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import BigramEmbedder
from vectorstore.embedding import PassageEmbedding, PassageProgress, PassageText
from vectorstore.embedding.cache import CachedEmbedder, VectorCache, cache_key
from vectorstore.errors import StoreUnavailable
from vectorstore.models import ClauseVectors, Vector

ROOT = Path(__file__).parent.parent


def passage(number: int) -> PassageText:
    return PassageText(
        "虚构区报告", ("一、情况",), f"第{number}项，办理案件{number * 7}件；依法推进。"
    )


def embedding(seed: int, clauses: int = 3) -> PassageEmbedding:
    random = np.random.default_rng(seed)
    return PassageEmbedding(
        random.normal(size=32).astype(np.float32),
        ClauseVectors(
            tuple((number * 5, number * 5 + 4) for number in range(clauses)),
            random.normal(size=(clauses, 32)).astype(np.float32),
            tuple(range(1, clauses + 1)),
        ),
    )


class CountingEmbedder(BigramEmbedder):
    """Dies in the middle if told to."""

    def __init__(self, dies_at_call: int = 0) -> None:
        super().__init__()
        self.calls: list[int] = []
        self.dies_at_call = dies_at_call

    def embed_passages(
        self, texts: Sequence[PassageText], progress: PassageProgress | None = None
    ) -> list[PassageEmbedding]:
        self.calls.append(len(texts))
        if len(self.calls) == self.dies_at_call:
            raise KeyboardInterrupt
        return super().embed_passages(texts, progress)


def test_a_passage_comes_back_as_it_was(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "deep" / "vectors.db")
    kept = {bytes([number]) * 32: embedding(number, clauses=number) for number in range(5)}
    kept[b"x" * 32] = PassageEmbedding(embedding(9).vector, None)
    zeros = ClauseVectors(((0, 1),), np.zeros((1, 32), dtype=np.float32), (1,))
    kept[b"z" * 32] = PassageEmbedding(embedding(10).vector, zeros)
    cache.put_many(kept)
    cache.close()
    found = VectorCache(tmp_path / "deep" / "vectors.db").get_many([*kept, b"?" * 32])
    assert found.keys() == kept.keys()
    for key, wanted in kept.items():
        assert found[key].vector.tobytes() == wanted.vector.tobytes()
        if wanted.clauses is None:
            assert found[key].clauses is None
            continue
        clauses = found[key].clauses
        assert clauses is not None
        assert (clauses.spans, clauses.tokens) == (wanted.clauses.spans, wanted.clauses.tokens)
        assert clauses.vectors.shape == wanted.clauses.vectors.shape
        for ours, theirs in zip(clauses.vectors, wanted.clauses.vectors, strict=True):
            assert np.abs(ours - theirs).max() <= np.abs(theirs).max() / 254 + 1e-7
            assert ours @ theirs >= 0.9999 * np.linalg.norm(ours) * np.linalg.norm(theirs)


def test_the_key_names_model_text_and_body() -> None:
    text = PassageText("甲", ("乙",), "丙")
    assert cache_key("m", text) == cache_key("m", PassageText("甲", ("乙",), "丙"))
    others = [PassageText("甲", (), "乙\n丙"), PassageText("甲", ("乙",), "丁")]
    keys = {cache_key("m", one) for one in [text, *others]} | {cache_key("n", text)}
    assert len(keys) == 4


def test_only_missing_texts_are_computed(tmp_path: Path) -> None:
    inner = CountingEmbedder()
    embedder = CachedEmbedder(inner, VectorCache(tmp_path / "vectors.db"))
    texts = [passage(number) for number in range(5)]
    assert embedder.count_missing(texts) == 5
    first = embedder.embed_passages([*texts, texts[0]])
    assert (embedder.encoded, embedder.reused) == (5, 1)
    seen: list[tuple[int, int]] = []
    again = embedder.embed_passages([*texts, passage(9)], lambda *step: seen.append(step))
    assert (embedder.encoded, embedder.reused) == (6, 6)
    assert inner.calls == [5, 1]
    assert seen == [(6, 6)]
    for one, other in zip(first[:5], again[:5], strict=True):
        assert one.vector.tobytes() == other.vector.tobytes()
        assert one.clauses is not None and other.clauses is not None
        assert one.clauses.vectors.tobytes() == other.clauses.vectors.tobytes()
    other_model = CachedEmbedder(BigramEmbedder(32), VectorCache(tmp_path / "vectors.db"))
    assert other_model.embed_passages(texts)[0].vector.shape == (32,)
    assert other_model.encoded == 5


def test_clauses_at_question_time_come_from_the_cache_or_are_made(tmp_path: Path) -> None:
    embedder = CachedEmbedder(BigramEmbedder(), VectorCache(tmp_path / "vectors.db"))
    texts = [passage(number) for number in range(3)]
    kept = [one.clauses for one in embedder.embed_passages(texts[:2])]
    found = embedder.clauses_for([*texts[::-1], texts[0]])
    assert embedder.encoded == 3
    assert [one.spans for one in found if one] == [
        one.spans for one in (found[0], kept[1], kept[0], kept[0]) if one
    ]
    assert embedder.clauses_for([]) == []


def test_an_interrupted_ingest_keeps_its_batches(tmp_path: Path) -> None:
    texts = [passage(number) for number in range(200)]
    killed = CachedEmbedder(CountingEmbedder(dies_at_call=3), VectorCache(tmp_path / "v.db"))
    with pytest.raises(KeyboardInterrupt):
        killed.embed_passages(texts)
    inner = CountingEmbedder()
    embedder = CachedEmbedder(inner, VectorCache(tmp_path / "v.db"))
    embedder.embed_passages(texts)
    assert (embedder.encoded, embedder.reused) == (72, 128)


def test_prune_keeps_what_is_used_and_gives_room_back(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.db")
    keys = [bytes([number]) * 32 for number in range(100)]
    cache.put_many({key: embedding(number, 40) for number, key in enumerate(keys)})
    assert cache.stats().passages == 100
    assert cache.prune(set(keys[:10])) == 90
    assert cache.prune(set(keys[:10])) == 0
    assert set(cache.get_many(keys)) == set(keys[:10])
    cache.close()
    cache = VectorCache(tmp_path / "v.db")
    assert cache.stats().passages == 10
    assert cache.stats().size_bytes < 60_000


def test_a_damaged_file_is_set_aside_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    cache = VectorCache(path)
    cache.put_many({bytes([n]) * 32: embedding(n, 40) for n in range(50)})
    cache.close()
    size = path.stat().st_size
    path.write_bytes(os.urandom(size))
    notices: list[str] = []
    cache = VectorCache(path, lambda chinese, english: notices.extend((chinese, english)))
    assert cache.get_many([b"\1" * 32]) == {}
    cache.put_many({b"\1" * 32: embedding(1)})
    assert list(cache.get_many([b"\1" * 32])) == [b"\1" * 32]
    chinese, english = notices
    assert "已损坏" in chinese and "was damaged" in english
    aside = list(tmp_path.glob("v.db.damaged-*"))
    assert len(aside) == 1 and aside[0].stat().st_size == size


def test_damaged_pages_never_become_vectors(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    cache = VectorCache(path)
    kept = {bytes([n]) * 32: embedding(n, 40) for n in range(50)}
    cache.put_many(kept)
    cache.close()
    raw = bytearray(path.read_bytes())
    for at in range(10_000, len(raw), 997):
        raw[at] ^= 0x5A
    path.write_bytes(raw)
    for key, found in VectorCache(path).get_many(list(kept)).items():
        assert found.vector.tobytes() == kept[key].vector.tobytes()


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.db")
    cache.put_many({b"a" * 32: embedding(1)})
    cache._file.run(lambda connection: connection.execute("PRAGMA max_page_count = 8").fetchall())
    big = {bytes([n]) * 32: embedding(n, 40) for n in range(100)}
    with pytest.raises(StoreUnavailable, match="磁盘已满"):
        cache.put_many(big)
    assert list(cache.get_many([b"a" * 32, *big])) == [b"a" * 32]


def test_a_path_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path in (tmp_path / "taken", tmp_path / "file" / "v.db"):
        with pytest.raises(StoreUnavailable, match="向量缓存"):
            VectorCache(path).get_many([b"a" * 32])


WRITER = """
import sys
from pathlib import Path
from tests.test_store_vector_cache import embedding
from vectorstore.embedding.cache import VectorCache
first = int(sys.argv[2])
cache = VectorCache(Path(sys.argv[1]))
for number in range(first, first + int(sys.argv[3])):
    cache.put_many({number.to_bytes(32, "big"): embedding(number)})
    print(number, flush=True)
"""


def start_writer(path: Path, first: int, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(first), str(count)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    writers = [start_writer(path, number * 100, 50) for number in range(2)]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    numbers = [*range(50), *range(100, 150)]
    found = VectorCache(path).get_many([number.to_bytes(32, "big") for number in numbers])
    assert len(found) == 100


def test_a_killed_writer_leaves_every_finished_write(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    writer = start_writer(path, 0, 1_000_000)
    assert writer.stdout is not None
    printed = [writer.stdout.readline() for _ in range(20)]
    time.sleep(0.05)
    writer.send_signal(signal.SIGKILL)
    printed += writer.communicate(timeout=60)[0].split()
    numbers = [int(line) for line in printed if line.strip()]
    cache = VectorCache(path)
    found = cache.get_many([number.to_bytes(32, "big") for number in numbers])
    assert len(found) == len(numbers) >= 20
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


def test_a_question_asked_again_is_not_embedded_again(tmp_path: Path) -> None:
    asked: list[str] = []

    class Counting(BigramEmbedder):
        def embed_query(self, text: str) -> Vector:
            asked.append(text)
            return super().embed_query(text)

    embedder = CachedEmbedder(Counting(), VectorCache(tmp_path / "vectors.sqlite"))
    first = embedder.embed_query("虚构的问题")
    assert np.array_equal(embedder.embed_query("虚构的问题"), first)
    embedder.embed_query("另一个问题")
    assert asked == ["虚构的问题", "另一个问题"]
