"""Remarks that say what is not wanted: 目标值不要, 别把2023年的目标值算进去."""

import re

from assistant.scope.senses import ASKED
from assistant.vocabulary.indicators import words

Span = tuple[int, int]

_ENDS = "了的吧啊哦 "
_CLAUSES = re.compile(r"[^，,。！!？?；;（()）]+")


def ruled_out(question: str) -> list[Span]:
    """Give what a question rules out, of the clauses that ask for nothing.

    It stands behind the word that says so (不含农户), or before one that ends its clause (目标值不要).
    """
    return [span for match in _CLAUSES.finditer(question) if (span := _ruled_out(match))]


def _ruled_out(clause: re.Match[str]) -> Span | None:
    if ASKED.search(clause[0]):
        return None
    found = [(clause[0].find(one), one) for one in words("rules_out") if one in clause[0]]
    if not found:
        return None
    at, word = min(found)
    ends = not clause[0][at + len(word) :].strip(_ENDS)
    return (clause.start() if ends else clause.start() + at, clause.end())


def without_ruled_out(question: str) -> str:
    """Leave that out."""
    for start, end in reversed(ruled_out(question)):
        question = question[:start] + question[end:]
    return question
