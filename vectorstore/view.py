"""What a reader of the library looks at: records, rows and vectors of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import Passage
from vectorstore.indexes.keyword import KeywordRow
from vectorstore.indexes.vector_file import Rows
from vectorstore.indexes.vector_table import VectorTable
from vectorstore.store import PassageRows, Snapshot, StoredRecord, edition_in, row_id


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The committed reports at one moment, with the rows and the vectors that belong to them."""

    snapshot: Snapshot
    rows: PassageRows
    table: VectorTable


def passages_in(view: LibraryView, stored: StoredRecord) -> list[Passage]:
    """Read the passages of a report that the view holds, in order."""
    row_ids = view.table.ids_of(stored.edition)
    if len(row_ids) == stored.record.passages:
        return view.rows.passages_at(row_ids)
    return view.rows.passages_of(stored.record.report_id, stored.edition)


def stored_vectors(
    snapshot: Snapshot, rows: PassageRows, editions: Sequence[str]
) -> dict[str, Rows]:
    """Read the row ids and vectors of some editions, those of other editions left out."""
    ids, vectors = rows.vectors_of([snapshot.editions[one].record.report_id for one in editions])
    places: dict[str, list[int]] = {}
    for at, row in enumerate(ids):
        places.setdefault(edition_in(row), []).append(at)
    return {
        one: ([ids[at] for at in places[one]], vectors[places[one]])
        for one in editions
        if one in places
    }


def stored_terms(view: LibraryView, edition: str) -> Sequence[KeywordRow]:
    """Read what is indexed of the passages of an edition; quick where the view's table has them."""
    stored = view.snapshot.editions[edition]
    title = stored.record.facts.title
    return [
        KeywordRow(row_id(one.id, edition), title, one.heading, one.body)
        for one in passages_in(view, stored)
    ]
