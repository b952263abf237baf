"""A figure that the question brings along is checked against the quotes, never echoed as a fact.

是不是罚了5000件？ is held to the figure of the same indicator in the quotes: the one with the same
unit whose clause shares most with the words beside the figure in the question. Where no figure can
be told to be that one, nothing is said of it and the report's own sentences stand alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.figures import Figure, parse_figures, same_figure, supports
from assistant.grounding.claims import borne_out
from assistant.models import AnswerFigure
from assistant.question.need import UNIT_FAMILIES
from assistant.reader.reading import Quote
from ingest.segment import clause_spans
from vectorstore.indexes.pairs import common_han_pairs

Verdict = Literal["agrees", "differs"]

_CHECKS = re.compile(
    r"是不是|是否|对不对|对[吗么吧]|是[吗么吧]|没错|属实|真的[吗么]?|是真|听说|据说|听闻|有人说|都说|传|应该|记得|难道|吗[？?。！!]*$|吧[？?。！!]*$|[吗吧][？?，。]"
)
_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+")
# What may stand between the figure and the end of its clause when the clause states the figure.
_AFTER = re.compile(r"^(?!.*(?:都|全|是否|有没有|已经|中|里|以上的|以下的|的.*[是有]))[^\d]{0,14}$")
_HOW_MANY = re.compile(r"多少|几[^乎]")
_ASIDE = re.compile(
    r"是不是|是否|听说|据说|听闻|有人说|应该|记得|难道|超过|达到|一共|总共|总计|共计|大概|左右|全年|全区|全市|了|吗|吧|呢|有|是|共|对"
)
# Pairs of characters count for less the further they stand from the figure.
_FADE = 0.7
_COVER_WEIGHT = 2.0
_CLEARLY = 3.0
# Share of the words beside the question's figure that must be found; of a premise, more.
_ENOUGH = 0.3
_ENOUGH_FOR_PREMISE = 0.5


@dataclass(frozen=True, slots=True)
class Echo:
    """What became of one figure of the question; `quote` and `actual` are what it was held to."""

    figure: Figure
    verdict: Verdict
    quote: Quote
    actual: Figure

    @property
    def refutable(self) -> bool:
        """Whether the figure may be named as refuted: the quote does not hold it for another thing."""
        return self.verdict == "differs" and not borne_out(self.figure, self.quote.text)

    def sentence(self, n: int) -> str:
        """Say in the user's language how the question's figure fares; `n` is the quote's number."""
        if self.verdict == "agrees":
            return f"问题里的数字与报告一致。[{n}]"
        named = f"“{self.figure.text}”" if self.refutable else "数字"
        return f"问题里的{named}与报告不符，以报告原文为准。[{n}]"

    def refuted(self, n: int) -> AnswerFigure:
        """Give the figure as refuted by quote number `n`."""
        return AnswerFigure(self.figure.text, float(self.figure.value), self.figure.unit, n, True)


def check_echo(question: str, quotes: Sequence[Quote]) -> Echo | None:
    """Hold the figure that a question brings along to the quotes; None where nothing can be said."""
    asks_if = _CHECKS.search(question) is not None and not _HOW_MANY.search(question)
    for figure, beside in _brought(question):
        echo = _held_to(figure, beside, quotes, _ENOUGH if asks_if else _ENOUGH_FOR_PREMISE)
        # A premise is contradicted only; that it holds is not what was asked.
        if echo is not None and (asks_if or echo.verdict == "differs"):
            return echo
    return None


def _brought(question: str) -> Iterator[tuple[Figure, str]]:
    """Figures that a clause of the question states, with the words beside them, nearest last."""
    said = ""
    for clause in _CLAUSE.finditer(question):
        if not _HOW_MANY.search(clause[0]):
            for figure in parse_figures(clause[0]):
                after = clause[0][figure.end :]
                if figure.asserted and figure.value and _AFTER.match(after):
                    yield figure, f"{said}，{clause[0][: figure.start]}，{after}"
        said = clause[0]


@dataclass(frozen=True, slots=True)
class _Match:
    """A figure of a quote: how much of the words asked for stand in its clause, and with what leads to it."""

    quote: Quote
    figure: Figure
    own: float
    cover: float

    @property
    def score(self) -> float:
        return self.own + _COVER_WEIGHT * self.cover

    def rivals(self, best: "_Match") -> bool:
        """Whether this may be the figure that was meant after all."""
        if self.cover == best.cover:
            return self.own * _CLEARLY >= best.own
        return self.cover > best.cover


def _held_to(figure: Figure, beside: str, quotes: Sequence[Quote], enough: float) -> Echo | None:
    found = [
        _match(beside, quote, actual)
        for quote in quotes
        for actual in parse_figures(quote.text)
        if actual.asserted and _same_kind(figure, actual)
    ]
    best = max(found, key=lambda match: match.score, default=None)
    if best is None or best.cover < enough:
        return None
    if _agrees(figure, best.figure):
        return Echo(figure, "agrees", best.quote, best.figure)
    # What is shown beside it says the very figure, of whatever: then nothing is contradicted.
    apart = (other for other in found if other.quote is not best.quote or other.rivals(best))
    if any(_agrees(figure, other.figure) for other in apart):
        return None
    return Echo(figure, "differs", best.quote, best.figure)


def _same_kind(asked: Figure, actual: Figure) -> bool:
    if asked.unit == actual.unit or not asked.unit:
        return True
    return any(asked.unit in family and actual.unit in family for family in UNIT_FAMILIES)


def _agrees(asked: Figure, actual: Figure) -> bool:
    """Whether what the question says of the figure is true of the report's."""
    if asked.direction == "above":
        return actual.value >= asked.value
    if asked.direction == "below":
        return actual.value <= asked.value
    if asked.unit != actual.unit:
        return asked.value == actual.value
    return same_figure(asked, actual) or supports(asked, actual)


def _match(beside: str, quote: Quote, actual: Figure) -> _Match:
    own, before = _around(quote, actual)
    pairs = [pair for pair in _pairs_nearest_first(beside) if pair not in quote.facts.title]
    weights = [_FADE**place for place in range(len(pairs))]
    near = sum(weight for pair, weight in zip(pairs, weights, strict=True) if pair in own)
    covered = sum(pair in own or pair in before for pair in pairs)
    if not pairs:
        return _Match(quote, actual, 0.0, 0.0)
    return _Match(quote, actual, near / sum(weights), covered / len(pairs))


def _around(quote: Quote, figure: Figure) -> tuple[str, str]:
    """The clause of a figure, and what stands before it in the quote and above it as headings."""
    text = quote.text
    for start, end in clause_spans(text):
        if start <= figure.start < end:
            return text[start:end], "".join(quote.passage.heading) + text[:start]
    return text, "".join(quote.passage.heading)


def _pairs_nearest_first(beside: str) -> list[str]:
    *before, after = beside.split("，")
    pairs: list[str] = []
    for part in (_pairs(after), *(_pairs(part)[::-1] for part in reversed(before))):
        pairs += [pair for pair in part if pair not in pairs]
    return pairs


def _pairs(text: str) -> list[str]:
    return common_han_pairs(_ASIDE.sub(" ", text))
