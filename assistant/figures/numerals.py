"""Numbers as written, in Arabic or Chinese digits, to Decimal."""

# ruff: noqa: RUF001 (the look-alike marks are what this module reads)
import re
from decimal import Decimal

from ingest.characters import plain_characters
from ingest.numbering import HAN_DIGITS

_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
SCALES = {**_SMALL, **_LARGE}

# 两 is the unit of weight where nothing that it could count follows (三百两).
CHINESE = r"(?:(?:[零〇○一二三四五六七八九十百千万亿]|两(?=[百千万亿])){1,24}|两)(?:点[零〇一二三四五六七八九]{1,9})?"

# One code point for one code point, so that offsets stay those of the text.
_FOLDED = {
    **{0xFF10 + n: 0x30 + n for n in range(10)},
    **{0xFF21 + n: 0x41 + n for n in range(26)},
    **{0xFF41 + n: 0x61 + n for n in range(26)},
    **str.maketrans("．％＋－／∶＂\u3000\u00a0", '.%+-/:"  '),
    **str.maketrans(
        "萬億個項餘條兩點過從總戶場處達約數歲張隻座輛臺畝頃噸幣歐種類間雙組構週顆貳參陸",
        "万亿个项余条两点过从总户场处达约数岁张只座辆台亩顷吨币欧种类间双组构周颗二三六",
    ),
}


def fold(text: str) -> str:
    """Write full-width digits, letters and marks, and characters of every kind, plainly; same length."""
    return plain_characters(text.translate(_FOLDED))


def arabic(written: str) -> tuple[Decimal, int]:
    """Give the value and the number of decimals of digits with separators or spaces inside."""
    plain = re.sub(r"[,， ]", "", written)
    return Decimal(plain), len(plain.partition(".")[2])


def chinese(written: str) -> tuple[Decimal, int] | None:
    """Give the value and the number of decimals of Chinese digits; None if they are not one number.

    Digits in a row (二三, 一二三) and a unit without a digit before it (百, 千万) are not numbers; 十 is.
    """
    whole, _, decimals = written.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    tail = "".join(str(HAN_DIGITS[digit]) for digit in decimals)
    return Decimal(f"{value}.{tail}" if tail else value), len(tail)


def _whole(written: str) -> int | None:
    for name, size in (("亿", 10**8), ("万", 10**4)):
        head, mark, rest = written.rpartition(name)
        if mark:
            above = _whole(head)
            below = _whole(rest) if rest else 0
            if above is None or below is None or not above:
                return None
            # 三亿五 is colloquial for 3.5亿.
            if len(rest) == 1 and rest != "十":
                below *= size // 10
            return above * size + below
    return _below_ten_thousand(written)


def _below_ten_thousand(written: str) -> int | None:
    if written == "十":
        return 10
    total, last_size, pos = 0, 10**4, 0
    while pos < len(written):
        if written[pos] in "零〇○" and len(written) > 1:
            pos += 1
            if pos == len(written):
                return None
            continue
        step = _digit_at(written, pos)
        if step is None or step[1] >= last_size:
            return None
        digit, size, pos = step
        # 一百二 is colloquial for 120, 一百零二 is 102.
        if size == 1 and 100 <= last_size < 10**4 and written[pos - 2 : pos - 1] in ("百", "千"):
            size = last_size // 10
        total += digit * size
        last_size = size
        if size == 1 and pos < len(written):
            return None
    return total if written else None


def _digit_at(written: str, pos: int) -> tuple[int, int, int] | None:
    """Read a digit and the unit behind it (二百): digit, size, and where they end."""
    if written[pos] == "十" and pos == 0:
        return 1, 10, pos + 1
    if written[pos] not in HAN_DIGITS:
        return None
    size = _SMALL.get(written[pos + 1 : pos + 2], 1)
    return HAN_DIGITS[written[pos]], size, pos + (1 if size == 1 else 2)


def year(written: str) -> Decimal:
    """Give the year that folded `2020`, `2 0 2 0` or `二〇二〇` names."""
    return Decimal("".join(str(HAN_DIGITS.get(digit, digit)) for digit in written if digit != " "))
