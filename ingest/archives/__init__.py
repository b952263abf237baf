"""Files that hold files, opened for the length of one ingest: zip files, and mails with what is attached.

zips     the members of a zip file, within limits
mails    a mail without its addresses, and what is attached to it
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ingest.archives.mails import MAIL_SUFFIX, is_as_sent, open_mail
from ingest.archives.zips import (
    DAMAGED,
    MAX_NAME_BYTES,
    MAX_SOURCE_BYTES,
    Named,
    files_in,
    name_of,
    shortened,
    unpack_zip,
)
from ingest.errors import UnreadableDocument

__all__ = [
    "DAMAGED",
    "MAX_NAME_BYTES",
    "MAX_SOURCE_BYTES",
    "files_in",
    "is_as_sent",
    "name_of",
    "shortened",
    "unpacked",
]

Refuse = Callable[[Path, UnreadableDocument], None]


@contextmanager
def unpacked(
    paths: Sequence[Path], refuse: Refuse | None = None, named: Named | None = None
) -> Iterator[list[Path]]:
    """Give the paths with every .zip among them replaced by a folder of what it holds.

    A mail is replaced by a folder too, with the mail as it is kept and what is attached to it; for
    those inside a folder the paths get one more, and whoever lists that folder passes over what
    `is_as_sent`. A zip or mail that is damaged, protected by a password, or too large is left out and
    `refuse` is told why. Raises `UnreadableDocument` for it where it is the only path or there is
    nobody to tell. `named` is told of each file whose own name had to be shortened, and that name.
    """
    with ExitStack() as folders:

        def refused(path: Path, error: UnreadableDocument) -> None:
            if refuse is None or (len(paths) == 1 and path == paths[0]):
                raise error
            refuse(path, error)

        given: list[Path] = []
        for path in paths:
            if path.suffix.lower() == ".zip" and path.is_file():
                folder = _made(folders, "zip") / shortened(path.stem, MAX_NAME_BYTES)
                folder.mkdir()
                try:
                    unpack_zip(path, folder, named)
                except UnreadableDocument as error:
                    refused(path, error)
                    continue
                given.append(folder)
            elif path.suffix.lower() == MAIL_SUFFIX and path.is_file() and is_as_sent(path):
                given += _mails_opened([path], path.parent, folders, refused)
                continue
            else:
                given.append(path)
            if given[-1].is_dir():
                given += _mails_opened(_mails_in(given[-1]), given[-1], folders, refused)
        yield given


def _mails_in(folder: Path) -> list[Path]:
    """The mails in a folder that an ingest would list: none that is hidden, or another's lock."""
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        is_listed = not any(part.startswith((".", "~$")) for part in inside)
        if is_listed and path.suffix.lower() == MAIL_SUFFIX and path.is_file() and is_as_sent(path):
            found.append(path)
    return found


def _mails_opened(
    mails: Sequence[Path],
    top: Path,
    folders: ExitStack,
    refused: Callable[[Path, UnreadableDocument], None],
) -> list[Path]:
    """Open mails into one folder, each where it lies under `top`; nothing where all are refused."""
    if not mails:
        return []
    folder = _made(folders, "mail") / (shortened(top.name, MAX_NAME_BYTES) or "mail")
    for path in mails:
        place = (folder / path.relative_to(top)).parent
        place.mkdir(parents=True, exist_ok=True)
        try:
            open_mail(path, place)
        except UnreadableDocument as error:
            refused(path, error)
    return [folder] if any(one.is_file() for one in folder.rglob("*")) else []


def _made(folders: ExitStack, kind: str) -> Path:
    return Path(folders.enter_context(tempfile.TemporaryDirectory(prefix=f"wenbao-{kind}-")))
