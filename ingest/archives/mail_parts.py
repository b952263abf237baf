"""A mail taken apart: its text, what is attached to it, its headers in clear. Within limits, on any bytes."""

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32

from ingest.errors import UnreadableDocument

MAX_LINES = 3_000_000
MAX_PARTS = 500
MAX_NESTED = 100

_EXPECTED = ("subject", "from", "date", "mime-version", "content-type", "received")
_NESTING = re.compile(rb"(?i)content-type:\s*(?:multipart|message)/")
_TEXTS = ("text/plain", "text/html")
_GBK = ("gb2312", "gbk", "gb18030", "gb_2312-80")


def parsed_mail(raw: bytes, source_name: str) -> Message:
    """Parse a mail; raises `UnreadableDocument` for what is none or too much."""
    if raw.count(b"\n") > MAX_LINES or len(_NESTING.findall(raw)) > MAX_NESTED:
        raise too_large(source_name)
    try:
        message = email.message_from_bytes(raw, policy=compat32)
        parts = sum(1 for _ in message.walk())
    except (MessageError, ValueError, LookupError, RecursionError, TypeError) as error:
        raise no_mail(source_name) from error
    if parts > MAX_PARTS:
        raise too_large(source_name)
    if not any(name.lower() in _EXPECTED for name, _ in message.raw_items()):
        raise no_mail(source_name)
    return message


def is_text(part: Message) -> bool:
    """Whether a part is text of the mail itself, plain or as a page."""
    return part.get_content_type() in _TEXTS and not is_attached(part)


def parts_of(message: Message) -> list[Message]:
    """Give the parts inside a part of several; nothing for one that holds something itself."""
    payload = message.get_payload() if message.get_content_maintype() == "multipart" else None
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def leaves_of(message: Message) -> Iterator[Message]:
    """Give the parts that hold something, in order; a mail that is attached is one."""
    inside = parts_of(message)
    if not inside:
        yield message
    for part in inside:
        yield from leaves_of(part)


def is_attached(part: Message) -> bool:
    """Whether a part is a file of its own, and no picture that the text shows."""
    disposition = (part.get_content_disposition() or "").lower()
    if disposition == "attachment" or part.get_content_maintype() == "message":
        return True
    if part.get_content_maintype() == "image":
        return not is_shown_picture(part)
    return bool(file_name(part)) or part.get_content_maintype() not in ("text", "multipart")


def is_shown_picture(part: Message) -> bool:
    """Whether a part is a picture that the text shows in its place."""
    disposition = (part.get_content_disposition() or "").lower()
    if part.get_content_maintype() != "image" or disposition == "attachment":
        return False
    return disposition == "inline" or part["Content-ID"] is not None


def content_bytes(part: Message) -> bytes:
    """Give what a part holds, its transfer encoding taken off."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def header_text(message: Message, name: str) -> str:
    """Give a header on one line, decoded as its writer meant it; "" where there is none."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return _decoded(str(raw))


def file_name(part: Message) -> str:
    """Give the name of an attached file, "" where it has none."""
    for name in ("Content-Disposition", "Content-Type"):
        raw = next((str(v) for k, v in part.raw_items() if k.lower() == name.lower()), "")
        if any("\udc80" <= char <= "\udcff" for char in raw):
            # Eight-bit names as they are, which the library would replace by question marks.
            part.replace_header(name, _decoded(raw))
    try:
        return _decoded(part.get_filename("") or "")
    except (MessageError, ValueError, LookupError, TypeError):
        return ""


def _decoded(raw: str) -> str:
    """A header's words in clear: encoded words, or bytes as they are in UTF-8 or GBK."""
    try:
        pieces = decode_header(_clear(raw.encode("utf-8", "surrogateescape")))
    except (MessageError, ValueError):
        pieces = [(raw, None)]
    words = []
    for text, charset in pieces:
        if isinstance(text, str):
            words.append(text)
        else:
            words.append(_clear(text, (charset or "").lower()))
    # What stands for no character cannot be written again.
    return " ".join("".join(words).encode("utf-8", "replace").decode("utf-8").split())


def _clear(raw: bytes, charset: str = "") -> str:
    for encoding in ("gb18030",) if charset in _GBK else (charset or "utf-8", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def no_mail(source_name: str) -> UnreadableDocument:
    """Give the error for a file that is no mail."""
    return UnreadableDocument(
        f"《{source_name}》不是邮件（.eml）文件，或已损坏。请在邮箱里重新导出后再试。",
        f"{source_name} is no mail (.eml) or damaged. Export it again.",
    )


def too_large(source_name: str) -> UnreadableDocument:
    """Give the error for a mail with too much in it."""
    return UnreadableDocument(
        f"《{source_name}》过大或层层嵌套，没有读入。请把要用的附件另存出来再导入。",
        f"{source_name} is too large or nested too deeply. Save its attachments and ingest them.",
    )
