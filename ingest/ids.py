"""Names derived from content, never drawn: the same report and passage have the same id anywhere."""

import hashlib
from collections.abc import Collection, Sequence

from ingest.models import Passage, ReportFacts

_HEX = 20
_REPORT_HEX = 12
# Neither can stand inside a field that went through normalisation.
_FIELD = "\x1f"
_RECORD = "\x1e"


def _digest(*fields: str) -> str:
    return hashlib.sha256(_FIELD.join(fields).encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(text: str) -> str:
    """Hash a normalised text: equal for the same text under any name (64 hex digits)."""
    return _digest("text", text)


def report_id(source_name: str, text_digest: str, taken: Collection[str] = ()) -> str:
    """Give a new report its id, at least 12 hex digits, unlike every id in `taken`."""
    digest = _digest("report", source_name, text_digest)
    for length in range(_REPORT_HEX, len(digest) + 1):
        if digest[:length] not in taken:
            return digest[:length]
    return report_id(f"{source_name}{_FIELD}", text_digest, taken)


def passage_id(report: str, heading: Sequence[str], text: str, occurrence: int) -> str:
    """Give the id of the `occurrence`-th passage (from 0) with this heading path and text.

    Place and ordinal have no part in it, so an inserted paragraph leaves its neighbours' ids alone.
    """
    return _digest("passage", report, _RECORD.join(heading), text, str(occurrence))[:_HEX]


def revision(
    facts: ReportFacts, text: str, passages: Sequence[Passage], versions: Sequence[int]
) -> str:
    """Hash all that shapes what is stored of one version of a report (20 hex digits).

    `versions` are those of the normaliser and of the cutting into passages.
    """
    places = (
        f"{passage.id} {passage.start} {passage.end} {passage.body_start} {passage.page}"
        for passage in passages
    )
    return _digest(
        "revision", repr(facts), text, _RECORD.join(places), " ".join(map(str, versions))
    )[:_HEX]
