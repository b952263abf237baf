"""Chinese numerals, and the label that opens a numbered line; joining lines and the outline share it."""
# ruff: noqa: RUF001 (full-width forms are what this module is about)

import re
from dataclasses import dataclass
from typing import Literal

HAN_NINE = "一二三四五六七八九"
"""One to nine, in order."""

HAN_DIGITS: dict[str, int] = {han: value for value, han in enumerate(HAN_NINE, 1)} | {
    "零": 0, "〇": 0, "○": 0, "O": 0, "Ｏ": 0, "o": 0, "两": 2,
}  # fmt: skip
"""What each Chinese digit is worth. ○ and the letter O are typed for 〇; 两 counts and never writes a year."""

HAN_UP_TO_TEN: dict[str, int] = HAN_DIGITS | {"十": 10}
"""Numbers of one character."""

_ARABIC = str.maketrans({han: str(value) for han, value in HAN_DIGITS.items()})
_HAN_YEAR = re.compile(r"[一二][〇○OＯo零一二三四五六七八九]{3}(?=年)")

NumberStyle = Literal["部分", "章", "节", "条", "一、", "（一）", "1.", "（1）", "①"]

# From the highest to the lowest, as GB/T 9704 and the reports nest them.
STYLES: tuple[NumberStyle, ...] = ("部分", "章", "节", "条", "一、", "（一）", "1.", "（1）", "①")

_HAN = "〇零一二三四五六七八九十百"
_DIGIT = "0-9０-９"
_LABEL = re.compile(
    rf"""
      第(?P<part>[{_HAN}]{{1,7}}|[{_DIGIT}]{{1,4}})(?P<unit>部分|[编篇章节条])[、：:]?
    | (?P<han>[{_HAN}]{{1,4}})\s?(?:[、．.](?![{_HAN}{_DIGIT}]{{1,3}}[、，产次是类季期])|$)
    | [（(]\s?(?P<hanbracket>[{_HAN}]{{1,4}})\s?[）)][、.．]?
    | (?P<digit>[{_DIGIT}]{{1,3}})\s?(?:[.．、](?![{_DIGIT}])|[.．](?=(?:19|20)[0-9]{{2}}年))
    | [（(]\s?(?P<digitbracket>[{_DIGIT}]{{1,3}})\s?[）)][、.．]?
    | (?P<digitclose>[{_DIGIT}]{{1,3}})[）)]
    | (?P<circle>[①-⑳㉑-㊿])
    """,
    re.VERBOSE,
)
_CIRCLE_RUNS = (("①", 1), ("㉑", 21), ("㊱", 36))


@dataclass(frozen=True, slots=True)
class Label:
    """The number that opens a line: its style, its ordinal and where the words after it begin."""

    style: NumberStyle
    ordinal: int
    end: int


def arabic_digits(han: str) -> str:
    """Write Chinese digits plainly, one for one: 二〇二〇 is 2020."""
    return han.translate(_ARABIC)


def with_plain_years(text: str) -> str:
    """Write the years in Chinese digits (二〇二〇年) plainly; every character stays in its place."""
    return _HAN_YEAR.sub(lambda match: arabic_digits(match[0]), text)


def _number(text: str) -> int:
    if text[0] not in _HAN:
        return int(text)
    if "十" not in text and "百" not in text:
        return int(arabic_digits(text))
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = HAN_DIGITS[char]
    return total + digit


def _circled(char: str) -> int:
    first, value = next(run for run in reversed(_CIRCLE_RUNS) if run[0] <= char)
    return value + ord(char) - ord(first)


def label(line: str) -> Label | None:
    """Give the label that opens `line`, or None: `一、`, `（一）`, `1.`, `（1）`, `①`, `第三章`."""
    match = _LABEL.match(line)
    if match is None:
        return None
    kind = match.lastgroup or ""
    number = match.group(kind)
    style: NumberStyle
    if kind == "unit":
        number = match["part"]
        unit = match["unit"]
        style = "部分" if unit in ("部分", "编", "篇") else "章" if unit == "章" else "节"
        style = "条" if unit == "条" else style
    elif kind == "circle":
        return Label("①", _circled(number), match.end())
    elif kind == "han":
        style = "一、"
    elif kind == "hanbracket":
        style = "（一）"
    elif kind == "digit":
        style = "1."
    else:
        style = "（1）"
    return Label(style, _number(number), match.end())
