"""What a file is by its content, whatever its name says: so that a wrong suffix is told with the right one."""

import zipfile
from io import BytesIO
from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_BYTES = 2048
_SIGNATURES = (
    (b"%PDF-", "PDF", ".pdf"),
    (b"\x89PNG", "图片", ".png"),
    (b"\xff\xd8\xff", "图片", ".jpg"),
    (b"{\\rtf", "RTF", ".rtf"),
)
_PARTS = (
    ("word/document.xml", "Word（.docx）", ".docx"),
    ("xl/workbook.xml", "Excel（.xlsx）", ".xlsx"),
    ("ppt/presentation.xml", "PowerPoint（.pptx）", ".pptx"),
    ("OFD.xml", "OFD", ".ofd"),
)
_STREAMS = (
    ("WordDocument", "旧版 Word（.doc）", ".doc"),
    ("PowerPoint Document", "旧版 PowerPoint（.ppt）", ".ppt"),
    ("Workbook", "旧版 Excel（.xls）", ".xls"),
    ("Book", "旧版 Excel（.xls）", ".xls"),
)
_PAGE_BEGINS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<meta")


def signature(raw: bytes) -> tuple[str, str] | None:
    """Say what `raw` is by its content: (name for the user, suffix), None when it may be text."""
    for magic, name, suffix in _SIGNATURES:
        if raw.startswith(magic):
            return name, suffix
    if raw.startswith(b"PK\x03\x04"):
        return _package(raw)
    if raw.startswith(_OLE):
        return _compound(raw)
    return None


def content_of(path: Path) -> tuple[str, str] | None:
    """Say what a file is as `signature` does; web pages too, by how they begin."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith((b"PK\x03\x04", _OLE)):
        return signature(path.read_bytes())
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(_PAGE_BEGINS):
        return "网页", ".html"
    return signature(head)


def is_encrypted(path: Path) -> bool:
    """Whether an Office file of the newer kinds is locked by a password: it is packed into an old one."""
    with path.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return False
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _package(raw: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        names = set()
    for part, name, suffix in _PARTS:
        if part in names:
            return name, suffix
    return "压缩包", ".zip"


def _compound(raw: bytes) -> tuple[str, str]:
    for stream, name, suffix in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return name, suffix
    return "旧版 Office 文件", ".doc"
