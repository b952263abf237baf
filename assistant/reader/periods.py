"""Parts of a year in words, as their first and last months: 上半年, 前三季度, 第三季度, 1至9月."""

import re

from ingest.numbering import HAN_NINE

_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前两季度": (1, 6)}
_QUARTERS = {
    said: (3 * at + 1, 3 * at + 3)
    for at, han in enumerate(HAN_NINE[:4])
    for said in (han, str(at + 1))
} | {"首": (1, 3)}
_PERIOD = re.compile(
    rf"(?P<half>[上下]半年|前[三两]季度)|(?P<quarter>[{HAN_NINE[:4]}1-4首])季度?(?<=季度|首季)"
    r"|(?P<first>\d{1,2})月?\s*(?:[-~至到]|\u2014|\u2013|\uff0d)+\s*(?P<last>\d{1,2})月"
)


def periods_in(text: str) -> set[tuple[int, int]]:
    """Give the parts of a year that words name, as their first and last months: 第三季度 is (7, 9)."""
    found = set()
    for match in _PERIOD.finditer(text):
        if match["half"]:
            found.add(_HALVES[match["half"]])
        elif match["quarter"]:
            found.add(_QUARTERS[match["quarter"]])
        elif 1 <= int(match["first"]) < int(match["last"]) <= 12:
            found.add((int(match["first"]), int(match["last"])))
    return found
