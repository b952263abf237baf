"""A file that came through the page: its name is a stranger's, and it may be another report's."""

import re
from pathlib import Path

from assistant.errors import AssistantError
from ingest.pipeline import Draft
from ingest.readers import SUPPORTED_SUFFIXES
from vectorstore.library import Library

_LONGEST_BYTES = 240
"""File systems take 255; the rest is for names made from it."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]')


class UploadRefused(AssistantError):
    """An uploaded file cannot be taken as it is."""


def named_upload(path: Path, source_name: str) -> Path:
    """Rename the file to the name its user gave it; raise `UploadRefused` for one that cannot be."""
    name = source_name.strip()
    if not name or name.startswith((".", "~$")) or _UNFIT.search(name):
        raise UploadRefused(
            "文件名里有不能用的字符。请改名后再上传。",
            "The file name has characters that cannot be used: rename the file.",
        )
    if len(name.encode()) > _LONGEST_BYTES:
        raise UploadRefused("文件名太长，请缩短到 80 字以内。", "The file name is too long.")
    if Path(name).suffix.lower() not in SUPPORTED_SUFFIXES:
        suffix = Path(name).suffix or "没有扩展名"
        raise UploadRefused(
            f"不支持的格式（{suffix}）。可以上传 Word、Excel、PPT、PDF、OFD、图片、网页、邮件、txt、md 和 csv。",
            f"Unsupported format ({suffix}): Word, Excel, PowerPoint, PDF, OFD, pictures, web pages, mails, txt, md, csv.",
        )
    named = path.with_name(name)
    return path.rename(named)


def refuse_other_text(library: Library, draft: Draft) -> None:
    """Refuse a file whose name belongs to a report with another text.

    From the command line that is a new version of the same file. Through the page it may as well be
    another district's 年度报告.docx, which would silently take the place of the first.
    """
    existing = library.by_source(draft.source_name)
    if existing is not None and draft.text_hash != existing.text_hash:
        raise UploadRefused(
            f"库里已有同名文件（《{existing.facts.title}》），内容不同。"
            "要更新那篇报告，请用它那一行的“替换”；如果是另一篇报告，请改名后再上传。",
            f"{draft.source_name} is the name of another report's file: use Replace, or rename it.",
        )
