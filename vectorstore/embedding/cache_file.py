"""One SQLite file of vectors that may be damaged, full or shared: what the vector cache stands on."""

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from vectorstore.catching_up import Notice
from vectorstore.errors import StoreUnavailable

_LAYOUT = 1
_BUSY_TIMEOUT_S = 60.0
_LOCK_TIMEOUT_S = 60.0
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

T = TypeVar("T")


class CacheFile:
    """A table `vectors (key, row)` in a file; for threads and several processes; SIGKILL is safe.

    A damaged file is set aside beside a new one, with a notice: what it held can be computed again.
    """

    def __init__(self, path: Path, notice: Notice) -> None:
        self.path = path
        self._notice = notice
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    def run(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        """Do an operation, again on a new file if this one is damaged; StoreUnavailable."""
        with self._lock:
            try:
                try:
                    return operation(self._connected())
                except sqlite3.DatabaseError as error:
                    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
                        raise
                    self._set_aside()
                    return operation(self._connected())
            except (sqlite3.Error, OSError) as error:
                self._disconnect()
                raise _unavailable(self.path, error) from error

    def close(self) -> None:
        """Close the file; the next operation opens it again."""
        with self._lock:
            self._disconnect()

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self.path, timeout=_BUSY_TIMEOUT_S, check_same_thread=False
            )
            self._connection = connection
            self._inode = self.path.stat().st_ino
            # A lost cache costs time, not truth: no fsync per write, the log keeps it consistent.
            connection.execute("PRAGMA synchronous = NORMAL")
            if connection.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                self._lay_out(connection)
        return self._connection

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have made the table between the look and the lock.
            if connection.execute("PRAGMA user_version").fetchone()[0] == _LAYOUT:
                return
            connection.execute("DROP TABLE IF EXISTS vectors")
            connection.execute("CREATE TABLE vectors (key BLOB PRIMARY KEY, row BLOB NOT NULL)")
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _set_aside(self) -> None:
        from filelock import FileLock

        inode = self._inode
        self._disconnect()
        with FileLock(self.path.with_name(self.path.name + ".lock"), timeout=_LOCK_TIMEOUT_S):
            # Another process that met the same damage may have begun a new file already.
            if not self.path.exists() or self.path.stat().st_ino != inode:
                return
            aside = self.path.with_name(f"{self.path.name}.damaged-{time.time_ns()}")
            self.path.rename(aside)
            for end in ("-wal", "-shm"):
                self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        self._notice(
            f"向量缓存文件已损坏，改名为 {aside.name} 并重新建立；所需的向量会重新计算。",
            f"The vector cache was damaged: it is now {aside.name}, and a new one is begun;"
            " vectors are computed again as they are needed.",
        )


def _unavailable(path: Path, error: Exception) -> StoreUnavailable:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        reason, remedy = "磁盘已满", "请腾出空间后重试，已算出的向量不会丢失"
        english = "the disk is full. Free some space and try again; finished vectors are kept."
    elif code == sqlite3.SQLITE_BUSY:
        reason, remedy = "另一个进程正在写入", "请稍后重试"
        english = "another process is writing to it. Try again in a moment."
    else:
        reason, remedy = str(error), "请检查该文件夹的读写权限和磁盘空间后重试"
        english = f"{error}. Check the folder's permissions and free space, then try again."
    return StoreUnavailable(
        f"向量缓存 {path} 无法使用：{reason}。{remedy}。",
        f"The vector cache {path} cannot be used: {english}",
    )
