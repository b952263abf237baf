"""The lists of `names.toml`: what is a name by itself, what makes one, and by what forms it goes."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class NameLists:
    """The lists, each as it is looked up; see `names.toml` for what they are.

    `whole` and `bureaus` give for each form all forms of the same thing, longest first.
    """

    whole: dict[str, tuple[str, ...]]
    bureaus: dict[str, tuple[str, ...]]
    kinds: dict[str, str]
    units: tuple[str, ...]
    numbered: tuple[str, ...]
    trades: frozenset[str]
    no_place: tuple[str, ...]
    generic: frozenset[str]
    no_kind: frozenset[str]
    short: dict[str, str]
    short_sure: frozenset[str]
    sure: dict[str, str]
    unsure: dict[str, str]


@cache
def name_lists() -> NameLists:
    """Read the lists once."""
    source = files("assistant.vocabulary").joinpath("names.toml")
    plain: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    bureaus: dict[str, tuple[str, ...]] = {}
    for functions in plain["functions"]:
        forms = [f + kind for f in functions for kind in plain["function_kinds"]]
        ordered = tuple(sorted(forms, key=lambda form: (-len(form), form)))
        # The department that does it is the bureau, however it is called.
        also = tuple(f"{function}部门" for function in functions)
        bureaus |= dict.fromkeys(ordered, (*ordered, *also))
    kinds = {
        word: kind
        for kind in ("parts", "areas", "courts", "firms")
        for word in sorted(plain[kind], key=len, reverse=True)
    }
    return NameLists(
        whole=_longest_first(
            {
                form: tuple(row)
                for row in (*plain["national"], *plain["zones"], *plain["known"])
                for form in row
            }
        ),
        bureaus=_longest_first(bureaus),
        kinds=_longest_first(kinds),
        units=tuple(plain["units"]),
        numbered=tuple(plain["numbered"]),
        trades=frozenset(plain["trades"]),
        no_place=tuple(plain["no_place"]),
        generic=frozenset(plain["generic"]),
        no_kind=frozenset(plain["no_kind"]),
        short=plain["short"] | plain["short_sure"],
        short_sure=frozenset(plain["short_sure"]),
        sure=plain["letters"]["sure"],
        unsure=plain["letters"]["unsure"],
    )


def _longest_first(table: dict[str, Any]) -> dict[str, Any]:
    return {form: table[form] for form in sorted(table, key=lambda form: (-len(form), form))}
