"""The words of a question that ask how many of what unit: 多少宗, 几个, 百分之几."""

import re

from assistant.figures.units import unit_at

_HOW_MANY = re.compile(
    r"百分之(?:几|多少)|[各共]?[是有为]?(?:多少|好?几(?!乎|经|度))(?:[万亿千百]*)"
)


def without_counts(text: str) -> str:
    """Take out how many of what unit is asked: 多少宗, 几个."""
    kept = []
    end = 0
    for found in _HOW_MANY.finditer(text):
        if found.start() < end:
            continue
        kept += [text[end : found.start()], "|"]
        unit = unit_at(text, found.end())
        end = unit[1] if unit else found.end()
    return "".join((*kept, text[end:]))
