"""The zipped XML of an OFD file (GB/T 33190): its parts by name, read within limits, and the way between them.

Nothing is unpacked to disk and no entity is resolved. Names inside real files are absolute, relative to
the part that names them, of another case, or encoded in GBK without saying so.
"""

import posixpath
import zipfile
from pathlib import Path
from typing import Any

from ingest.archives import DAMAGED, files_in, name_of
from ingest.errors import UnreadableDocument

MAX_PARTS = 20_000
MAX_PART_BYTES = 60_000_000
MAX_BYTES = 600_000_000
"""What all parts read together may unpack to; real files have a few megabytes."""


class OfdPackage:
    """An open OFD file; `part` gives XML, `data` bytes. Use it in a `with` block."""

    def __init__(self, path: Path, source_name: str) -> None:
        self._source_name = source_name
        try:
            self._zip = zipfile.ZipFile(path)
            names = files_in(self._zip)
        except (*DAMAGED, OSError) as error:
            raise self.refusal() from error
        if len(names) > MAX_PARTS:
            raise self.refusal()
        self._parts = {_key(name_of(info)): info for info in names}
        self._left = MAX_BYTES

    def __enter__(self) -> "OfdPackage":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def refusal(self) -> UnreadableDocument:
        """Say that the file cannot be read and what to do."""
        return UnreadableDocument(
            f"《{self._source_name}》已损坏，或者不是 OFD 文件。请重新取得文件，或用阅读器另存为 PDF 后再试。",
            f"{self._source_name} is damaged or not an OFD file. Get it again, or save it as PDF.",
        )

    def part(self, place: str) -> Any:
        """Parse the XML part at `place`; None where there is none. Raises `UnreadableDocument`."""
        from lxml import etree

        content = self.data(place)
        if content is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
        )
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            return None

    def data(self, place: str) -> bytes | None:
        """Give the bytes of the part at `place`, None where there is none."""
        info = self._parts.get(_key(place))
        if info is None:
            return None
        if info.file_size > MAX_PART_BYTES or info.file_size > self._left:
            raise UnreadableDocument(
                f"《{self._source_name}》解压后过大，没有读入。请拆分后再试。",
                f"{self._source_name} unpacks to too much; split it.",
            )
        self._left -= info.file_size
        try:
            with self._zip.open(info) as packed:
                # The size that a zip states may be a lie.
                content = packed.read(MAX_PART_BYTES + 1)
        except (*DAMAGED, OSError, RuntimeError) as error:
            raise self.refusal() from error
        if len(content) > MAX_PART_BYTES:
            raise self.refusal()
        return content

    def resolve(self, named: str, place: str) -> str:
        """Give the part that the part at `place` means by `named`: beside it, or from the root."""
        named = named.strip().replace("\\", "/")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(place), named.lstrip("/")))
        from_root = posixpath.normpath(named.lstrip("/"))
        if named.startswith("/") or _key(beside) not in self._parts:
            return from_root if _key(from_root) in self._parts else beside
        return beside


def _key(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
