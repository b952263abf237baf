"""Read one number with its scale and unit out of running text (3.5万件, 一百二十万元, 百分之八点八)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.figures.numerals import CHINESE, SCALES, arabic, chinese
from assistant.figures.units import Unit, unit_at

_UNIT_AHEAD = r"(?= ?[万亿千百余多个%‰\u4e00-\u9fff])"
NUMBER = re.compile(
    r"(?P<ratio>(?:百分之|千分之|万分之) ?)?(?P<minus>(?<![0-9A-Za-z%)）])-)?(?:"
    r"(?P<arabic>(?<![\d.])(?:"
    r"\d{1,3}(?:[,，]\d{3}){1,6}(?![\d])(?:\.\d+)?"
    rf"|\d{{1,3}}(?: \d{{3}}){{1,6}}(?! ?[\d.]){_UNIT_AHEAD}"
    rf"|\d(?: \d){{0,12}}(?: ?\. ?\d(?: \d){{0,12}})(?! ?\d){_UNIT_AHEAD}"
    rf"|\d(?: \d){{1,12}}(?! ?[\d.]){_UNIT_AHEAD}"
    r"|\d+(?:\.\d+)?))"
    rf"|(?P<chinese>{CHINESE}))"
)
_SCALE = re.compile(r" ?([余多来几]?) ?((?:[十百千]?万亿|[十百千]?[万亿]|[百千])?) ?([余多]?) ?")
_PER = re.compile(r" ?[/每] ?(\d+ ?)?")
_PER_BEFORE = re.compile(r"每([\u4e00-\u9fff]{1,4})$")
_UNCOUNTED = re.compile(r"[数几]$|[上成]$")
RATIO_SCALES = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}


@dataclass(frozen=True, slots=True)
class Written:
    """A number with its scale and unit as found, before it is joined with its neighbours."""

    start: int
    number_end: int
    end: int
    number: Decimal
    digits: int
    scale: Decimal
    unit: str
    kind_of_unit: Unit | None
    infix: str
    in_chinese: bool


def read_number(masked: str, match: re.Match[str]) -> Written | None:
    """Read one number with its scale and unit; None where it is part of a word (一致, 万家)."""
    in_chinese = match["arabic"] is None
    read = _value(match)
    if read is None or (
        _UNCOUNTED.search(masked[match.start() - 1 : match.start()]) and in_chinese
    ):
        return None
    number, digits = read
    if match["ratio"]:
        unit: Unit | None = Unit("%", "percent", RATIO_SCALES[match["ratio"][0]])
        end, scale, name, infix = match.end(), RATIO_SCALES[match["ratio"][0]], "%", ""
    else:
        measured = _measured(masked, match.end())
        if measured is None:
            return None
        end, scale, unit, infix = measured
        name = unit.name if unit else ""
        if unit:
            name, end = _per(masked, match.start(), name, end)
            scale *= unit.factor
    return Written(
        match.start(), match.end(), end, number, digits, scale, name, unit, infix, in_chinese
    )


def _value(match: re.Match[str]) -> tuple[Decimal, int] | None:
    """The number itself and how many decimals it is written with; None where it is none."""
    if match["arabic"] is not None:
        read: tuple[Decimal, int] | None = arabic(match["arabic"])
    else:
        # 百分之百 is 一百 of a hundred.
        is_whole = match["ratio"] and match["chinese"] == "百"
        read = chinese("一百" if is_whole else match["chinese"])
    if read is None or not match["minus"]:
        return read
    number, digits = read
    return -number, digits


def _measured(masked: str, end: int) -> tuple[int, Decimal, Unit | None, str] | None:
    """Read scale, unit and 余 or 多 behind a number that ends at `end`, and where they end.

    None where they are part of a word (十几).
    """
    scale, infix = Decimal(1), ""
    around = unit_at(masked, _skip_space(masked, end))
    part = _SCALE.match(masked, end)
    if part and not (around and around[1] > part.end(2) and not part[1]):
        if part[1] == "几":
            return None
        infix = part[1] or part[3]
        end = part.end(2) if part[2] else end
        end = part.end(3) if infix else end
        for character in part[2]:
            scale *= SCALES[character]
        around = unit_at(masked, _skip_space(masked, end))
    unit, end = around or (None, end)
    return end, scale, unit, infix


def _skip_space(text: str, pos: int) -> int:
    return pos + 1 if text[pos : pos + 1] == " " else pos


def _per(masked: str, start: int, name: str, end: int) -> tuple[str, int]:
    """Read 微克/立方米 and 元每吨, and 每立方米27微克 as the same unit."""
    if match := _PER.match(masked, end):
        below = unit_at(masked, match.end())
        # 连续4年每年新增 is not a rate.
        if below and ("/" in match[0] or below[0].kind == "measure"):
            return f"{name}/{match[1] or ''}{below[0].name}", below[1]
    if match := _PER_BEFORE.search(masked[max(0, start - 5) : start]):
        below = unit_at(match[1], 0)
        if below and below[1] == len(match[1]) and below[0].kind == "measure":
            return f"{name}/{below[0].name}", end
    return name, end
