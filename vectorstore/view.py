"""What a reader of the library looks at: records, rows and vectors of one moment."""

from dataclasses import dataclass

from ingest.models import Passage
from vectorstore.collection import PassageRows
from vectorstore.records import Snapshot, StoredRecord
from vectorstore.vector_table import VectorTable


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
