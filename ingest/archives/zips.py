"""Zip files of reports, unpacked for the length of one ingest, within limits.

Nothing is written outside the folder made for it, no link is followed, and what a zip says of its own
sizes is not believed. Names without the UTF-8 flag are read as UTF-8 or GBK, whichever fits.
"""

import lzma
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ingest.errors import UnreadableDocument

MAX_FILES = 5_000
MAX_FILE_BYTES = 300_000_000
MAX_BYTES = 3_000_000_000
MAX_NAME_BYTES = 240

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    ValueError,
)
"""What Python's zip reader raises on a file that is damaged or none."""

_PIECE = 1024 * 1024
_LINK = 0o120000


def files_in(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """List the members that are files; one without a name, which only damage makes, is none."""
    return [info for info in package.infolist() if info.filename and not info.is_dir()]


def name_of(info: zipfile.ZipInfo) -> str:
    """Give a member's name as its writer meant it."""
    if info.flag_bits & 0x800:
        return info.filename
    # Without the flag Python reads the name as cp437; Chinese writers meant UTF-8 or GBK.
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def unpack_zip(path: Path, folder: Path) -> None:
    """Write what a zip file holds into a folder; raises `UnreadableDocument` for one that is refused."""
    try:
        with zipfile.ZipFile(path) as package:
            members = files_in(package)
            if len(members) > MAX_FILES:
                raise _refusal(path, f"里面有 {len(members)} 个文件，超过了 {MAX_FILES} 个的上限")
            left = MAX_BYTES
            for info in members:
                target = place_in(folder, name_of(info))
                if target is None or (info.external_attr >> 16) & 0o170000 == _LINK:
                    continue
                left -= _write(package, info, target, min(left, MAX_FILE_BYTES), path)
    except DAMAGED as error:
        raise _refusal(path, "已损坏，或者不是 zip 文件") from error
    except RuntimeError as error:
        raise _refusal(path, "设有密码") from error


def place_in(folder: Path, name: str) -> Path | None:
    """Give where a member belongs; None for one that would lie elsewhere or is nobody's report."""
    parts = [
        part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".")
    ]
    if not parts or any(part == ".." or ":" in part or "\x00" in part for part in parts):
        return None
    if any(part.startswith("__MACOSX") or len(part.encode()) > MAX_NAME_BYTES for part in parts):
        return None
    return folder.joinpath(*parts)


def _write(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, limit: int, path: Path
) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with package.open(info) as packed, target.open("wb") as unpacked_file:
        while piece := packed.read(_PIECE):
            written += len(piece)
            if written > limit:
                raise _refusal(path, "解压后过大")
            unpacked_file.write(piece)
    shutil.copymode(path, target)
    return written


def _refusal(path: Path, why: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"压缩包《{path.name}》{why}，没有导入。请解压后导入里面的文件。",
        f"The archive {path.name} was not ingested ({why}). Unpack it and ingest its files.",
    )
