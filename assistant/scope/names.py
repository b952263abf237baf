"""Names in a question that are no region: streets, zones, bureaus of a place, ministries, companies.

A name is a proper part with a kind word (布吉街道, 苏州工业园区), a bureau or court of a place
(龙岗区司法局), or one of a closed list (生态环境部, 前海). 街道干部, 哪个法院 and 上市公司 name nobody. Where
the library has no report of a name, only a sentence that holds one of its forms may answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.scope.marking import Word, names_in_words
from assistant.scope.name_finder import Name, NameFinder
from assistant.scope.place_words import places_said, words_of
from ingest.regions import RegionMention

__all__ = ["Name", "Named", "read_names", "with_marked"]

_QUOTED = re.compile(r"《[^》]*》")
_LEAST = 2
# Of a place: its government, and what says of which level it is, are the place itself.
_ITSELF = re.compile(r"^的?(?:[省市区县州旗]|全[省市区县州]|人民政府|政府|管委会|管理委员会|[省市区县]委)*的?$")


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


def with_marked(named: Named, question: str, words: Sequence[Word]) -> Named:
    """Add the names that only what stands around them shows: 798艺术区, 金陵, 同里古镇."""
    found = [*named.names]
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(question)]
    for start, end in names_in_words(words):
        if any(a < end and start < b for a, b in quoted):
            continue
        found += _unknown(named, question, start, end)
    return Named(named.regions, tuple(sorted(found, key=lambda one: one.start)))


def _unknown(named: Named, question: str, start: int, end: int) -> Iterator[Name]:
    """The part of a marked span that is no region and no name that is known already."""
    if any(one.start < end and start < one.end for one in named.names):
        return
    inside = [m for m in named.regions if m.start < end and start < m.end]
    holder = inside[-1] if inside else None
    at = holder.end if holder else start
    own = question[at:end]
    if len(own) < _LEAST or _ITSELF.match(own) or not re.search(r"[\u4e00-\u9fff]", own):
        return
    kind, regions = ("parts", holder.candidates) if holder else ("place", ())
    yield Name(own, at, end, kind, (own,), regions)  # type: ignore[arg-type]
