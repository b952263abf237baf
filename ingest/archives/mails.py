"""A mail as it is kept, and what is attached to it as files of their own.

Kept of a mail are its subject, its date and its text: neither addresses nor any other header, so that
none is in what is stored. What is attached is written beside it and goes the way of any file. A mail
that is attached is kept in the same way. What the text only shows (a picture of a signature) stays out.
"""

import hashlib
import re
import shutil
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import format_datetime, parsedate_to_datetime
from itertools import count
from pathlib import Path, PurePosixPath

from ingest.archives.mail_parts import (
    content_bytes,
    file_name,
    header_text,
    is_attached,
    is_shown_picture,
    is_text,
    leaves_of,
    parsed_mail,
    parts_of,
    too_large,
)
from ingest.archives.zips import MAX_NAME_BYTES, shortened
from ingest.errors import UnreadableDocument

MAIL_SUFFIX = ".eml"
UNREAD_HEADER = "X-Wenbao-Unread"
"""What was attached or shown and cannot be read, in a mail as it is kept."""

MAX_MAIL_BYTES = 100_000_000
_MAX_DEPTH = 4

_KEPT = b"X-Wenbao-Kept: 1\n"
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]')
_BLANK = re.compile(rb"(?:\s|\xc2\xa0|&nbsp;)*")


def is_as_sent(path: Path) -> bool:
    """Whether a file is a mail as it came, which `ingest.archives.unpacked` gives as what is in it."""
    if path.suffix.lower() != MAIL_SUFFIX:
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_KEPT)) != _KEPT
    except OSError:
        return True


def open_mail(path: Path, folder: Path) -> None:
    """Write a mail as it is kept into a folder, and what is attached into one of the mail's name in it.

    Raises `UnreadableDocument` for what is no mail or too much.
    """
    _write(mail_at(path, path.name), path.name, path, folder, 0)


def mail_at(path: Path, source_name: str) -> Message:
    """Parse the mail in a file; raises `UnreadableDocument` for what is no mail or too much."""
    if path.stat().st_size > MAX_MAIL_BYTES:
        raise too_large(source_name)
    return parsed_mail(path.read_bytes(), source_name)


def mail_date(message: Message) -> str:
    """Give the date of a mail as ISO 8601 has it, "" where it states none that can be one."""
    try:
        return parsedate_to_datetime(header_text(message, "Date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _write(message: Message, name: str, source: Path, folder: Path, depth: int) -> None:
    written, unread = _write_attached(message, source, folder / PurePosixPath(name).stem, depth)
    shown = [part for part in leaves_of(message) if is_shown_picture(part)]
    if shown:
        unread.append(f"正文里的图片 {len(shown)} 张")
    if not written or not _is_blank(message):
        kept = folder / name
        kept.write_bytes(_as_kept(message, unread))
        shutil.copymode(source, kept)


def _write_attached(
    message: Message, source: Path, beside: Path, depth: int
) -> tuple[int, list[str]]:
    """Write what is attached into the folder `beside`: how many files, and the names of what is not read."""
    written = 0
    unread: list[str] = []
    attached = [part for part in leaves_of(message) if is_attached(part)]
    for number, part in enumerate(attached, start=1):
        inner = _inner_mail(part)
        given = _given_name(part, inner, number)
        if (inner is not None and depth >= _MAX_DEPTH) or given.lower().endswith(".toml"):
            # A .toml beside a report would be taken for what its keeper states of it.
            unread.append(given)
            continue
        beside.mkdir(parents=True, exist_ok=True)
        target = _free(beside / given)
        if inner is not None:
            _write(inner, target.name, source, beside, depth + 1)
        else:
            target.write_bytes(content_bytes(part))
            shutil.copymode(source, target)
        written += 1
    return written, unread


def _given_name(part: Message, inner: Message | None, number: int) -> str:
    """The name for a file that is attached: its own, that of the mail in it, else its number."""
    given = _fit_name(file_name(part) or (inner and header_text(inner, "subject")) or "")
    if inner is not None and not given.lower().endswith(MAIL_SUFFIX):
        return f"{given or f'邮件{number}'}{MAIL_SUFFIX}"
    return given or f"附件{number}"


def _inner_mail(part: Message) -> Message | None:
    """The mail that is attached, whichever way; None for another file."""
    if part.get_content_type() == "message/rfc822":
        payload = part.get_payload()
        first = payload[0] if isinstance(payload, list) and payload else None
        return first if isinstance(first, Message) else None
    if not file_name(part).lower().endswith(MAIL_SUFFIX):
        return None
    try:
        return parsed_mail(content_bytes(part), "")
    except UnreadableDocument:
        return Message()


def _as_kept(message: Message, unread: list[str]) -> bytes:
    """The mail with its subject, its date and its text; the same bytes each time."""
    texts = [content_bytes(part) for part in leaves_of(message) if is_text(part)]
    # An underscore is in no base64 text, so the boundary is in none of the parts.
    boundary = f"wenbao_{hashlib.sha256(b''.join(texts)).hexdigest()[:32]}"
    numbers = count()

    def copied(part: Message) -> Message | None:
        inside = [one for one in map(copied, parts_of(part)) if one is not None]
        if not inside:
            return _text_copied(part) if is_text(part) else None
        subtype = part.get_content_subtype()
        holder = MIMEMultipart(
            "alternative" if subtype == "alternative" else "mixed",
            boundary=f"{boundary}_{next(numbers)}",
        )
        for one in inside:
            holder.attach(one)
        return holder

    kept = MIMEMultipart("mixed", boundary=f"{boundary}_all")
    if subject := header_text(message, "Subject"):
        kept["Subject"] = Header(subject, "utf-8", header_name="Subject").encode()
    if mail_date(message):
        kept["Date"] = format_datetime(parsedate_to_datetime(header_text(message, "Date")))
    if unread:
        kept[UNREAD_HEADER] = Header("、".join(unread), "utf-8").encode()
    if (whole := copied(message)) is not None:
        kept.attach(whole)
    return _KEPT + kept.as_bytes()


def _text_copied(part: Message) -> MIMEBase:
    """A text part with its bytes as they are and no header but what says how to read them."""
    copy = MIMEBase("text", part.get_content_subtype())
    charset = part.get_param("charset")
    if isinstance(charset, str) and charset.isascii() and len(charset) < 40:
        copy.set_param("charset", charset)
    copy.set_payload(content_bytes(part))
    encode_base64(copy)
    return copy


def _is_blank(message: Message) -> bool:
    for part in leaves_of(message):
        if is_text(part):
            text = content_bytes(part)
            if part.get_content_subtype() == "html":
                text = re.sub(rb"<[^>]*>", b"", text)
            if not _BLANK.fullmatch(text):
                return False
    return True


def _fit_name(name: str) -> str:
    """A name that a file can have: no folders, and short enough with its suffix kept."""
    fit = _UNFIT.sub("_", PurePosixPath(name.replace("\\", "/")).name).strip().lstrip(".~$ ")
    return shortened(fit, MAX_NAME_BYTES)


def _free(target: Path) -> Path:
    number = 2
    free = target
    while free.exists() or (free.suffix.lower() == MAIL_SUFFIX and free.with_suffix("").exists()):
        free = target.with_name(f"{target.stem}（{number}）{target.suffix}")
        number += 1
    return free
