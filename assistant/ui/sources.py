"""Show a cited passage in its place in the report: path, what stands before, the quote, what follows.

Offsets are code points in the normalised report. A report may have been replaced or removed since
the answer was given: then the passage that the citation itself carries is shown.
"""

from html import escape
from itertools import pairwise

from assistant.models import Answer, Citation
from assistant.render import origin_label
from assistant.ui.seam import PageService
from ingest.models import Passage
from vectorstore.errors import ReportNotFound

NEAR_CHARS = 420
"""How much text to show on either side: about a screen, whole passages."""


def sources_html(service: PageService, answer: Answer) -> str:
    """Format every citation of an answer, hidden: the page's script shows the one asked for.

    Sent with the answer, so that opening a citation needs no call and is instant.
    """
    known: dict[str, tuple[Passage, ...]] = {}
    for citation in answer.citations:
        if citation.report_id not in known:
            try:
                known[citation.report_id] = service.passages(citation.report_id)
            except ReportNotFound:
                known[citation.report_id] = ()
    shown = (source_html(citation, known[citation.report_id]) for citation in answer.citations)
    return f'<div class="wb-sources" hidden>{"".join(shown)}</div>'


def source_html(citation: Citation, passages: tuple[Passage, ...]) -> str:
    """Format one citation with its neighbours in `passages`, the whole report in order."""
    cited = [p for p in passages if p.start < citation.end and citation.start < p.end]
    if not cited or _quoted(cited, citation) != citation.quote:
        body = _own_passage(citation)
    else:
        first, last = cited[0].ordinal, cited[-1].ordinal
        before = _near(passages[:first][::-1])[::-1]
        after = _near(passages[last + 1 :])
        body = "".join(
            (
                _rest(first - len(before), "上文还有"),
                *(_passage(p, "wb-near") for p in before),
                *(_passage(p, "wb-cited", citation.start, citation.end) for p in cited),
                *(_passage(p, "wb-near") for p in after),
                _rest(len(passages) - last - 1 - len(after), "下文还有"),
            )
        )
    path = "".join(f"<li>{escape(heading)}</li>" for heading in citation.heading)
    return (
        f'<article class="wb-source" data-source="{citation.n}">'
        '<header class="wb-source-head">'
        f'<p class="wb-source-n">出处 [{citation.n}]</p>'
        f"<h2>{escape(citation.title)}</h2>"
        f'<p class="wb-meta">{escape(origin_label(citation))}</p>'
        + (f'<ol class="wb-path" aria-label="所在章节">{path}</ol>' if path else "")
        + f'</header><div class="wb-source-text">{body}</div></article>'
    )


def _quoted(cited: list[Passage], citation: Citation) -> str:
    """Give what now stands at the citation's offsets; only newlines lie between passages."""
    pieces = [
        p.text[max(citation.start - p.start, 0) : max(citation.end - p.start, 0)] for p in cited
    ]
    return "\n".join(pieces)


def _near(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    taken = 0
    for count, passage in enumerate(passages):
        if taken >= NEAR_CHARS:
            return passages[:count]
        taken += len(passage.text)
    return passages


def _rest(count: int, words: str) -> str:
    return f'<p class="wb-rest">{words} {count} 段</p>' if count > 0 else ""


def _passage(passage: Passage, css_class: str, start: int = 0, end: int = 0) -> str:
    """Format a passage line by line, marking what lies between the report offsets start and end."""
    lines = []
    position = passage.start
    for line in passage.text.split("\n"):
        cuts = (passage.body_start - position, start - position, end - position)
        lines.append(_line(line, *(min(max(cut, 0), len(line)) for cut in cuts)))
        position += len(line) + 1
    return f'<div class="{css_class}">{"".join(lines)}</div>'


def _own_passage(citation: Citation) -> str:
    """Show the citation's own copy of the passage, marking the quote where it stands in it."""
    low = max(citation.passage.find(citation.quote), 0)
    passage = Passage("", "", 0, (), citation.passage, 0, len(citation.passage), 0)
    return _passage(passage, "wb-cited", low, low + len(citation.quote))


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
