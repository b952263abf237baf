"""Text from the picture of a page (OCR): RapidOCR with the PP-OCR models that its wheel carries (Apache-2.0).

What it finds is given as the lines of a page, with their place, so that paragraphs are told as in any
PDF. https://github.com/RapidAI/RapidOCR, https://arxiv.org/abs/2009.09941 (PP-OCR).
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ingest.models import RecognisedPage
from ingest.readers.layout.chars import Char
from ingest.readers.layout.lines import Page, is_wide, line_of

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 200
"""Finer costs time and finds no more in official documents, whose type is 10 points or larger."""

MAX_SIDE_PX = 4000
"""A larger picture is made smaller first: it would take gigabytes."""

SURE = 0.9
"""Confidence of a line, or mean of a page, below which an answer from it says so."""

MAX_UNSURE_CHARS = 1000
"""Of the lines in doubt of one page so much is kept, the most doubtful first."""

_LEAST_CONFIDENCE = 0.5
_SAME_ROW = 0.5
# The recogniser's box stands a little off the type on all sides.
_TYPE_SHARE = 0.82

_reading = threading.Lock()

pages_read = 0
"""Pages recognised by this process so far: a sign of life for whoever waits for a long scan."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The page that was found in a picture, and the mean confidence of its characters (0 to 1).

    `unsure` are the texts of its lines that are in doubt.
    """

    page: Page
    confidence: float
    unsure: tuple[str, ...] = ()

    def told(self) -> RecognisedPage:
        """Give what a report keeps of it."""
        return RecognisedPage(self.page.number, round(self.confidence, 3), "\n".join(self.unsure))


@dataclass(frozen=True, slots=True)
class _Box:
    """One piece of text with its place in points, y upwards."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    score: float


def recognise(picture: "Image", number: int, width: float, height: float) -> Recognised:
    """Read the picture of a page of `width` x `height` points; `number` is 1-based."""
    global pages_read
    import numpy as np

    largest = max(picture.size)
    if largest > MAX_SIDE_PX:
        share = MAX_SIDE_PX / largest
        picture = picture.resize((round(picture.width * share), round(picture.height * share)))
    with _reading:
        found = _engine()(np.asarray(picture.convert("RGB"))[:, :, ::-1])
        pages_read += 1
    if found.txts is None:
        return Recognised(Page(number, width, height, (), True, 0), 1.0)
    boxes = [
        _box(corners, text, float(score), width / picture.width, height)
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if text.strip() and float(score) >= _LEAST_CONFIDENCE
    ]
    rows = _rows(boxes)
    lines = tuple(line_of(_chars(row), number, "") for row in rows)
    letters = sum(len(box.text) for box in boxes)
    sure = sum(box.score * len(box.text) for box in boxes) / letters if letters else 1.0
    scores = [min(box.score for box in row) for row in rows]
    unsure = _unsure([line.text for line in lines], scores)
    return Recognised(Page(number, width, height, lines, True, 0), sure, unsure)


def _unsure(lines: Sequence[str], scores: Sequence[float]) -> tuple[str, ...]:
    """Give the lines in doubt, the most doubtful first, as many as there is room for."""
    kept: list[str] = []
    for score, line in sorted(zip(scores, lines, strict=True)):
        if score >= SURE or sum(map(len, kept)) + len(line) > MAX_UNSURE_CHARS:
            break
        kept.append(line)
    return tuple(kept)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    # It tells on the terminal which model it loads, in English.
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})


def _box(corners: Any, text: str, score: float, scale: float, height: float) -> _Box:
    xs = [float(corner[0]) * scale for corner in corners]
    ys = [height - float(corner[1]) * scale for corner in corners]
    return _Box(text.strip(), min(xs), max(xs), min(ys), max(ys), score)


def _rows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Group boxes that stand side by side, from the top, each row from left to right."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda one: -(one.top + one.bottom)):
        if rows:
            first = rows[-1][0]
            shared = min(box.top, first.top) - max(box.bottom, first.bottom)
            if shared > _SAME_ROW * min(box.top - box.bottom, first.top - first.bottom):
                rows[-1].append(box)
                continue
        rows.append([box])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _chars(row: Sequence[_Box]) -> list[Char]:
    """Lay the characters of a row out evenly within their boxes, on one baseline."""
    baseline = row[0].bottom + (row[0].top - row[0].bottom) * (1 - _TYPE_SHARE) / 2
    chars: list[Char] = []
    for box in row:
        shares = [1.0 if is_wide(char) else 0.5 for char in box.text]
        unit = (box.right - box.left) / sum(shares)
        at = box.left
        for char, share in zip(box.text, shares, strict=True):
            chars.append(Char(char, at, at + share * unit, baseline, unit, len(chars)))
            at += share * unit
    return chars
