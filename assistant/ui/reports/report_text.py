"""A report's running text, passage by passage, with a quote marked in its place.

Offsets are code points in the normalised report.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.templates import render_html
from ingest.models import Passage

if TYPE_CHECKING:
    from markupsafe import Markup


class Run(NamedTuple):
    """A piece of a line; bold where it is a heading before running text."""

    text: str
    is_quoted: bool
    is_bold: bool


class Line(NamedTuple):
    """A line that is not empty; a heading as a whole, or running text."""

    runs: list[Run]
    is_heading: bool


class ShownPassage(NamedTuple):
    """A passage as it is shown."""

    css_class: str
    ordinal: int
    lines: list[Line]


def report_text_html(passages: Sequence[Passage], start: int = 0, end: int = 0) -> "Markup":
    """Format the passages in order; the one that holds the quote start:end is set off."""
    shown = [
        _shown(p, start, end, "wb-cited" if p.start < end and start < p.end else "wb-near")
        for p in passages
    ]
    return render_html("reports/report_text.html", "text", shown)


def passage_html(passage: Passage, start: int, end: int, css_class: str) -> "Markup":
    """Format a passage line by line, marking what lies between the report offsets start and end."""
    shown = _shown(passage, start, end, css_class)
    return render_html("reports/report_text.html", "text", [shown])


def own_passage_html(text: str, quote: str) -> "Markup":
    """Show a citation's own copy of its passage, marking the quote where it stands in it."""
    low = max(text.find(quote), 0)
    passage = Passage("", "", 0, (), text, 0, len(text), 0)
    return passage_html(passage, low, low + len(quote), "wb-cited")


def quoted(passages: Sequence[Passage], start: int, end: int) -> str:
    """Give what stands at start:end in a report; only newlines lie between passages."""
    pieces = [
        p.text[max(start - p.start, 0) : max(end - p.start, 0)]
        for p in passages
        if p.start < end and start < p.end
    ]
    return "\n".join(pieces)


def _shown(passage: Passage, start: int, end: int, css_class: str) -> ShownPassage:
    lines = []
    position = passage.start
    for line in passage.text.split("\n"):
        cuts = (passage.body_start - position, start - position, end - position)
        if line.strip():
            lines.append(_line(line, *(min(max(cut, 0), len(line)) for cut in cuts)))
        position += len(line) + 1
    return ShownPassage(css_class, passage.ordinal, lines)


def _line(line: str, body: int, low: int, high: int) -> Line:
    """Part a line: up to `body` it is heading, a numbered item's title perhaps; low:high is quoted."""
    cuts = sorted({0, body, low, max(low, high), len(line)})
    runs = [
        Run(line[begin:stop], low <= begin < high, begin < body < len(line))
        for begin, stop in pairwise(cuts)
    ]
    return Line(runs, body >= len(line))
