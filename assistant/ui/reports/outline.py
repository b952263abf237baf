"""A report's outline, read back from its passages: each heading, its depth, and where its text begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.templates import render_html
from assistant.ui.words import Words
from ingest.models import Passage

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One heading: `depth` from 0, `ordinal` of the first passage under it."""

    title: str
    depth: int
    ordinal: int


class Node(NamedTuple):
    """A heading in the tree, with those under it; open where the passage in hand lies there."""

    title: str
    ordinal: int
    is_here: bool
    is_open: bool
    below: "list[Node]"


def outline_of(passages: Sequence[Passage]) -> tuple[OutlineEntry, ...]:
    """List the headings of a report in order."""
    entries = []
    before: tuple[str, ...] = ()
    for passage in passages:
        path = passage.heading
        same = 0
        while same < min(len(path), len(before)) and path[same] == before[same]:
            same += 1
        entries += [
            OutlineEntry(path[depth], depth, passage.ordinal) for depth in range(same, len(path))
        ]
        before = path
    return tuple(entries)


def outline_html(
    entries: Sequence[OutlineEntry], current: int, words: Words, *, is_open: bool = False
) -> "Markup | str":
    """Format the outline as a foldable tree; the branch that holds passage `current` is open."""
    if not entries:
        return ""
    at = max((n for n, e in enumerate(entries) if e.ordinal <= current), default=-1)
    nodes = _nodes(entries, 0, len(entries), at)
    return render_html("reports/outline.html", "outline", nodes, is_open, words)


def _nodes(entries: Sequence[OutlineEntry], low: int, high: int, at: int) -> list[Node]:
    nodes = []
    n = low
    while n < high:
        end = n + 1
        while end < high and entries[end].depth > entries[n].depth:
            end += 1
        below = _nodes(entries, n + 1, end, at)
        entry = entries[n]
        nodes.append(Node(entry.title, entry.ordinal, n == at, n <= at < end, below))
        n = end
    return nodes
