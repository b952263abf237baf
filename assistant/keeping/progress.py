"""How far an ingest is and how long it may still take: told by the intake, shown by the terminal.

Time left is estimated from the files themselves: a file is expected to take as long, by its size, as
the last ones of its kind took. Bytes of text, of pictures and of scans cost very differently.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest import SourceFile

_LAST = 12


@dataclass(frozen=True, slots=True)
class FileToTake:
    """A file of an ingest: the name it is known by, its kind (".pdf") and its size."""

    name: str
    kind: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class IngestStep:
    """A moment of an ingest: the `at`-th of `files` (from 0) has `done` of `total` passages stored.

    `total` is 0 while the file is being read.
    """

    files: tuple[FileToTake, ...]
    at: int
    done: int = 0
    total: int = 0

    @property
    def name(self) -> str:
        """Give the name of the file that is being taken."""
        return self.files[self.at].name


FileProgress = Callable[[IngestStep], None]
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Took:
    """A file that was taken, and the seconds it took."""

    file: FileToTake
    seconds: float


def telling(progress: FileProgress | None, sources: Iterable[SourceFile]) -> Tell:
    """Give what tells `progress` of (source name, passages done, passages in all) of these files."""
    if progress is None:
        return lambda name, done, total: None
    files = tuple(
        FileToTake(one.source_name, one.path.suffix.lower(), _size(one)) for one in sources
    )
    places = {one.name: at for at, one in enumerate(files)}
    return lambda name, done, total: progress(IngestStep(files, places[name], done, total))


def seconds_left(took: Sequence[Took], left: Sequence[FileToTake]) -> float | None:
    """Estimate how long the files that are left will take; None while there is nothing to go by.

    By size and kind; files of a kind not seen yet count like the average of the last files.
    """
    if not took or not left:
        return None if left else 0.0
    last = took[-_LAST:]
    usual = sum(one.seconds for one in last) / len(last)
    rates: dict[str, float] = {}
    for kind in {one.kind for one in left}:
        alike = [one for one in took if one.file.kind == kind][-_LAST:]
        size = sum(one.file.size_bytes for one in alike)
        if size:
            rates[kind] = sum(one.seconds for one in alike) / size
    return sum(rates[one.kind] * one.size_bytes if one.kind in rates else usual for one in left)


def _size(source: SourceFile) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        # Gone since the folder was listed: it is refused at its turn.
        return 0
