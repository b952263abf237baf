"""What a .docx file is as a package: a sound zip of bounded size, and not something else by its content."""

import zipfile
from pathlib import Path

from ingest.errors import UnreadableDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_XML_BYTES = 256 * 1024 * 1024


def check_package(path: Path, source_name: str) -> None:
    """Raise `UnreadableDocument` for what is no .docx package, an encrypted one or a bomb."""
    with path.open("rb") as file:
        head = file.read(8)
    if head == _OLE:
        raise _ole(path, source_name)
    if head.startswith(b"%PDF-"):
        raise UnreadableDocument(
            f"《{source_name}》的内容是 PDF，不是 Word 文件。请把扩展名改成 .pdf 再试。",
            f"{source_name} is a PDF, not a Word file. Rename it to .pdf and try again.",
        )
    try:
        with zipfile.ZipFile(path) as package:
            size = sum(entry.file_size for entry in package.infolist() if _is_xml(entry.filename))
            has_content_types = "[Content_Types].xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise damaged(source_name) from error
    if size > _MAX_XML_BYTES:
        raise UnreadableDocument(
            f"《{source_name}》解压后超过 {_MAX_XML_BYTES // 2**20} MB，不像正常的报告，已拒绝读取。"
            "请确认文件来源。",
            f"{source_name} unpacks to more than {_MAX_XML_BYTES // 2**20} MB and was refused.",
        )
    if not has_content_types:
        raise UnreadableDocument(
            f"《{source_name}》是压缩包，不是 Word 文件。请解压后提供其中的报告。",
            f"{source_name} is a zip archive, not a Word file. Unpack it first.",
        )


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _ole(path: Path, source_name: str) -> UnreadableDocument:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableDocument(
            f"《{source_name}》设有打开密码，无法读取。请用 Word 或 WPS 去掉密码后再试。",
            f"{source_name} is protected by a password. Remove the password and try again.",
        )
    if "WordDocument".encode("utf-16-le") in content:
        return UnreadableDocument(
            f"《{source_name}》其实是旧版 Word（.doc）文件。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
            f"{source_name} is an old .doc file. Save it as .docx and try again.",
        )
    return UnreadableDocument(
        f"《{source_name}》是旧版 Office 文件，不是 .docx。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
        f"{source_name} is an old Office file. Save it as .docx and try again.",
    )


def damaged(source_name: str) -> UnreadableDocument:
    """Give the error for a package that the libraries cannot read."""
    return UnreadableDocument(
        f"《{source_name}》已损坏，或者不是 Word（.docx）文件。请重新取得文件，或用 Word、WPS 另存为 .docx 后再试。",
        f"{source_name} is damaged or not a .docx file. Get it again or save it anew as .docx.",
    )
