"""HTML of the conversation: the question, the answer as it comes and as it stands, what can be done with it."""

from collections.abc import Sequence
from html import escape

from assistant.export import FORMATS
from assistant.models import Answer, Citation
from assistant.render import citation_label
from assistant.ui.chat.answers import answer_html, badge_html, streamed_html, unplaced_parts
from assistant.ui.chat.chips import chips_html
from assistant.ui.words import Words
from assistant.wording import AI_LABEL

ECHO_CHARS = 160
"""A refused question may be very long; its head is enough to recognise it by."""

WRONG_REASONS = ("figure", "scope", "off", "source", "other")
"""What can be wrong with an answer; the words are in `words/*.toml`."""


def question_html(question: str, words: Words) -> str:
    """Show what the user asked."""
    shown = question if len(question) <= ECHO_CHARS else question[:ECHO_CHARS] + "……"
    asked = words("turn.asked")
    return (
        f'<div class="wb-question"><h2 class="wb-hidden">{asked}</h2><p>{escape(shown)}</p></div>'
    )


def pending_html(question: str, words: Words, text: str = "") -> str:
    """Show a turn whose answer is on its way.

    Its head has the height of the finished one, so that nothing moves when the answer is complete.
    """
    return _turn(
        question,
        words,
        f'<div class="wb-status"><p class="wb-pending" role="status">{words("turn.pending")}</p></div>',
        f'<div class="wb-text">{streamed_html(text)}</div>',
    )


def answered_html(
    key: str,
    question: str,
    answer: Answer,
    words: Words,
    *,
    following: Sequence[str] = (),
    record: str = "",
    notice: str = "",
) -> str:
    """Show a finished turn; `following` are questions to ask next, `record` what the browser keeps.

    `notice` is a sentence on the answer as a whole: that its reports have changed since.
    """
    head = (
        f'<div class="wb-status">{badge_html(answer.status, words)}'
        + (f'<span class="wb-badge">{AI_LABEL}</span>' if answer.mode == "llm" else "")
        + chips_html(answer.scope, words)
        + "</div>"
    )
    parts = "".join(
        f"<li>{badge_html(part.status, words)}{escape(part.question)}</li>"
        for part in unplaced_parts(answer)
    )
    notes = []
    standalone = answer.standalone_question.strip()
    if standalone and standalone != question.strip():
        notes.append(words("turn.looked_up", question=standalone))
    notes += answer.notices
    blocks = [
        f'<p class="wb-warning" role="status">{escape(notice)}</p>' if notice else "",
        f'<div class="wb-text">{answer_html(answer, words)}</div>',
        f'<ul class="wb-parts">{parts}</ul>' if parts else "",
        *(f'<p class="wb-note">{escape(note)}</p>' for note in notes),
        _checked_html(answer, words),
        _citations_html(answer.citations, words),
        _actions_html(words),
        _following_html(following, words),
        record,
    ]
    return _turn(question, words, head, "".join(blocks), state="done", key=key)


def failed_html(question: str, sentence: str, words: Words) -> str:
    """Show a turn that came to nothing, with the sentence that says why and what to do."""
    head = f'<div class="wb-status">{badge_html("failed", words)}</div>'
    body = f'<div class="wb-text" role="alert"><p>{escape(sentence)}</p></div>'
    return _turn(question, words, head, body + _retry_html(words), state="failed")


def stopped_html(question: str, words: Words) -> str:
    """Show a turn that its user stopped; half an answer could mislead, so none of it is kept."""
    head = f'<div class="wb-status">{badge_html("stopped", words)}</div>'
    body = f'<div class="wb-text"><p>{words("turn.stopped")}</p></div>'
    return _turn(question, words, head, body + _retry_html(words), state="stopped")


def error_html(sentence: str) -> str:
    """Show a sentence where a part of the page could not be filled."""
    return f'<p class="wb-error" role="alert">{escape(sentence)}</p>'


def _turn(
    question: str, words: Words, head: str, body: str, state: str = "pending", key: str = ""
) -> str:
    busy = ' aria-busy="true"' if state == "pending" else ""
    return (
        f'<section class="wb-turn" data-state="{state}" data-turn="{key}"{busy}>'
        f"{question_html(question, words)}"
        f'<div class="wb-answer">{head}{body}</div></section>'
    )


def _checked_html(answer: Answer, words: Words) -> str:
    """Say that the figures were checked, and how many; without figures there is nothing to say."""
    count = len([figure for figure in answer.figures if not figure.refuted])
    if not count:
        return ""
    sentence = words("turn.checked", count=count)
    if answer.computed:
        sentence += words("turn.checked_computed", count=len(answer.computed))
    return f'<p class="wb-checked">{sentence}</p>'


def _citations_html(citations: Sequence[Citation], words: Words) -> str:
    if not citations:
        return ""
    copy = words("turn.copy_citation")
    items = "".join(
        f'<li value="{c.n}"><span>{escape(citation_label(c))}</span> '
        f'<button type="button" class="wb-link" data-do="copy-citation" '
        f'data-label="{escape(citation_label(c), quote=True)}" '
        f'aria-label="{copy} [{c.n}]">{copy}</button></li>'
        for c in citations
    )
    summary = words("turn.cited", count=len(citations))
    return f'<details class="wb-cited-list"><summary>{summary}</summary><ol>{items}</ol></details>'


def _actions_html(words: Words) -> str:
    """What can be done with an answer; the page's script does it."""
    plain = "".join(
        f'<button type="button" class="wb-action" data-do="{do}">{words(f"action.{do}")}</button>'
        for do in ("copy", "edit", "again")
    )
    exports = "".join(
        f'<li><button type="button" data-do="export" data-kind="{kind}">'
        f"{escape(written.names[words.language])}</button></li>"
        for kind, written in FORMATS.items()
    )
    return (
        f'<div class="wb-actions" role="group" aria-label="{words("action.group")}">{plain}'
        f'<details class="wb-menu"><summary class="wb-action">{words("action.export")}</summary>'
        f"<ul>{exports}</ul></details>"
        f'<span class="wb-verdict"><button type="button" class="wb-action" data-do="useful">'
        f'{words("action.useful")}</button><button type="button" class="wb-action" data-do="wrong" '
        f'aria-expanded="false">{words("action.wrong")}</button></span></div>'
    )


def _retry_html(words: Words) -> str:
    return (
        f'<div class="wb-actions" role="group" aria-label="{words("action.group")}">'
        f'<button type="button" class="wb-action" data-do="retry">{words("action.retry")}</button>'
        "</div>"
    )


def _following_html(questions: Sequence[str], words: Words) -> str:
    if not questions:
        return ""
    items = "".join(
        f'<li><button type="button" class="wb-example" data-ask="{escape(question, quote=True)}">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<section class="wb-next"><h3>{words("turn.next")}</h3><ul>{items}</ul></section>'
