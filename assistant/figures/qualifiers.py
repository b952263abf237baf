"""The words around a figure that say on which side of it the truth lies."""

import re

from assistant.figures.models import Direction

_BEFORE: tuple[tuple[Direction, str], ...] = (
    ("above", r"不少于|不低于|不小于|至少|(?<!不)超过|(?<!不)高于|(?<!不)多于|(?<!不)大于|突破|(?<![高赶反])超|逾|冲破"),
    ("below", r"不超过|不高于|不多于|不大于|至多|最多|不足|不到|未满|(?<!不)少于|(?<!不)低于|(?<!不)小于"),
    ("near", r"将近|接近|(?<![附靠临最邻亲])近"),
    ("about", r"大约|大概|约为|(?<![节预签契履合违特条公制简邀])约"),
)  # fmt: skip
_AFTER: tuple[tuple[Direction, str], ...] = (
    ("above", r"及?以上|之?多(?=[，。；、]|$)|有余"),
    ("below", r"及?以下|以内|之内"),
    ("about", r"左右|上下"),
)
_BEFORE_PATTERN = re.compile("|".join(f"({words})[了至]? ?$" for _, words in _BEFORE))
_AFTER_PATTERN = re.compile(r" ?(?:" + "|".join(f"({words})" for _, words in _AFTER) + ")")


def before(folded: str, start: int) -> tuple[str, Direction] | None:
    """Give the qualifier that ends where the figure starts, with its direction."""
    window = folded[max(0, start - 6) : start]
    match = _BEFORE_PATTERN.search(window)
    if not match or not match.lastindex:
        return None
    return match[match.lastindex], _BEFORE[match.lastindex - 1][0]


def after(folded: str, end: int) -> tuple[str, Direction] | None:
    """Give the qualifier that begins where the figure ends, with its direction."""
    match = _AFTER_PATTERN.match(folded, end)
    if not match or not match.lastindex:
        return None
    return match[match.lastindex], _AFTER[match.lastindex - 1][0]
