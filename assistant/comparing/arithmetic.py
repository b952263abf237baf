"""Figures computed from cited figures, with the formula that the user reads and anyone can check.

Decimal throughout. What cannot be compared is refused, never converted by guess: 件 and 人次, % and
百分点, ranges. 万 and 亿 are brought to one scale, the smaller of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.figures import Figure
from assistant.models import ComputedFigure

_SCALE_NAMES = ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))


class IncompatibleFigures(ValueError):
    """These figures cannot be put into one computation; the message names them."""


@dataclass(frozen=True, slots=True)
class Computation:
    """A computed quantity: `value` in the base unit `unit`, `text` as shown, `formula` in shown numbers."""

    text: str
    value: Decimal
    unit: str
    formula: str

    def as_figure(self, operands: Sequence[int]) -> ComputedFigure:
        """Give the form of the answer contract; `operands` are citation numbers in order of use."""
        return ComputedFigure(
            self.text, float(self.value), self.unit, self.formula, tuple(operands)
        )


def difference(a: Figure, b: Figure) -> Computation:
    """Say how far apart two figures are, the larger less the smaller; of percentages, in 百分点.

    Raises IncompatibleFigures for unlike units and for ranges.
    """
    scale = _common_scale((a, b))
    more, less = (a, b) if a.value >= b.value else (b, a)
    unit = "百分点" if a.kind == "percent" else a.unit
    formula = f"{_number(more, scale)} - {_number(less, scale)}"
    return _shown(more.value - less.value, unit, scale, formula, (a, b))


def total(figures: Sequence[Figure]) -> Computation:
    """Add figures of one unit. Raises IncompatibleFigures for unlike units, ranges and percentages."""
    scale = _common_scale(figures)
    if figures[0].kind in ("percent", "percentage_point"):
        raise IncompatibleFigures("百分比不能相加。")
    formula = " + ".join(_number(figure, scale) for figure in figures)
    value = sum((figure.value for figure in figures), Decimal(0))
    return _shown(value, figures[0].unit, scale, formula, figures)


def ratio(a: Figure, b: Figure, places: int = 2) -> Computation:
    """Say how many times (倍) `b` goes into `a`, to `places` decimals.

    Raises IncompatibleFigures for unlike units, ranges and a divisor of zero.
    """
    scale = _common_scale((a, b))
    if not b.value:
        raise IncompatibleFigures("除数为零，不能求倍数。")
    value = _rounded(a.value / b.value, places)
    formula = f"{_number(a, scale)} ÷ {_number(b, scale)}"
    return _shown(value, "倍", Decimal(1), formula, (a, b))


def growth(old: Figure, new: Figure, places: int = 2) -> Computation:
    """Give the change from `old` to `new` in percent of `old`, negative where it fell.

    Raises IncompatibleFigures for unlike units, ranges, percentages and a start of zero.
    """
    scale = _common_scale((old, new))
    if old.kind in ("percent", "percentage_point"):
        raise IncompatibleFigures("百分比的变化应以百分点表示。")
    if not old.value:
        raise IncompatibleFigures("基数为零，不能求增长率。")
    value = _rounded((new.value - old.value) / old.value * 100, places)
    start = _number(old, scale)
    formula = f"({_number(new, scale)} - {start}) ÷ {start} × 100%"
    return _shown(value, "%", Decimal(1), formula, (old, new))


def _common_scale(figures: Sequence[Figure]) -> Decimal:
    if not figures:
        raise IncompatibleFigures("没有可以计算的数字。")
    first = figures[0]
    for figure in figures:
        if figure.high is not None:
            raise IncompatibleFigures(f"“{figure.text}”是一个范围，不能直接计算。")
        if not figure.asserted or (figure.unit, figure.kind) != (first.unit, first.kind):
            raise IncompatibleFigures(f"“{first.text}”与“{figure.text}”单位不同，不能一起计算。")
    scales = [_name_scale(figure.scale)[0] for figure in figures]
    # 八亿五千万吨 beside 10.9亿吨 is 8.5亿吨: the larger scale where it writes all of them short.
    large = max(scales)
    short = all(_rounded(figure.value / large, 2) == figure.value / large for figure in figures)
    return large if short and min(scales) == 1 else min(scales)


def _name_scale(scale: Decimal) -> tuple[Decimal, str]:
    """Give the largest scale not above this one that has a name of its own (千 has none)."""
    return next(((size, name) for size, name in _SCALE_NAMES if size <= scale), (Decimal(1), ""))


def _number(figure: Figure, scale: Decimal) -> str:
    return _plain(figure.value / scale)


def _plain(value: Decimal) -> str:
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _shown(
    value: Decimal, unit: str, scale: Decimal, formula: str, operands: Sequence[Figure]
) -> Computation:
    about = "" if all(figure.direction == "exact" for figure in operands) else "约"
    measure = "个百分点" if unit == "百分点" else unit
    text = f"{about}{_plain(value / scale)}{_name_scale(scale)[1]}{measure}"
    return Computation(text, value, unit, formula)
