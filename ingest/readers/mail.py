"""Read .eml: the subject as title, the date, and the text; addresses and other headers are not read.

Where the text is there twice, as plain text and as a page, the plain one is read, unless the page lays
out a table: in plain text its figures stand without their columns. What is attached is given as files of
their own by `ingest.archives`.
"""

from collections.abc import Sequence
from datetime import datetime
from email.message import Message
from pathlib import Path

from ingest.archives.mail_parts import (
    content_bytes,
    header_text,
    is_attached,
    is_text,
    leaves_of,
    no_mail,
    parts_of,
)
from ingest.archives.mails import UNREAD_HEADER, mail_at, mail_date
from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers.contents import content_of
from ingest.readers.encoding import decode
from ingest.readers.web import web_document

# Their text is plain ASCII to look at, so that only what the mail states tells what it is.
_SHIFTED = ("hz-gb-2312", "hz", "iso-2022-cn", "iso-2022-jp", "utf-7")


def read_mail(path: Path, source_name: str) -> RawDocument:
    """Read an .eml file; raises `UnreadableDocument` when it is no mail, `EmptyDocument` without text."""
    found = content_of(path)
    if found is not None:
        raise UnreadableDocument(
            f"《{source_name}》不是邮件，内容是{found[0]}。请把扩展名改成 {found[1]} 再试。",
            f"{source_name} is not a mail. Rename it to {found[1]} and try again.",
        )
    message = mail_at(path, source_name)
    try:
        blocks, notices = _text_of(message, source_name)
    except RecursionError as error:
        raise no_mail(source_name) from error
    if not blocks:
        raise EmptyDocument(
            f"邮件《{source_name}》没有正文。要读附件，请直接导入这个邮件文件，或把附件另存出来。",
            f"The mail {source_name} holds no text.",
        )
    subject = header_text(message, "Subject")
    head = [Block(subject, "heading", 1)] if subject else []
    if date := mail_date(message):
        sent = datetime.fromisoformat(date)
        # A row is not joined to the lines around it.
        head.append(Block(f"日期：{sent.year}年{sent.month}月{sent.day}日", "table_row"))
    return RawDocument(
        source_name,
        (*head, *blocks),
        subject or None,
        notices=(*notices, *_left_out(message)),
    )


def _left_out(message: Message) -> list[str]:
    told = []
    if names := header_text(message, UNREAD_HEADER):
        told.append(f"邮件里有读不了的内容，没有读入：{names}。")
    if attached := sum(map(is_attached, leaves_of(message))):
        told.append(f"邮件有 {attached} 个附件，没有随正文读入；请把附件另存出来导入。")
    return told


def _text_of(part: Message, source_name: str) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks of a part and of those in it, and what was not read of them."""
    inside = parts_of(part)
    if not inside:
        return _leaf(part, source_name) if is_text(part) else ([], ())
    read = [_text_of(one, source_name) for one in inside]
    if part.get_content_subtype() == "alternative":
        return _chosen(inside, read)
    return [block for blocks, _ in read for block in blocks], tuple(
        notice for _, notices in read for notice in notices
    )


def _chosen(
    inside: Sequence[Message], read: Sequence[tuple[list[Block], tuple[str, ...]]]
) -> tuple[list[Block], tuple[str, ...]]:
    """One of the forms in which the text is there; the last is the richest."""
    filled = [(part, one) for part, one in zip(inside, read, strict=True) if one[0]]
    if not filled:
        return [], ()
    richest = filled[-1][1]
    if any(block.kind == "table_row" for block in richest[0]):
        return richest
    plain = [one for part, one in filled if part.get_content_type() == "text/plain"]
    return plain[0] if plain else richest


def _leaf(part: Message, source_name: str) -> tuple[list[Block], tuple[str, ...]]:
    raw = content_bytes(part)
    if not raw.strip():
        return [], ()
    stated = part.get_param("charset")
    text = _decoded(raw, source_name, stated.lower() if isinstance(stated, str) else "")
    if part.get_content_subtype() == "html":
        page = web_document(text, source_name)
        return list(page.blocks), page.notices
    lines = (line.strip() for line in text.splitlines())
    return [Block(line) for line in lines if line], ()


def _decoded(raw: bytes, source_name: str, stated: str) -> str:
    if stated in _SHIFTED:
        try:
            return raw.decode("hz" if stated == "hz-gb-2312" else stated)
        except (UnicodeError, LookupError) as error:
            raise no_mail(source_name) from error
    try:
        return decode(raw, source_name, stated or None)
    except UnreadableDocument:
        # No Chinese, as the foot of a mail service may be: here what the mail states is all there is.
        try:
            return raw.decode(stated)
        except (UnicodeError, LookupError):
            pass
        raise
