"""Names in a question that are no region: streets, zones, bureaus of a place, ministries, companies.

A name is a proper part with a kind word (布吉街道, 苏州工业园区), a bureau or court of a place
(龙岗区司法局), or one of a closed list (生态环境部, 前海). 街道干部, 哪个法院 and 上市公司 name nobody. Where
the library has no report of a name, only a sentence that holds one of its forms may answer.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.scope.name_finder import Name, NameFinder
from assistant.scope.place_words import places_said, words_of
from ingest.regions import RegionMention

__all__ = ["Name", "Named", "read_names"]

_QUOTED = re.compile(r"《[^》]*》")


@dataclass(frozen=True, slots=True)
class Named:
    """The regions and the other names of a question, each in order."""

    regions: tuple[RegionMention, ...]
    names: tuple[Name, ...]


@lru_cache(maxsize=128)
def read_names(question: str, known: frozenset[str]) -> Named:
    """Find the regions of a question and the names that are none; `known` are the library's regions."""
    words = words_of(question)
    regions = places_said(question, known, words)
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(question)]
    finder = NameFinder(question, words, regions, known)
    names = [one for one in finder.find() if not any(a <= one.start < b for a, b in quoted)]
    kept = [m for m in regions if not any(_swallows(one, m) for one in names)]
    return Named(tuple(kept), tuple(sorted(names, key=lambda one: one.start)))


def _swallows(name: Name, mention: RegionMention) -> bool:
    return name.start <= mention.start and mention.end <= name.end and not name.holder
