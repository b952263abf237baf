"""What a .docx, .xlsx or .pptx file is as a package: a sound zip of bounded size, and of the kind it says."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from ingest.archives import DAMAGED
from ingest.errors import UnreadableDocument
from ingest.readers.contents import content_of, is_encrypted

_MAX_XML_BYTES = 256 * 1024 * 1024
_MAX_PARTS = 20_000
_OLD_SUFFIXES = (".doc", ".xls", ".ppt")


@dataclass(frozen=True, slots=True)
class PackageKind:
    """A kind of Office file: the program's name, its suffix, and that of the kind before it."""

    program: str
    suffix: str
    old_suffix: str


WORD = PackageKind("Word", ".docx", ".doc")
EXCEL = PackageKind("Excel", ".xlsx", ".xls")
POWERPOINT = PackageKind("PowerPoint", ".pptx", ".ppt")


def check_package(path: Path, source_name: str, kind: PackageKind) -> None:
    """Raise `UnreadableDocument` for what is no package of that kind, an encrypted one or a bomb."""
    found = content_of(path)
    if found is not None and found[1] != ".zip":
        if is_encrypted(path):
            raise locked(source_name, kind)
        if found[1] in _OLD_SUFFIXES:
            raise _old(source_name, kind, found)
        if found[1] != kind.suffix:
            raise renamed(source_name, kind, found)
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            size = sum(entry.file_size for entry in entries if _is_xml(entry.filename))
            has_content_types = "[Content_Types].xml" in package.namelist()
    except DAMAGED as error:
        raise damaged(source_name, kind) from error
    if size > _MAX_XML_BYTES or len(entries) > _MAX_PARTS:
        raise UnreadableDocument(
            f"《{source_name}》解压后超过 {_MAX_XML_BYTES // 2**20} MB，不像正常的报告，已拒绝读取。"
            "请确认文件来源。",
            f"{source_name} unpacks to more than {_MAX_XML_BYTES // 2**20} MB and was refused.",
        )
    if not has_content_types:
        raise UnreadableDocument(
            f"《{source_name}》是压缩包，不是 {kind.program} 文件。请解压后提供其中的报告。",
            f"{source_name} is a zip archive, not a {kind.program} file. Unpack it first.",
        )


def locked(source_name: str, kind: PackageKind) -> UnreadableDocument:
    """Give the error for a file that a password protects."""
    return UnreadableDocument(
        f"《{source_name}》设有打开密码，无法读取。请用 {kind.program} 或 WPS 去掉密码后再试。",
        f"{source_name} is protected by a password. Remove the password and try again.",
    )


def renamed(source_name: str, kind: PackageKind, found: tuple[str, str]) -> UnreadableDocument:
    """Give the error for a file that is of another kind by its content."""
    name, suffix = found
    return UnreadableDocument(
        f"《{source_name}》的内容是{_spaced(name)}，不是 {kind.program} 文件。请把扩展名改成 {suffix} 再试。",
        f"{source_name} is not a {kind.program} file. Rename it to {suffix} and try again.",
    )


def damaged(source_name: str, kind: PackageKind) -> UnreadableDocument:
    """Give the error for a package that the libraries cannot read."""
    program, suffix = kind.program, kind.suffix
    return UnreadableDocument(
        f"《{source_name}》已损坏，或者不是 {program}（{suffix}）文件。"
        f"请重新取得文件，或用 {program}、WPS 另存为 {suffix} 后再试。",
        f"{source_name} is damaged or not a {suffix} file. Get it again or save it anew as {suffix}.",
    )


def _old(source_name: str, kind: PackageKind, found: tuple[str, str]) -> UnreadableDocument:
    name, suffix = found
    if suffix == kind.old_suffix and name != "旧版 Office 文件":
        return UnreadableDocument(
            f"《{source_name}》其实是{name}文件。请用 {kind.program} 或 WPS 打开，另存为 {kind.suffix} 后再试。",
            f"{source_name} is an old {suffix} file. Save it as {kind.suffix} and try again.",
        )
    return UnreadableDocument(
        f"《{source_name}》是旧版 Office 文件，不是 {kind.suffix}。"
        f"请用 {kind.program} 或 WPS 打开，另存为 {kind.suffix} 后再试。",
        f"{source_name} is an old Office file. Save it as {kind.suffix} and try again.",
    )


def _spaced(name: str) -> str:
    return f" {name}" if name[0].isascii() else name


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))
