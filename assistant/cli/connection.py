"""Open the library here, or reach the process that owns it; commands need not know which."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.cli.progress import say
from assistant.config import load_settings
from vectorstore.ownership import LibraryOwned, Role

if TYPE_CHECKING:
    from assistant.seam import Session

# A question that meets a short-lived owner (another question) waits for it; an ingest does not end
# soon, so the user is told instead.
_WAIT_S: dict[str, float] = {"ask": 20.0, "search": 20.0, "other": 20.0}
_RETRY_S = 0.1


@contextmanager
def connect(role: Role) -> "Iterator[Session]":
    """Give the library for the length of one command.

    Raises:
        LibraryOwned: another command owns it and serves no address.
    """
    session = _open(role)
    try:
        yield session
    finally:
        session.close()


def _open(role: Role) -> "Session":
    # First of all: a wrong setting is said before anything slow is loaded.
    settings = load_settings()
    from assistant.service import Assistant

    patience = time.monotonic() + _WAIT_S.get(role, 0.0)
    while True:
        try:
            return Assistant.open(settings, role, notice=say)
        except LibraryOwned as taken:
            owner = taken.owner
            if owner is not None and owner.url is not None and owner.token is not None:
                from assistant.serving.remote import RemoteAssistant

                return RemoteAssistant(owner.url, owner.token)
            if time.monotonic() >= patience:
                raise
        time.sleep(_RETRY_S)
