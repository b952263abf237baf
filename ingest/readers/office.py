"""Read .doc, .wps, .rtf, .et and .ppt through LibreOffice, where it is installed: turned into the newer kind.

LibreOffice runs headless with a profile of its own, made for this one file: macros do not run, nothing
of the user's set-up is touched, and a document that keeps it busy too long is given up.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import UnreadableDocument, UnsupportedFormat
from ingest.models import RawDocument
from ingest.readers.office_package import EXCEL, POWERPOINT, WORD, PackageKind
from ingest.readers.slides import read_slides
from ingest.readers.word import read_word
from ingest.readers.workbook import read_workbook

PATIENCE_S = 180.0


@dataclass(frozen=True, slots=True)
class _Target:
    """What a file is turned into, and who reads that."""

    kind: PackageKind
    reader: Callable[[Path, str], RawDocument]


_WORD = _Target(WORD, read_word)
_TARGETS = {".et": _Target(EXCEL, read_workbook), ".ppt": _Target(POWERPOINT, read_slides)}


def read_office(path: Path, source_name: str) -> RawDocument:
    """Read a .doc, .wps, .rtf, .et or .ppt file.

    Raises `UnsupportedFormat` where LibreOffice is not installed, `UnreadableDocument` when it cannot
    open the file (damaged, protected by a password).
    """
    target = _TARGETS.get(path.suffix.lower(), _WORD)
    program, suffix = target.kind.program, target.kind.suffix
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnsupportedFormat(
            f"读取《{source_name}》需要 LibreOffice，这台机器上没有安装。"
            f"请安装 LibreOffice，或用 {program}、WPS 另存为 {suffix} 后再试。",
            f"{source_name} needs LibreOffice, which is not installed; install it, or save as {suffix}.",
        )
    with tempfile.TemporaryDirectory(prefix="wenbao-office-") as folder:
        # A plain name: the source's own may be an option to the command, or not fit it.
        given = Path(folder) / f"document{path.suffix.lower()}"
        shutil.copyfile(path, given)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", suffix[1:]),
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
                f"《{source_name}》太久没有转换完，已放弃。请用 {program} 或 WPS 另存为 {suffix} 后再试。",
                f"{source_name} took too long to convert; save it as {suffix}.",
            ) from error
        made = Path(folder) / "out" / f"document{suffix}"
        if not made.is_file():
            raise UnreadableDocument(
                f"《{source_name}》打不开：可能已损坏，或设有打开密码。"
                f"请用 {program} 或 WPS 打开，另存为 {suffix} 后再试。",
                f"{source_name} cannot be opened: damaged, or protected by a password. Save it as {suffix}.",
            )
        return replace(target.reader(made, source_name), source_name=source_name)
