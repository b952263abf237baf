"""A conversation as Markdown: each question a heading, each answer with its sources and quotes."""

from collections.abc import Sequence
from datetime import date

from assistant.models import Turn
from assistant.render import answer_markdown, plain_markdown


def conversation(title: str, turns: Sequence[Turn], made: date, closing: str) -> str:
    """Format the turns; nothing in them is read as markup but what is put here."""
    blocks = [f"# {_line(title)}", f"{made.year}年{made.month}月{made.day}日"]
    for turn in turns:
        blocks += [f"## {_line(turn.question)}", answer_markdown(turn.answer).strip()]
    if closing:
        blocks += ["---", closing]
    return "\n\n".join(blocks) + "\n"


def _line(text: str) -> str:
    return plain_markdown(" ".join(text.split()))
