"""Questions with the places of their evidence, as the tree keeps them, beside the reports they are of.

A line has `id`, `file`, `kind` (or `answered`), `question`, and in `evidence`, `also` and `traps` places:
`start` and `end` in the file's text without white space (code points) and the first 16 hex digits of
the SHA-256 of what stands there. The tree holds no sentences of reports; FOLDER holds the reports.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_LEAST_CHARS = 4


@dataclass(frozen=True, slots=True)
class ReadingCase:
    """A question of one report; `evidence` answers it wholly, `also` would too, `traps` must not be shown.

    All are texts without white space. A question that the report does not answer has no evidence.
    """

    id: str
    file: str
    kind: str
    question: str
    evidence: tuple[str, ...]
    also: tuple[str, ...]
    traps: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Say whether the report answers the question."""
        return bool(self.evidence)


def squeezed(text: str) -> str:
    """Give a text without white space."""
    return re.sub(r"\s+", "", text)


def place_of(text: str, piece: str) -> dict[str, Any] | None:
    """Give the place of a piece in a squeezed text; None where it does not stand there."""
    wanted = squeezed(piece)
    start = text.find(wanted)
    if start < 0 or not wanted:
        return None
    return {"start": start, "end": start + len(wanted), "sha": _digest(wanted)}


def read_cases(path: Path, folder: Path) -> Iterator[ReadingCase]:
    """Read a file of questions; those whose report in `folder` has another text are refused.

    Raises:
        ValueError: a place does not hold what the hash says.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        plain = json.loads(line)
        file = folder / plain["file"]
        kind = plain.get("kind") or ("answered" if plain["answered"] else "silent")
        yield ReadingCase(
            plain["id"],
            plain["file"],
            kind,
            plain["question"],
            *(tuple(_texts(file, plain.get(name, ()))) for name in ("evidence", "also", "traps")),
        )


def is_of(sentence: str, texts: Sequence[str]) -> bool:
    """Say whether a sentence is, holds or is part of one of some squeezed texts."""
    own = squeezed(sentence)
    return len(own) >= _LEAST_CHARS and any(own in text or text in own for text in texts)


def _texts(file: Path, places: Sequence[dict[str, Any]]) -> Iterator[str]:
    for place in places:
        text = _whole(file)[place["start"] : place["end"]]
        if _digest(text) != place["sha"]:
            raise ValueError(f"{file.name}: another text stands at {place['start']}")
        yield text


@cache
def _whole(file: Path) -> str:
    return squeezed(file.read_text(encoding="utf-8"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
