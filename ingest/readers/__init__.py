"""First step of ingest: a file becomes a `RawDocument`, by the reader that its suffix names."""

from collections.abc import Callable
from pathlib import Path

from ingest.errors import EmptyDocument, UnreadableDocument, UnsupportedFormat
from ingest.models import RawDocument
from ingest.readers.mail import read_mail
from ingest.readers.ofd import read_ofd
from ingest.readers.office import read_office
from ingest.readers.old_workbook import read_old_workbook
from ingest.readers.pdf import read_pdf
from ingest.readers.picture import read_picture
from ingest.readers.plain import read_markdown, read_text
from ingest.readers.sheet import read_csv
from ingest.readers.slides import read_slides
from ingest.readers.web import read_web
from ingest.readers.word import read_word
from ingest.readers.workbook import read_workbook

READER_VERSION = 2
"""Raised with every change of what a reader reads of some file; 1 is all that was before it was kept."""

_READERS: dict[str, Callable[[Path, str], RawDocument]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".docx": read_word,
    ".html": read_web,
    ".htm": read_web,
    ".pdf": read_pdf,
    ".ofd": read_ofd,
    ".doc": read_office,
    ".wps": read_office,
    ".rtf": read_office,
    ".et": read_office,
    ".ppt": read_office,
    ".xlsx": read_workbook,
    ".xls": read_old_workbook,
    ".pptx": read_slides,
    ".eml": read_mail,
    ".csv": read_csv,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), read_picture),
}
SUPPORTED_SUFFIXES: tuple[str, ...] = tuple(_READERS)
"""Suffixes, lower case with their dot, of the files that `read` takes."""

_CONVERT = {
    ".xlsm": "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
    ".xlsb": "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。",
    ".ods": "请用 WPS 或 LibreOffice 打开，另存为 .xlsx 后再试。",
    ".pptm": "请用 PowerPoint 或 WPS 打开，另存为 .pptx 后再试。",
    ".dps": "请用 WPS 打开，另存为 .pptx 后再试。",
    ".msg": "请用 Outlook 打开，另存为 .eml，或把附件另存出来再试。",
    ".zip": "请用 wenbao ingest 导入，或先解压。",
    ".rar": "请先解压，再导入里面的文件。",
    ".7z": "请先解压，再导入里面的文件。",
}


def read(path: Path, source_name: str | None = None) -> RawDocument:
    """Read one file into blocks in reading order; `source_name` defaults to the file's name.

    Raises an `IngestError` whose message is for the user: `UnsupportedFormat`,
    `UnreadableDocument` (missing, a folder, no permission, damaged, encrypted, wrongly named),
    `ScannedDocument` or `EmptyDocument`.
    """
    name = path.name if source_name is None else source_name
    reader = _READERS.get(path.suffix.lower())
    try:
        if not path.exists():
            raise UnreadableDocument(
                f"找不到文件《{name}》。请检查路径是否写对。",
                f"{name} does not exist. Check the path.",
            )
        if path.is_dir():
            raise UnreadableDocument(
                f"《{name}》是文件夹，不是文件。请指定其中的文件。",
                f"{name} is a folder, not a file.",
            )
        if not path.is_file():
            raise UnreadableDocument(
                f"《{name}》不是普通文件，无法读取。请指定一个文件。",
                f"{name} is not a regular file.",
            )
        if reader is None:
            raise _unsupported(name, path.suffix.lower())
        if path.stat().st_size == 0:
            raise EmptyDocument(
                f"《{name}》是空文件（0 字节）。请确认文件完整后再试。",
                f"{name} is empty (0 bytes).",
            )
        document = reader(path, name)
    except PermissionError as error:
        raise UnreadableDocument(
            f"没有权限读取《{name}》。请检查文件权限后再试。", f"No permission to read {name}."
        ) from error
    except OSError as error:
        raise UnreadableDocument(
            f"读取《{name}》时出错（{error.strerror or type(error).__name__}）。请检查磁盘和路径后再试。",
            f"Reading {name} failed: {error.strerror or type(error).__name__}.",
        ) from error
    if not document.blocks:
        raise EmptyDocument(
            f"《{name}》里没有文字。请确认文件内容后再试。", f"{name} holds no text."
        )
    return document


def _unsupported(name: str, suffix: str) -> UnsupportedFormat:
    shown = f"格式 {suffix} " if suffix else "没有扩展名，格式"
    advice = _CONVERT.get(suffix, "请转换为其中一种格式后再试。")
    return UnsupportedFormat(
        f"《{name}》的{shown}不受支持。可以读取：{'、'.join(SUPPORTED_SUFFIXES)}。{advice}",
        f"{name}: format not supported. Supported: {', '.join(SUPPORTED_SUFFIXES)}.",
    )
