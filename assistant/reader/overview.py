"""Answers made from a report's structure: its outline, one section's headings, or its own list.

`structured` gives them when a question asks for a report or a section as a whole; else nothing, and
the reader chooses sentences.
"""

from collections.abc import Sequence

from assistant.grounding.claims import asserted_figures
from assistant.question.need import Need
from assistant.reader.articles import article_asked
from assistant.reader.enumeration import opened_list_of_shortfalls, opens_list
from assistant.reader.sections import (
    Aspect,
    Heading,
    Span,
    asked_aspect,
    body_of,
    children,
    headings_of,
    narrower,
    section_of_aspect,
    section_of_words,
    section_on,
    sentences_of,
)
from ingest.models import Passage, ReportFacts
from ingest.word_cutter import word_cutter

_MOST_LINES = 10
_MOST_SENTENCES = 5
_OPENING = 3
_LONG_CHARS = 150


def structured(
    need: Need,
    topic: str,
    title: str,
    passages: Sequence[Passage],
    near: Sequence[Passage],
    facts: ReportFacts | None = None,
) -> tuple[Span, ...]:
    """Give the lines that answer a question about a report or a section as a whole; () if it is not.

    `topic` is the question without its scope, `near` the best hits: a section that only the words
    of the question name must hold one of them.
    """
    if need.kind not in ("list", "overview", "fact") or not passages:
        return ()
    if (article := article_asked(need, passages)) is not None:
        return article
    headings = headings_of(passages)
    aspect = asked_aspect(need.question)
    left = narrower(topic, title)
    words = _told_of(left, passages) if need.kind == "overview" and left else []
    if need.kind == "overview" and not words:
        left = ""
    if not left and (need.kind != "fact" or "什么" in topic):
        if aspect is not None:
            found = _section(aspect, need, headings, passages, facts)
            if found or aspect != "work":
                return found
        return outline(headings, passages) if need.kind == "overview" else ()
    path = section_of_words(headings, need, topic)
    if path is not None and any(passage.heading[: len(path)] == path for passage in near):
        return _items(path, headings, passages)
    path = section_on(headings, aspect, need, left, facts) if aspect else None
    if path is None and words:
        return _headed(words, headings, passages)
    return _items(path, headings, passages) if path else ()


def _told_of(left: str, passages: Sequence[Passage]) -> list[str]:
    """The words of a question that the report uses as well.

    概括一下普法工作 asks for less than the whole report, and 挑干货，三分钟看懂 does not.
    """
    text = "\n".join(passage.text for passage in passages)
    return [word for word in word_cutter().cut(left) if len(word) > 1 and word in text]


def _headed(
    words: Sequence[str], headings: Sequence[Heading], passages: Sequence[Passage]
) -> tuple[Span, ...]:
    """Give what stands under the heading that has most of these words; () where none has any."""
    shared = [(sum(len(w) for w in words if w in h.path[-1]), -len(h.path), h) for h in headings]
    best = max(shared, key=lambda one: one[:2], default=None)
    if best is None or not best[0]:
        return ()
    path = best[2].path
    if len(children(headings, path)) > 1:
        return outline(headings, passages, path)
    return body_of(passages, path)[:_MOST_SENTENCES]


def outline(
    headings: Sequence[Heading], passages: Sequence[Passage], path: tuple[str, ...] = ()
) -> tuple[Span, ...]:
    """Give each heading under `path` with the first sentence of its text, or as it stands."""
    tops = children(headings, path)
    if len(tops) == 1:
        return outline(headings, passages, tops[0].path)
    return tuple(_leading(heading, passages) for heading in tops[:_MOST_LINES])


def _section(
    aspect: Aspect,
    need: Need,
    headings: Sequence[Heading],
    passages: Sequence[Passage],
    facts: ReportFacts | None,
) -> tuple[Span, ...]:
    path = section_of_aspect(headings, aspect, need.question, facts)
    if path is None:
        if aspect != "shortfall":
            return ()
        sentences = sentences_of(passages)
        return tuple(sentences[i] for i in opened_list_of_shortfalls(sentences))
    if need.kind == "overview" and len(children(headings, path)) > 1:
        return outline(headings, passages, path)
    return _items(path, headings, passages)


def _items(
    path: tuple[str, ...], headings: Sequence[Heading], passages: Sequence[Passage]
) -> tuple[Span, ...]:
    """Give the headings under `path`, or where it has none its sentences, if they are few."""
    below = children(headings, path)
    if len(below) > 1:
        return tuple(heading.line for heading in below[:_MOST_LINES])
    body = body_of(passages, path)
    return body if len(body) <= _MOST_SENTENCES else ()


def led_in(sentence: Span, passages: Sequence[Passage]) -> tuple[Span, ...]:
    """Give a sentence and the headings under it that it leads in (做好以下工作：1.…2.…), or nothing."""
    path = sentence.passage.heading
    below = children(headings_of(passages), path)
    last = next(iter(body_of(passages, path)[::-1]), None)
    if (
        not opens_list(sentence.text)
        or len(below) < 2
        or last is None
        or last.start != sentence.start
    ):
        return ()
    return (sentence, *(heading.line for heading in below[:_MOST_LINES]))


def _leading(heading: Heading, passages: Sequence[Passage]) -> Span:
    depth = len(heading.path)
    below = [passage for passage in passages if passage.heading[:depth] == heading.path]
    opening = sentences_of(below)[:_OPENING]
    if not opening:
        return heading.line
    # Some sections open with a sentence as long as a page; the next one then says more in less.
    first = next((span for span in opening if len(span.text) <= _LONG_CHARS), opening[0])
    lead = f"{heading.path[-1]}："
    # A figure in a heading is not held by the quote under it.
    held = not asserted_figures(lead)
    return Span(first.passage, first.start, first.end, lead if held else "")
