"""The vectors of the committed passages in files: laid out by report, mapped, never loaded whole.

A derived cache of what Chroma holds, as the keyword index is: `sync` compares the editions it holds
with the committed ones and fetches only what differs, so whatever a crash left is healed by the next
look. Chroma answers a filter by walking its graph past what does not fit, or by reading metadata:
134 ms for one year of 150 thousand passages. The vectors of a scope are read here at the rate of
memory, exactly, and nothing is held that the system cannot take back.

A folder bears the generation and the embedder of its vectors and holds `vectors.f32`
(rows x dimensions, unit length), `rows.ids` (one padded row id a row) and `spans`: a line
`edition start stop` that is written last and makes the rows count.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from vectorstore.catching_up import Progress
from vectorstore.errors import StoreBusy
from vectorstore.indexes.vector_table import ID_BYTES, RowIds, VectorTable
from vectorstore.models import Vector
from vectorstore.ownership import folder_unusable, take_lock
from vectorstore.store import IndexStamp

Rows = tuple[list[str], Vector]
Fetch = Callable[[Sequence[str]], Mapping[str, Rows]]

_FETCHED_AT_ONCE = 20
_SYNC_WAIT_S = 60.0
# A file with more rows of editions past than this, and than those that count, is written anew.
_MOST_DEAD_ROWS = 50_000
_COPIED_AT_ONCE = 200


class VectorFile:
    """One library's vectors in a folder of its own, made if missing, begun anew if damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise folder_unusable(folder, error) from error

    def sync(
        self,
        held: VectorTable,
        stamp: IndexStamp,
        wanted: Mapping[str, int],
        fetch: Fetch,
        progress: Progress = lambda done, lacking: None,
    ) -> VectorTable:
        """Give a table of the `wanted` editions (edition -> rows), `held` itself if it is that.

        `fetch` reads the row ids and vectors of a few editions; `progress` hears (editions done,
        editions lacking). Raises `StoreUnavailable` where the folder cannot be written, `StoreBusy`
        if another process has been syncing for a minute.
        """
        name = f"{stamp.generation}-{stamp.embedder or 'none'}"
        if held.name == name and held.counts() == wanted:
            return held
        lock = take_lock(self._folder / "sync.lock", _SYNC_WAIT_S)
        if lock is None:
            raise StoreBusy(
                "另一个进程正在更新向量文件。请稍后再试。",
                "Another process is updating the vector file. Try again later.",
            )
        try:
            return self._synced(name, stamp.dimensions, wanted, fetch, progress)
        except (ValueError, OSError) as error:
            raise folder_unusable(self._folder, OSError(str(error))) from error
        finally:
            lock.release()

    def _synced(
        self,
        name: str,
        dimensions: int,
        wanted: Mapping[str, int],
        fetch: Fetch,
        progress: Progress,
    ) -> VectorTable:
        place = self._newest(name)
        spans = _sound_spans(place, dimensions)
        lacking = [one for one, rows in wanted.items() if _rows(spans, one) != rows]
        for at in range(0, len(lacking), _FETCHED_AT_ONCE):
            progress(at, len(lacking))
            part = lacking[at : at + _FETCHED_AT_ONCE]
            read = fetch(part)
            # Rows that Chroma itself has lost are not made up for by writing the rest again.
            fresh = {e: read[e] for e in part if e in read and len(read[e][0]) > _rows(spans, e)}
            spans |= _append(place, spans, fresh)
        live = {one: spans[one] for one in wanted if one in spans}
        dead = _end(spans) - sum(stop - start for start, stop in live.values())
        if dead > max(_MOST_DEAD_ROWS, _end(spans) // 2):
            place, live = self._rewritten(name, place, dimensions, live)
        self._drop_others(place)
        return _table(name, place, dimensions, live)

    def _newest(self, name: str) -> Path:
        serials = [_serial(path, name) for path in self._folder.iterdir()]
        place = self._folder / f"{name}-{max(serials, default=0) or 1}"
        place.mkdir(exist_ok=True)
        return place

    def _rewritten(
        self, name: str, place: Path, dimensions: int, live: Mapping[str, tuple[int, int]]
    ) -> tuple[Path, dict[str, tuple[int, int]]]:
        """Copy the rows that count to the next folder, which counts once it has its name."""
        old = _table(name, place, dimensions, live)
        fresh = self._folder / f"{name}-{_serial(place, name) + 1}"
        aside = fresh.with_name(f"{fresh.name}.new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        spans: dict[str, tuple[int, int]] = {}
        editions = list(live)
        for at in range(0, len(editions), _COPIED_AT_ONCE):
            part = editions[at : at + _COPIED_AT_ONCE]
            rows = {one: (old.ids_of(one), old.vectors[slice(*live[one])]) for one in part}
            spans |= _append(aside, spans, rows)
        aside.rename(fresh)
        return fresh, spans

    def _drop_others(self, place: Path) -> None:
        """Delete what other generations, other models and earlier copies left."""
        for path in self._folder.iterdir():
            if path.is_dir() and path != place:
                # A reader that still has one mapped keeps it until it lets go.
                shutil.rmtree(path, ignore_errors=True)


def _append(
    place: Path, spans: Mapping[str, tuple[int, int]], fresh: Mapping[str, Rows]
) -> dict[str, tuple[int, int]]:
    """Write rows behind those that count, and then the lines that make them count."""
    if not fresh:
        return {}
    ids = np.array([one.encode() for rows, _ in fresh.values() for one in rows], f"S{ID_BYTES}")
    vectors = np.concatenate([part for _, part in fresh.values()]).astype("<f4")
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    at = _end(spans)
    _write_at(place / "vectors.f32", at * vectors.shape[1] * 4, vectors.tobytes())
    _write_at(place / "rows.ids", at * ID_BYTES, ids.tobytes())
    added: dict[str, tuple[int, int]] = {}
    for edition, (rows, _) in fresh.items():
        added[edition] = (at, at + len(rows))
        at += len(rows)
    lines = "".join(f"{one} {start} {stop}\n" for one, (start, stop) in added.items())
    whole = sum(len(line) for line in _lines(place))
    _write_at(place / "spans", whole, lines.encode())
    return added


def _write_at(path: Path, offset: int, content: bytes) -> None:
    """Write behind what counts, over what a killed writer may have left there, and to the disk."""
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _lines(place: Path) -> Iterator[bytes]:
    path = place / "spans"
    if path.exists():
        yield from (one for one in path.read_bytes().splitlines(keepends=True) if one[-1:] == b"\n")


def _spans(place: Path) -> dict[str, tuple[int, int]]:
    """Read which rows each edition has; of an edition written twice the later ones."""
    spans: dict[str, tuple[int, int]] = {}
    for line in _lines(place):
        edition, start, stop = line.decode().split()
        spans[edition] = (int(start), int(stop))
    return spans


def _sound_spans(place: Path, dimensions: int) -> dict[str, tuple[int, int]]:
    """Read the spans; if the files do not hold what they say, begin anew: Chroma has it all."""
    try:
        spans = _spans(place)
        if all(
            (place / name).stat().st_size >= _end(spans) * row_bytes
            for name, row_bytes in (("vectors.f32", 4 * dimensions), ("rows.ids", ID_BYTES))
            if spans
        ):
            return spans
    except (ValueError, OSError):
        pass
    shutil.rmtree(place)
    place.mkdir()
    return {}


def _rows(spans: Mapping[str, tuple[int, int]], edition: str) -> int:
    start, stop = spans.get(edition, (0, 0))
    return stop - start


def _end(spans: Mapping[str, tuple[int, int]]) -> int:
    return max((stop for _, stop in spans.values()), default=0)


def _serial(path: Path, name: str) -> int:
    stem, _, serial = path.name.rpartition("-")
    return int(serial) if stem == name and serial.isdigit() else 0


def _table(
    name: str, place: Path, dimensions: int, live: Mapping[str, tuple[int, int]]
) -> VectorTable:
    rows = _end(live)
    if not rows:
        return VectorTable.empty(name)
    vectors: Vector = np.memmap(place / "vectors.f32", "<f4", "r", shape=(rows, dimensions))
    ids: RowIds = np.memmap(place / "rows.ids", f"S{ID_BYTES}", "r", shape=(rows,))
    # As plain arrays: to cut a memmap takes 4 microseconds, and a wide scope has a thousand runs.
    return VectorTable(name, np.asarray(vectors), np.asarray(ids), MappingProxyType(dict(live)))
