"""The progress of long commands: one line written over on a terminal (by rich), plain lines elsewhere."""

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.cli.language import pick
from assistant.keeping.progress import IngestStep, Took, seconds_left

if TYPE_CHECKING:
    from rich.progress import Progress

_MINUTE = 60
_ELLIPSIS = "…"


def say(chinese: str, english: str) -> None:
    """Print what a user should know of while a command works; never among its output."""
    # A line of progress that stands there makes room: rich has put itself before standard error.
    print(pick(chinese, english), file=sys.stderr, flush=True)


class ProgressLine:
    """Shows the steps of a command on standard error; the line is gone when the command ends."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._last = ""
        self._progress: Progress | None = None

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def show(self, line: str, plain: str) -> None:
        """Show a line on a terminal; elsewhere print `plain`, once for each that is new."""
        if self._quiet:
            return
        if self._progress is None and _is_terminal():
            self._progress = _on_terminal()
        if self._progress is not None:
            # The last column stays free: a full line would wrap, and could not be written over.
            cut = fitted(line, self._progress.console.width - 1)
            self._progress.update(self._progress.task_ids[0], description=cut, refresh=True)
        elif plain != self._last:
            print(plain, file=sys.stderr, flush=True)
        self._last = plain


def _is_terminal() -> bool:
    """Say whether a line can be written over: not in a file, nor where TERM says so."""
    return sys.stderr.isatty() and os.environ.get("TERM", "").lower() not in {"dumb", "unknown"}


def _on_terminal() -> "Progress":
    """Begin a line of words alone: a bar could not know how long a file of unknown pace takes."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    column = TextColumn("{task.description}", markup=False)
    console = Console(file=sys.stderr, force_terminal=True, color_system=None)
    # Standard output stays what it is: it may be a file while standard error is a terminal.
    progress = Progress(
        column, console=console, auto_refresh=False, transient=True, redirect_stdout=False
    )
    progress.add_task("")
    progress.start()
    return progress


class IngestProgress:
    """Puts what an ingest tells of itself into words on a line."""

    def __init__(self, line: ProgressLine, clock: Callable[[], float] = time.monotonic) -> None:
        self._line = line
        self._clock = clock
        self._took: list[Took] = []
        # The first file also waits for the model to load: only its pace speaks for the others.
        self._first_took: Took | None = None
        self._at = -1
        self._began = 0.0
        self._passages = 0
        self._of_file = 0
        self._first: tuple[float, int] | None = None

    def show(self, step: IngestStep) -> None:
        """Take note of a step and show it."""
        now = self._clock()
        if step.at != self._at:
            self._turn_to(step, now)
        elif step.done and self._first is None:
            self._first = (now, step.done)
        self._of_file = step.done
        passages = self._passages + step.done
        left = self._left(step, now)
        self._line.show(ingest_line(step, passages, left), ingest_plain(step))

    def _turn_to(self, step: IngestStep, now: float) -> None:
        if self._at > 0:
            self._took.append(Took(step.files[self._at], now - self._began))
        elif self._first_took is not None:
            self._took.append(self._first_took)
        self._passages += self._of_file
        self._at, self._began, self._first = step.at, now, None

    def _left(self, step: IngestStep, now: float) -> float | None:
        """Estimate the seconds left: of this file by its own pace, of the others by the last ones'."""
        this, took = step.files[step.at], self._took
        if self._first is not None and step.done > self._first[1]:
            since, done = self._first
            pace = (now - since) / (step.done - done)
            here: float | None = pace * (step.total - step.done)
            if step.at == 0:
                self._first_took = Took(this, pace * step.total)
                took = [self._first_took]
        else:
            whole = seconds_left(took, [this])
            here = None if whole is None else max(0.0, whole - (now - self._began))
        if step.total and step.done == step.total:
            here = 0.0
        others = seconds_left(took, step.files[step.at + 1 :])
        return None if here is None or others is None else here + others


def ingest_line(step: IngestStep, passages: int, left_s: float | None) -> str:
    """Say how far an ingest is, the file's name last, where it may be cut."""
    parts = [
        pick(
            f"第 {step.at + 1}/{len(step.files)} 个文件",
            f"file {step.at + 1} of {len(step.files)}",
        ),
        pick(f"已入库 {passages} 段", f"{passages} passages stored"),
    ]
    if left_s is not None:
        parts.append(time_left(left_s))
    count = f"{step.done}/{step.total} " if step.total else ""
    return " · ".join([*parts, f"{count}{step.name}"])


def ingest_plain(step: IngestStep) -> str:
    """Say which file an ingest is at, for a log: one line a file."""
    return f"[{step.at + 1}/{len(step.files)}] {step.name}"


def time_left(seconds: float) -> str:
    """Say a duration as roughly as it is known: whole minutes, from ten on in steps of five."""
    minutes = round(seconds / _MINUTE)
    if minutes < 1:
        return pick("约剩不到 1 分钟", "less than a minute left")
    if minutes >= 10:
        minutes = 5 * round(minutes / 5)
    hours, rest = divmod(minutes, 60)
    chinese = (f" {hours} 小时" if hours else "") + (f" {rest} 分钟" if rest else "")
    english = " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest))
    return pick(f"约剩{chinese}", f"about {english} left")


def fitted(line: str, columns: int) -> str:
    """Cut a line to so many columns of a terminal, in which a Chinese character takes two."""
    from rich.cells import cell_len, chop_cells

    if cell_len(line) <= columns:
        return line
    if columns <= 1:
        return _ELLIPSIS * columns
    return chop_cells(line, columns - 1)[0] + _ELLIPSIS
