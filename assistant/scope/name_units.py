"""Whether a text tells of a unit of a body, and not of the whole of it: 区公安局交警大队 of 区公安局."""

from collections.abc import Collection

from assistant.scope.place_words import words_of
from assistant.vocabulary.name_lists import name_lists

_OF = ("的", "下属", "所属", "直属")
_LONGEST = 6
# Words of these tags lead from the body to somebody else: 区公安局组织交警大队.
_NO_NAME_TAGS = ("v", "u", "p", "r", "c", "d", "f", "q", "t", "x")


def only_of_a_unit(text: str, forms: Collection[str]) -> bool:
    """Whether each form of a name that a text holds goes on with the name of a unit of it."""
    ends = {
        at + len(form)
        for form in forms
        for at in range(len(text) - len(form) + 1)
        if text.startswith(form, at)
    }
    return bool(ends) and all(_goes_on(text[end:]) for end in ends)


def _goes_on(after: str) -> bool:
    for word in _OF:
        after = after.removeprefix(word)
    found = [(at, unit) for unit in name_lists().units if 0 <= (at := after.find(unit)) <= _LONGEST]
    if not found:
        return False
    at, unit = min(found)
    name = after[: at + len(unit)].replace("执法", "法制")  # a noun in the name of a unit
    inner = (tag for start, _, tag in words_of(name) if start < at)
    return not any(tag != "vn" and tag.startswith(_NO_NAME_TAGS) for tag in inner)
