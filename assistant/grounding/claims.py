"""Answer text to claims: each sentence with the citations it carries and the figures it asserts."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.figures import Figure, parse_figures, supports
from ingest.characters import match_form

MARK = re.compile(r"\[(\d{1,3})\]")
_PIECE_END = re.compile(
    r"(?P<stop>[。！？!?][”’」』）)】》〉\"]*)?(?P<marks>(?:\s*\[\d{1,3}\])+)|(?P<bare>[。！？!?]|\n+)"
)
_LACKING = re.compile(r"(?<=库里没有)[^，。；\n]+(?=，无法回答)")
_COUNTS_REPORTS = re.compile(r"\s*(?:份|篇)?(?:相关)?报告")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer, or the part of one up to its marks, with the citations it carries."""

    text: str
    marks: tuple[int, ...]


def claims_of(text: str) -> tuple[Claim, ...]:
    """Cut an answer's text into claims: up to a sentence's end, or up to the marks inside it.

    Marks after the full stop belong to the sentence before it; what follows the last marks of a
    sentence (304件[1]，下降一成。) rests on those same marks.
    """
    claims: list[Claim] = []
    start = 0
    carried: tuple[int, ...] = ()
    for match in (*_PIECE_END.finditer(text), None):
        end = match.end() if match else len(text)
        piece = text[start:end]
        start = end
        marks = tuple(int(n) for n in MARK.findall(piece))
        words = MARK.sub("", piece).strip().lstrip("，；、,; ")
        if any(unicodedata.category(mark)[0] in "LN" for mark in words):
            claims.append(Claim(words, marks or carried))
        ended = match is None or match["bare"] or match["stop"]
        carried = () if ended else marks
    return tuple(claims)


def own_marks_hidden(text: str, quotes: Iterable[str]) -> str:
    """Write [n] that a report has in its own words in full width, so that only the answer's marks are left."""
    for quote in quotes:
        if MARK.search(quote):
            text = text.replace(quote, MARK.sub("\uff3b\\1\uff3d", quote))
    return text


def repeated_names_hidden(text: str, question: str) -> str:
    """Write 某 for what a refusal names as lacking where these are the question's own words.

    三里屯街道, of which the library has no report, is a name and no 三里; a figure that the question
    does not have stays, and so does all that stands outside the name.
    """
    return _LACKING.sub(lambda lacking: _without_repeated(lacking[0], question), text)


def _without_repeated(names: str, question: str) -> str:
    for figure in reversed(parse_figures(names)):
        own = rf"(?<![\d.]){re.escape(figure.text)}(?!\d|\.\d)"
        if figure.asserted and re.search(own, question):
            names = f"{names[: figure.start]}某{names[figure.end :]}"
    return names


def asserted_figures(sentence: str) -> tuple[Figure, ...]:
    """Give the figures that a sentence asserts; 3 份报告 counts the library and is not one."""
    return tuple(
        figure
        for figure in parse_figures(MARK.sub("", sentence))
        if figure.asserted and not _COUNTS_REPORTS.match(MARK.sub("", sentence), figure.end)
    )


def borne_out(figure: Figure, quote: str) -> bool:
    """Say whether a quote holds an asserted figure.

    A number that the quote uses as a name or in a word (三项制度) is held by its very words.
    """
    sources = [source for source in parse_figures(quote) if source.asserted]
    if any(supports(figure, source) for source in sources):
        return True
    plain, wanted = _plain(quote), _plain(figure.text)
    if any(wanted in _plain(source.text) for source in sources):
        return False
    return re.search(rf"(?<![\d.]){re.escape(wanted)}(?!\d|\.\d)", plain) is not None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", match_form(text))
