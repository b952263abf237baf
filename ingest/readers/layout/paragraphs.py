"""From the lines of a PDF to paragraphs: the step that undoes what setting in lines did.

A line is wrapped, and goes on in the next, when the first word of the next line would not have
fitted behind it; in justified text, when it reaches the right margin. Where paragraphs begin with an
indented line, an indented line begins one, whatever the line before looks like, and a line at the
margin goes on, even behind a full stop and over a page break. Without indents a wider gap or, where
there are no gaps, a heading number behind a full stop begins one. A line all in one font never goes on in a line all in another (headings in
黑体, text in 仿宋). In doubt a paragraph is broken,
never two merged: `ingest.normalise` joins broken ones by their text. Reading order is top to bottom;
columns would be sorted out before this step.
"""

import re
from collections.abc import Sequence

from ingest.models import Block
from ingest.readers.layout.figure_breaks import breaks_a_figure, put_together
from ingest.readers.layout.lines import Line, Page
from ingest.readers.layout.spacing import (
    INDENT_EM,
    WIDER_GAP,
    Layout,
    first_word,
    is_full,
    measure,
    same_size,
)

_SENTENCE_END = frozenset("。！？!?；;：:”’")
_NUMBER = re.compile(
    r"第[一二三四五六七八九十百\d]+[章节条部分]|[一二三四五六七八九十]{1,3}、|"
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s?[.\uff0e、](?!\d)|[①-⑳]|附件"
)
_POINT = re.compile(r"\d[.\uff0e]$")
_LIKELY_PITCH_EM = 1.6
_MAX_REST_EM = 6.0


def to_blocks(pages: Sequence[Page]) -> list[Block]:
    """Join the lines of the pages, in reading order, into blocks with the page each starts on."""
    layouts = measure(pages)
    before = None
    blocks: list[Block] = []
    current: list[Line] = []
    for page in pages:
        for line in page.lines:
            if before is not None and not (
                before.turn == page.turn
                and _goes_on(current, line, layouts[before.key], layouts[page.key])
            ):
                blocks.append(_block(current))
                current = []
            current.append(line)
            before = page
    if current:
        blocks.append(_block(current))
    return [block for block in blocks if block.text]


def _block(lines: Sequence[Line]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        text = put_together(text, line.text)
    is_row = lines[0].in_table or ("；" in text and len(lines) == 1 and lines[0].is_row)
    return Block(text, "table_row" if is_row else "paragraph", page=lines[0].page)


def _goes_on(current: Sequence[Line], line: Line, layout: Layout, following: Layout) -> bool:
    """Whether `line`, set as `following` says, belongs to the paragraph `current`, set as `layout`."""
    before = current[-1]
    if not _is_set_alike(before, line) or _parts_by_a_gap(before, line, layout):
        return False
    if _is_centred(line, following, 0.5):
        return _goes_on_centred(current, line, layout)
    if _is_centred(before, layout, 0.5) and not layout.is_indented:
        return False
    is_numbered = len(current) == 1 and _NUMBER.match(before.text) is not None
    inset = line.left - following.left
    if _POINT.search(before.text) and breaks_a_figure(before.text, line.text):
        # However much room was left behind it: no sentence ends in 97.
        return inset <= INDENT_EM * line.size
    if layout.is_indented:
        is_enough = not is_numbered and _is_full_enough(before, line, layout)
        return inset <= INDENT_EM * line.size and (is_enough or is_full(before, line, layout))
    return is_full(before, line, layout) and _goes_on_by_place(
        before, line, layout, inset, is_numbered
    )


def _goes_on_by_place(
    before: Line, line: Line, layout: Layout, inset: float, is_numbered: bool
) -> bool:
    """Whether a line behind a full one goes on with it, where no indent begins the paragraphs."""
    indent = INDENT_EM * line.size
    inset_before = before.left - layout.left
    if inset > inset_before + indent:
        return is_numbered
    if inset < inset_before - indent:
        return False
    if before.page == line.page and layout.is_spaced:
        return True
    ends = before.text[-1:] in _SENTENCE_END or is_numbered
    return not (ends and _NUMBER.match(line.text))


def _is_set_alike(before: Line, line: Line) -> bool:
    """Whether both are lines of running text, in one size and, where it is known, one font."""
    if before.is_row or line.is_row or not same_size(before, line):
        return False
    return not (before.font and line.font and before.font != line.font)


def _parts_by_a_gap(before: Line, line: Line, layout: Layout) -> bool:
    gap = before.baseline - line.baseline
    return before.page == line.page and gap > WIDER_GAP * _pitch(before, layout)


def _goes_on_centred(current: Sequence[Line], line: Line, layout: Layout) -> bool:
    """Whether a centred line goes on with a centred paragraph: a title over several lines."""
    before = current[-1]
    if not all(_is_centred(one, layout, -0.5) for one in current):
        return False
    if before.text[-1:] in _SENTENCE_END or _NUMBER.match(line.text):
        return False
    room = (layout.right - layout.left) - (before.right - before.left)
    return room < first_word(line, layout.hangs)


def _is_full_enough(before: Line, line: Line, layout: Layout) -> bool:
    """A word that cannot be parted (“1+5+N”) may leave a long rest of a line empty."""
    is_open = before.text[-1:] not in "。！？"
    return is_open and layout.right - before.right < _MAX_REST_EM * line.size


def _pitch(line: Line, layout: Layout) -> float:
    """The line pitch to expect; type larger than the text (a title) has its own, wider one."""
    likely = _LIKELY_PITCH_EM * line.size
    if not layout.pitch:
        return likely * 1.2
    return max(layout.pitch, likely) if line.size > 1.1 * layout.size else layout.pitch


def _is_centred(line: Line, layout: Layout, least_em: float) -> bool:
    """Whether a line stands in the middle, at least `least_em` away from the left margin."""
    before, behind = line.left - layout.left, layout.right - line.right
    return before > least_em * line.size and abs(before - behind) < 0.4 * line.size
