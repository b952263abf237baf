"""The lexicon of units: which run of characters after a number is its unit, and what it measures.

The units are listed in `units.toml` beside this module. Longest match wins. A unit that is not
listed is unknown: the figure's unit is "".
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from assistant.figures.models import FigureKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the lexicon knows it: `factor` of the base unit `name`, and the kind it makes."""

    name: str
    kind: FigureKind
    factor: Decimal = Decimal(1)


@cache
def _listed() -> dict[str, Any]:
    source = files("assistant.figures").joinpath("units.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def lexicon() -> dict[str, Unit]:
    """Give every unit by the form in which it is written."""
    units: dict[str, Unit] = {}
    for kind in get_args(FigureKind):
        section = _listed().get(kind, {})
        words = section.get("words", "").split()
        units |= {form: Unit(form, kind) for form in words}
        units |= {form: Unit(name, kind) for form, name in section.get("same", {}).items()}
        units |= {
            form: Unit(words[0], kind, Decimal(times))
            for form, times in section.get("times", {}).items()
        }
    return units


@cache
def naming_words(how: str) -> frozenset[str]:
    """Give the measure words that make names: `how` is "often" or "never" (never a count)."""
    return frozenset(_listed()["naming"][how].split())


@cache
def asked_families() -> tuple[frozenset[str], ...]:
    """Give the families of units that answer for one another."""
    return tuple(frozenset(family.split()) for family in _listed()["asked"]["families"])


@cache
def asked_words(how: str) -> tuple[str, ...]:
    """Give the units of questions, longest first: `how` is "also", "loose" or "before_noun"."""
    return tuple(sorted(_listed()["asked"][how].split(), key=len, reverse=True))


@cache
def _longest() -> int:
    return max(map(len, lexicon()))


def unit_at(text: str, pos: int) -> tuple[Unit, int] | None:
    """Give the longest unit that begins at `pos` of folded text, with where it ends; None if none does."""
    units = lexicon()
    for length in range(min(_longest(), len(text) - pos), 0, -1):
        form = text[pos : pos + length]
        unit = units.get(form)
        if unit is None or _belongs_to_a_longer_word(form, text, pos + length):
            continue
        return unit, pos + length
    return None


def _belongs_to_a_longer_word(form: str, text: str, end: int) -> bool:
    following = text[end : end + 1]
    if form[-1].isascii() and form[-1].isalpha():
        return following.isascii() and following.isalnum()
    return following != "" and following in _listed()["not_before"].get(form, "")
