"""The whole way from a path to a report ready to store; knows nothing of stores or models.

The caller walks `find_reports`, calls `draft_report` on each file and collects the errors, so that
one bad file never stops the others. Which id a report has is the library's knowledge: `identify`
takes it and derives the rest.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ingest.characters import plain_characters
from ingest.errors import EmptyDocument
from ingest.facts import read_facts
from ingest.ids import passage_id, revision, text_hash
from ingest.models import (
    FactOverrides,
    Passage,
    RawDocument,
    RecognisedPage,
    Report,
    ReportFacts,
)
from ingest.normalise import NORMALISER_VERSION, normalise, plain_document
from ingest.passages import PASSAGES_VERSION, PassageDraft, cut_passages
from ingest.readers import READER_VERSION, SUPPORTED_SUFFIXES, read
from ingest.settings import PassageSettings

Reader = Callable[[Path, str], RawDocument]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest; `source_name` identifies it: its name, or its path inside the folder given.

    `skipped` says why a file in a folder is left out, "" for a report.
    """

    path: Path
    source_name: str
    skipped: str = ""

    @property
    def shown(self) -> str:
        """Name the file to the user: by its path, or by its own name where the path bears another."""
        same = PurePosixPath(self.source_name).name == self.path.name
        return str(self.path) if same else self.source_name


@dataclass(frozen=True, slots=True)
class Draft:
    """A report read and cut, before the library has said which id it has.

    `given` are the facts that were stated with its file.
    """

    source_name: str
    text_hash: str
    facts: ReportFacts
    text: str
    passages: tuple[PassageDraft, ...]
    recognised: tuple[RecognisedPage, ...] = ()
    notices: tuple[str, ...] = ()
    given: FactOverrides = field(default_factory=FactOverrides)


def find_reports(
    paths: Sequence[Path], names: Mapping[Path, str] = MappingProxyType({})
) -> list[SourceFile]:
    """List the files that `paths` name, each once, folders walked in order of name.

    Inside a folder hidden files and sidecar .toml files are passed over, and other files that no
    reader takes are listed with the reason in `skipped`. A path named itself is always listed: when
    it does not exist or no reader takes it, `draft_report` raises the error for it alone. `names` are
    those of files whose paths could not bear them (`ingest.archives.unpacked`).
    """
    found: dict[Path, SourceFile] = {}
    for path in paths:
        listed = _walk(path, names) if path.is_dir() else [SourceFile(path, path.name)]
        for source in listed:
            found.setdefault(source.path.absolute(), source)
    return list(found.values())


def _walk(folder: Path, names: Mapping[Path, str]) -> list[SourceFile]:
    listed = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_dir() or any(part.startswith((".", "~$")) for part in inside.parts):
            continue
        if path.suffix.lower() == ".toml":
            continue
        supported = path.suffix.lower() in SUPPORTED_SUFFIXES
        skipped = "" if supported else f"不支持的格式（{path.suffix or '无扩展名'}）"
        listed.append(SourceFile(path, names.get(path, inside.as_posix()), skipped))
    return listed


def draft_report(
    source: SourceFile,
    settings: PassageSettings,
    overrides: FactOverrides,
    reader: Reader = read,
) -> Draft:
    """Read one file, normalise it, read its facts and cut it into passages.

    `reader` reads the file: here, or in a process that can be stopped (`ingest.worker`). Raises an
    `IngestError` whose message is for the user.
    """
    return drafted(reader(source.path, source.source_name), settings, overrides)


def drafted(raw: RawDocument, settings: PassageSettings, overrides: FactOverrides) -> Draft:
    """Take a document that was read the rest of the way; raises `EmptyDocument`."""
    document = normalise(raw)
    if not document.text:
        raise EmptyDocument(f"《{raw.source_name}》里没有文字。请确认文件内容后再试。")
    plain = plain_document(document)
    return Draft(
        source_name=raw.source_name,
        text_hash=text_hash(document.text),
        facts=read_facts(_plain_names(raw), plain, overrides),
        text=document.text,
        passages=tuple(
            # Where it is cut is told by plain characters; what is kept is the report's own.
            replace(piece, text=document.text[piece.start : piece.end])
            for piece in cut_passages(plain, settings)
        ),
        recognised=raw.recognised,
        notices=raw.notices,
        given=overrides,
    )


def _plain_names(raw: RawDocument) -> RawDocument:
    title = None if raw.title is None else plain_characters(raw.title)
    return replace(raw, source_name=plain_characters(raw.source_name), title=title)


def identify(draft: Draft, report_id: str) -> Report:
    """Give a draft its ids: every passage's own, and the revision of the whole."""
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    passages = []
    for piece in draft.passages:
        key = (piece.heading, piece.text)
        passages.append(
            Passage(
                id=passage_id(report_id, piece.heading, piece.text, seen[key]),
                report_id=report_id,
                ordinal=piece.ordinal,
                heading=piece.heading,
                text=piece.text,
                start=piece.start,
                end=piece.end,
                body_start=piece.body_start,
                page=piece.page,
            )
        )
        seen[key] += 1
    versions = (NORMALISER_VERSION, PASSAGES_VERSION)
    return Report(
        report_id=report_id,
        revision=revision(draft.facts, draft.text, passages, versions),
        text_hash=draft.text_hash,
        source_name=draft.source_name,
        facts=draft.facts,
        text=draft.text,
        passages=tuple(passages),
        recognised=draft.recognised,
        notices=draft.notices,
        reader_version=READER_VERSION,
        given=draft.given,
    )
