"""Remarks that say what is not wanted: 目标值不要, 别把2023年的目标值算进去."""

import re

from assistant.scope.senses import ASKED
from assistant.vocabulary.indicators import words

Span = tuple[int, int]

_CLAUSES = re.compile(r"[^，,。！!？?；;（()）]+")


def ruled_out(question: str) -> list[Span]:
    """Give the clauses of a question that rule something out and ask for nothing."""
    out = words("rules_out")
    return [
        match.span()
        for match in _CLAUSES.finditer(question)
        if any(one in match[0] for one in out) and not ASKED.search(match[0])
    ]


def without_ruled_out(question: str) -> str:
    """Leave those clauses out."""
    for start, end in reversed(ruled_out(question)):
        question = question[:start] + question[end:]
    return question
