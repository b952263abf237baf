"""Files into the library: drafts from ingest, ids from the library, rows through the store."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from assistant.errors import AssistantError
from assistant.keeping.delivery import Delivery, refusal, same_name
from assistant.keeping.edits import corrected, laid_over, revised, still_standing
from assistant.keeping.progress import Tell, telling
from assistant.keeping.reading_ahead import ReadAhead
from assistant.models import FileOutcome, IngestSummary
from ingest import Reader, SourceFile, draft_report, identify
from ingest.errors import IngestError
from ingest.facts import read_sidecar, reread_body, sidecar_path
from ingest.ids import report_id, text_hash
from ingest.models import Block, FactOverrides, RawDocument, Report, ReportFacts
from ingest.normalise import normalise
from ingest.passages import cut_passages
from ingest.pipeline import Draft
from ingest.readers import read
from ingest.settings import PassageSettings
from vectorstore.commit import LibraryEmbedder
from vectorstore.errors import StoreError
from vectorstore.library import Library

KeepOriginal = Callable[[Path], str]

_DUPLICATE = (
    "同样的内容已经在库里，没有重复导入。",
    "The same text is in the library already; it was not stored twice.",
)


@dataclass(frozen=True, slots=True)
class Intake:
    """Where files go, and how they are read, cut and kept: the same for every delivery.

    `keep_original` keeps a report's file and gives the hash of its bytes; `reader` reads it, in a
    thread of its own while the file before is stored; `stop_reader` makes it give up.
    """

    library: Library
    embedder: LibraryEmbedder
    passages: PassageSettings
    keep_original: KeepOriginal | None = None
    reader: Reader = read
    stop_reader: Callable[[], None] = lambda: None


def take_in(intake: Intake, delivery: Delivery) -> IngestSummary:
    """Ingest files and folders; a file that cannot be read never stops the others.

    When the store itself fails (disk full, server gone), the files not yet taken are refused with
    its reason.

    Raises:
        AssistantError: facts or `replaces` given for more than one file, nothing to ingest, or a
            replacement that bears the name of a third report's file.
        ReportNotFound: `replaces` names no report.
    """
    began = time.monotonic()
    library = intake.library
    sources, missing = delivery.listed()
    if delivery.replaces is not None:
        library.record(delivery.replaces)
        _check_name_is_free(library, sources, delivery.replaces)
    outcomes = list(missing)
    named: dict[str, SourceFile] = {}
    for source in sources:
        if not source.skipped:
            named.setdefault(source.source_name, source)
    tell = telling(delivery.progress, named.values())
    failure: StoreError | None = None
    with ReadAhead(intake.reader, list(named.values()), intake.stop_reader) as ahead:
        for source in sources:
            if failure is not None:
                outcomes.append(refusal(source.shown, failure))
                continue
            if source.skipped:
                outcomes.append(FileOutcome(source.shown, "skipped", message=source.skipped))
                continue
            if named[source.source_name] is not source:
                outcomes.append(same_name(source, named[source.source_name].shown))
                continue
            try:
                tell(source.source_name, 0, 0)
                draft = _drafted(intake.passages, source, delivery.overrides, ahead.read)
                outcomes.append(_taken(intake, delivery, source, draft, tell))
            except IngestError as error:
                outcomes.append(refusal(source.shown, error))
            except StoreError as error:
                failure = error
                outcomes.append(refusal(source.shown, error))
    return IngestSummary(tuple(outcomes), time.monotonic() - began)


def _taken(
    intake: Intake, delivery: Delivery, source: SourceFile, draft: Draft, tell: Tell
) -> FileOutcome:
    """Put one draft into the library."""
    library = intake.library
    # What another keeper did of the report while it was read here must not be lost.
    with library.changing():
        delivery.accept(draft)
        if delivery.replaces is not None:
            _check_name_is_free(library, [source], delivery.replaces)
        report = _as_version(library, draft, delivery.overrides, delivery.replaces)
        if intake.keep_original is not None and not _is_copy(library, report):
            report = replace(report, original=intake.keep_original(source.path))
        outcome = _store_one(library, intake.embedder, source, report, tell)
        return outcome if outcome.message else replace(outcome, message="".join(draft.notices))


def _check_name_is_free(library: Library, sources: Sequence[SourceFile], replaces: str) -> None:
    """Two reports of one source name could not be told apart by the next ingest of that file."""
    for source in sources:
        other = library.by_source(source.source_name)
        if other is not None and other.report_id != replaces:
            raise AssistantError(
                f"“{source.source_name}”是库里另一篇报告（《{other.facts.title}》）的文件名。"
                "请把文件改名后再替换。",
                f"{source.source_name} is the name of another report's file: rename it first.",
            )


def _is_copy(library: Library, report: Report) -> bool:
    """Tell a text that another report holds: it is not stored again, nor is its file."""
    twin = library.by_text(report.text_hash)
    present = {record.report_id for record in library.records()}
    return twin is not None and report.report_id not in present


def _drafted(
    settings: PassageSettings, source: SourceFile, overrides: FactOverrides, reader: Reader
) -> Draft:
    """Read a file by itself; what is stated with this ingest goes before its sidecar file."""
    beside = sidecar_path(source.path)
    stated = laid_over(read_sidecar(beside), overrides) if beside.exists() else overrides
    return draft_report(source, settings, stated, reader)


def _as_version(
    library: Library, draft: Draft, overrides: FactOverrides, replaces: str | None
) -> Report:
    """Give a draft as a version of the report that it belongs to, or as a new one.

    What the user states with this ingest wins, then what the keeper corrected by hand before, then
    the sidecar file, then the report itself. A correction changes its own field only: the others
    are read as if it had not been made, and one that cleared a field keeps it clear.
    """
    known = (
        library.record(replaces) if replaces is not None else library.by_source(draft.source_name)
    )
    if known is not None:
        facts = corrected(draft.facts, still_standing(known.stated, overrides))
        return revised(identify(draft, known.report_id), facts, known.stated)
    taken = {record.report_id for record in library.records()}
    return identify(draft, report_id(draft.source_name, draft.text_hash, taken))


def _store_one(
    library: Library,
    embedder: LibraryEmbedder,
    source: SourceFile,
    report: Report,
    tell: Tell,
) -> FileOutcome:
    outcome = library.write(report, embedder, partial(tell, source.source_name))
    message, english = _DUPLICATE if outcome.action == "duplicate" else ("", "")
    return FileOutcome(
        source.shown,
        outcome.action,
        report_id=outcome.report_id,
        title=report.facts.title,
        passages=len(report.passages),
        embedded=outcome.embedded,
        message=message,
        english=english,
        notices=report.notices,
    )


def recut(report: Report, settings: PassageSettings) -> Report:
    """Cut a stored report anew by the present settings; pages are kept by place.

    The facts stay, but for the body: it is read anew from the text where the keeper has not stated it.
    """
    document = normalise(as_read(report))
    draft = Draft(
        source_name=report.source_name,
        text_hash=text_hash(document.text),
        facts=_with_body(report),
        text=document.text,
        passages=cut_passages(document, settings),
    )
    fresh = identify(draft, report.report_id)
    # How it was read, and all that was said of it by hand, is as before.
    return replace(
        report,
        revision=fresh.revision,
        text_hash=fresh.text_hash,
        facts=fresh.facts,
        text=fresh.text,
        passages=fresh.passages,
    )


def as_read(report: Report) -> RawDocument:
    """Give a stored report's text as a reader's, its lines on their pages."""
    lines: list[Block] = []
    at = 0
    for line in report.text.split("\n"):
        lines.append(Block(line, page=_page_at(report, at)))
        at += len(line) + 1
    return RawDocument(report.source_name, tuple(lines))


def _with_body(report: Report) -> ReportFacts:
    """The facts with the body that the text tells; one that the keeper or a sidecar file named stays."""
    facts = report.facts
    guessed = ("", f"{facts.region}人民政府", f"{facts.region}管理委员会")
    if report.stated.body is not None or facts.body not in guessed:
        return facts
    return replace(report.facts, body=reread_body(report.facts, report.text))


def _page_at(report: Report, offset: int) -> int | None:
    return next((p.page for p in report.passages if p.start <= offset <= p.end), None)
