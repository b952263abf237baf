"""The right to write to a shared Chroma server: one writer at a time, across machines.

A row is the lease. Chroma's `add` leaves an existing id as it is, so of two processes that add the
lease together one finds its own name in it and the other does not. A lease ends by itself, so that
a killed writer blocks the others for two minutes and no longer.
"""

import secrets
import time
from typing import TYPE_CHECKING

from vectorstore.errors import StoreBusy

if TYPE_CHECKING:
    from vectorstore.chroma.records import RecordBook

LEASE_S = 120.0
_POLL_S = 0.25


class WriterLease:
    """A held lease; `renew` it during long work, `release` it after."""

    def __init__(self, book: "RecordBook", holder: str) -> None:
        self._book = book
        self._holder = holder

    @classmethod
    def acquire(cls, book: "RecordBook", wait_s: float) -> "WriterLease":
        """Take the lease within `wait_s` seconds, or raise `StoreBusy`."""
        holder = secrets.token_hex(8)
        give_up = time.monotonic() + wait_s
        while True:
            held_by, until = book.claim_lease(holder, time.time() + LEASE_S)
            if held_by == holder:
                return cls(book, holder)
            if until < time.time():
                book.free_lease(held_by)
                continue
            if time.monotonic() > give_up:
                raise _busy()
            time.sleep(_POLL_S)

    def renew(self) -> None:
        """Extend the lease; raises `StoreBusy` if it ended and another writer took it."""
        held_by, until = self._book.lease()
        if held_by != self._holder:
            raise _busy()
        if until - time.time() < LEASE_S / 2:
            self._book.extend_lease(self._holder, time.time() + LEASE_S)

    def release(self) -> None:
        """Give the lease up."""
        self._book.free_lease(self._holder)


def _busy() -> StoreBusy:
    return StoreBusy(
        "另一个进程正在向同一个 Chroma 服务器写入。请等它结束后重新运行。",
        "Another process is writing to the same Chroma server. Wait for it, then run again.",
    )
