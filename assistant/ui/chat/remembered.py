"""Open a conversation that the browser remembers, checking each answer against the library of today."""

from collections.abc import Sequence

from assistant.seam import Service
from assistant.ui.chat.chips import titles_of
from assistant.ui.chat.conversation import MAX_TURNS, Conversation, Entry, PageState, new_key
from assistant.ui.chat.record import Record
from assistant.ui.chat.turns import answered_html
from assistant.ui.words import Words


def remembered(service: Service, records: Sequence[Record], words: Words) -> PageState:
    """Show the turns again; an answer that the library no longer bears out says so.

    Raises:
        QuestionRejected: a record is not one of an answer.
    """
    entries = []
    for record in records[-MAX_TURNS:]:
        turn = record.turn()
        key = record.own_key or new_key()
        notice = words("turn.changed") if service.recheck(turn.answer) else ""
        titles = titles_of(service, turn.answer)
        html = answered_html(key, turn.question, turn.answer, words, notice=notice, titles=titles)
        entries.append(Entry(key, turn.question, html, turn.answer))
    earlier = "".join(entry.html for entry in entries)
    return PageState(Conversation(tuple(entries)), earlier, "", "")
