"""Tells that an index derived from Chroma is being made up, where that takes long: it was lost, or is new.

A million passages take half an hour. A report that has just been stored takes a moment, and nothing
is said of it.
"""

import time
from collections.abc import Callable

Notice = Callable[[str, str], None]
"""Hears a sentence for the user, in Chinese and in English, as errors have it."""

Progress = Callable[[int, int], None]

_FIRST_AFTER_S = 3.0
_AGAIN_AFTER_S = 30.0


def unheard(_: str, __: str) -> None:
    """Take a notice that nobody wants."""


def catching_up(
    what: str, english: str, notice: Notice, clock: Callable[[], float] = time.monotonic
) -> Progress:
    """Give what hears (reports done, reports lacking) of `what` and passes on what is worth saying."""
    say_at: float | None = None

    def hear(done: int, lacking: int) -> None:
        nonlocal say_at
        now = clock()
        if say_at is None:
            say_at = now + _FIRST_AFTER_S
        if now >= say_at:
            say_at = now + _AGAIN_AFTER_S
            notice(
                f"正在由资料库补建{what}：已完成 {done} / {lacking} 份报告 …",
                f"Making up the {english} from the library: {done} of {lacking} reports …",
            )

    return hear
