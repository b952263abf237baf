"""A library as an earlier version of the program left it: read by readers that lost some lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.service import Assistant
from ingest import ReadingWorker
from ingest.models import RawDocument
from ingest.readers import read

LOST = "普法宣传针对性不强"
"""Words of the lines that the older readers lose."""


@contextmanager
def older_readers(lost: str = LOST) -> Iterator[None]:
    """Read like an earlier version for the length of a block: no line that holds `lost`."""

    def losing(_: ReadingWorker, path: Path, source_name: str) -> RawDocument:
        document = read(path, source_name)
        kept = tuple(block for block in document.blocks if not lost or lost not in block.text)
        return replace(document, blocks=kept)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadingWorker, "read", losing)
        patch.setattr("ingest.pipeline.READER_VERSION", 1)
        yield


def ingest_long_ago(
    assistant: Assistant, *paths: Path, lost: str = LOST, year: int | None = None
) -> None:
    """Ingest files as an earlier version did, which kept nothing of how it read them."""
    from ingest.models import FactOverrides

    with older_readers(lost):
        overrides = None if year is None else FactOverrides(year=year)
        assert not assistant.ingest(paths, overrides=overrides).failed
    state = assistant.keeper._library.state
    with state.writing():
        for stored in list(state.snapshot.reports.values()):
            record = replace(stored.record, notices=(), reader_version=1, given=None)
            state.put(replace(stored, record=record))
