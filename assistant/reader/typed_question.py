"""What a user typed to plain simplified Chinese, before anything is read from it.

Full-width digits and letters become narrow, digits set apart by spaces are joined (2 0 2 0 年,
13 884), traditional characters become simplified (OpenCC, its phrases before its characters), and
characters that cannot be seen are dropped. Words are never corrected: for a slip of the pen the
search has meaning and pairs of characters. Reports are never changed, only the question.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_NARROW |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_NARROW |= {0x3000: 0x20, 0xA0: 0x20, 0x2007: 0x20, 0x2009: 0x20, 0x202F: 0x20}
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_WIDE_POINT = re.compile(r"(?<=\d)[\uff0e\ufe52](?=\d)")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
# 2 0 2 0: single digits; 13 884 and 1 234 567: groups of three, as some people write thousands.
_SINGLE_DIGITS = re.compile(r"(?<![\d.] )(?<![\d.])\d(?: +\d)+(?! *\d)")
_THOUSANDS = re.compile(r"(?<![\d.] )(?<![\d.])\d{1,3}(?: \d{3})+(?![\d]| \d)")
_BEFORE_UNIT = re.compile(r"(?<=\d) +(?=[\u4e00-\u9fff％%])")
_TRADITIONAL = re.compile(r"[\u3400-\u9fff]")


def plain_question(typed: str) -> str:
    """Give the user's own words in plain form; text that is plain already comes back as it is."""
    text = _UNSEEN.sub("", typed.translate(_NARROW))
    text = _WIDE_COMMA.sub(",", _WIDE_POINT.sub(".", text))
    for spaced in (_SINGLE_DIGITS, _THOUSANDS):
        text = spaced.sub(lambda match: match[0].replace(" ", ""), text)
    text = _BEFORE_UNIT.sub("", text)
    return _converter().convert(text) if _TRADITIONAL.search(text) else text


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")
