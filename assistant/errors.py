"""Errors of asking and serving. Each message is for the user: what, which, what to do.

    AssistantError
    ├── SettingsError      a setting is unknown or out of bounds
    ├── QuestionRejected   the question is empty or too long
    ├── EmptyLibrary       there is no report to answer from
    ├── ServeError         the page cannot be served (port in use)
    └── OwnerUnreachable   the process that owns the library does not answer

`USER_ERRORS` is what the edges (command line, HTTP, page) turn into a sentence.
"""

from ingest.errors import IngestError
from vectorstore.errors import StoreError


class AssistantError(Exception):
    """Root: the message is shown to the user.

    `english` is the same sentence for a terminal that does not speak Chinese.
    """

    def __init__(self, message: str, english: str = "") -> None:
        super().__init__(message)
        self.english = english or message


class SettingsError(AssistantError):
    """A setting cannot be used."""


class QuestionRejected(AssistantError):
    """The question itself cannot be answered; nothing was looked up."""


class EmptyLibrary(AssistantError):
    """The library holds no report yet."""


class ServeError(AssistantError):
    """The page cannot be served at this address."""


class OwnerUnreachable(AssistantError):
    """Another process owns the library and does not answer on loopback."""


USER_ERRORS: tuple[type[Exception], ...] = (AssistantError, StoreError, IngestError)
