"""Pairs of neighbouring characters, which stand in for words where Chinese is not cut into words.

The rules differ in what a pair may span and in what counts as a character. Each is kept because a
fitted weight or a threshold was chosen by it: to change a rule is to choose these anew.

    rule                            characters                     a pair spans
    han_pairs                       Chinese, rare ones too         nothing between
    common_han_pairs                Chinese in common use          nothing between
    letter_pairs                    Chinese in common use, A-Z     nothing between, no digits
    word_pairs                      the same, and digits           nothing between
    pairs_across_marks              every letter and digit         marks and spaces
    letter_pairs_across_marks       every letter                   marks, spaces, digits
"""

import re
from collections.abc import Collection, Iterable

from ingest.characters import plain_characters

_HAN = re.compile(r"[\u3400-\u9fff]+")
_COMMON_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")


def _pairs(runs: Iterable[str]) -> list[str]:
    return [run[at : at + 2] for run in runs for at in range(len(run) - 1)]


def han_pairs(text: str) -> list[str]:
    """Give the pairs of Chinese characters in order, as often as they occur: what the index holds."""
    return _pairs(_HAN.findall(plain_characters(text)))


def common_han_pairs(text: str) -> list[str]:
    """Give the pairs of common Chinese characters in order: to weigh them by their place."""
    return _pairs(_COMMON_HAN.findall(plain_characters(text)))


def letter_pairs(text: str) -> frozenset[str]:
    """Give the pairs of letters; none spans a mark or a digit."""
    return frozenset(_pairs(_LETTERS.findall(plain_characters(text))))


def word_pairs(text: str) -> frozenset[str]:
    """Give the pairs of letters and digits; none spans a mark."""
    return frozenset(_pairs(_WORDS.findall(plain_characters(text))))


def pairs_across_marks(text: str) -> frozenset[str]:
    """Give the pairs of letters and digits of a text, as if it had no marks."""
    return frozenset(_pairs(["".join(filter(str.isalnum, plain_characters(text)))]))


def letter_pairs_across_marks(text: str) -> frozenset[str]:
    """Give the pairs of letters of a text, as if it had neither marks nor digits."""
    kept = "".join(char for char in plain_characters(text) if char.isalnum() and not char.isdigit())
    return frozenset(_pairs([kept]))


def share_had(wanted: frozenset[str], have: frozenset[str]) -> float:
    """Give the share of the wanted pairs that are had, 0 where none is wanted."""
    return len(wanted & have) / len(wanted) if wanted else 0.0


def share_told(wanted: Collection[str], text: str) -> float:
    """Give the share of the wanted pairs that a text tells anywhere, 1 where none is wanted."""
    plain = plain_characters(text)
    return sum(pair in plain for pair in wanted) / len(wanted) if wanted else 1.0


def share_of_both(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the mean of what each side has of the other, 0 where one has no pairs."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return 0.5 * shared / len(other) + 0.5 * shared / len(one)
