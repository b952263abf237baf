"""Carry one browser session's conversation: what was said (for follow-ups) and what is shown.

Generators give the states of the page one after another; `assistant.ui.page` puts them into widgets.
A question asked again, with another scope say, is a new turn that knows what was said before the
one it repeats: nothing that stood on the page is lost.
"""

import logging
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.errors import USER_ERRORS
from assistant.models import Answer, Scope, Turn
from assistant.seam import Service
from assistant.ui.chat.chips import titles_of
from assistant.ui.chat.record import record_html
from assistant.ui.chat.turns import answered_html, failed_html, pending_html, stopped_html
from assistant.ui.words import Words

MAX_TURNS = 40
"""Turns kept and shown for a session: bounds the memory that a page left open can take."""

FRAME_S = 0.05
"""Shortest time between two states while text streams in: the eye asks for no more."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `scope` where the user chose one, `again` the key of the turn it repeats."""

    text: str
    scope: Scope | None = None
    again: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn as it is shown; `answer` is None where it came to nothing."""

    key: str
    question: str
    html: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the server keeps for a page: the turns, and the one whose answer is still coming."""

    entries: tuple[Entry, ...] = ()
    pending: Entry | None = None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The answered turns, what a follow-up refers to."""
        return _turns(self.entries)

    def before(self, key: str) -> tuple[Turn, ...]:
        """The answered turns before the one of this key; all of them where there is none."""
        at = next((n for n, entry in enumerate(self.entries) if entry.key == key), None)
        return _turns(self.entries[:at])

    def without_failure_of(self, question: str) -> "Conversation":
        """Drop a last turn that came to nothing and whose question is now asked again."""
        if self.entries and self.entries[-1].answer is None:
            last = self.entries[-1]
            if last.question == question:
                return replace(self, entries=self.entries[:-1])
        return self


def _turns(entries: tuple[Entry, ...]) -> tuple[Turn, ...]:
    return tuple(Turn(e.question, e.answer) for e in entries if e.answer is not None)


@dataclass(frozen=True, slots=True)
class PageState:
    """What the page shows: earlier turns, the present one, the input box; None: as it is.

    What a reader types while an answer comes stays in the box.
    """

    conversation: Conversation
    earlier: str | None
    current: str
    question: str | None


def ask(
    service: Service, asked: Question, conversation: Conversation, words: Words
) -> Iterator[PageState]:
    """Ask and give the states of the page until the answer stands, or says why there is none.

    A question that could not be answered goes back into the input box, whole.
    """
    history = conversation.before(asked.again)
    conversation = conversation.without_failure_of(asked.text)
    earlier = "".join(entry.html for entry in conversation.entries)
    entry = Entry(new_key(), asked.text, pending_html(asked.text, words))
    yield PageState(replace(conversation, pending=entry), earlier, entry.html, "")
    try:
        for shown, answer in _stream(service, asked, history, entry, words):
            if answer is None:
                yield PageState(replace(conversation, pending=shown), None, shown.html, None)
            else:
                yield _finished(service, conversation, shown, answer, words)
    except USER_ERRORS as error:
        yield _failed(conversation, entry, user_sentence(error, words), words)
    except Exception:
        # The page must never show a traceback or an English word; the log keeps the cause.
        log.exception("A question could not be answered")
        yield _failed(conversation, entry, words("turn.unforeseen"), words)


def stop(conversation: Conversation, words: Words) -> PageState:
    """Give the state of the page after its user stopped the answer that was coming."""
    entry = conversation.pending
    if entry is None:
        return PageState(conversation, None, "", None)
    html = stopped_html(entry.question, words)
    return _closed(conversation, replace(entry, html=html), html, entry.question)


def user_sentence(error: Exception, words: Words) -> str:
    """Give the sentence of an error in the language of the interface."""
    english = getattr(error, "english", "")
    return english if words.language == "en" and english else str(error)


def new_key() -> str:
    """Draw a key for a turn; the browser keeps what it remembers of the turn under it."""
    return secrets.token_hex(8)


def _stream(
    service: Service, asked: Question, history: tuple[Turn, ...], entry: Entry, words: Words
) -> Iterator[tuple[Entry, Answer | None]]:
    text = ""
    shown_at = time.monotonic() - FRAME_S
    for event in service.ask_stream(asked.text, history=history, scope=asked.scope):
        if event.answer is not None:
            yield entry, event.answer
            return
        text += event.text
        if time.monotonic() - shown_at >= FRAME_S:
            shown_at = time.monotonic()
            yield replace(entry, html=pending_html(asked.text, words, text)), None


def _finished(
    service: Service, conversation: Conversation, entry: Entry, answer: Answer, words: Words
) -> PageState:
    titles = titles_of(service, answer)
    plain = answered_html(entry.key, entry.question, answer, words, titles=titles)
    full = answered_html(
        entry.key,
        entry.question,
        answer,
        words,
        following=service.next_questions(answer),
        record=record_html(entry.key, entry.question, answer),
        titles=titles,
    )
    return _closed(conversation, replace(entry, html=plain, answer=answer), full, None)


def _failed(conversation: Conversation, entry: Entry, sentence: str, words: Words) -> PageState:
    html = failed_html(entry.question, sentence, words)
    return _closed(conversation, replace(entry, html=html), html, entry.question)


def _closed(
    conversation: Conversation, entry: Entry, shown: str, question: str | None
) -> PageState:
    entries = (*conversation.entries, entry)[-MAX_TURNS:]
    return PageState(Conversation(entries), None, shown, question)
