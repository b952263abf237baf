"""Errors of reading files. Each message is for the user: what, which file, what to do.

IngestError
├── UnsupportedFormat     the suffix is not one that a reader takes
├── UnreadableDocument    damaged, truncated, encrypted, or not what its suffix says
├── ScannedDocument       pages without a text layer
├── EmptyDocument         nothing to read in it
└── InvalidSidecar        a .toml beside the file that cannot be used
"""


class IngestError(Exception):
    """Root: one file cannot be ingested; the others can. The message is shown to the user.

    `english` is the same sentence for a terminal that does not speak Chinese.
    """

    def __init__(self, message: str, english: str = "") -> None:
        super().__init__(message)
        self.english = english or message


class UnsupportedFormat(IngestError):
    """The file's suffix is not supported."""


class UnreadableDocument(IngestError):
    """The file is damaged, truncated, encrypted or wrongly named."""


class ScannedDocument(IngestError):
    """The file holds pictures of pages and no text."""


class EmptyDocument(IngestError):
    """The file holds no text."""


class InvalidSidecar(IngestError):
    """The .toml file of report facts beside a report cannot be used."""
