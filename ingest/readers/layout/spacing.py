"""What the lines of a PDF tell of its setting: margins, line pitch, justified or ragged, indented or not.

Measured for all pages of one width together, since a single page may hold only a few lines; a page
whose lines all stay well inside those margins (text beside tables on wide pages) has its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.layout.lines import Line, Page, is_wide

INDENT_EM = 0.8
WIDER_GAP = 1.2
_OTHER_SIZE = 1.12
_SHARP_EM = 0.13
# A space at the end of a line is not drawn; where two scripts meet there may have been one.
_SPACE_EM = 0.3
_OPENING = frozenset("（(《〈“‘「『【\u3014[+￥$#")
_CLOSING = frozenset("，。、；：？！）)》〉”’」』】\u3015]％%…,.;:?!")
_HANGING = frozenset("，。、；：？！")
_SENTENCE_ENDS = frozenset("。！？；：")
_QUOTES = frozenset("“”‘’\"'")


@dataclass(frozen=True, slots=True)
class Layout:
    """The setting of one page; lengths in points, y upwards.

    `pitch` is the distance between lines of one paragraph, 0 when unknown; `hangs` says that stops
    stand out over the right margin, `is_spaced` that wider gaps part the paragraphs.
    """

    left: float
    right: float
    size: float
    pitch: float = 0.0
    is_justified: bool = False
    is_indented: bool = False
    is_spaced: bool = False
    hangs: bool = False


def measure(pages: Sequence[Page]) -> dict[tuple[int, int], Layout]:
    """Give the layout of each page by its number and turn."""
    layouts: dict[tuple[int, int], Layout] = {}
    for width in {round(page.width) for page in pages}:
        alike = [page for page in pages if round(page.width) == width]
        shared = _measure(alike)
        for page in alike:
            layouts[page.key] = _narrowed(shared, page)
    return layouts


def same_size(one: Line, two: Line) -> bool:
    """Whether two lines are set in the same size of type."""
    return max(one.size, two.size) <= _OTHER_SIZE * min(one.size, two.size)


def is_full(line: Line, following: Line, layout: Layout) -> bool:
    """Whether `line` ends because the first word of `following` had no room behind it."""
    slack = layout.right - line.right
    if layout.is_justified:
        return slack < 0.35 * line.size
    word = first_word(following, layout.hangs)
    if is_wide(line.chars[-1].text) != is_wide(following.chars[0].text):
        word += _SPACE_EM * line.size
    return slack < word - 0.02 * line.size


def first_word(line: Line, hangs: bool) -> float:
    """Width of what cannot be parted at the start of a line: brackets, a word or character, stops.

    Where stops may hang over the margin the last one needs no room. Quotation marks stick to both
    sides (Unicode line breaking, UAX 14, LB19), which LibreOffice follows.
    """
    chars = line.chars
    last = len(chars) - 1
    end = 0
    while end < last and chars[end].text in _OPENING:
        end += 1
    while end < last:
        here, after = chars[end].text, chars[end + 1].text
        sticks = after in _CLOSING or here in _QUOTES or after in _QUOTES or here in _OPENING
        if not sticks and not (_is_word_part(here) and _is_word_part(after)):
            break
        end += 1
    if hangs and end > 0 and chars[end].text in _HANGING:
        end -= 1
    return chars[end].right - chars[0].left


def _is_word_part(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,%-/")


def _measure(pages: Sequence[Page]) -> Layout:
    lines = [line for page in pages for line in page.lines if not line.is_row]
    if not lines:
        return Layout(0.0, 0.0, 0.0)
    left, right = _left_margin(lines), _right_margin(lines)
    symmetric = pages[0].width - left
    if right < symmetric - 0.15 * pages[0].width and not _is_wrapped_at(right, lines):
        # Short lines only, as in a list: none of them shows where the margin is.
        right = symmetric
    sizes = sorted(line.size for line in lines)
    margins = Layout(
        left=left,
        right=right,
        size=sizes[len(sizes) // 2],
        is_justified=_is_justified(lines, right),
        hangs=any(
            line.right - right > 0.4 * line.size and line.chars[-1].text in _HANGING
            for line in lines
        ),
    )
    return _with_breaks(margins, pages)


def _with_breaks(margins: Layout, pages: Sequence[Page]) -> Layout:
    """Add what pairs of lines tell: the pitch inside paragraphs, and what parts them."""
    pairs = _pairs(pages)
    wrapped = [(one, two) for one, two in pairs if is_full(one, two, margins)]
    gaps = sorted(one.baseline - two.baseline for one, two in wrapped)
    pitch = gaps[len(gaps) // 2] if gaps else 0.0
    outwards = sum(two.left < one.left - INDENT_EM * one.size for one, two in wrapped)
    inwards = sum(two.left > one.left + INDENT_EM * one.size for one, two in wrapped)
    ends = [one.baseline - two.baseline for one, two in pairs if not is_full(one, two, margins)]
    return replace(
        margins,
        pitch=pitch,
        is_indented=outwards > 0 and outwards >= inwards,
        is_spaced=len(ends) > 1 and sum(gap > WIDER_GAP * pitch for gap in ends) > 0.8 * len(ends),
    )


def _pairs(pages: Sequence[Page]) -> list[tuple[Line, Line]]:
    """Lines of running text of one size, each with the line under it."""
    return [
        (one, two)
        for page in pages
        for one, two in pairwise(page.lines)
        if not (one.is_row or two.is_row) and same_size(one, two)
    ]


def _narrowed(layout: Layout, page: Page) -> Layout:
    lines = [line for line in page.lines if not line.is_row]
    if not lines or layout.right - max(line.right for line in lines) < 1.5 * layout.size:
        return layout
    right, support = _shared_edge([line.right for line in lines])
    if support < 3 or not _is_wrapped_at(right, lines):
        return layout
    return replace(layout, right=right, is_justified=True)


def _is_wrapped_at(right: float, lines: Sequence[Line]) -> bool:
    """Whether lines reach `right` because they were wrapped there: in the middle of sentences."""
    near = [line for line in lines if abs(right - line.right) < 1.2 * line.size]
    within = sum(line.chars[-1].text not in _SENTENCE_ENDS for line in near)
    return len(near) >= max(3, 0.3 * len(lines)) and within >= 0.5 * len(near)


def _is_justified(lines: Sequence[Line], right: float) -> bool:
    """Whether long lines are stretched to the margin; only lines with narrow characters can tell.

    Lines of full-width characters alone end at the same edge in ragged text too.
    """
    telling = [
        right - line.right
        for line in lines
        if abs(right - line.right) < line.size
        and line.chars[-1].text not in _CLOSING
        and any(char.text.isascii() for char in line.chars)
    ]
    sharp = sum(abs(slack) < _SHARP_EM * lines[0].size for slack in telling)
    return len(telling) >= 4 and sharp >= 0.8 * len(telling)


def _left_margin(lines: Sequence[Line]) -> float:
    """The leftmost edge that a tenth of the lines share."""
    counts = Counter(round(line.left) for line in lines)
    for edge in sorted(counts):
        if sum(counts[edge + offset] for offset in range(4)) >= max(1, 0.1 * len(lines)):
            return min(line.left for line in lines if round(line.left) >= edge)
    return min(line.left for line in lines)


def _right_margin(lines: Sequence[Line]) -> float:
    """The edge that the long lines share, else the furthest that is not an exception.

    Lines that end with a stop are left out when others are there: stops may hang over the margin.
    """
    plain = [line for line in lines if line.chars[-1].text not in _CLOSING] or list(lines)
    edges = sorted((line.right for line in plain), reverse=True)
    longest = edges[0] - min(line.left for line in plain)
    long_edges = [line.right for line in plain if line.right - line.left > 0.6 * longest]
    if not long_edges:
        return edges[0]
    shared, support = _shared_edge(long_edges)
    if support >= 3 and support >= 0.3 * len(long_edges):
        # Ragged lines reach up to a character further; more than that is another, wider block.
        size = lines[0].size
        beyond = [edge for edge in long_edges if 0.15 * size < edge - shared <= size]
        return max(beyond, default=shared)
    return edges[len(edges) // 50]


def _shared_edge(edges: Sequence[float]) -> tuple[float, int]:
    """The edge that most lines have to within a point, and how many."""
    counts = Counter(round(edge) for edge in edges)
    peak = max(counts, key=lambda edge: sum(counts[edge + offset] for offset in (-1, 0, 1)))
    near = sorted(edge for edge in edges if abs(edge - peak) <= 1.5)
    return near[len(near) // 2], len(near)
