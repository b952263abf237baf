"""Answers as documents that leave the page: Word with footnotes, Markdown, a page made for printing.

Pure: turns in, bytes out. Each [n] leads to its note: 《标题》，章节路径，年份：“引文”.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.grounding.verification import Violation
from assistant.models import Answer, Turn
from assistant.wording import CHANGED, COLOPHON

Kind = Literal["docx", "md", "html"]

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\:*?"<>|]+')
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand out."""

    content: bytes
    file_name: str
    media_type: str


def export_conversation(
    kind: Kind,
    title: str,
    turns: Sequence[Turn],
    made: date,
    recheck: Callable[[Answer], Sequence[Violation]],
) -> Document:
    """Make a document of these turns; an answer that no longer holds carries a notice that says so."""
    told = [(turn, bool(recheck(turn.answer))) for turn in turns]
    shown = [_noticed(turn) if changed else turn for turn, changed in told]
    closing = "" if any(changed for _, changed in told) else COLOPHON
    if kind == "docx":
        from assistant.export.word import conversation_docx

        content = conversation_docx(title, shown, made, closing)
    elif kind == "html":
        from assistant.export.printed import conversation_page

        content = _plain(conversation_page(title, shown, made, closing))
    else:
        from assistant.export.markdown import conversation_markdown

        content = _plain(conversation_markdown(title, shown, made, closing))
    return Document(content, file_name(title, kind), _MEDIA[kind])


def file_name(title: str, suffix: str) -> str:
    """Give a name that every file system takes: 问报-<title>.<suffix>."""
    plain = _UNFIT.sub(" ", title).strip(" .？?。！!")[:_LONGEST_NAME].strip(" .")
    return f"问报-{plain or '回答'}.{suffix}"


def _plain(text: str) -> bytes:
    """Drop what no reader sees: control characters, and halves of characters, which UTF-8 cannot hold."""
    return _UNSEEN.sub("", text).encode()


def _noticed(turn: Turn) -> Turn:
    return replace(turn, answer=replace(turn.answer, notices=(*turn.answer.notices, CHANGED)))
