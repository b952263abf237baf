"""The one way into the library: rows first, then the record, then the old rows out.

A row counts only if its edition is the one in its report's record. So the steps are: note the
report as pending; store the rows of the new edition beside the old ones; write the record (the
switch: in one write the new version is there and the old one is not); delete the other rows; take
the note away. Killed anywhere before the switch, the old version stands whole; after it, the new
one. The next writer finds the note and deletes what does not count.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from ingest.characters import plain_characters
from ingest.models import FactOverrides, Passage, Report, ReportFacts
from vectorstore.embedding import Embedder, PassageText
from vectorstore.errors import IndexMismatch, ReportNotFound
from vectorstore.models import ClauseVectors, ReportRecord
from vectorstore.state import LibraryState
from vectorstore.store import PassageRows, StoredRecord, edition_of

Action = Literal["added", "updated", "unchanged", "duplicate"]
Progress = Callable[[int, int], None]

# Long enough to sort by length well, short enough that progress moves and little is lost.
_CHUNK = 128


class LibraryEmbedder(Embedder, Protocol):
    """An embedder that remembers; `encoded` counts the passages it has computed so far."""

    @property
    def encoded(self) -> int:
        """Give the number of passages computed since the embedder was made."""
        ...

    def clauses_for(self, texts: Sequence[PassageText]) -> list[ClauseVectors | None]:
        """Give the stored clauses of each text, None where there are none."""
        ...


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What became of a report: passages newly embedded and passages whose vectors were at hand.

    For a duplicate, `report_id` is that of the report that already holds the same text.
    """

    report_id: str
    action: Action
    embedded: int = 0
    reused: int = 0


def passage_text(passage: Passage, title: str) -> PassageText:
    """Give what is embedded of a passage, in plain characters: report title, heading path, running text."""
    return PassageText(
        title=plain_characters(title),
        heading=tuple(plain_characters(one) for one in passage.heading),
        body=plain_characters(passage.body),
    )


def write_report(
    state: LibraryState,
    shape: str,
    report: Report,
    embedder: LibraryEmbedder,
    progress: Progress | None = None,
    since: str = "",
) -> WriteOutcome:
    """Store one version of one report; `progress` hears (passages done, passages in all).

    `since` is when the report came in (`ReportRecord.ingested_at`), where that is not now.
    """
    with state.writing():
        stored = state.snapshot.reports.get(report.report_id)
        if stored is None:
            twin = same_text(state, report)
            if twin is not None:
                return WriteOutcome(twin.report_id, "duplicate")
        ensure_fit(state, shape, embedder)
        # Facts corrected by an earlier version of the program left the revision as it was.
        if stored is not None and (stored.record.revision, stored.record.facts) == (
            report.revision,
            report.facts,
        ):
            _note_reading(state, stored, report)
            return WriteOutcome(report.report_id, "unchanged", reused=stored.record.passages)
        edition = edition_of(report)
        if stored is not None and stored.edition == edition:
            state.put(StoredRecord(record_of(report, since), edition))
            return WriteOutcome(report.report_id, "updated", reused=len(report.passages))
        state.book.mark_pending(report.report_id)
        embedded = store_rows(state, state.rows, report, edition, embedder, progress)
        state.put(StoredRecord(record_of(report, since), edition))
        state.drop_uncommitted_rows(report.report_id)
        state.book.clear_pending(report.report_id)
        action: Action = "added" if stored is None else "updated"
        return WriteOutcome(report.report_id, action, embedded, len(report.passages) - embedded)


def remove_report(state: LibraryState, report_id: str) -> ReportRecord:
    """Remove a report, its record first, so that it is gone at once; raises `ReportNotFound`."""
    with state.writing():
        stored = state.snapshot.reports.get(report_id)
        if stored is None:
            raise no_such_report(report_id)
        state.book.mark_pending(report_id)
        state.drop(report_id)
        state.drop_uncommitted_rows(report_id)
        state.book.clear_pending(report_id)
        return stored.record


def change_facts(
    state: LibraryState,
    report_id: str,
    facts: ReportFacts,
    stated: FactOverrides,
    revision: str | None = None,
) -> None:
    """Correct the facts of a report without touching its rows; `stated` are those said by hand.

    The title must stay: it is embedded with every passage, so a new one needs a new version.
    """
    with state.writing():
        stored = state.snapshot.reports.get(report_id)
        if stored is None:
            raise no_such_report(report_id)
        if facts.title != stored.record.facts.title:
            raise ValueError("a new title is embedded anew: write the report instead")
        revision = revision or stored.record.revision
        record = replace(stored.record, facts=facts, stated=stated, revision=revision)
        state.put(replace(stored, record=record))


def store_rows(
    state: LibraryState,
    rows: PassageRows,
    report: Report,
    edition: str,
    embedder: LibraryEmbedder,
    progress: Progress | None,
) -> int:
    """Embed a report's passages and store them as rows of `edition`; give how many were embedded."""
    before = embedder.encoded
    done = 0
    for part in _chunks(report.passages):
        texts = [passage_text(passage, report.facts.title) for passage in part]
        vectors = [one.vector for one in embedder.embed_passages(texts)]
        rows.upsert(edition, part, vectors)
        state.still_writing()
        done += len(part)
        if progress is not None:
            progress(done, len(report.passages))
    return embedder.encoded - before


def record_of(report: Report, since: str = "") -> ReportRecord:
    """Give the record that the library keeps of a report that came in `since`, else now."""
    return ReportRecord(
        report_id=report.report_id,
        revision=report.revision,
        text_hash=report.text_hash,
        source_name=report.source_name,
        facts=report.facts,
        passages=len(report.passages),
        characters=len(report.text),
        ingested_at=since or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        original=report.original,
        stated=report.stated,
        recognised=report.recognised,
        notices=report.notices,
        reader_version=report.reader_version,
        given=report.given,
    )


def same_text(state: LibraryState, report: Report) -> ReportRecord | None:
    """Give the committed report of another id that holds the same text, if any."""
    for stored in state.snapshot.reports.values():
        record = stored.record
        if record.text_hash == report.text_hash and record.report_id != report.report_id:
            return record
    return None


def ensure_fit(state: LibraryState, shape: str, embedder: Embedder) -> None:
    """Refuse an embedder or shape that the index was not made with; an empty library adopts them."""
    stamp = state.snapshot.stamp
    if (stamp.embedder, stamp.shape) == (embedder.fingerprint, shape):
        return
    if not state.snapshot.reports:
        state.adopt(embedder.fingerprint, shape, embedder.dimensions)
        return
    refuse_misfit(state, shape, embedder)


def refuse_misfit(state: LibraryState, shape: str, embedder: Embedder) -> None:
    """Raise `IndexMismatch` if the index was made with another embedder or shape."""
    stamp = state.snapshot.stamp
    if not state.snapshot.reports:
        return
    if stamp.embedder != embedder.fingerprint:
        what, english = "嵌入模型或它的旧版本", "embedding model, or an older one"
        made, present = stamp.embedder, embedder.fingerprint
    elif stamp.shape != shape:
        what, english = "切分设置", "passage settings"
        made, present = stamp.shape, shape
    else:
        return
    raise IndexMismatch(
        f"资料库是用另一种{what}建立的（{made}），与当前设置（{present}）不一致。"
        "请运行 wenbao reindex 重建索引：报告和更正都会保留，一百份报告约需十分钟；"
        "如果是改过设置，也可以把设置改回去。",
        f"The library was made with another {english} ({made}; now {present})."
        " Run `wenbao reindex`: reports and corrections stay, a hundred reports take some ten minutes;"
        " or change the setting back, if it was changed.",
    )


def no_such_report(report_id: str) -> ReportNotFound:
    """Say that no report has this id and how to list those there are."""
    return ReportNotFound(
        f"资料库中没有编号为 {report_id!r} 的报告。用 wenbao reports 查看编号。",
        f"No report has the id {report_id!r}. `wenbao reports` lists the ids.",
    )


def _note_reading(state: LibraryState, stored: StoredRecord, report: Report) -> None:
    """Note what another reading that gave the same text says besides.

    The file may be a first original, or what replaced it under a new name; the readers newer ones.
    """
    named = stored.record.source_name == report.source_name
    # A file that was not kept must not be given out as one of another name and kind.
    original = report.original or (stored.record.original if named else "")
    record = replace(record_of(report, stored.record.ingested_at), original=original)
    if record == stored.record:
        return
    state.put(replace(stored, record=record))


def _chunks(passages: Sequence[Passage]) -> Iterator[Sequence[Passage]]:
    for at in range(0, len(passages), _CHUNK):
        yield passages[at : at + _CHUNK]
