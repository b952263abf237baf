"""Prompts as text files, one purpose each, versioned, with declared variables; imports nothing of ours.

---
version: 1
variables: question, passages
---
what the model is (the system message)
---
what it is asked, with {question} and {passages}
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FILE = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<system>.*?)\n---\n(?P<user>.*)", re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")


class PromptError(Exception):
    """A prompt file that does not declare what it uses, or is filled with other variables."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt; `fill` gives the two messages."""

    name: str
    version: int
    variables: frozenset[str]
    system: str
    user: str

    def fill(self, **values: str) -> tuple[str, str]:
        """Give the system message and the user message; the values are put in as they are.

        Raises:
            PromptError: a variable is missing or unknown.
        """
        if values.keys() != self.variables:
            raise PromptError(
                f"prompt {self.name!r} wants {sorted(self.variables)}, given {sorted(values)}"
            )
        # In one pass, so that braces inside a value stay what they are.
        return self.system, _VARIABLE.sub(lambda match: values[match[1]], self.user)


@cache
def load(name: str) -> Prompt:
    """Read a prompt by name.

    Raises:
        PromptError: the file is missing, malformed, or uses other variables than it declares.
    """
    try:
        text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PromptError(f"no prompt {name!r}") from None
    match = _FILE.fullmatch(text)
    if match is None:
        raise PromptError(f"prompt {name!r} has not the three parts set off by ---")
    head = dict(line.split(": ", 1) for line in match["head"].splitlines())
    declared = frozenset(filter(None, (v.strip() for v in head.get("variables", "").split(","))))
    used = frozenset(_VARIABLE.findall(match["user"]))
    if declared != used or _VARIABLE.search(match["system"]):
        raise PromptError(f"prompt {name!r} declares {sorted(declared)} and uses {sorted(used)}")
    return Prompt(name, int(head["version"]), declared, match["system"], match["user"].strip())
