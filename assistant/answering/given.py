"""What a LangChain user gives the chain, a string or a mapping, to an `Ask`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant.models import Answer, Turn
from assistant.question.planning import Ask

Given = str | Mapping[str, Any] | Ask
_KEYS = ("question", "history", "scope", "mode")


def as_ask(given: Given, today: date) -> Ask:
    """Give the question asked `today`, with its history and scope where there are any.

    A mapping has `question` and may have `history` (turns, or pairs of a question and its
    `Answer`), `scope` (a `Scope`) and `mode` ("extractive", "llm").

    Raises:
        ValueError: a key is missing or not one of these. TypeError: a turn is neither of the two.
    """
    if isinstance(given, Ask):
        return given
    if isinstance(given, str):
        return Ask(given, today=today)
    if "question" not in given or not set(given) <= set(_KEYS):
        raise ValueError(f"the input is a question or a mapping of {_KEYS}, not of {tuple(given)}")
    history = tuple(_turn(one) for one in given.get("history") or ())
    return Ask(given["question"], history, given.get("scope"), today, given.get("mode"))


def _turn(given: Turn | Sequence[Any]) -> Turn:
    if isinstance(given, Turn):
        return given
    question, answer = given
    if not isinstance(answer, Answer):
        raise TypeError("a turn of the history is a Turn, or a question with its Answer")
    return Turn(question, answer)
