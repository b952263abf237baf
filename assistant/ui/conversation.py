"""Carry one browser session's conversation: what was said (for follow-ups) and what is shown.

Generators give the states of the page one after another; `assistant.ui.page` puts them into widgets.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.errors import USER_ERRORS
from assistant.models import Answer, Turn
from assistant.ui.seam import PageService
from assistant.ui.sources import sources_html
from assistant.ui.turns import answered_html, failed_html, pending_html

MAX_TURNS = 40
"""Turns kept and shown for a session: bounds the memory that a page left open can take."""

FRAME_S = 0.05
"""Shortest time between two states while text streams in: the eye asks for no more."""

UNFORESEEN = "出了意外，这次没有答成，问题已放回输入框。请再问一次；若仍如此，请联系维护问报的人。"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the server keeps for a page: answered turns, and the HTML of all that is shown."""

    turns: tuple[Turn, ...] = ()
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageState:
    """What the page shows: earlier turns, the present one, and what stands in the input box."""

    conversation: Conversation
    earlier: str
    current: str
    question: str


def ask(service: PageService, question: str, conversation: Conversation) -> Iterator[PageState]:
    """Ask and give the states of the page until the answer stands, or says why there is none.

    A question that could not be answered goes back into the input box, whole.
    """
    earlier = "".join(conversation.shown)
    state = PageState(conversation, earlier, pending_html(question), question="")
    yield state
    try:
        for current, answer in _stream(service, question, conversation.turns):
            if answer is not None:
                turns = (*conversation.turns, Turn(question, answer))
                conversation = replace(conversation, turns=turns[-MAX_TURNS:])
            state = replace(state, current=current)
            if answer is None:
                yield state
    except USER_ERRORS as error:
        state = replace(state, current=failed_html(question, str(error)), question=question)
    except Exception:
        # The page must never show a traceback or an English word; the log keeps the cause.
        log.exception("A question could not be answered")
        state = replace(state, current=failed_html(question, UNFORESEEN), question=question)
    shown = (*conversation.shown, state.current)[-MAX_TURNS:]
    yield replace(state, conversation=replace(conversation, shown=shown))


def _stream(
    service: PageService, question: str, history: tuple[Turn, ...]
) -> Iterator[tuple[str, Answer | None]]:
    text = ""
    shown_at = time.monotonic()
    for event in service.ask_stream(question, history=history):
        if event.answer is not None:
            sources = sources_html(service, event.answer)
            yield answered_html(question, event.answer, sources), event.answer
            return
        text += event.text
        if time.monotonic() - shown_at >= FRAME_S:
            shown_at = time.monotonic()
            yield pending_html(question, text), None
