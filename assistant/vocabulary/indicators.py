"""Words around figures, by kind: names of one indicator, words of asking, of stating, of growth.

The rows are in `indicators.toml`; texts are folded (NFKC, no white space) before they are looked up.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.characters import match_form

_NEVER = re.compile(r"(?!)")


def folded(text: str) -> str:
    """Give a text as the rows are written: NFKC, without white space."""
    return re.sub(r"\s+", "", match_form(text))


@cache
def _rows() -> dict[str, Any]:
    source = files("assistant.vocabulary").joinpath("indicators.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def words(*kinds: str) -> tuple[str, ...]:
    """Give the words of some kinds (`asking`, `light` …), longest first."""
    found = {word for kind in kinds for word in _rows()[kind]["words"].split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def any_of(*kinds: str) -> re.Pattern[str]:
    """Give what finds a word of some kinds."""
    return _alternation(words(*kinds))


def _alternation(wanted: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, wanted))) if wanted else _NEVER


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    same: dict[str, str] = {}
    for name, forms in _rows()["same"].items():
        same |= {form: name for form in (name, *forms.split())}
    ordered = sorted(same, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE), same


def one_name(text: str) -> str:
    """Give a folded text with each indicator in the one form by which two texts are compared."""
    pattern, same = _names()
    return pattern.sub(lambda found: same.get(found[0], same.get(found[0].upper(), "")), text)


def hidden_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Give a text in one form with a private character for each indicator, and the names in order.

    So no word is cut out of a name: 总值 of 生产总值, 高 of 高新技术企业.
    """
    pattern, same = _names()
    found: list[str] = []

    def hide(match: re.Match[str]) -> str:
        found.append(same.get(match[0], same.get(match[0].upper(), match[0])))
        return chr(0xE000 + len(found) - 1)

    return pattern.sub(hide, text), tuple(found)


def name_spans(text: str) -> list[tuple[int, int]]:
    """Give where the indicators stand that `hidden_names` hides, in order."""
    return [match.span() for match in _names()[0].finditer(text)]


def shown_names(text: str, names: tuple[str, ...]) -> str:
    """Put hidden names back."""
    return "".join(
        names[ord(char) - 0xE000] if 0xE000 <= ord(char) < 0xE000 + len(names) else char
        for char in text
    )


@cache
def forms_of(name: str) -> tuple[str, ...]:
    """Give every form in which reports write what `name` (in its one form) is part of."""
    same = _rows()["same"]
    forms = [name]
    for one, others in same.items():
        if one in name:
            forms += [name.replace(one, other) for other in others.split()]
    return tuple(dict.fromkeys(forms))


def narrower_than(name: str) -> tuple[str, ...]:
    """Give the words of kinds of a thing that may answer for it, longest first: 公办 of 学位."""
    rows = _rows()["narrower"].items()
    found = {word for thing, kinds in rows if thing in name for word in kinds.split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def either_of(name: str) -> tuple[str, ...]:
    """Give what a report may tell of deeds that are asked for together."""
    return tuple(str(_rows()["either"].get(name, "")).split())


def belongs_to(name: str) -> tuple[str, ...]:
    """Give the things of which `name` is told where they are counted before it in a list."""
    rows = _rows()["belongs"].items()
    return tuple(word for thing, holders in rows if thing in name for word in holders.split())


def grown_of(name: str) -> str:
    """Give what the growth of `name` is said of: 经济增速 is that of the 生产总值."""
    rows = _rows()["grown"].items()
    return next((one for one, said in rows if name in said.split()), name)


def whole_words(region: str) -> tuple[str, ...]:
    """Give what a report of a region calls the whole of it: 全区, 我市."""
    kinds = {"国"} if region in ("全国", "中国", "") else {region[-1]}
    return tuple(word for kind in kinds for word in _rows()["whole"].get(kind, "").split())


def says_whole(question: str) -> bool:
    """Whether a question says that the whole of a place is meant: 全市, 全区."""
    return any(f"全{kind}" in question for kind in _rows()["whole"])


def total_rows() -> tuple[str, ...]:
    """Give the labels of rows that are of all of the others, or of some, together."""
    return tuple(_rows()["together"]["rows"].split())


def units_of(name: str) -> tuple[str, ...]:
    """Give the units of an indicator in its one form; none where no row knows it."""
    rows = _rows()["units"].items()
    if any(
        unit == "%" and any(name.endswith(word) for word in known.split()) for unit, known in rows
    ):
        return ("%",)
    return tuple(
        unit for unit, known in rows if unit != "%" and any(word in name for word in known.split())
    )
