"""Errors of the store. Each message is for the user: what, which, what to do.

StoreError
├── StoreUnavailable      the Chroma server or the data folder cannot be used now: try again
├── StoreBusy             another process owns the library or writes to it
├── IndexMismatch         the library was made with other settings: reindex or change them back
├── ModelUnavailable      the embedding or reranking model cannot be loaded
└── ReportNotFound        no report has that id
"""


class StoreError(Exception):
    """Root: the library cannot do what was asked. The message is shown to the user.

    `english` is the same sentence for a terminal that does not speak Chinese.
    """

    def __init__(self, message: str, english: str = "") -> None:
        super().__init__(message)
        self.english = english or message


class StoreUnavailable(StoreError):
    """The store cannot be reached, read or written now (server down, disk full, no permission)."""


class StoreBusy(StoreError):
    """Another process owns the library."""


class IndexMismatch(StoreError):
    """The stored index was shaped by other settings than the present ones."""


class ModelUnavailable(StoreError):
    """A model cannot be loaded."""


class ReportNotFound(StoreError):
    """No committed report has this id."""
