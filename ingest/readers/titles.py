"""Whether the title in a file's own properties is one: programs put their own names there."""

import re
from collections.abc import Sequence

from ingest.models import Block

_PLACEHOLDER = re.compile(
    r"(?i)microsoft|powerpoint|excel|^word|wps|\.(?:docx?|pdf|wps|xlsx?)$|文档\s*\d*$|新建|无标题|未命名|"
    r"untitled"
)


def stated_title(title: str | None, blocks: Sequence[Block]) -> str | None:
    """The title if it is Chinese and also stands in the text near its start, else None.

    Files made from a template keep the template's title: alone the property proves nothing.
    """
    text = " ".join((title or "").split())
    has_chinese = sum("\u4e00" <= char <= "\u9fff" for char in text) >= 4
    opening = "".join("".join(block.text.split()) for block in blocks[:12])
    stands_there = "".join(text.split()) in opening
    return text if has_chinese and stands_there and not _PLACEHOLDER.search(text) else None
