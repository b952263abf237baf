"""What follows from the figures of a comparison, said in the question's own words and computed by code.

河南更多：1344亿斤，四川是726.8亿斤，相差617.2亿斤（1344亿斤 - 726.8亿斤）。
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.comparing.arithmetic import (
    Computation,
    IncompatibleFigures,
    difference,
    growth,
    ratio,
    total,
)
from assistant.comparing.cell_figures import CellFigure, comparable
from assistant.models import ComputedFigure

_WHICH = re.compile(
    r"(?:谁|哪(?:一?年|一?[个边家地里座省市区县方者])?)[^，,？?。]{0,14}?"
    r"[更最]?(?P<how>多|高|大|快|好|长|强|低|少|小|慢|短|优|差|重)(?=些|一些|[一]?点|呢|啊|[，,、？?。！!\s]|$|多少|几)"
)
_LEAST = frozenset("低少小慢短")
_GOOD = frozenset("好优强")
_LESS_IS_BETTER = re.compile(r"PM|浓度|能耗|失业|死亡|事故|污染|排放|负债|投诉|发案|警情|降幅|违法")
_TIMES = re.compile(r"几倍|多少倍|倍数|翻了?几番")
_GREW = re.compile(
    r"(?:增长|涨|增加|提高|下降|减少|降|少|增)了?(?:百分之|多少个?百分|几成)|增长率|增长幅度|增幅多"
)
_TOGETHER = re.compile(r"一共|合计|总共|加起来|合起来|加一?块|之和|总和")
_CHANGED = re.compile(r"涨|增加|增长|提高|上升|下降|减少|多了|少了|变化|变了")
_FALLS = re.compile(r"降|减|跌|回落")
_DECLINES = ("下降", "减少", "回落", "降低", "降")
_ALIKE = re.compile(r"一样|一致|相同|吻合|对得上|有没有(?:区别|差别|出入)|有出入")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A cell with a figure: its name in the question's words, and the number of its citation."""

    name: str
    chosen: CellFigure
    mark: int

    @property
    def value(self) -> float:
        """The figure's value in its base unit; below nought where it says how far something fell."""
        value = float(self.chosen.figure.value)
        return -value if self.fell else value

    @property
    def fell(self) -> str:
        """The word by which growth is a decline: 下降 of 同比下降3.2%; "" where it is none."""
        before = self.chosen.label.rstrip("了约近超")
        return next((way for way in _DECLINES if self.chosen.grows and before.endswith(way)), "")

    @property
    def text(self) -> str:
        """The figure as the report writes it, with what qualifies it."""
        figure, sentence = self.chosen.figure, self.chosen.quote.text
        word = figure.qualifier
        before = word if word and sentence[: figure.start].endswith(word) else ""
        after = word if word and sentence[figure.end :].startswith(word) else ""
        # 每立方米26.9微克: what stands before the number belongs to its unit.
        per = figure.unit.partition("/")[2]
        each = f"每{per}" if per and f"/{per}" not in figure.text else ""
        return f"{self.fell}{each}{before}{figure.text}{after}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Sentences with their marks, and the figures computed for them."""

    lines: tuple[str, ...] = ()
    computed: tuple[ComputedFigure, ...] = ()


def judge(question: str, held: Sequence[Contestant], asked: int, over_years: bool) -> Verdict:
    """Say who leads, how far apart they are, or why they cannot be compared.

    `held` are in the order of the question, `asked` counts its cells; nothing is said of a cell
    without a figure.
    """
    if len(held) < 2:
        return Verdict()
    marks = _marks(held)
    if not all(comparable(held[0].chosen, one.chosen) for one in held[1:]):
        return Verdict((f"这几处数字的单位或口径不同，不能直接比较。{marks}",))
    lines: list[str] = []
    computed: list[ComputedFigure] = []
    if _TOGETHER.search(question):
        _add(lines, computed, "合计", held, lambda: total([one.chosen.figure for one in held]))
        if computed:
            return Verdict(tuple(lines), tuple(computed))
    which = _WHICH.search(question)
    leader = f"{_leader(which, held)}。{marks}" if which else ""
    if len(held) > 2 and over_years and _CHANGED.search(question) and not which:
        if not any(one.fell for one in held):
            _apart(question, held[0], held[-1], over_years, lines, computed)
        return Verdict(tuple(lines), tuple(computed))
    if len(held) > 2:
        return Verdict((leader or _extremes(held, marks),) if asked == len(held) or which else ())
    first, second = held
    if _ALIKE.search(question) or (first.value == second.value and not leader):
        same = first.value == second.value and first.chosen.figure.unit == second.chosen.figure.unit
        leader = (
            f"两者一样，都是{first.text}。{marks}"
            if same
            else f"两者不一样：{first.name}是{first.text}，{second.name}是{second.text}。{marks}"
        )
    if leader:
        lines.append(leader)
    if not (first.fell or second.fell):
        _apart(question, first, second, over_years, lines, computed)
    if first.chosen.figure.unit != second.chosen.figure.unit:
        lines.append(
            f"两份报告的计量单位分别是{first.chosen.figure.unit}和"
            f"{second.chosen.figure.unit}，口径可能不同。{marks}"
        )
    return Verdict(tuple(lines), tuple(computed))


def _apart(
    question: str,
    first: Contestant,
    second: Contestant,
    over_years: bool,
    lines: list[str],
    computed: list[ComputedFigure],
) -> None:
    if first.value == second.value:
        return
    a, b = first.chosen.figure, second.chosen.figure
    if _TIMES.search(question):
        top, base = (
            (second, first) if over_years and not _first_asked(question, first) else (first, second)
        )
        said = f"{top.name}是{base.name}的"
        pair = (top.chosen.figure, base.chosen.figure)
        _add(lines, computed, said, (top, base), lambda: ratio(*pair), " ÷ ")
    more, less = (first, second) if first.value > second.value else (second, first)
    word = "高" if a.kind == "percent" or a.unit.startswith("微克") else "多"
    said = f"{more.name}比{less.name}{word}"
    _add(lines, computed, said, (more, less), lambda: difference(a, b), " - ")
    if over_years and _GREW.search(question) and a.kind not in ("percent", "percentage_point"):
        said = f"{second.name}比{first.name}" + ("增长" if second.value > first.value else "变化")
        _add(lines, computed, said, (first, second), lambda: growth(a, b), "")


def _first_asked(question: str, first: Contestant) -> bool:
    """Whether the question asks how many times the second the first is: 2021年是2013年的几倍."""
    at = question.find(first.name)
    if at < 0:
        return False
    return re.match(r"[^，？]{0,12}?是", question[at + len(first.name) :]) is not None


def _add(
    lines: list[str],
    computed: list[ComputedFigure],
    said: str,
    operands: Sequence[Contestant],
    compute: Callable[[], Computation],
    sign: str = " + ",
) -> None:
    try:
        result = compute()
    except IncompatibleFigures:
        return
    computed.append(result.as_figure([one.mark for one in operands]))
    shown = f"（{sign.join(one.text for one in operands)}）" if sign else ""
    lines.append(f"{said}{result.text}{shown}。{_marks(operands)}")


def _leader(which: re.Match[str], held: Sequence[Contestant]) -> str:
    how = which["how"]
    least = how in _LEAST or (
        how in _GOOD and any(_LESS_IS_BETTER.search(one.chosen.label) for one in held)
    )
    if any(one.fell for one in held) and _FALLS.search(which[0]):
        # 降得多, 降幅大: what fell by 11.2% fell further than what fell by 4.6%.
        least = how not in _LEAST
    ranked = sorted(held, key=lambda one: one.value, reverse=not least)
    first, rest = ranked[0], ranked[1:]
    if first.value == rest[0].value:
        return f"{first.name}和{rest[0].name}一样，都是{first.text}"
    others = "，".join(f"{one.name}是{one.text}" for one in rest)
    degree = "更" if len(rest) == 1 else "最"
    note = "（这一数值越低越好）" if least and how in _GOOD else ""
    return f"{first.name}{degree}{how}：{first.text}，{others}{note}"


def _extremes(held: Sequence[Contestant], marks: str) -> str:
    top = max(held, key=lambda one: one.value)
    bottom = min(held, key=lambda one: one.value)
    return f"最高的是{top.name}（{top.text}），最低的是{bottom.name}（{bottom.text}）。{marks}"


def _marks(held: Sequence[Contestant]) -> str:
    return "".join(f"[{n}]" for n in dict.fromkeys(one.mark for one in held))


def first_past(threshold: float, values: Sequence[float]) -> int:
    """Give the place of the first of yearly `values`, earliest first, from which on the mark is passed.

    `len(values)` where it never is.
    """
    errors = [
        sum(value >= threshold for value in values[:at])
        + sum(value < threshold for value in values[at:])
        for at in range(len(values) + 1)
    ]
    return min(range(len(values) + 1), key=lambda place: (errors[place], place))


def crossing(before: Contestant | None, first: Contestant | None) -> Verdict:
    """Say which year passed the mark first; `before` is the year before it, `first` None if none did."""
    if first is None:
        assert before is not None
        said = f"库里各年报告的数字都没有越过这条线，最近的{before.name}是{before.text}"
        return Verdict((f"{said}。[{before.mark}]",))
    if before is None:
        said = f"库里最早的{first.name}就已越过这条线，是{first.text}，更早的年份没有收录"
        return Verdict((f"{said}。[{first.mark}]",))
    said = (
        f"按各年报告的数字，首次越过这条线的是{first.name}：{first.text}，"
        f"此前{before.name}是{before.text}"
    )
    return Verdict((f"{said}。[{first.mark}][{before.mark}]",))
