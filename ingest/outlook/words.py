"""Lists of words kept as rows of a data file: kind, word, and the longer words that do not say so.

A row 拟 with the longer words 模拟 and 虚拟 is found in 拟建 and not in 模拟法庭. Every kind of row has a test.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Rows = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Words:
    """Rows of one kind as one expression; where a longer word stands, its shorter one is passed over."""

    pattern: re.Pattern[str]

    def found(self, text: str) -> list[re.Match[str]]:
        """Give the words of a text, in order."""
        return [match for match in self.pattern.finditer(text) if match.lastgroup == "says"]

    def first(self, text: str) -> re.Match[str] | None:
        """Give the first of the words in a text, None where it has none."""
        return next((m for m in self.pattern.finditer(text) if m.lastgroup == "says"), None)

    def starts(self, text: str) -> bool:
        """Say whether a text begins with one of the words."""
        first = self.first(text)
        return first is not None and not text[: first.start()].strip()

    def among(self, text: str) -> bool:
        """Say whether a text has one of the words."""
        return self.first(text) is not None


@cache
def rows_of(package: str, name: str) -> Rows:
    """Read the rows of a data file: kind to words to longer words."""
    found: Rows = {}
    for line in files(package).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, word, *longer = line.split("\t")
            found.setdefault(kind, {})[word] = tuple(longer[0].split()) if longer else ()
    return found


@cache
def words_of(package: str, name: str, kind: str) -> Words:
    """Give the words of one kind of row."""
    own = rows_of(package, name)[kind]
    longer = sorted({other for others in own.values() for other in others}, key=len, reverse=True)
    words = sorted(own, key=len, reverse=True)
    passed = "|".join(map(re.escape, longer)) or "(?!)"
    says = "|".join(map(re.escape, words))
    return Words(re.compile(f"(?P<passed>{passed})|(?P<says>{says})"))
