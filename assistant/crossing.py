"""The year in which a figure first passed a mark: GDP头一回过2万亿, 服务业占比头一次过半.

The reports of one region give a figure a year; code finds the year from which on the mark is passed.
A wrong figure among many must not decide: the year is the one that the fewest figures speak against.
"""

from collections.abc import Sequence

from assistant.verdict import Contestant, Verdict


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
