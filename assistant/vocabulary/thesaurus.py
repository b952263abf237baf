"""What people say and what reports write: 告政府 is 行政诉讼, 上学名额 is 学位, 老人饭堂 is 长者食堂.

`thesaurus.tsv` has a concept a line: the terms that reports write, commonest first, then what people
say for it. It was written for whole domains of government work from general knowledge of official
Chinese; no line is about one report. A question is looked up by its longest expressions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SEARCHED = 2
_MOST_SEARCHED = 8
_MOST_ALTERNATIVES = 8


@dataclass(frozen=True, slots=True)
class Said:
    """An expression at `question[start:end]` and the terms that reports may write for it.

    `lay`: reports do not write the expression themselves, so far as the thesaurus knows.
    """

    start: int
    end: int
    terms: tuple[str, ...]
    lay: bool = True


def said_in(question: str) -> tuple[Said, ...]:
    """Find the expressions of a question that have other words in reports, longest first, none twice."""
    lines = _by_opening()
    found: list[Said] = []
    at = 0
    while at < len(question) - 1:
        for expression, terms, lay in lines.get(question[at : at + 2], ()):
            if question.startswith(expression, at):
                found.append(Said(at, at + len(expression), terms, lay))
                at += len(expression)
                break
        else:
            at += 1
    return tuple(found)


def terms_to_search(question: str) -> tuple[str, ...]:
    """Give the commonest official terms for what a question says, to be searched for beside it."""
    said = (one for one in said_in(question) if one.lay)
    terms = (term for one in said for term in one.terms[:_SEARCHED])
    new = [term for term in dict.fromkeys(terms) if term not in question]
    return tuple(new[:_MOST_SEARCHED])


@cache
def _by_opening() -> dict[str, list[tuple[str, tuple[str, ...], bool]]]:
    """Every expression by its first two characters, longest first, with its official terms."""
    text = files("assistant.vocabulary").joinpath("thesaurus.tsv").read_text(encoding="utf-8")
    terms_of: dict[str, dict[str, None]] = {}
    written: set[str] = set()
    for line in text.splitlines():
        official, _, lay = line.partition("\t")
        terms = official.split("|")
        written.update(terms)
        for said in (*lay.split("|"), *(terms if len(terms) > 1 else ())):
            known = terms_of.setdefault(said, {})
            known.update(dict.fromkeys(term for term in terms if term != said))
    lines: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
    for said in sorted(terms_of, key=lambda one: (-len(one), one)):
        terms = list(terms_of[said])[:_MOST_ALTERNATIVES]
        lines.setdefault(said[:2], []).append((said, tuple(terms), said not in written))
    return lines


def alternatives(text: str, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give for words of a text what reports may write in their place, by the expressions they are in."""
    said = [(text[one.start : one.end], one.terms) for one in said_in(text)]
    found = {
        word: tuple(term for expression, terms in said if word in expression for term in terms)
        for word in words
    }
    return {word: terms for word, terms in found.items() if terms}
