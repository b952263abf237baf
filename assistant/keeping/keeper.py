"""The keeper's desk: everything that changes the library, one change at a time."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping.delivery import Delivery, refusal, taken_as_it_is
from assistant.keeping.edits import checked, corrected, laid_over, revised
from assistant.keeping.intake import Intake, recut, take_in
from assistant.keeping.originals import Original, Originals
from assistant.keeping.progress import FileProgress
from assistant.keeping.removed import NothingToRestore, RemovedReport, RemovedReports
from assistant.keeping.rereading import reread
from assistant.keeping.typed_facts import question_unlisted, with_year
from assistant.keeping.uploads import named_upload, refuse_other_text
from assistant.models import FileOutcome, IngestSummary
from ingest import ReadingWorker
from ingest.archives import unpacked
from ingest.errors import IngestError
from ingest.models import FactOverrides
from ingest.passages import passage_shape
from ingest.settings import PassageSettings
from vectorstore.library import Library
from vectorstore.models import ReportRecord

if TYPE_CHECKING:
    from vectorstore.embedding.cache import CachedEmbedder


class Keeper:
    """Ingests, corrects, removes and restores reports of one open library."""

    def __init__(
        self,
        home: Path,
        passages: PassageSettings,
        library: Library,
        embedder: "CachedEmbedder",
        *,
        keep_originals: bool,
    ) -> None:
        self._passages = passages
        self._library = library
        self._embedder = embedder
        self._keep_originals = keep_originals
        self._writing = threading.Lock()
        self._originals = Originals(home)
        self._removed = RemovedReports(home)
        self._worker = ReadingWorker()

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> IngestSummary:
        """Put files, folders and zip files into the library, one ingest at a time."""
        with self._writing:
            return self._take_in(Delivery(paths, overrides or FactOverrides(), replaces, progress))

    def ingest_upload(
        self,
        path: Path,
        source_name: str,
        *,
        overrides: FactOverrides | None = None,
        replaces: str | None = None,
        progress: FileProgress | None = None,
    ) -> FileOutcome:
        """Put one uploaded file into the library under the name that its user gave it.

        The file at `path` is renamed beside itself. With `replaces` the report keeps its id and is
        from then on known by the new name.

        Raises:
            UploadRefused: the name cannot be one, or belongs to a report with another text.
            AssistantError: the replacement bears the name of a third report's file.
            ReportNotFound: `replaces` names no report.
        """
        named = named_upload(path, source_name)
        # Looked at as it is taken: of two uploads of one name the second must see the first.
        accept = partial(refuse_other_text, self._library) if replaces is None else taken_as_it_is
        stated = overrides or FactOverrides()
        with self._writing:
            delivery = Delivery([named], stated, replaces, progress, accept)
            return _as_one(named, self._take_in(delivery).outcomes)

    def reread(
        self, report_ids: Sequence[str] = (), progress: FileProgress | None = None
    ) -> IngestSummary:
        """Read reports anew from their originals: those named, else those read by older readers.

        Raises:
            ReportNotFound. IndexMismatch: the index is of other settings.
        """
        with self._writing:
            return reread(self._intake(), self._originals, report_ids, progress)

    def change_facts(
        self, report_id: str, stated: FactOverrides, *, confirmed: bool = True
    ) -> ReportRecord:
        """Correct facts by hand; those that are None stay. Later versions keep the correction.

        Unless `confirmed`, a region that no list has is questioned: it may be a slip.

        Raises:
            FactsRejected: a fact cannot be one. RegionUnlisted. ReportNotFound.
        """
        wanted = checked(stated)
        with self._writing, self._library.changing():
            record = self._library.record(report_id)
            if not confirmed:
                known = {one.facts.region for one in self._library.records()}
                question_unlisted(wanted.region or "", known)
            wanted = replace(wanted, year=with_year(wanted, record.facts))
            by_hand = laid_over(record.stated, wanted)
            facts = corrected(record.facts, wanted)
            report = revised(self._library.report(report_id), facts, by_hand)
            if facts.title == record.facts.title:
                self._library.change_facts(report_id, facts, by_hand, report.revision)
            else:
                # The title is embedded with every passage.
                self._library.write(report, self._embedder)
            return self._library.record(report_id)

    def remove(self, report_ids: Sequence[str]) -> tuple[ReportRecord, ...]:
        """Remove reports; unknown ids are refused before anything is removed. See `restore`."""
        with self._writing, self._library.changing():
            chosen = tuple(dict.fromkeys(report_ids))
            for report_id in chosen:
                self._library.record(report_id)
            return tuple(self._remove(report_id) for report_id in chosen)

    def removed(self) -> tuple[RemovedReport, ...]:
        """List the reports that can be put back, newest first."""
        present = {record.report_id for record in self._library.records()}
        # Killed between the two steps of a removal, a report is here and in the folder.
        return tuple(one for one in self._removed.listed() if one.record.report_id not in present)

    def restore(self, report_id: str) -> ReportRecord:
        """Put a removed report back under its id; its vectors come from the cache.

        Raises:
            NothingToRestore: it is not among the removed, or it or a new version of its file has
                been ingested meanwhile.
        """
        with self._writing, self._library.changing():
            report, shape = self._removed.report(report_id)
            if shape != passage_shape(self._passages):
                report = recut(report, self._passages)
            is_away = self._is_away(report_id)
            newer = self._library.by_source(report.source_name)
            if is_away and newer is not None and newer.text_hash != report.text_hash:
                # The next ingest of that file could not tell which of the two it belongs to.
                raise NothingToRestore(
                    f"同一个文件的另一版已经在库里（《{newer.facts.title}》）。"
                    "要恢复这一版，请先移除那一版。",
                    f"Another version of the same file is in the library ({newer.report_id}):"
                    " remove it first.",
                )
            outcome = self._library.write(report, self._embedder) if is_away else None
            if outcome is None or outcome.action == "duplicate":
                raise NothingToRestore(
                    "这篇报告已经在库里了（可能又导入过一次），不用恢复。",
                    "This report is in the library already; there is nothing to restore.",
                )
            self._removed.forget(report_id)
            return self._library.record(report_id)

    def original(self, report_id: str) -> Original:
        """Give the file that a report was read from; raises `OriginalMissing`, `ReportNotFound`."""
        return self._originals.find(self._library.record(report_id))

    def close(self) -> None:
        """Stop the process that reads files."""
        self._worker.stop()

    def _take_in(self, delivery: Delivery) -> IngestSummary:
        refused: list[FileOutcome] = []

        def refuse(path: Path, error: IngestError) -> None:
            # What is stated is of one file: it must not be laid upon another that is left.
            if delivery.states_something:
                raise error
            refused.append(refusal(str(path), error))

        names: dict[Path, str] = {}
        with unpacked(delivery.paths, refuse, names.__setitem__) as real:
            summary = take_in(self._intake(), replace(delivery, paths=real, names=names))
        return replace(summary, outcomes=(*refused, *summary.outcomes))

    def _intake(self) -> Intake:
        return Intake(
            self._library,
            self._embedder,
            self._passages,
            self._keep_original(),
            self._worker.read,
            self._worker.stop,
        )

    def _remove(self, report_id: str) -> ReportRecord:
        report = self._library.report(report_id)
        self._removed.keep(self._library.record(report_id), report, passage_shape(self._passages))
        return self._library.remove(report_id)

    def _is_away(self, report_id: str) -> bool:
        return all(record.report_id != report_id for record in self._library.records())

    def _keep_original(self) -> Callable[[Path], str] | None:
        return self._originals.keep if self._keep_originals else None


def _as_one(path: Path, outcomes: Sequence[FileOutcome]) -> FileOutcome:
    """The outcome of an uploaded file; that of a mail tells of what was attached to it too."""
    own = next((one for one in outcomes if Path(one.path).name == path.name), outcomes[0])
    others = [one for one in outcomes if one is not own]
    if not others:
        return own
    taken = sum(one.action not in ("refused", "skipped") for one in others)
    told = [f"附件 {len(others)} 个，导入 {taken} 个。"]
    told += [
        f"{Path(one.path).name}：{one.message}"
        for one in others
        if one.action in ("refused", "skipped")
    ]
    return replace(own, message="".join([own.message, *told]))
