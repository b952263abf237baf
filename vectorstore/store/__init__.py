"""The store of passages and vectors in use: Chroma. The one place outside its room that names it.

Another store is a folder beside `chroma/` that gives these names, and this file imports from it.
"""

from vectorstore.chroma.client import chroma_errors as store_errors
from vectorstore.chroma.client import close_client, open_embedded, open_server
from vectorstore.chroma.collection import PassageRows, collection_name, edition_in, row_id
from vectorstore.chroma.lease import WriterLease
from vectorstore.chroma.records import (
    IndexStamp,
    RecordBook,
    Snapshot,
    StoredRecord,
    edition_of,
    snapshot_of,
)

__all__ = [
    "IndexStamp",
    "PassageRows",
    "RecordBook",
    "Snapshot",
    "StoredRecord",
    "WriterLease",
    "close_client",
    "collection_name",
    "edition_in",
    "edition_of",
    "open_embedded",
    "open_server",
    "row_id",
    "snapshot_of",
    "store_errors",
]
