"""HTML of a report's running text, passage by passage, with a quote marked in its place.

Offsets are code points in the normalised report.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from ingest.models import Passage


def report_text_html(passages: Sequence[Passage], start: int = 0, end: int = 0) -> str:
    """Format the passages in order; the one that holds the quote start:end is set off."""
    return "".join(
        passage_html(p, start, end, "wb-cited" if p.start < end and start < p.end else "wb-near")
        for p in passages
    )


def passage_html(passage: Passage, start: int, end: int, css_class: str) -> str:
    """Format a passage line by line, marking what lies between the report offsets start and end."""
    lines = []
    position = passage.start
    for line in passage.text.split("\n"):
        cuts = (passage.body_start - position, start - position, end - position)
        lines.append(_line(line, *(min(max(cut, 0), len(line)) for cut in cuts)))
        position += len(line) + 1
    return f'<div class="{css_class}" data-ordinal="{passage.ordinal}">{"".join(lines)}</div>'


def own_passage_html(text: str, quote: str) -> str:
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


def _line(line: str, body: int, low: int, high: int) -> str:
    """Format a line: up to `body` it is heading, a numbered item's title perhaps; low:high is quoted."""
    if not line.strip():
        return ""
    pieces = []
    cuts = sorted({0, body, low, max(low, high), len(line)})
    for begin, stop in pairwise(cuts):
        piece = escape(line[begin:stop])
        if low <= begin < high:
            piece = f"<mark>{piece}</mark>"
        if begin < body < len(line):
            piece = f"<b>{piece}</b>"
        pieces.append(piece)
    tag = '<p class="wb-heading">' if body >= len(line) else "<p>"
    return f"{tag}{''.join(pieces)}</p>"
