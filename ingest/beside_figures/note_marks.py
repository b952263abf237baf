"""Raised and lowered text beside a figure: a mark of a note must never become a digit of the figure."""
# ruff: noqa: RUF001 (full-width brackets stand around marks)

import re
import unicodedata

# What a note is marked with: a number or a few of them, a letter, a circled number, a star or dagger.
_MARK = re.compile(
    r"[\[(（〔【]?注?(?:[-−]?\d{1,3}(?:[,，、\-–]\d{1,3})*|[a-z]|[*＊†‡§¶#※]+|[\u2460-\u2473\u24d0-\u24e9])"
    r"[\])）〕】]?"
)
_UNIT = re.compile(r"(?<![A-Za-z])[kcdmh]?m$")
# Behind ten itself a raised number is its power, or at worst a mark that stays apart: 10⁴, 10¹件.
_POWER_OF_TEN = re.compile(r"(?<![\d.,，])10$")
_RAISED = dict(zip("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻", strict=True))
_RAISED_MARK = re.compile(rf"(?<=[^A-Za-z⁻])[{''.join(dict.fromkeys(_RAISED.values()))}]+")


def above(before: str, raised: str) -> str:
    """Give what a reader writes of raised text behind `before`.

    An exponent of a unit or of ten stays one (m², 10⁸); a mark of a note is left out; words stay.
    """
    mark = unicodedata.normalize("NFKC", raised).strip()
    if not mark or not _MARK.fullmatch(mark):
        return raised
    before = before.rstrip()
    if mark.lstrip("-−").isdigit() and (_UNIT.search(before) or _POWER_OF_TEN.search(before)):
        return "".join(_RAISED[sign] for sign in mark)
    return ""


def below(before: str, lowered: str) -> str:
    """Give what a reader writes of lowered text: digits behind a digit are none of its own."""
    return "" if before[-1:].isdigit() and lowered.strip()[:1].isdigit() else lowered


def without_raised_marks(text: str) -> str:
    """Leave out the raised digits that Unicode has as characters of their own, but for exponents."""

    def shown(found: re.Match[str]) -> str:
        return found[0] if _POWER_OF_TEN.search(text[: found.start()]) else ""

    return _RAISED_MARK.sub(shown, text)
