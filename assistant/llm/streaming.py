"""A model's words as they come, under deadlines: nothing hangs, and an end is always said.

The stream is read on a thread of its own, since a blocked read cannot be interrupted; one that is
given up ends with its connection, and its words go nowhere.
"""

import contextvars
import queue
import re
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.llm.errors import ModelError, ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

# A sentence with its mark is whole at once; one without waits for what comes, which may be its mark.
_SENTENCE_END = re.compile(
    r"[。！？!?][”’」』）)]*(?:(?:\s*\[\d{1,3}\])+(?=\s*[^\[\s]|\s*$)|(?=[^\[\s\d”’」』）)]|\s+[^\[\s]))|\n+"
)
_RUNAWAY_CHARS = 4000


def pieces(
    chat: "BaseChatModel",
    messages: Sequence[tuple[str, str]],
    first_word_s: float,
    total_s: float,
    config: "RunnableConfig | None" = None,
) -> Iterator[str]:
    """Give the model's text in the pieces in which it comes; the callbacks of `config` hear it.

    Raises:
        ModelFailed: no word in `first_word_s`, no end in `total_s`, an error or nothing at all.
    """
    came: queue.Queue[str | Exception | None] = queue.Queue()
    stopped = threading.Event()

    def read() -> None:
        try:
            ended = ""
            for chunk in chat.stream(list(messages), config):
                if stopped.is_set():
                    return
                if text := _text(chunk.content):
                    came.put(text)
                ended = chunk.response_metadata.get("finish_reason") or ended
            if ended == "stop":
                # An end that the model meant: its last words are whole.
                came.put("\n")
            came.put(None if ended else ModelFailed("与语言模型的连接断了"))
        except Exception as error:  # whatever a client raises is said to the user, none is lost
            came.put(error)

    # What the caller keeps in context variables (a trace, a request) is the model's as well.
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(read,), daemon=True, name="wenbao-model").start()
    began = time.monotonic()
    length = 0
    try:
        while True:
            limit = total_s if length else min(first_word_s, total_s)
            left = began + limit - time.monotonic()
            try:
                piece = came.get(timeout=max(left, 0.001))
            except queue.Empty:
                late = "超过了时限还没写完" if length else f"{first_word_s:g} 秒没有回应"
                raise ModelFailed(f"语言模型{late}") from None
            if piece is None:
                break
            if isinstance(piece, Exception):
                raise ModelFailed(reason(piece)) from piece
            length += len(piece.strip())
            if length > _RUNAWAY_CHARS:
                raise ModelFailed("语言模型写个不停")
            yield piece
    finally:
        stopped.set()
    if not length:
        raise ModelFailed("语言模型没有写出内容")


def sentences(text_pieces: Iterator[str]) -> Iterator[str]:
    """Give whole sentences with their marks, each as soon as the next one begins.

    Words that break off without an end are no sentence.
    """
    held = ""
    for piece in text_pieces:
        held += piece
        while match := _SENTENCE_END.search(held):
            yield held[: match.end()]
            held = held[match.end() :]


def reason(error: Exception) -> str:
    """Say in the user's words why a model did not answer."""
    if isinstance(error, ModelError):
        return str(error)
    if isinstance(error, ValueError) and "No generation" in str(error):
        return "语言模型没有写出内容"
    status = getattr(error, "status_code", None)
    if status == 429:
        return "语言模型接口限流（429）"
    if status in (401, 403):
        return "语言模型接口不接受密钥"
    if isinstance(status, int):
        return f"语言模型接口出错（{status}）"
    name = type(error).__name__
    if "Timeout" in name:
        return "语言模型没有及时回应"
    if "Connect" in name or "Protocol" in name or "Read" in name:
        return "与语言模型的连接断了"
    return f"语言模型的回应读不懂（{name}）"


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return ""
