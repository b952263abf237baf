"""Change real files at random and read them in the stoppable process: `python -m tests.fuzz_readers FOLDER [N]`.

Counts what became of each: read, refused with a sentence, or given up (the child died or was silent
for too long); says how much memory the child took at most. Nothing else may happen. A file that takes
long as it is (its pages go to recognition) is drawn as much more seldom, so that the runs are many;
`--longest` stops those that a change makes so.
"""

import argparse
import os
import random
import shutil
import tempfile
import threading
import time
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from ingest.archives.mails import MAIL_SUFFIX, open_mail
from ingest.errors import IngestError, UnreadableDocument
from ingest.readers import SUPPORTED_SUFFIXES
from ingest.worker import ReadingWorker

MAX_SEED_BYTES = 400_000

QUICK_S = 0.1
"""A file read within this time is drawn as often as any other."""

PROGRESS_RUNS = 1000

PACKAGES = (".docx", ".xlsx", ".pptx", ".ofd")
"""Kinds that are a zip of parts."""


def mutated(content: bytes, draw: random.Random) -> bytes:
    """Flip, cut, double, or overwrite a few places."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 4, 16, 64))):
        if not changed:
            break
        at = draw.randrange(len(changed))
        kind = draw.randrange(6)
        if kind == 0:
            changed[at] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del changed[at : at + draw.randrange(1, 200)]
        elif kind == 2:
            changed[at:at] = changed[at : at + draw.randrange(1, 200)]
        elif kind == 3:
            changed[at : at + 4] = draw.randbytes(4)
        elif kind == 4:
            changed[at : at + 8] = draw.choice((b"\xff" * 8, b"\x00" * 8, b"99999999", b"-1      "))
        else:
            del changed[at:]
    return bytes(changed)


def mutated_inside(path: Path, draw: random.Random) -> bytes:
    """Change one part of a zip and pack it anew, so that the change is not caught by its checksum."""
    with tempfile.NamedTemporaryFile() as packed:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w") as target:
            names = [info for info in source.infolist() if not info.is_dir()]
            chosen = draw.choice(names).filename
            for info in names:
                content = source.read(info)
                target.writestr(
                    info.filename, mutated(content, draw) if info.filename == chosen else content
                )
        return Path(packed.name).read_bytes()


def main() -> None:
    """Run, and print a table by kind of file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("runs", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--silence", type=float, default=60.0)
    parser.add_argument("--longest", type=float, default=1e9, help="seconds, then it is stopped")
    parser.add_argument("--largest", type=int, default=MAX_SEED_BYTES, help="bytes of a file")
    parser.add_argument("--skip", default="", help="suffixes not to read, such as .doc,.png")
    arguments = parser.parse_args()
    skipped = arguments.skip.split(",")
    seeds = [
        path
        for path in sorted(arguments.folder.rglob("*"))
        if path.suffix.lower() in SUPPORTED_SUFFIXES
        and path.suffix.lower() not in skipped
        and path.is_file()
        and 0 < path.stat().st_size <= arguments.largest
    ]
    draw = random.Random(arguments.seed)
    outcomes: Counter[tuple[str, str]] = Counter()
    worker = ReadingWorker(arguments.silence)
    weights = [_weight(worker, path) for path in seeds]
    began, slowest, most = time.monotonic(), 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        done = 0
        while done < arguments.runs and time.monotonic() - began < arguments.seconds:
            (seed,) = draw.choices(seeds, weights)
            suffix = seed.suffix.lower()
            try:
                inside = suffix in PACKAGES and draw.random() < 0.7
                content = mutated_inside(seed, draw) if inside else mutated(seed.read_bytes(), draw)
            except (zipfile.BadZipFile, OSError, NotImplementedError, IndexError, RuntimeError):
                content = mutated(seed.read_bytes(), draw)
            path = Path(folder) / f"fuzz{suffix}"
            path.write_bytes(content)
            if suffix == MAIL_SUFFIX:
                _open_mail(path)
            started = time.monotonic()
            stopper = threading.Timer(arguments.longest, worker.stop)
            stopper.start()
            try:
                worker.read(path, path.name)
                what = "read"
            except IngestError as error:
                what = "given up" if "已放弃" in str(error) else "refused"
                if what == "given up" and time.monotonic() - started >= arguments.longest:
                    what = "stopped"
                if what == "given up":
                    kept = Path(tempfile.gettempdir()) / f"wenbao-fuzz-{done}{suffix}"
                    shutil.copyfile(path, kept)
                    print(f"given up: {seed.name}, kept as {kept.name}: {error}", flush=True)
            stopper.cancel()
            slowest = max(slowest, time.monotonic() - started)
            most = max(most, _resident(worker))
            outcomes[suffix, what] += 1
            done += 1
            if done % PROGRESS_RUNS == 0:
                print(_summary(done, began, slowest, most), flush=True)
    worker.stop()
    for (suffix, what), count in sorted(outcomes.items()):
        print(f"{suffix}\t{what}\t{count}")
    print(_summary(done, began, slowest, most))


def _open_mail(path: Path) -> None:
    """Take a mail apart as an ingest does, in this process: it may be refused and nothing else."""
    with tempfile.TemporaryDirectory() as folder, suppress(UnreadableDocument):
        open_mail(path, Path(folder))


def _weight(worker: ReadingWorker, path: Path) -> float:
    """Read a file unchanged and say how often to draw it: 1, or less where that took long."""
    before = _cpu_seconds(worker)
    with suppress(IngestError):
        worker.read(path, path.name)
    taken = _cpu_seconds(worker) - before
    weight = min(1.0, QUICK_S / max(taken, 1e-9))
    if weight < 1:
        print(f"drawn {weight:.3f} times as often: {path.name}, {taken:.1f} s", flush=True)
    return weight


def _cpu_seconds(worker: ReadingWorker) -> float:
    """Give the processor time of the child, which other work on the machine does not change."""
    child = worker._child
    try:
        stat = Path(f"/proc/{child.pid if child else 0}/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def _summary(done: int, began: float, slowest: float, most: int) -> str:
    return (
        f"{done} runs in {time.monotonic() - began:.0f} s, "
        f"slowest {slowest:.1f} s, child at most {most / 1024:.0f} MiB"
    )


def _resident(worker: ReadingWorker) -> int:
    """Give the child's resident memory in KiB, 0 where it cannot be told."""
    child = worker._child
    if child is None:
        return 0
    try:
        status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(next((line.split()[1] for line in status.splitlines() if "VmHWM" in line), "0"))


if __name__ == "__main__":
    main()
