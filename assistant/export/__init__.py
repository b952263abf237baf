"""Answers as documents that leave the page: Word with footnotes, Markdown, a page made for printing.

Pure: turns in, bytes out. Each [n] leads to its note: 《标题》，章节路径，年份：“引文”. A format is a module
of this folder with a function `conversation(title, turns, made, closing)` that gives the document as
bytes or as text, and a row of `FORMATS`; the page's menu and the route follow from the table.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module

from assistant.grounding.violations import Violation
from assistant.models import Answer, Turn
from assistant.wording import CHANGED, COLOPHON


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of document: its module here, its media type, its name on the page by language."""

    module: str
    media_type: str
    names: Mapping[str, str]


FORMATS: dict[str, Format] = {
    "docx": Format(
        "word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        {"zh": "Word 文档（带脚注）", "en": "Word, with footnotes"},
    ),
    "md": Format("markdown", "text/markdown; charset=utf-8", {"zh": "Markdown", "en": "Markdown"}),
    "html": Format(
        "printed",
        "text/html; charset=utf-8",
        {"zh": "打印版网页", "en": "Page for printing"},
    ),
}
"""The formats by the suffix of their files, in the order of the page's menu."""

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
    kind: str,
    title: str,
    turns: Sequence[Turn],
    made: date,
    recheck: Callable[[Answer], Sequence[Violation]],
) -> Document:
    """Make a document of these turns; an answer that no longer holds carries a notice that says so.

    `kind` is a key of `FORMATS`.
    """
    told = [(turn, bool(recheck(turn.answer))) for turn in turns]
    shown = [_noticed(turn) if changed else turn for turn, changed in told]
    closing = "" if any(changed for _, changed in told) else COLOPHON
    written = FORMATS[kind]
    made_by = import_module(f"{__name__}.{written.module}")
    content: bytes | str = made_by.conversation(title, shown, made, closing)
    plain = content if isinstance(content, bytes) else _plain(content)
    return Document(plain, file_name(title, kind), written.media_type)


def file_name(title: str, suffix: str) -> str:
    """Give a name that every file system takes: 问报-<title>.<suffix>."""
    plain = _UNFIT.sub(" ", title).strip(" .？?。！!")[:_LONGEST_NAME].strip(" .")
    return f"问报-{plain or '回答'}.{suffix}"


def _plain(text: str) -> bytes:
    """Drop what no reader sees: control characters, and halves of characters, which UTF-8 cannot hold."""
    return _UNSEEN.sub("", text).encode()


def _noticed(turn: Turn) -> Turn:
    return replace(turn, answer=replace(turn.answer, notices=(*turn.answer.notices, CHANGED)))
