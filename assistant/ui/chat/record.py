"""The record of a turn: what the browser remembers, exports and sends back, as JSON of the answer contract."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import QuestionRejected
from assistant.models import Answer, Turn
from assistant.render import answer_text
from assistant.templates import render_html
from assistant.wire import answer_from_json

if TYPE_CHECKING:
    from markupsafe import Markup

MAX_RECORDS = 200
_KEY = re.compile(r"[0-9a-f]{16}")


class Record(BaseModel):
    """One turn as the browser gives it back."""

    model_config = ConfigDict(extra="ignore")

    key: str = Field("", max_length=64)
    question: str = Field(max_length=100_000)
    answer: dict[str, Any]

    def turn(self) -> Turn:
        """Read the turn; `QuestionRejected` where the answer is none of ours."""
        try:
            return Turn(self.question, answer_from_json(self.answer))
        except (KeyError, TypeError, ValueError) as error:
            raise _damaged() from error

    @property
    def own_key(self) -> str:
        """The key, if it is one that this page could have drawn."""
        return self.key if _KEY.fullmatch(self.key) else ""


def _damaged() -> QuestionRejected:
    return QuestionRejected(
        "这段对话记录不完整，打不开。请重新提问。",
        "This conversation's record is damaged. Please ask again.",
    )


def read_records(plain: Any) -> tuple[Record, ...]:
    """Read records from the browser's JSON; `QuestionRejected` with a sentence for the user."""
    try:
        if not isinstance(plain, Sequence) or len(plain) > MAX_RECORDS:
            raise ValueError
        return tuple(Record.model_validate(one) for one in plain)
    except (ValidationError, ValueError) as error:
        raise _damaged() from error


def record_html(key: str, question: str, answer: Answer) -> "Markup":
    """Carry the record in the turn, out of sight; `copy` is the text that goes to the clipboard."""
    record = {
        "key": key,
        "question": question,
        "answer": answer.to_json(),
        "copy": answer_text(answer),
    }
    return render_html("chat/turns.html", "record", record)
