"""The words by which a question names a report, as `report_names.toml` lists them, and patterns made of them."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

COUNT = r"[一两二三四五六七八九十\d]{1,2}"
"""How many reports or years, in words or digits."""


@cache
def words(group: str) -> dict[str, Any]:
    """Give one group of the data file."""
    text = files("assistant.scope").joinpath("report_names.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)[group]
    return found


def any_of(listed: Iterable[str]) -> str:
    """Give a pattern for any of some words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(listed, key=len, reverse=True))) + ")"


@cache
def reports_pattern() -> str:
    """The word for a report: 报告, 公报, 年报; not the head of 报告会 or 报告制度."""
    tails = (
        never.removeprefix(name)
        for never in words("titles")["reports"] + words("follows")["never"]
        for name in ("报告",)
        if never.startswith(name) and never != name
    )
    return any_of(words("titles")["reports"]) + f"(?!{any_of(tails)})"


@cache
def one_pattern() -> str:
    """The word that counts reports: 份, 篇."""
    return any_of(words("counts")["one"])


@cache
def after_that() -> str:
    """What stands after 那份 where a report is meant."""
    listed = [word for word in words("follows")["after"] if word]
    return f"(?={any_of(listed)}|$)"


def kinds_named(question: str) -> list[str]:
    """Give the kinds of report that a question names by a short name."""
    return [kind for kind, short in words("kinds").items() if any(s in question for s in short)]
