"""Literal scoring of an answer's words: normalise, find, and judge the direction of a comparison."""

import re
import unicodedata

from assistant.figures import Figure, parse_figures
from assistant.models import Answer

_THAN = re.compile(r"比|高于|多于|大于|超过|低于|少于|小于")
_MORE = re.compile(r"[更最较]")
_LESS = re.compile(r"少|低|小|差|慢|落后")
_NAMED = re.compile(r"((?:19|20)\d\d年|[\u4e00-\u9fff]{2,6})(?=\d)")


def squash(text: str) -> str:
    """Remove all white space: what "verbatim" is judged on."""
    return re.sub(r"\s+", "", text)


def normalise(text: str) -> str:
    """Give NFKC without white space and thousands separators."""
    text = squash(unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def has(needle: str, haystack: str) -> bool:
    """Find a string with digit boundaries: 24 is not found in 24000, 124 or 24.5."""
    pattern = re.escape(normalise(needle))
    if needle[:1].isdigit():
        pattern = r"(?<![\d.])" + pattern
    if needle[-1:].isdigit():
        pattern += r"(?!\d|\.\d)"
    return re.search(pattern, normalise(haystack)) is not None


def shown_text(answer: Answer) -> str:
    """Give all words that an answer shows as its content: text, table cells, computed figures."""
    cells = [cell for row in answer.table.rows for cell in row.cells] if answer.table else []
    computed = [f"{item.text}（{item.formula}）" for item in answer.computed]
    return "\n".join((answer.text, *cells, *computed))


def direction(winner: str, reference: str, text: str) -> bool | None:
    """Say whether `text` names `winner` as coming first in a comparison; None if it does not compare.

    The reference answer says whether coming first means the larger or the smaller figure (less
    PM2.5 is better air), and what `winner` is compared with.
    """
    smaller_wins = _smaller_wins(winner, reference)
    others = [name for name in _NAMED.findall(reference) if winner not in name]
    for clause in re.split(r"[，。：；！？\n]", text):
        than, more = _THAN.search(clause), _MORE.search(clause)
        if than:
            before, after = clause[: than.start()], clause[than.start() :]
            if (winner in before) != (winner in after):
                return (winner in before) == (bool(_LESS.search(after)) == smaller_wins)
        elif more:
            after = clause[more.end() :]
            first_wins = after.startswith("好") or bool(_LESS.match(after)) == smaller_wins
            if winner in clause:
                return first_wins
            if any(name in clause for name in others):
                return not first_wins
    return None


def _smaller_wins(winner: str, reference: str) -> bool:
    figures = [figure for figure in parse_figures(reference) if figure.asserted]
    own = _first_after(reference.rfind(winner), figures)
    if own is None:
        return False
    others = [f.value for f in figures if f.unit == own.unit and f.value != own.value]
    return bool(others) and own.value < min(others)


def _first_after(position: int, figures: list[Figure]) -> Figure | None:
    return next((figure for figure in figures if figure.start >= position >= 0), None)
