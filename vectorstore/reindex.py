"""All stored text to a new index generation, built aside and switched in one write.

Nothing but Chroma's own text is needed. Until the switch every question is answered from the old
generation; a killed reindex leaves a generation that does not count, which the next writer deletes
(the vectors it had computed are in the vector cache, so that running it again is quick).
"""

from collections.abc import Callable
from dataclasses import replace

from ingest.models import Passage, Report
from ingest.passages import join_passages
from vectorstore.commit import LibraryEmbedder, Progress, record_of, store_rows
from vectorstore.state import LibraryState
from vectorstore.store import StoredRecord, edition_of
from vectorstore.view import passages_in

Recut = Callable[[Report], Report]


def rebuild(
    state: LibraryState,
    shape: str,
    embedder: LibraryEmbedder,
    recut: Recut | None = None,
    progress: Progress | None = None,
) -> int:
    """Embed every committed report anew and switch; give the number of passages of the new index.

    `recut` cuts a report's text into passages by the present settings; None keeps the passages.
    `progress` hears (reports done, reports in all).
    """
    with state.writing():
        view = state.view
        old = view.snapshot
        generation = old.stamp.generation + 1
        fresh = state.rows_of(generation)
        passages = 0
        for done, stored in enumerate(old.reports.values(), start=1):
            report = as_report(stored, passages_in(view, stored))
            if recut is not None:
                report = recut(report)
            edition = edition_of(report)
            store_rows(state, fresh, report, edition, embedder, None)
            record = record_of(report, stored.record.ingested_at)
            state.book.put(StoredRecord(record, edition), generation)
            passages += len(report.passages)
            if progress is not None:
                progress(done, len(old.reports))
        state.committed(
            replace(
                old.stamp,
                generation=generation,
                embedder=embedder.fingerprint,
                shape=shape,
                dimensions=embedder.dimensions,
            )
        )
        state.drop_other_generations()
        return passages


def as_report(stored: StoredRecord, passages: list[Passage]) -> Report:
    """Put a report together from what the library holds of it."""
    record = stored.record
    return Report(
        report_id=record.report_id,
        revision=record.revision,
        text_hash=record.text_hash,
        source_name=record.source_name,
        facts=record.facts,
        text=join_passages(passages),
        passages=tuple(passages),
        original=record.original,
        stated=record.stated,
        recognised=record.recognised,
        notices=record.notices,
        reader_version=record.reader_version,
        given=record.given,
    )
