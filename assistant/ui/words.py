"""The interface's own words, in Chinese and in English: one TOML file each, with the same keys.

How an answer ended is said everywhere with the labels of `assistant.wording`. Answers, notices and report text are Chinese in either; only what surrounds them is translated.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from assistant.wording import STATUS_ENGLISH, STATUS_LABELS

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Words:
    """Say things in one language: `words("ask.send")`, with values where the words have room for them.

    `script` holds the words that the page's own script says; `root` leads from the page's document
    to the root of the server.
    """

    def __init__(self, language: Language) -> None:
        path = files("assistant.ui").joinpath("words", f"{language}.toml")
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        self.language: Language = language
        self.root = "" if language == "zh" else "../"
        self.script: dict[str, str] = tree["script"]
        self._said: dict[str, str] = {
            f"{section}.{key}": text for section, keys in tree.items() for key, text in keys.items()
        }
        labels = STATUS_LABELS if language == "zh" else STATUS_ENGLISH
        self._said |= {f"status.{status}": label for status, label in labels.items()}

    def __call__(self, key: str, **values: Any) -> str:
        """Give the words of a key; `KeyError` where there are none."""
        said = self._said[key]
        return said.format(**values) if values else said

    @property
    def keys(self) -> frozenset[str]:
        """Name everything that can be said."""
        return frozenset(self._said)


@lru_cache
def words_in(language: Language) -> Words:
    """Give the words of a language, read once."""
    return Words(language)
