"""Zip files of reports, unpacked for the length of one ingest, within limits.

Nothing is written outside the folder made for it, no link is followed, and what a zip says of its own
sizes is not believed. Names without the UTF-8 flag are read as UTF-8 or GBK, whichever fits. A name
that is too long for a file system is shortened for the file alone: its report is known by the whole.
"""

import hashlib
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from ingest.errors import UnreadableDocument

MAX_FILES = 5_000
MAX_FILE_BYTES = 300_000_000
MAX_BYTES = 3_000_000_000
MAX_NAME_BYTES = 130
"""Of a file or folder that is written here: some file systems take 143 bytes, most 255."""
MAX_PATH_BYTES = 1_500
MAX_SOURCE_BYTES = 2_000
"""Of the name that a report is known by."""

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    ValueError,
)
"""What Python's zip reader raises on a file that is damaged or none."""

Named = Callable[[Path, str], None]

_PIECE = 1024 * 1024
_LINK = 0o120000
_SIDECAR = ".toml"
_MAX_SUFFIX_BYTES = 16


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


def shortened(name: str, max_bytes: int) -> str:
    """Give a name that takes at most `max_bytes` in UTF-8; cut, it ends in …, a hash and its suffix.

    The hash is of the whole name, so that names that differ at their end alone still differ.
    """
    raw = name.encode("utf-8", "surrogatepass")
    if len(raw) <= max_bytes:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode("utf-8", "surrogatepass")) > _MAX_SUFFIX_BYTES:
        suffix = ""
    end = f"…{hashlib.sha256(raw).hexdigest()[:8]}{suffix}"
    return raw[: max_bytes - len(end.encode())].decode("utf-8", "ignore") + end


def unpack_zip(path: Path, folder: Path, named: Named | None) -> None:
    """Write what a zip file holds into a folder; raises `UnreadableDocument` for one that is refused."""
    try:
        with zipfile.ZipFile(path) as package:
            members = files_in(package)
            if len(members) > MAX_FILES:
                raise _refusal(path, f"里面有 {len(members)} 个文件，超过了 {MAX_FILES} 个的上限")
            left = MAX_BYTES
            for info in members:
                parts = _parts(name_of(info))
                if not parts or (info.external_attr >> 16) & 0o170000 == _LINK:
                    continue
                target = _place(folder, parts)
                if named is not None and target != folder.joinpath(*parts):
                    named(target, shortened("/".join(parts), MAX_SOURCE_BYTES))
                left -= _write(package, info, target, min(left, MAX_FILE_BYTES), path)
    except DAMAGED as error:
        raise _refusal(path, "已损坏，或者不是 zip 文件") from error
    except RuntimeError as error:
        raise _refusal(path, "设有密码") from error
    except OSError as error:
        # A full disk, or a member that is a file here and a folder there.
        raise _refusal(path, f"解压不下来（{error.strerror or error}）") from error


def _parts(name: str) -> list[str]:
    """Give the folders and the file that a name names; none where it lies elsewhere or is no report."""
    parts = [
        part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".")
    ]
    if any(part == ".." or ":" in part or "\x00" in part for part in parts):
        return []
    return [] if any(part.startswith("__MACOSX") for part in parts) else parts


def _place(folder: Path, parts: Sequence[str]) -> Path:
    """Give where a member is written: where it belongs, under names that file systems take."""
    *above, name = parts
    inside = PurePosixPath(*(shortened(part, MAX_NAME_BYTES) for part in above))
    if len(str(inside).encode("utf-8", "surrogatepass")) > MAX_PATH_BYTES:
        inside = PurePosixPath(shortened("/".join(above), MAX_NAME_BYTES))
    # A file of facts stays beside its report: what is shortened is the report's name, in both.
    report = name.removesuffix(_SIDECAR)
    return folder / inside / (shortened(report, MAX_NAME_BYTES) + name[len(report) :])


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
