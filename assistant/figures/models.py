"""`Figure`: one number as a report wrote it, with the quantity it stands for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

# What a reader would hold the report to; the other kinds locate, number or name something.
AssertedKind = Literal[
    "count",
    "money",
    "percent",
    "percentage_point",
    "multiple",
    "fraction",
    "measure",
    "duration",
]
FigureKind = Literal[
    AssertedKind,
    "period",
    "ordinal",
    "year",
    "date",
    "reference",
    "name",
]

ASSERTED_KINDS: frozenset[FigureKind] = frozenset(get_args(AssertedKind))

Direction = Literal["exact", "about", "near", "below", "above"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text.

    `text == source[start:end]` holds the number, its unit and what stands between them (500余条), not
    the words around it (近, 以上), which are in `qualifier`. `value` is in the base unit `unit`, with
    百/千/万/亿 folded in (1.38万件 is 13800 件, 3亿元 is 300000000 元, 5‰ is 0.5 %); `high` is the
    upper end of a range. `shown_value` times `scale` is `value`; `shown_digits` counts the decimals
    as written. `unit` is "" where none is known. `direction` says on which side of `value` the truth
    lies: "near" is 近 (a little below), "below" 不足 or 以下, "above" 余, 超 or 以上.
    """

    text: str
    start: int
    end: int
    kind: FigureKind
    value: Decimal
    unit: str = ""
    high: Decimal | None = None
    shown_value: Decimal = Decimal(0)
    shown_digits: int = 0
    scale: Decimal = Decimal(1)
    qualifier: str = ""
    direction: Direction = "exact"
    in_chinese: bool = False

    @property
    def asserted(self) -> bool:
        """Say whether this is a quantity that must be borne out by a source."""
        return self.kind in ASSERTED_KINDS

    @property
    def step(self) -> Decimal:
        """The worth of the last significant digit shown, in `unit`: 1000 for 1.4万, 100 for 500."""
        if self.shown_digits:
            return self.scale.scaleb(-self.shown_digits)
        shown = int(self.shown_value)
        step = self.scale
        while shown and shown % 10 == 0:
            shown //= 10
            step *= 10
        return step
