"""A number of a spreadsheet as its number format shows it (ECMA-376 part 1, 18.8.31), never another figure.

What the format says is followed where it says something of the figure: percent, decimals, the digits that
trailing commas take off, words such as 万元, dates. Not followed: separators of thousands, colours,
fillers, and a format that would hide the sign of a negative figure. Fractions, exponents and what else
is not known here leave the number as it is stored, to the 15 digits that spreadsheets keep.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

MAX_CODE_CHARS = 255

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    "|(?P<general>(?i:general)|G/通用格式)|(?P<sign>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"[hms]+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_PLACE = frozenset("0#?")
_LARGEST_EXPONENT, _SMALLEST_EXPONENT = 21, -12
_LARGEST_DAY = 2_958_466
_MAX_DECIMALS = 30

_Token = tuple[str, str]
"""Kind and text: `place` for 0 # ?, `general` for the plain number, `sign` for a character that may mean something, `words`."""


def plain_number(value: float) -> str:
    """Give a number in the shortest form that spreadsheets tell apart: no .0, no noise of floats."""
    exact = _decimal(value)
    if exact and not _SMALLEST_EXPONENT <= exact.adjusted() <= _LARGEST_EXPONENT:
        return f"{value:.15g}"
    shown = format(exact, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def shown_number(value: float, code: str, *, from_1904: bool = False) -> str:
    """Give a number as a format code shows it; "" where the format shows nothing.

    `from_1904`: days are counted as old Macintosh files do.
    """
    if len(code) > MAX_CODE_CHARS or code.strip().lower() in ("", "general", "@", "g/通用格式"):
        return plain_number(value)
    sections = _sections(code)
    section, is_own = _section_for(value, sections)
    if _is_date(section):
        return _date(value, section, from_1904=from_1904)
    if not section:
        return ""
    shown = _figure(abs(value) if is_own else value, section)
    if shown is None:
        return plain_number(value)
    if value == 0:
        # A dash for nothing would read as a figure that is missing.
        return "0" if shown.strip() in ("-", "—", "－") else shown
    if _has_places(section) and not any(char.isdigit() for char in shown):
        return plain_number(value)
    if value < 0 and "-" not in shown and any(char in shown for char in "123456789"):
        return f"-{shown.strip('()（）')}"
    return shown


def _sections(code: str) -> list[list[_Token]]:
    sections: list[list[_Token]] = [[]]
    for found in _TOKEN.finditer(code):
        sign, bracket = found["sign"], found["bracket"]
        if sign == ";":
            sections.append([])
        elif sign is not None:
            sections[-1].append(("place" if sign in _PLACE else "sign", sign))
        elif bracket is not None:
            sections[-1] += _bracketed(bracket)
        elif found["general"]:
            sections[-1].append(("general", ""))
        elif (words := found["quoted"] or found["escaped"]) is not None:
            sections[-1].append(("words", words))
    return sections


def _bracketed(inside: str) -> list[_Token]:
    if _CONDITION.fullmatch(inside):
        return [("condition", inside)]
    if _ELAPSED.fullmatch(inside):
        return [("elapsed", inside.lower())]
    currency = _CURRENCY.fullmatch(inside)
    return [("words", currency[1])] if currency and currency[1] else []


def _section_for(value: float, sections: Sequence[list[_Token]]) -> tuple[list[_Token], bool]:
    """The section for a value, and whether it is one for negative values, with a sign of its own."""
    numbers = list(sections[:3]) if len(sections) > 3 else list(sections)
    conditions = [next((t for k, t in one if k == "condition"), "") for one in numbers]
    bare = [[token for token in one if token[0] != "condition"] for one in numbers]
    if any(conditions):
        for condition, section in zip(conditions, bare, strict=True):
            if not condition or _meets(value, condition):
                return section, False
        return bare[-1], False
    if value < 0 and len(bare) > 1:
        return bare[1], True
    if value == 0 and len(bare) > 2:
        return bare[2], False
    return bare[0], False


def _meets(value: float, condition: str) -> bool:
    found = _CONDITION.fullmatch(condition)
    assert found is not None
    limit = float(found[2])
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[found[1]]


def _is_date(section: Sequence[_Token]) -> bool:
    return any(
        kind == "elapsed" or (kind == "sign" and text in "yYmMdDhHsS") for kind, text in section
    ) and not any(kind == "place" and text != "0" for kind, text in section)


def _has_places(section: Sequence[_Token]) -> bool:
    return any(kind == "place" for kind, _ in section)


def _signs(section: Sequence[_Token]) -> str:
    return "".join(text for kind, text in section if kind == "sign")


def _figure(value: float, section: Sequence[_Token]) -> str | None:
    """The digits laid into the places of a section; None for what is no plain figure."""
    signs = _signs(section)
    if any(char in signs for char in "/@") or re.search("[Ee][+-]", signs):
        return None
    if not _has_places(section):
        parts = (plain_number(value) if kind == "general" else text for kind, text in section)
        return "".join(parts).strip()
    point = next((at for at, token in enumerate(section) if token == ("sign", ".")), len(section))
    rounded = _rounded(value, section, point)
    if rounded is None:
        return None
    digits, _, after = format(abs(rounded), "f").partition(".")
    sign = "-" if rounded < 0 else ""
    return sign + _laid(section, point, digits, _needed(section, point, after))


def _rounded(value: float, section: Sequence[_Token], point: int) -> Decimal | None:
    """The figure that a section shows: to its decimals, its percent and its commas; None for too long a one."""
    places = [at for at, (kind, _) in enumerate(section) if kind == "place"]
    whole = [at for at in places if at < point]
    decimals = len(places) - len(whole)
    if decimals > _MAX_DECIMALS:
        return None
    ends = {places[-1], *whole[-1:]}
    thousands = sum(_trailing_commas(section, at) for at in ends)
    exact = _decimal(value).scaleb(2 * _signs(section).count("%") - 3 * thousands)
    if exact and exact.adjusted() > _LARGEST_EXPONENT:
        return None
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.15g}")


def _trailing_commas(section: Sequence[_Token], last: int) -> int:
    """Each comma behind the last place takes three digits off."""
    count = 0
    for token in section[last + 1 :]:
        if token != ("sign", ","):
            break
        count += 1
    return count


def _needed(section: Sequence[_Token], point: int, after: str) -> str:
    """The decimals without the zeros that # and ? do not ask for."""
    places = [text for at, (kind, text) in enumerate(section) if kind == "place" and at > point]
    keep = len(after)
    while keep and after[keep - 1] == "0" and places[keep - 1] != "0":
        keep -= 1
    return after[:keep]


def _laid(section: Sequence[_Token], point: int, digits: str, after: str) -> str:
    whole = [at for at, (kind, _) in enumerate(section) if kind == "place" and at < point]
    given = _by_place({at: section[at][1] for at in whole}, digits, after)
    parts, left = [], after
    for at, (kind, text) in enumerate(section):
        if kind == "place" and at < point:
            parts.append(given[at])
        elif kind == "place":
            parts.append(left[:1])
            left = left[1:]
        elif at == point:
            parts.append("." if after else "")
        elif kind == "words" or text != ",":
            parts.append(text)
    shown = "".join(parts).strip()
    return f"0{shown}" if not whole and shown.startswith(".") else shown


def _by_place(places: dict[int, str], digits: str, after: str) -> dict[int, str]:
    """The whole digits for the places before the point, filled from the right; the first takes what is left."""
    digits = digits.lstrip("0") or ("0" if after and places else "")
    digits = digits.rjust(list(places.values()).count("0"), "0")
    first = next(iter(places), None)
    given: dict[int, str] = {}
    for at in reversed(places):
        given[at], digits = (digits[-1:], digits[:-1]) if at != first else (digits, "")
    return given


def _date(value: float, section: Sequence[_Token], *, from_1904: bool) -> str:
    """The date with the parts that the format names; a time where it names hours."""
    if not 0 <= value < _LARGEST_DAY:
        return plain_number(value)
    seconds = round(value * 86_400)
    if any(kind == "elapsed" for kind, _ in section):
        hours, rest = divmod(seconds, 3600)
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    # Day 60 of the other count is 29 February 1900, which never was.
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    moment = first + timedelta(seconds=seconds)
    signs = _signs(section).lower()
    day = _day(moment, signs)
    if day and "h" not in signs:
        return day
    time = f"{moment:%H:%M:%S}" if "s" in signs else f"{moment:%H:%M}"
    return f"{day} {time}".lstrip()


def _day(moment: datetime, signs: str) -> str:
    """The day, or what of year, month and day the signs of a format name."""
    has_year, has_day = "y" in signs, "d" in signs
    has_month = re.search("m", re.sub("h[^ymd]*m+|m+[^ymd]*s", "", signs)) is not None
    if has_year and has_month and has_day:
        return f"{moment:%Y-%m-%d}"
    year = f"{moment.year}年" if has_year else ""
    month = f"{moment.month}月" if has_month else ""
    return year + month + (f"{moment.day}日" if has_day else "")
