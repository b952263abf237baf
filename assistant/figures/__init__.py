"""Figures in Chinese government prose: read them, compare them, judge whether one bears out another.

Pure; serves the reader (which clause holds a figure of the right kind), `verification` (is every
asserted figure in the cited passage) and `evaluation`.
"""

from assistant.figures.compare import same_figure, supports
from assistant.figures.models import ASSERTED_KINDS, Direction, Figure, FigureKind
from assistant.figures.parse import parse_figures

__all__ = [
    "ASSERTED_KINDS",
    "Direction",
    "Figure",
    "FigureKind",
    "parse_figures",
    "same_figure",
    "supports",
]
