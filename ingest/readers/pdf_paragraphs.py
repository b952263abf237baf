"""From the lines of a PDF to paragraphs: the step that undoes what setting in lines did.

A line is wrapped, and goes on in the next, when the first word of the next line would not have
fitted behind it; in justified text, when it reaches the right margin. Where paragraphs begin with an
indented line, an indented line begins one, whatever the line before looks like, and a line at the
margin goes on, even behind a full stop and over a page break. Without indents a wider gap or, behind
a full stop, a heading number begins one. In doubt a paragraph is broken, never two merged:
`ingest.normalise` joins broken ones by their text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import Block
from ingest.readers.pdf_lines import Line, Page, is_wide

_INDENT_EM = 0.8
_WIDER_GAP = 1.2
_OTHER_SIZE = 1.12
_OPENING = frozenset("（(《〈“‘「『【〔[")
_CLOSING = frozenset("，。、；：？！）)》〉”’」』】〕]％%…,.;:?!")
_SENTENCE_END = frozenset("。！？!?；;：:”’")
_NUMBER = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节条部分]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}\s?[.．、](?!\d)|[①-⑳]|附件"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for all pages of one width; points."""

    left: float
    right: float
    pitch: float
    is_justified: bool
    is_indented: bool


def to_blocks(pages: Sequence[Page]) -> list[Block]:
    """Join the lines of the pages, in reading order, into blocks with the page each starts on."""
    layouts = _layouts(pages)
    blocks: list[Block] = []
    current: list[Line] = []
    for page in pages:
        layout = layouts[round(page.width)]
        for line in page.lines:
            if current and not _goes_on(current, line, layout):
                blocks.append(_block(current))
                current = []
            current.append(line)
    if current:
        blocks.append(_block(current))
    return [block for block in blocks if block.text]


def _block(lines: Sequence[Line]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        latin = text[-1:].isascii() and line.text[:1].isascii() and not text.endswith("-")
        text += (" " if latin else "") + line.text
    is_row = len(lines) == 1 and len(lines[0].cells) > 1
    return Block(text, "table_row" if is_row else "paragraph", page=lines[0].page)


def _layouts(pages: Sequence[Page]) -> dict[int, Layout]:
    widths = {round(page.width) for page in pages}
    return {width: _layout([page for page in pages if round(page.width) == width]) for width in widths}


def _layout(pages: Sequence[Page]) -> Layout:
    lines = [line for page in pages for line in page.lines if len(line.cells) == 1]
    if not lines:
        return Layout(0.0, 0.0, 0.0, is_justified=False, is_indented=False)
    left = _left_margin(lines)
    right = _right_margin(lines)
    first = Layout(left, right, 0.0, _is_justified(lines, right), is_indented=False)
    wrapped = [
        (one, two)
        for page in pages
        for one, two in zip(page.lines, page.lines[1:], strict=False)
        if len(one.cells) == len(two.cells) == 1 and _same_size(one, two) and _is_full(one, two, first)
    ]
    gaps = sorted(one.baseline - two.baseline for one, two in wrapped)
    outwards = sum(two.left < one.left - _INDENT_EM * one.size for one, two in wrapped)
    inwards = sum(two.left > one.left + _INDENT_EM * one.size for one, two in wrapped)
    return Layout(
        left=left,
        right=right,
        pitch=gaps[len(gaps) // 2] if gaps else 0.0,
        is_justified=first.is_justified,
        is_indented=outwards > 0 and outwards >= inwards,
    )


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
    sharp = sum(abs(slack) < 0.12 * lines[0].size for slack in telling)
    return len(telling) >= 4 and sharp >= 0.85 * len(telling)


def _left_margin(lines: Sequence[Line]) -> float:
    """The leftmost edge that a tenth of the lines share."""
    edges = sorted(line.left for line in lines)
    for edge in edges:
        if sum(edge <= other <= edge + 3 for other in edges) >= max(1, 0.1 * len(edges)):
            return edge
    return edges[0]


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
    shared = max(long_edges, key=lambda edge: sum(abs(edge - other) <= 1 for other in long_edges))
    count = sum(abs(shared - other) <= 1 for other in long_edges)
    if count >= 3 and count >= 0.3 * len(long_edges):
        # Ragged lines reach up to a character further; more than that is another, wider block.
        return max(other for other in long_edges if other - shared <= lines[0].size)
    return edges[len(edges) // 50]


def _goes_on(current: Sequence[Line], line: Line, layout: Layout) -> bool:
    before = current[-1]
    if len(before.cells) > 1 or len(line.cells) > 1 or not _same_size(before, line):
        return False
    gap = before.baseline - line.baseline
    same_page = before.page == line.page
    if same_page and layout.pitch and not 0 < gap <= _WIDER_GAP * layout.pitch:
        # Lines of another size than the text (a title) have their own, wider pitch.
        if gap > _WIDER_GAP * layout.pitch * max(1.0, _relative(before, layout)):
            return False
    indent = _INDENT_EM * line.size
    if _is_centred(before, layout):
        if _is_centred(line, layout):
            return (layout.right - layout.left) - (before.right - before.left) < _first_word(line)
        if not layout.is_indented:
            return False
    if not _is_full(before, line, layout):
        return False
    if layout.is_indented:
        return line.left <= layout.left + indent
    if line.left > before.left + indent:
        return len(current) == 1 and bool(_NUMBER.match(before.text))
    if line.left < before.left - indent:
        return False
    ends = before.text[-1:] in _SENTENCE_END
    return not (ends and _NUMBER.match(line.text))


def _relative(line: Line, layout: Layout) -> float:
    return line.size * 1.6 / layout.pitch


def _same_size(one: Line, two: Line) -> bool:
    return max(one.size, two.size) <= _OTHER_SIZE * min(one.size, two.size)


def _is_full(line: Line, following: Line, layout: Layout) -> bool:
    """Whether `line` ends because the first word of `following` had no room behind it."""
    slack = layout.right - line.right
    if layout.is_justified:
        return slack < 0.35 * line.size
    return slack < _first_word(following) - 0.05 * line.size


def _is_centred(line: Line, layout: Layout) -> bool:
    before, behind = line.left - layout.left, layout.right - line.right
    return before > 0.5 * line.size and abs(before - behind) < 0.4 * line.size


def _first_word(line: Line) -> float:
    """Width of what cannot be parted at the start of a line: brackets, a word or character, stops."""
    end = 0
    chars = line.chars
    while end < len(chars) - 1 and chars[end].text in _OPENING:
        end += 1
    if not is_wide(chars[end].text):
        while end < len(chars) - 1 and _is_word_part(chars[end + 1].text):
            end += 1
    while end < len(chars) - 1 and chars[end + 1].text in _CLOSING:
        end += 1
    return chars[end].right - chars[0].left


def _is_word_part(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,%-/")
