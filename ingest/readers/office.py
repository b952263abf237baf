"""Read .doc, .wps and .rtf through LibreOffice, where it is installed: turned into .docx, then read as one.

LibreOffice runs headless with a profile of its own, made for this one file: macros do not run, nothing
of the user's set-up is touched, and a document that keeps it busy too long is given up.
"""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ingest.errors import UnreadableDocument, UnsupportedFormat
from ingest.models import RawDocument
from ingest.readers.word import read_word

PATIENCE_S = 180.0


def read_office(path: Path, source_name: str) -> RawDocument:
    """Read a .doc, .wps or .rtf file.

    Raises `UnsupportedFormat` where LibreOffice is not installed, `UnreadableDocument` when it cannot
    open the file (damaged, protected by a password).
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnsupportedFormat(
            f"读取《{source_name}》需要 LibreOffice，这台机器上没有安装。"
            "请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再试。",
            f"{source_name} needs LibreOffice, which is not installed; install it, or save as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="wenbao-office-") as folder:
        # A plain name: the source's own may be an option to the command, or not fit it.
        given = Path(folder) / f"document{path.suffix.lower()}"
        shutil.copyfile(path, given)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx"),
            *("--outdir", f"{folder}/out", str(given)),
        ]
        try:
            subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE_S,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(
                f"《{source_name}》太久没有转换完，已放弃。请用 Word 或 WPS 另存为 .docx 后再试。",
                f"{source_name} took too long to convert; save it as .docx.",
            ) from error
        made = Path(folder) / "out" / "document.docx"
        if not made.is_file():
            raise UnreadableDocument(
                f"《{source_name}》打不开：可能已损坏，或设有打开密码。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
                f"{source_name} cannot be opened: damaged, or protected by a password. Save it as .docx.",
            )
        return replace(read_word(made, source_name), source_name=source_name)
