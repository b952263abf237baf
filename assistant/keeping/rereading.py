"""Reports read anew from their kept originals, by the readers of today.

One report after the other, each in one commit: killed at any moment, every report is as it was or as
it is read now, and the next run goes on with those that are left. A report keeps its id, its name, the
day it came in and what was said of it by hand; one whose text comes out the same costs no embedding.
What cannot be read anew stays as it is, and is named.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.keeping.edits import revised
from assistant.keeping.intake import Intake, as_read
from assistant.keeping.kept_facts import KeptFacts, kept_facts
from assistant.keeping.originals import OriginalMissing, Originals
from assistant.keeping.problems import is_read_by_older
from assistant.keeping.progress import FileProgress, Tell, telling
from assistant.keeping.reading_ahead import ReadAhead
from assistant.models import FileAction, FileOutcome, IngestSummary
from ingest import SourceFile, identify
from ingest.errors import IngestError
from ingest.facts import read_facts
from ingest.models import FactOverrides, RawDocument
from ingest.normalise import normalise
from ingest.pipeline import Draft, drafted
from vectorstore.errors import StoreError
from vectorstore.library import Library
from vectorstore.models import ReportRecord

_STAYS = ("库里的这一份没有动。", "The report in the library stays as it was.")
_AWAY = (
    "读的时候它被移除或换成了新的文件，没有再动。",
    "It was removed or replaced meanwhile.",
)


def reread(
    intake: Intake,
    originals: Originals,
    report_ids: Sequence[str] = (),
    progress: FileProgress | None = None,
) -> IngestSummary:
    """Read reports anew: those named, else all that were read by older readers.

    When the store itself fails, the reports not yet read are refused with its reason.

    Raises:
        ReportNotFound: an id names no report. IndexMismatch: the index is of other settings.
    """
    began = time.monotonic()
    library = intake.library
    library.check_fit(intake.embedder)
    outcomes: list[FileOutcome] = []
    found: list[tuple[ReportRecord, SourceFile]] = []
    for record in _wanted(library, report_ids):
        try:
            found.append((record, SourceFile(originals.find(record).path, record.source_name)))
        except OriginalMissing as error:
            outcomes.append(_refusal(record, error))
    sources = [source for _, source in found]
    tell = telling(progress, sources)
    failure: StoreError | None = None
    with ReadAhead(intake.reader, sources, intake.stop_reader) as ahead:
        for record, source in found:
            try:
                if failure is not None:
                    raise failure
                tell(source.source_name, 0, 0)
                raw = ahead.read(source.path, source.source_name)
                outcomes.append(_taken(intake, record, raw, tell))
            except IngestError as error:
                outcomes.append(_refusal(record, error))
            except StoreError as error:
                failure = error
                outcomes.append(_refusal(record, error))
    return IngestSummary(tuple(outcomes), time.monotonic() - began)


def _wanted(library: Library, report_ids: Sequence[str]) -> list[ReportRecord]:
    if report_ids:
        return [library.record(one) for one in dict.fromkeys(report_ids)]
    return [record for record in library.records() if is_read_by_older(record)]


def _taken(intake: Intake, record: ReportRecord, raw: RawDocument, tell: Tell) -> FileOutcome:
    """Put one document that was read anew in the place of what was read before."""
    library = intake.library
    # What another keeper did of the report while it was read here must not be lost.
    with library.changing():
        now = {one.report_id: one for one in library.records()}.get(record.report_id)
        if now is None or now.original != record.original:
            return _outcome(record, "skipped", *_AWAY)
        draft = drafted(raw, intake.passages, now.given or FactOverrides())
        kept = _facts(library, now, raw, draft)
        report = replace(
            revised(identify(draft, now.report_id), kept.facts, now.stated),
            source_name=now.source_name,
            original=now.original,
            given=kept.given,
        )
        told = partial(tell, record.source_name)
        written = library.write(report, intake.embedder, told, now.ingested_at)
    chinese, english = list(kept.told), list(kept.english)
    if report.text_hash != now.text_hash:
        chinese.insert(0, f"原有 {now.characters} 字，现有 {len(report.text)} 字。")
        english.insert(0, f"{now.characters} characters before, {len(report.text)} now.")
    return replace(
        _outcome(record, written.action, "".join(chinese), " ".join(english)),
        title=report.facts.title,
        passages=len(report.passages),
        embedded=written.embedded,
        notices=report.notices,
    )


def _facts(library: Library, now: ReportRecord, raw: RawDocument, draft: Draft) -> KeptFacts:
    before = replace(
        as_read(library.report(now.report_id)), title=raw.title, source_url=raw.source_url
    )
    of_old_text = read_facts(before, normalise(before), now.given or FactOverrides())
    return kept_facts(now.facts, now.stated, now.given, draft.facts, of_old_text)


def _outcome(record: ReportRecord, action: FileAction, message: str, english: str) -> FileOutcome:
    return FileOutcome(
        record.source_name,
        action,
        report_id=record.report_id,
        title=record.facts.title,
        message=message,
        english=english,
    )


def _refusal(
    record: ReportRecord, error: OriginalMissing | IngestError | StoreError
) -> FileOutcome:
    message, english = f"{error}{_STAYS[0]}", f"{error.english} {_STAYS[1]}"
    return _outcome(record, "refused", message, english)
