"""The list of reports in Chroma: one row a report, and the switches that make changes visible.

The collection `<prefix>-reports` holds, beside the records, the metadata that says which index
generation counts (`<prefix>-passages-<generation>`), what shaped it, and a random token that
changes with every commit, so that other processes notice. A row is `<report id>@<generation>`:
a reindex writes the records of the next generation aside and one metadata write switches.
"""

import hashlib
import json
import math
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.models import Report
from vectorstore.chroma.client import chroma_errors
from vectorstore.models import ReportRecord, Vector, record_from_json

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

_LEASE = "lease@writer"


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record and the `edition` of its rows: a row of another edition does not count."""

    record: ReportRecord
    edition: str


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """Which index counts and what shaped it; "" and 0 while nothing has been stored."""

    generation: int = 0
    embedder: str = ""
    shape: str = ""
    dimensions: int = 0
    token: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The committed reports at one moment, by report id and by edition; `records` in their order."""

    stamp: IndexStamp
    reports: Mapping[str, StoredRecord]
    editions: Mapping[str, StoredRecord] = field(init=False)
    records: tuple[ReportRecord, ...] = field(init=False)

    def __post_init__(self) -> None:
        by_edition = {stored.edition: stored for stored in self.reports.values()}
        object.__setattr__(self, "editions", MappingProxyType(by_edition))
        object.__setattr__(self, "records", tuple(one.record for one in self.reports.values()))


def snapshot_of(stamp: IndexStamp, stored: Iterable[StoredRecord]) -> Snapshot:
    """Put records in their order: by region, year and title."""
    by_id = {one.record.report_id: one for one in sorted(stored, key=_order)}
    return Snapshot(stamp, MappingProxyType(by_id))


def edition_of(report: Report) -> str:
    """Hash what the rows of a report hold: the title (it is embedded) and every passage.

    Other facts are not in it, so that changing them rewrites one record and no rows.
    """
    rows: list[Any] = [report.report_id, report.facts.title]
    rows += [
        (part.id, part.ordinal, part.start, part.end, part.body_start, part.page)
        for part in report.passages
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:16]


class RecordBook:
    """Reads and writes the collection of records; `place` names the store in errors."""

    def __init__(self, client: "ClientAPI", prefix: str, place: str) -> None:
        self._client = client
        self._name = f"{prefix}-reports"
        self._place = place
        with chroma_errors(place):
            self._rows = self._open()

    def stamp(self) -> IndexStamp:
        """Read which index counts: one cheap request."""
        with chroma_errors(self._place):
            collection = self._client.get_collection(self._name, embedding_function=None)
        return _stamp(collection.metadata)

    def read(self) -> Snapshot:
        """Read all committed records."""
        stamp = self.stamp()
        with chroma_errors(self._place):
            found = self._rows.get(where={"generation": stamp.generation}, include=["metadatas"])
        return snapshot_of(stamp, (_load(str(row["record"])) for row in found["metadatas"] or ()))

    def put(self, stored: StoredRecord, generation: int) -> None:
        """Write a report's record: for the present generation, the moment it becomes visible."""
        self._upsert(
            f"{stored.record.report_id}@{generation}",
            {"generation": generation, "record": _dump(stored)},
        )

    def drop(self, report_id: str, generation: int) -> None:
        """Delete a report's record: the moment it disappears."""
        with chroma_errors(self._place):
            self._rows.delete(ids=[f"{report_id}@{generation}"])

    def drop_generation(self, generation: int) -> None:
        """Delete all records of a generation that does not count."""
        with chroma_errors(self._place):
            self._rows.delete(where={"generation": generation})

    def switch(self, stamp: IndexStamp) -> IndexStamp:
        """Make `stamp` the one that counts, with a fresh token, in one write."""
        fresh = replace(stamp, token=secrets.token_hex(8))
        with chroma_errors(self._place):
            self._rows.modify(metadata=asdict(fresh))
        return fresh

    def mark_pending(self, report_id: str) -> None:
        """Note that rows of this report are about to change, for the sweep after a crash."""
        self._upsert(f"pending@{report_id}", {"kind": "pending", "report_id": report_id})

    def clear_pending(self, report_id: str) -> None:
        """Take the note away: all rows of this report are of the committed edition."""
        with chroma_errors(self._place):
            self._rows.delete(ids=[f"pending@{report_id}"])

    def pending(self) -> list[str]:
        """List the reports whose last change was not finished."""
        with chroma_errors(self._place):
            found = self._rows.get(where={"kind": "pending"}, include=["metadatas"])
        return [str(row["report_id"]) for row in found["metadatas"] or ()]

    def claim_lease(self, holder: str, until: float) -> tuple[str, float]:
        """Put the writer's lease in place unless one stands; give who holds it and until when."""
        with chroma_errors(self._place):
            self._rows.add(
                ids=[_LEASE],
                embeddings=_angle(_LEASE),
                metadatas=[{"holder": holder, "until": until}],
            )
        return self.lease()

    def extend_lease(self, holder: str, until: float) -> None:
        """Let the standing lease end later."""
        self._upsert(_LEASE, {"holder": holder, "until": until})

    def lease(self) -> tuple[str, float]:
        """Read who holds the writer's lease and until when (Unix time); ("", 0) if nobody."""
        with chroma_errors(self._place):
            found = self._rows.get(ids=[_LEASE], include=["metadatas"])
        for row in found["metadatas"] or ():
            return str(row["holder"]), float(str(row["until"]))
        return "", 0.0

    def free_lease(self, holder: str) -> None:
        """Delete the lease if `holder` holds it."""
        with chroma_errors(self._place):
            self._rows.delete(ids=[_LEASE], where={"holder": holder})

    def _upsert(self, row_id: str, metadata: dict[str, Any]) -> None:
        with chroma_errors(self._place):
            self._rows.upsert(ids=[row_id], embeddings=_angle(row_id), metadatas=[metadata])

    def _open(self) -> "Collection":
        from chromadb.errors import ChromaError, NotFoundError

        try:
            return self._client.get_collection(self._name, embedding_function=None)
        except NotFoundError:
            pass
        try:
            return self._client.create_collection(
                self._name, embedding_function=None, metadata=asdict(IndexStamp())
            )
        except ChromaError:
            # Another process sharing the server made it in between.
            return self._client.get_collection(self._name, embedding_function=None)


def _stamp(metadata: Mapping[str, Any] | None) -> IndexStamp:
    stated = metadata or {}
    return IndexStamp(
        int(stated.get("generation", 0)),
        str(stated.get("embedder", "")),
        str(stated.get("shape", "")),
        int(stated.get("dimensions", 0)),
        str(stated.get("token", "")),
    )


def _dump(stored: StoredRecord) -> str:
    return json.dumps(
        {"edition": stored.edition, **asdict(stored.record)}, ensure_ascii=False, sort_keys=True
    )


def _load(text: str) -> StoredRecord:
    stated = json.loads(text)
    return StoredRecord(record_from_json(stated), stated["edition"])


def _order(stored: StoredRecord) -> tuple[str, int, str, str]:
    facts = stored.record.facts
    return facts.region, facts.year or 0, facts.title, stored.record.report_id


def _angle(row_id: str) -> Vector:
    # Chroma wants a vector with every row; equal ones would make its graph degenerate.
    part = int.from_bytes(hashlib.sha256(row_id.encode()).digest()[:4], "big") / 2**32
    turn = 2 * math.pi * part
    return np.array([[math.cos(turn), math.sin(turn)]], dtype=np.float32)
