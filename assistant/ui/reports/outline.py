"""A report's outline, read back from its passages: each heading, its depth, and where its text begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.ui.words import Words
from ingest.models import Passage


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One heading: `depth` from 0, `ordinal` of the first passage under it."""

    title: str
    depth: int
    ordinal: int


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
) -> str:
    """Format the outline as a foldable tree; the branch that holds passage `current` is open."""
    if not entries:
        return ""
    at = max((n for n, e in enumerate(entries) if e.ordinal <= current), default=-1)
    return (
        f'<details class="wb-outline"{" open" if is_open else ""}><summary>{words("source.outline")}</summary>'
        f'<nav aria-label="{words("source.outline")}">{_branch(entries, 0, len(entries), at)}</nav>'
        "</details>"
    )


def _branch(entries: Sequence[OutlineEntry], low: int, high: int, at: int) -> str:
    items = []
    n = low
    while n < high:
        end = n + 1
        while end < high and entries[end].depth > entries[n].depth:
            end += 1
        items.append(_item(entries, n, end, at))
        n = end
    return f"<ol>{''.join(items)}</ol>"


def _item(entries: Sequence[OutlineEntry], n: int, end: int, at: int) -> str:
    entry = entries[n]
    here = ' aria-current="location"' if n == at else ""
    title = escape(entry.title)
    place = f'data-do="goto" data-ordinal="{entry.ordinal}"{here}'
    if end == n + 1:
        return f'<li><button type="button" class="wb-link" {place}>{title}</button></li>'
    # A click on a heading that has others under it folds it and leads there.
    is_open = " open" if n <= at < end else ""
    below = _branch(entries, n + 1, end, at)
    return f"<li><details{is_open}><summary {place}>{title}</summary>{below}</details></li>"
