"""Read the figures of a text, in order: number, scale, unit, and what qualifies them.

Numbers that assert nothing are set aside first (`names`); the rest are read as quantities, joined to
ranges (3—5年), and given the unit that a list shares (5、6和8件).
"""

# ruff: noqa: RUF001 (the look-alike marks are what this module reads)
import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from assistant.figures.models import Direction, Figure
from assistant.figures.name_numerals import names_something
from assistant.figures.names import Named, classify, mask, naming_spans
from assistant.figures.numerals import CHINESE, arabic, chinese, fold, year
from assistant.figures.qualifiers import after, before
from assistant.figures.quantities import NUMBER, RATIO_SCALES, Written, read_number

_SLASHED = re.compile(r"(?<![\d./])([1-9]\d?)/([1-9]\d{0,2})(?![\d./])")
_ANY_NUMBER = re.compile(r"[\d①-⑳零〇○一二两三四五六七八九十百千]")
_PARTS = re.compile(rf"({CHINESE}|\d{{1,6}})分之({CHINESE}|\d{{1,6}})")
_RANGE = re.compile(r" ?(?:[-—–~～]{1,2}|(?P<word>至|到)) ?")
_SAME_CLAUSE = re.compile(r"[^，；。、]{0,12}")
_LABEL_UNIT = re.compile(r"[(（](?:单位[:：])?(?P<unit>[^()（）\d]{1,6})[)）] ?[:：] ?$")
_SHARED = re.compile(r" ?[、和及与] ?")


# Reader, verification and evaluation read the same sentences; a sentence costs some 0.1 ms.
@lru_cache(maxsize=4096)
def parse_figures(text: str) -> tuple[Figure, ...]:
    """Give every figure of `text` in order, those that assert nothing too (see `Figure.kind`)."""
    folded = fold(text)
    if not _ANY_NUMBER.search(folded):
        return ()
    named = classify(folded)
    masked = mask(folded, [(item.start, item.end) for item in named])
    figures = [_named_figure(text, item) for item in named]
    figures += _fractions(text, masked)
    masked = mask(masked, [(item.start, item.end) for item in figures if item.kind == "fraction"])
    figures += _quantities(text, masked)
    figures.sort(key=lambda figure: figure.start)
    figures = [_of_its_label(folded, figure) for figure in figures]
    naming = naming_spans(folded)
    return tuple(_inside_a_name(figure, folded, naming) for figure in _sharing(text, figures))


def _named_figure(text: str, item: Named) -> Figure:
    written = text[item.start : item.end]
    values = _named_values(fold(written), item)
    value = values[0] if values else Decimal(0)
    high = values[-1] if item.kind == "year" and len(values) > 1 else None
    return Figure(written, item.start, item.end, item.kind, value, high=high, shown_value=value)


def _named_values(folded: str, item: Named) -> list[Decimal]:
    if item.kind == "year":
        full = re.findall(r"\d ?\d ?\d ?\d|[一二][零〇○一二三四五六七八九]{3}", folded)
        return [year(digits) for digits in full]
    numbers = re.findall(rf"\d+(?:\.\d+)?|{CHINESE}", folded)
    read = [arabic(number) if number[0].isdecimal() else chinese(number) for number in numbers]
    return [number[0] for number in read if number]


def _fractions(text: str, masked: str) -> list[Figure]:
    """Read 三分之一 and 1/3; 百分之三 is a percentage and read as a quantity."""
    figures = []
    for match in (*_PARTS.finditer(masked), *_SLASHED.finditer(masked)):
        in_words = "之" in match[0]
        whole, part = (_plain(match[1]), _plain(match[2]))[:: 1 if in_words else -1]
        if match[1] in RATIO_SCALES or not whole or part is None or part >= whole:
            continue
        start, end = match.span()
        qualifier, direction = _qualified(masked, start, end, "")
        figures.append(
            Figure(
                text[start:end], start, end, "fraction", part / whole,
                shown_value=part / whole, shown_digits=28,
                qualifier=qualifier, direction=direction, in_chinese=in_words,
            )
        )  # fmt: skip
    return figures


def _plain(written: str) -> Decimal | None:
    read = arabic(written) if written.isdecimal() else chinese(written)
    return read[0] if read else None


def _quantities(text: str, masked: str) -> list[Figure]:
    figures: list[Figure] = []
    pos = 0
    while match := NUMBER.search(masked, pos):
        low = read_number(masked, match)
        if low is None:
            pos = match.end()
            continue
        found = _range(masked, low) or (low, None)
        if _is_a_word(masked, found[1] or low):
            pos = low.number_end
            continue
        figure = _figure(text, masked, *found)
        pos = figure.end if figure else low.end
        if figure:
            figures.append(figure)
    return figures


def _is_a_word(masked: str, last: Written) -> bool:
    return last.in_chinese and names_something(
        masked, last.start, last.number_end, last.end, last.number, last.kind_of_unit
    )


def _range(masked: str, low: Written) -> tuple[Written, Written] | None:
    mark = _RANGE.match(masked, low.end)
    if not mark or low.infix:
        return None
    match = NUMBER.match(masked, mark.end())
    high = read_number(masked, match) if match else None
    if high is None:
        return None
    if mark["word"] and (
        low.unit
        or re.search(r"[从由自][^，。；\d]{0,12}$", masked[max(0, low.start - 14) : low.start])
    ):
        return None
    if low.unit and low.unit != high.unit:
        return None
    if not low.unit:
        takes_scale = low.scale == 1 and low.number < high.number
        scale = high.scale if takes_scale else low.scale
        low = replace(low, unit=high.unit, kind_of_unit=high.kind_of_unit, scale=scale)
    return (low, high) if low.number * low.scale < high.number * high.scale else None


def _figure(text: str, masked: str, low: Written, high: Written | None) -> Figure | None:
    last = high or low
    kind = low.kind_of_unit.kind if low.kind_of_unit else "count"
    qualifier, direction = _qualified(masked, low.start, last.end, low.infix)
    if kind == "duration":
        from_window = re.search(
            r"(?:[近前后每]|过去|未来|今后|最近|接近)$", masked[max(0, low.start - 2) : low.start]
        )
        to_window = re.match(r"来|以来|行动|计划|规划|攻坚|期间", masked[last.end : last.end + 2])
        if from_window or to_window or (last.in_chinese and low.unit == "年"):
            kind, qualifier, direction = "period", "", "exact"
    if high and not low.unit and low.scale == 1:
        kind = "reference"
    return Figure(
        text[low.start : last.end], low.start, last.end, kind, low.number * low.scale, low.unit,
        high.number * high.scale if high else None, low.number, low.digits, low.scale,
        qualifier, direction, low.in_chinese,
    )  # fmt: skip


def _qualified(masked: str, start: int, end: int, infix: str) -> tuple[str, Direction]:
    if infix:
        return infix, "about" if infix == "来" else "above"
    return before(masked, start) or after(masked, end) or ("", "exact")


def _of_its_label(folded: str, figure: Figure) -> Figure:
    """Give a bare figure of a table the unit in the label before it: 金额（万元）：356.2."""
    # 1500 alone may be a year; under （次） it is none.
    bare = figure.kind == "count" or (figure.kind == "year" and figure.text.isdecimal())
    if not bare or figure.unit:
        return figure
    label = _LABEL_UNIT.search(folded[: figure.start])
    if label is None or folded[figure.end : figure.end + 1] not in ("", ";", "；"):
        return figure
    written = fold(figure.text) + label["unit"]
    read = _quantities(written, written)
    if len(read) != 1 or not read[0].unit or read[0].end != len(written):
        return figure
    return replace(read[0], text=figure.text, start=figure.start, end=figure.end)


def _sharing(text: str, figures: list[Figure]) -> list[Figure]:
    """Give the figures of a list the unit that only its last one carries (5、6和8件)."""
    for i in range(1, len(figures)):
        here, earlier = figures[i], figures[i - 1]
        gap = text[earlier.end : here.start]
        # 从每立方米27.3微克下降至26.9微克
        if earlier.unit.startswith(f"{here.unit}/") and here.unit and _SAME_CLAUSE.fullmatch(gap):
            figures[i] = replace(here, unit=earlier.unit)
    for i in range(len(figures) - 2, -1, -1):
        here, following = figures[i], figures[i + 1]
        gap = text[here.end : following.start]
        bare = here.kind == "count" and not here.unit and here.direction == "exact"
        if bare and following.asserted and following.unit and _SHARED.fullmatch(gap):
            scale = following.scale if here.scale == 1 else here.scale
            figures[i] = replace(
                here,
                kind=following.kind,
                unit=following.unit,
                scale=scale,
                value=here.shown_value * scale,
            )
    return figures


def _inside_a_name(figure: Figure, folded: str, naming: tuple[tuple[int, int], ...]) -> Figure:
    """Take a figure in a title or a short quotation for a name, unless the quotation is the figure."""
    if not figure.asserted:
        return figure
    for start, end in naming:
        if start <= figure.start and figure.end <= end:
            whole = start == figure.start and figure.end == end and folded[start - 1] != "《"
            if not (whole and figure.unit):
                return replace(figure, kind="name")
    return figure
