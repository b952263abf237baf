"""Who may open an embedded library: one process at a time, held by a lock of the operating system.

Two processes on one embedded Chroma lose vectors without any error, so every opening takes
`<home>/library.lock`. `owner.json` beside it says who holds the lock and, for `serve`, where to
reach it (loopback address and token); it is only believed while the lock is held, so what a killed
process left behind blocks nobody. With a Chroma server the same kind of lock serialises writers.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from vectorstore.errors import StoreBusy, StoreUnavailable

if TYPE_CHECKING:
    from filelock import BaseFileLock

Role = Literal["serve", "ingest", "reread", "remove", "ask", "search", "reindex", "doctor", "other"]

_ROLE_NAMES: dict[str, str] = {
    "serve": "问报服务（wenbao serve）",
    "ingest": "入库（wenbao ingest）",
    "reread": "重读原件（wenbao reread）",
    "remove": "删除报告（wenbao remove）",
    "ask": "提问（wenbao ask）",
    "search": "检索（wenbao search）",
    "reindex": "重建索引（wenbao reindex）",
    "doctor": "检查（wenbao doctor）",
}


@dataclass(frozen=True, slots=True)
class OwnerInfo:
    """The process that holds a library; `url` and `token` only where it answers on loopback."""

    pid: int
    role: str
    url: str | None = None
    token: str | None = None


class LibraryOwned(StoreBusy):
    """Another process holds the library; `owner` says which, as far as it has said so."""

    def __init__(self, message: str, english: str, owner: OwnerInfo | None) -> None:
        super().__init__(message, english)
        self.owner = owner


class LibraryOwner:
    """The held lock of one library; `release` (or leaving the process) gives it up."""

    def __init__(self, home: Path, lock: "BaseFileLock", owner: OwnerInfo) -> None:
        self._home = home
        self._lock = lock
        self.owner = owner

    @classmethod
    def acquire(
        cls, home: Path, role: Role, url: str | None = None, wait_s: float = 0.0
    ) -> "LibraryOwner":
        """Take the library in folder `home`, waiting at most `wait_s` seconds.

        Raises `LibraryOwned` while another process holds it, `StoreUnavailable` where the folder
        cannot be written.
        """
        lock = take_lock(home / "library.lock", wait_s)
        if lock is None:
            raise _owned(read_owner(home))
        held = cls(home, lock, OwnerInfo(os.getpid(), role))
        held.announce(url)
        return held

    def announce(self, url: str | None) -> OwnerInfo:
        """Write who holds the library and where it answers; a `url` gets a fresh random token."""
        token = secrets.token_urlsafe(24) if url else None
        self.owner = OwnerInfo(self.owner.pid, self.owner.role, url, token)
        path = self._home / "owner.json"
        draft = path.with_suffix(".tmp")
        try:
            draft.unlink(missing_ok=True)
            # The token lets its reader write to the library: nobody else may see it, not even
            # between creation and chmod.
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(self.owner), file)
            draft.replace(path)
        except OSError as error:
            self._lock.release()
            raise folder_unusable(self._home, error) from error
        return self.owner

    def release(self) -> None:
        """Give the library up; may be called twice."""
        if self._lock.is_locked:
            (self._home / "owner.json").unlink(missing_ok=True)
            self._lock.release()


def read_owner(home: Path) -> OwnerInfo | None:
    """Read who last said to hold the library; None where nothing readable is there."""
    try:
        stated = json.loads((home / "owner.json").read_text(encoding="utf-8"))
        return OwnerInfo(
            int(stated["pid"]), str(stated["role"]), stated.get("url"), stated.get("token")
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # The owner may be writing it, or a crash left half a file: the lock is what counts.
        return None


def take_lock(path: Path, wait_s: float) -> "BaseFileLock | None":
    """Take the lock file at `path` within `wait_s` seconds; None while another holds it."""
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=wait_s, thread_local=False)
        lock.acquire(poll_interval=0.05)
    except Timeout:
        return None
    except OSError as error:
        raise folder_unusable(path.parent, error) from error
    return lock


def folder_unusable(folder: Path, error: OSError) -> StoreUnavailable:
    """Say that a data folder cannot be used, why, and what to do."""
    reason = error.strerror or str(error)
    return StoreUnavailable(
        f"数据文件夹无法写入：{folder}（{reason}）。请检查磁盘空间和权限，或用 WENBAO_HOME 指定另一个文件夹。",
        f"The data folder cannot be written: {folder} ({reason}). Check disk space and permissions,"
        " or name another folder by WENBAO_HOME.",
    )


def _owned(owner: OwnerInfo | None) -> LibraryOwned:
    if owner is None:
        return LibraryOwned(
            "资料库正被另一个进程使用。请稍后再试。",
            "The library is in use by another process. Try again later.",
            None,
        )
    name = _ROLE_NAMES.get(owner.role, owner.role)
    at = f"，地址 {owner.url}" if owner.url else ""
    return LibraryOwned(
        f"资料库正被{name}使用（进程 {owner.pid}{at}）。请等它结束，或先停止它再试。",
        f"The library is in use by `{owner.role}` (process {owner.pid}). Wait for it or stop it.",
        owner,
    )
