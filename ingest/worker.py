"""Read files in a process of their own, which can be stopped: a hostile file takes nothing else down.

The child (`python -m ingest.worker`) reads one file after the other and answers in JSON lines; it may
use only so much memory. When it says nothing for too long, or dies, that file is refused with a
sentence, and the next one gets a new child. While pages are being recognised it says how far it is,
so that a long scan is not taken for a hang.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ingest import errors
from ingest.errors import IngestError, UnreadableDocument
from ingest.models import RawDocument

SILENCE_S = 120.0
"""The longest that a sound file of any size seen has taken between two signs of life is 15 s."""

MEMORY_BYTES = 6 * 1024**3
"""Address space of the child; recognising a page takes about 1.5 GB of it."""

CHILD = (sys.executable, "-m", "ingest.worker")
_BEAT_S = 2.0


class ReadingWorker:
    """One child process at a time; `read` may be called from any thread, one call after the other."""

    def __init__(self, silence_s: float = SILENCE_S, command: Sequence[str] = CHILD) -> None:
        self._silence_s = silence_s
        self._command = command
        self._one_at_a_time = threading.Lock()
        self._starting = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def read(self, path: Path, source_name: str) -> RawDocument:
        """Read a file as `ingest.readers.read` does; raises the same errors."""
        with self._one_at_a_time:
            child = self._running()
            assert child.stdin is not None
            try:
                child.stdin.write(json.dumps([str(path), source_name]) + "\n")
                child.stdin.flush()
            except (OSError, ValueError):
                self.stop()
                raise _gave_up(source_name) from None
            return self._answer(source_name)

    def stop(self) -> None:
        """End the child, from any thread: the file it is at is refused, the next one gets a new child."""
        with self._starting:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _running(self) -> "subprocess.Popen[str]":
        child = self._child
        if child is not None and child.poll() is None:
            return child
        self.stop()
        root = Path(__file__).parent.parent
        # No setting, and so no secret of ours, goes where hostile files are read.
        passed = {k: v for k, v in os.environ.items() if not k.startswith("WENBAO_")}
        joined = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH", ""))))
        # Under the lock, so that no child comes to be unseen by a `stop` at the same moment.
        with self._starting:
            child = self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**passed, "PYTHONPATH": joined},
                start_new_session=True,
            )
        self._said = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(child, self._said), daemon=True).start()
        return child

    def _answer(self, source_name: str) -> RawDocument:
        while True:
            try:
                said = self._said.get(timeout=self._silence_s)
            except queue.Empty:
                said = None
            if said is None:
                # Silent for too long, or dead: out of memory, or a crash inside a library.
                self.stop()
                raise _gave_up(source_name)
            if "document" in said:
                return TypeAdapter(RawDocument).validate_python(said["document"])
            if "error" in said:
                kind = getattr(errors, said["error"], UnreadableDocument)
                raise kind(said["message"], said["english"])


def _listen(
    child: "subprocess.Popen[str]", said: "queue.SimpleQueue[dict[str, Any] | None]"
) -> None:
    assert child.stdout is not None
    with suppress(ValueError, OSError):
        for line in child.stdout:
            with suppress(ValueError):
                said.put(json.loads(line))
    said.put(None)


def _gave_up(source_name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{source_name}》读取时出错或太久没有读完，已放弃。文件可能已损坏；请用原软件打开，另存后再试。",
        f"{source_name} could not be read in time or broke the reader; save it anew and try again.",
    )


def _main() -> None:
    """Read what is asked on standard input until it ends."""
    _limit_memory()
    out = sys.stdout
    # Libraries print as they like; only answers may go to the parent.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        path, name = json.loads(line)
        done = threading.Event()
        beat = threading.Thread(target=_tell_progress, args=(out, done), daemon=True)
        beat.start()
        try:
            answer = _read(Path(path), name)
        finally:
            done.set()
            beat.join()
        out.write(json.dumps(answer, ensure_ascii=True) + "\n")
        out.flush()


def _read(path: Path, name: str) -> dict[str, Any]:
    from ingest.readers import read

    try:
        return {"document": asdict(read(path, name))}
    except IngestError as error:
        return _failure(error)
    except (MemoryError, RecursionError):
        return _failure(
            UnreadableDocument(
                f"《{name}》展开后占用的内存过大，已放弃。请拆分后再试。",
                f"{name} takes too much memory; split it.",
            )
        )
    except Exception:  # a reader's mistake on a file that nobody foresaw costs that file only
        return _failure(_gave_up(name))


def _failure(error: IngestError) -> dict[str, Any]:
    return {"error": type(error).__name__, "message": str(error), "english": error.english}


def _tell_progress(out: Any, done: threading.Event) -> None:
    from ingest.readers import recognise

    before = recognise.pages_read
    while not done.wait(_BEAT_S):
        if recognise.pages_read != before:
            before = recognise.pages_read
            out.write(json.dumps({"pages": before}) + "\n")
            out.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _main()
