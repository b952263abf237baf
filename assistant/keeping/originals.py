"""The files that reports were read from, kept by the SHA-256 of their bytes.

The same bytes are kept once, whatever their names. A file is complete the moment it has its name:
it is written aside, flushed, and renamed. Originals are local: of several processes that share one
Chroma server only the one that ingested a report has its file, and the others say so.
"""

import hashlib
import mimetypes
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from assistant.errors import AssistantError
from vectorstore.errors import StoreUnavailable
from vectorstore.models import ReportRecord

_PIECE = 1024 * 1024


class OriginalMissing(AssistantError):
    """The file that a report was read from cannot be given."""


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file: where it lies, the name it came under, and its kind."""

    path: Path
    file_name: str
    media_type: str


class Originals:
    """The folder of kept files."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "originals"

    def keep(self, source: Path) -> str:
        """Copy a file in, unless its bytes are there already; give their hash (64 hex digits).

        Raises:
            StoreUnavailable: the copy cannot be written; nothing is left of it.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            digest, copy = self._copied(source)
        except OSError as error:
            raise StoreUnavailable(
                f"原件存不下来：{error.strerror or error}。请检查磁盘空间和数据文件夹的权限后再试；"
                "不需要留原件时，可设 WENBAO_ORIGINALS_KEEP=false。",
                f"The original cannot be kept: {error.strerror or error}. Check the disk, or set"
                " WENBAO_ORIGINALS_KEEP=false.",
            ) from error
        return digest if copy is None else self._placed(digest, copy, source.suffix)

    def find(self, record: ReportRecord) -> Original:
        """Give the file of a report; raises `OriginalMissing` with what is known of it."""
        if not record.original:
            raise OriginalMissing(
                "这篇报告没有保存原件：收录时没有要求保存，或收录得早。重新导入原文件就会保存。",
                "The original of this report was not kept; ingest the file again to keep it.",
            )
        path = self._path(record.original, PurePath(record.source_name).suffix)
        if not path.is_file():
            raise OriginalMissing(
                "这篇报告的原件不在这台机器上，可能是在另一台机器上收录的。",
                "The original is not on this machine; another one may have ingested it.",
            )
        if _hash_of(path) != record.original:
            raise OriginalMissing(
                "这篇报告的原件已被改动，和收录时不一样，不能提供。请重新导入原文件。",
                "The kept original has been altered on disk; ingest the file again.",
            )
        name = PurePath(record.source_name).name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Original(path, name, kind)

    def stray(self, records: tuple[ReportRecord, ...]) -> tuple[Path, ...]:
        """List kept files that no report names."""
        named = {record.original for record in records}
        if not self.folder.is_dir():
            return ()
        kept = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return tuple(path for path in kept if path.stem not in named)

    def _copied(self, source: Path) -> tuple[str, Path | None]:
        """Copy a file aside while hashing it; no copy where its bytes are kept already."""
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=self.folder)
        copy = Path(name)
        try:
            with os.fdopen(handle, "wb") as target, source.open("rb") as given:
                while piece := given.read(_PIECE):
                    digest.update(piece)
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        found = digest.hexdigest()
        if self._path(found, source.suffix).is_file():
            copy.unlink()
            return found, None
        return found, copy

    def _placed(self, digest: str, copy: Path, suffix: str) -> str:
        path = self._path(digest, suffix)
        try:
            path.parent.mkdir(exist_ok=True)
            copy.replace(path)
        finally:
            with suppress(FileNotFoundError):
                copy.unlink()
        return digest

    def _path(self, digest: str, suffix: str) -> Path:
        plain = suffix.lower() if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix.lower()) else ""
        return self.folder / digest[:2] / f"{digest}{plain}"


def _hash_of(path: Path) -> str:
    with path.open("rb") as kept:
        return hashlib.file_digest(kept, "sha256").hexdigest()
