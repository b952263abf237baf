"""What the indexes derived from Chroma, by terms and by vectors, are made from."""

from collections.abc import Sequence

from vectorstore.collection import PassageRows, edition_in, row_id
from vectorstore.keyword import KeywordRow
from vectorstore.records import Snapshot
from vectorstore.vector_file import Rows
from vectorstore.view import LibraryView, passages_in


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
