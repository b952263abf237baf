"""Build a library of a million passages out of a real one: a nation's counties over ten years.

    python -m tests.scale_library SOURCE_HOME TARGET_HOME [--passages 1000000]

The reports are those of `tests.scale_reports`. Nothing is embedded; Chroma, the vector cache and the
record book are written as an ingest writes them, many reports at once. The keyword index and the
vector file are made by opening the library. Killed, it goes on where it was. Takes about two hours
on two cores and 17 GB.
"""

import argparse
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from assistant.config import Settings
from assistant.making import make_embedder
from ingest.models import Report
from ingest.passages import passage_shape
from ingest.segment import sentence_spans
from tests.scale_reports import Source, made_report, places
from vectorstore.chroma.collection import _metadata, row_id
from vectorstore.chroma.records import StoredRecord, _angle, _dump, edition_of
from vectorstore.commit import passage_text, record_of
from vectorstore.embedding.cache import CachedEmbedder, cache_key
from vectorstore.embedding.cache_rows import pack_embedding
from vectorstore.indexes import keyword, tokens
from vectorstore.library import Library, open_library
from vectorstore.models import Vector
from vectorstore.state import LibraryState

_AHEAD = 96
_TOGETHER = 64
_ROWS_AT_ONCE = 5_000


def build(source_home: Path, target_home: Path, wanted: int) -> None:
    """Write reports until the target holds `wanted` passages."""
    settings = Settings(home=source_home)
    embedder = make_embedder(settings, print)
    with open_library(source_home, settings.store, passage_shape(settings.passages)) as library:
        source = Source(library, embedder)
    print(f"source: {len(source.reports)} reports, {len(source.pieces)} passages", flush=True)
    settings = Settings(home=target_home)
    cache = make_embedder(settings, print)
    with open_library(target_home, settings.store, passage_shape(settings.passages)) as library:
        _fill(library, source, cache, embedder.fingerprint, wanted)
        began = time.perf_counter()
        keyword.passage_terms = _terms_by_sentence  # type: ignore[assignment]
        library.state.reread()
        print(f"keyword index and vector file: {time.perf_counter() - began:.0f} s", flush=True)


def _fill(
    library: Library, source: Source, cache: CachedEmbedder, fingerprint: str, wanted: int
) -> None:
    state = library.state
    if not state.snapshot.reports:
        state.adopt(fingerprint, library.shape, len(source.pieces[0].embedding.vector))
    held = {one.record.source_name: one for one in state.snapshot.reports.values()}
    done, began, fresh = sum(one.record.passages for one in held.values()), time.time(), 0
    todo = (place for place in places() if f"虚构-{place[0]}.txt" not in held)
    made = _made_ahead(source, todo, fingerprint)
    while done < wanted and (group := list(islice(made, _TOGETHER))):
        cache._cache.put_rows({key: row for _, _, packed in group for key, row in packed.items()})
        _store(state, group)
        fresh += sum(len(report.passages) for report, _, _ in group)
        rate = fresh / (time.time() - began)
        done += sum(len(report.passages) for report, _, _ in group)
        print(f"{group[-1][0].source_name} {done} passages, {rate:.0f} a second", flush=True)


def _store(state: LibraryState, group: "Sequence[Made]") -> None:
    """Write rows and then records, as a commit does, but many reports at once."""
    editions = [edition_of(report) for report, _, _ in group]
    pairs = [
        (edition, passage)
        for edition, (report, _, _) in zip(editions, group, strict=True)
        for passage in report.passages
    ]
    vectors = [vector for _, found, _ in group for vector in found]
    for at in range(0, len(pairs), _ROWS_AT_ONCE):
        part = pairs[at : at + _ROWS_AT_ONCE]
        state.rows._rows.upsert(
            ids=[row_id(passage.id, edition) for edition, passage in part],
            embeddings=np.asarray(vectors[at : at + _ROWS_AT_ONCE], dtype=np.float32),
            documents=[passage.text for _, passage in part],
            metadatas=[_metadata(passage, edition) for edition, passage in part],
        )
    generation = state.snapshot.stamp.generation
    names = [f"{report.report_id}@{generation}" for report, _, _ in group]
    state.book._rows.upsert(
        ids=names,
        embeddings=np.concatenate([_angle(name) for name in names]),
        metadatas=[
            {"generation": generation, "record": _dump(StoredRecord(record_of(report), edition))}
            for edition, (report, _, _) in zip(editions, group, strict=True)
        ],
    )


_source: Source
Made = tuple[Report, list[Vector], dict[bytes, bytes]]


def _made_ahead(
    source: Source, todo: Iterable[tuple[int, str, int]], fingerprint: str
) -> Iterator[Made]:
    """Make reports in another process, a few ahead of the one that stores them."""
    global _source
    _source = source
    todo = iter(todo)
    # Forked before the first task: the child sees the source without a copy.
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        ahead = deque(pool.submit(_make, *place, fingerprint) for place in islice(todo, _AHEAD))
        while ahead:
            yield ahead.popleft().result()
            ahead.extend(pool.submit(_make, *place, fingerprint) for place in islice(todo, 1))


def _make(number: int, region: str, year: int, fingerprint: str) -> Made:
    report, embeddings = made_report(_source, number, region, year)
    texts = [passage_text(one, report.facts.title) for one in report.passages]
    packed = {
        cache_key(fingerprint, text): pack_embedding(one)
        for text, one in zip(texts, embeddings, strict=True)
    }
    return report, [one.vector for one in embeddings], packed


@lru_cache(maxsize=400_000)
def _terms_of(sentence: str) -> tuple[str, ...]:
    return tuple(tokens.passage_terms(sentence))


def _terms_by_sentence(text: str) -> list[str]:
    """The terms of a text; its sentences come again and again, and need be cut but once."""
    return [term for start, end in sentence_spans(text) for term in _terms_of(text[start:end])]


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    given = parser.parse_args()
    build(given.source.resolve(), given.target.resolve(), given.passages)


if __name__ == "__main__":
    main()
