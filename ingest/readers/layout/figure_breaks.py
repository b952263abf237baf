"""Figures that typesetting broke where a line ends: 18 | 654条, 97. | 5%, 1, | 234.

Chinese word processors break figures anywhere when they are told to (允许西文在单词中间换行). Inside a
paragraph two runs of digits with nothing between them but the end of a line are one figure.
"""

import re

_OPEN = re.compile(r"\d$|.{3}\d[.．]$")  # noqa: RUF001
_GOES_ON = re.compile(r"\d")
_POINT_FIRST = re.compile(r"[.．]\d")  # noqa: RUF001
_THOUSANDS = re.compile(r"\d{3}(?!\d)")


def breaks_a_figure(before: str, after: str) -> bool:
    """Whether a line's end stands inside a figure. A lone `1.` is the number of an item, and open to none."""
    if before[-1:].isdigit() and _POINT_FIRST.match(after):
        return True
    if re.search(r"\d[,，]$", before):
        return _THOUSANDS.match(after) is not None
    return _OPEN.search(before) is not None and _GOES_ON.match(after) is not None


def put_together(before: str, after: str) -> str:
    """Join two lines of one paragraph: with a space between Latin words, with none inside a figure."""
    if breaks_a_figure(before, after):
        return before + after
    is_latin = before[-1:].isascii() and after[:1].isascii() and not before.endswith("-")
    return f"{before} {after}" if is_latin else before + after
