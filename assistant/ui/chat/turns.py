"""The conversation: the question, the answer as it comes and as it stands, what can be done with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.export import FORMATS
from assistant.models import Answer
from assistant.render import citation_label
from assistant.templates import render_html
from assistant.ui.chat.answers import answer_html, text_lines, unplaced_parts
from assistant.ui.chat.chips import chips_html
from assistant.ui.words import Words
from assistant.wording import AI_LABEL

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATE = "chat/turns.html"

ECHO_CHARS = 160
"""A refused question may be very long; its head is enough to recognise it by."""

WRONG_REASONS = ("figure", "scope", "off", "source", "other")
"""What can be wrong with an answer; the words are in `words/*.toml`."""


def pending_html(question: str, words: Words, text: str = "") -> "Markup":
    """Show a turn whose answer is on its way.

    Its citations have not come yet: marks stay plain text.
    """
    return render_html(_TEMPLATE, "pending", _echo(question), text_lines(text), words)


def answered_html(
    key: str,
    question: str,
    answer: Answer,
    words: Words,
    *,
    following: Sequence[str] = (),
    record: str = "",
    notice: str = "",
    titles: Sequence[str] = (),
) -> "Markup":
    """Show a finished turn; `following` are questions to ask next, `record` what the browser keeps.

    `notice` is a sentence on the answer as a whole: that its reports have changed since; `titles`
    are those of the reports that it is limited to.
    """
    notes = []
    standalone = answer.standalone_question.strip()
    if standalone and standalone != question.strip():
        notes.append(words("turn.looked_up", question=standalone))
    notes += answer.notices
    return render_html(
        _TEMPLATE,
        "answered",
        _echo(question),
        answer,
        words,
        key=key,
        text=answer_html(answer, words),
        scope=chips_html(answer.scope, words, titles),
        parts=unplaced_parts(answer),
        notes=notes,
        checked=_checked(answer, words),
        cited=[(citation.n, citation_label(citation)) for citation in answer.citations],
        near=[(" ".join(one.quote.split()), citation_label(one)) for one in answer.nearest],
        following=following,
        record=record,
        notice=notice,
        ai_label=AI_LABEL,
        formats=[(kind, one.names[words.language]) for kind, one in FORMATS.items()],
    )


def failed_html(question: str, sentence: str, words: Words) -> "Markup":
    """Show a turn that came to nothing, with the sentence that says why and what to do."""
    return render_html(_TEMPLATE, "failed", _echo(question), sentence, words)


def stopped_html(question: str, words: Words) -> "Markup":
    """Show a turn that its user stopped; half an answer could mislead, so none of it is kept."""
    return render_html(_TEMPLATE, "stopped", _echo(question), words)


def error_html(sentence: str) -> "Markup":
    """Show a sentence where a part of the page could not be filled."""
    return render_html(_TEMPLATE, "error", sentence)


def _echo(question: str) -> str:
    return question if len(question) <= ECHO_CHARS else question[:ECHO_CHARS] + "……"


def _checked(answer: Answer, words: Words) -> str:
    """Say that the figures were checked, and how many; without figures there is nothing to say."""
    count = len([figure for figure in answer.figures if not figure.refuted])
    if not count:
        return ""
    sentence = words("turn.checked", count=count)
    if answer.computed:
        sentence += words("turn.checked_computed", count=len(answer.computed))
    return sentence
