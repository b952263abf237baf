"""`wenbao ingest --watch`: look at folders again and again, and ingest what is new or has changed.

By looking, not by the file system's events: network drives, where offices keep their reports, have
none. A file is taken when it has stood unchanged from one look to the next, so that none is read half
copied. Between two looks the library is free for other commands.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.cli.language import pick
from ingest import find_reports

EVERY_S = 5.0

Stamp = tuple[int, int]


def stamps_of(paths: Sequence[Path]) -> dict[Path, Stamp]:
    """Give size and time of change of every report in `paths`; a file just gone is passed over."""
    found: dict[Path, Stamp] = {}
    for source in find_reports([path for path in paths if path.exists()]):
        if source.skipped:
            continue
        try:
            state = source.path.stat()
        except OSError:
            continue
        found[source.path] = (state.st_size, state.st_mtime_ns)
    return found


def settled(
    now: dict[Path, Stamp], before: dict[Path, Stamp], taken: dict[Path, Stamp]
) -> list[Path]:
    """Give what stands as it did at the look before and has not been taken in this state."""
    return [
        path
        for path, stamp in now.items()
        if before.get(path) == stamp and taken.get(path) != stamp
    ]


def watch(
    folders: Sequence[Path], take: Callable[[Sequence[Path]], None], every_s: float = EVERY_S
) -> int:
    """Ingest what settles in the folders until Ctrl-C; `take` ingests and reports on some folders."""
    print(
        pick(
            f"正在留意 {'、'.join(map(str, folders))}，按 Ctrl-C 停止。",
            f"Watching {', '.join(map(str, folders))}; Ctrl-C stops it.",
        ),
        file=sys.stderr,
        flush=True,
    )
    before: dict[Path, Stamp] = {}
    taken: dict[Path, Stamp] = {}
    while True:
        now = stamps_of(folders)
        if settled(now, before, taken):
            # The folders themselves: a report is known by its path inside the folder.
            take(folders)
            taken = {path: stamp for path, stamp in now.items() if before.get(path) == stamp}
        before = now
        time.sleep(every_s)
