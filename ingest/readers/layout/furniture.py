"""Drop what belongs to the pages of a PDF and not to its text: running heads and feet, page numbers.

A running head is the same text, page number aside, at the same place near an edge of most pages; a
line that differs in any other figure says something on each page and stays. A line of dots and a page
number is a table of contents: navigation over headings that follow in the text.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.layout.lines import Line, Page

_EDGE_SHARE = 0.12
_SAME_PLACE_PT = 3.0
_MIN_PAGES_SHARE = 0.4
# A document that is mostly such lines is a list in its own right.
_MAX_CONTENTS_SHARE = 0.2
_PAGE_NUMBER = re.compile(
    r"[-—\u2013－―~·•\s]*(?:第?\s*)?(?:\d{1,4}|[ivxIVX]{1,6}|[〇一二三四五六七八九十百]{1,5})\s*"
    r"(?:页)?\s*(?:[,，/；|]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—\u2013－―~·•\s]*"
)
_NAMED_PAGE = re.compile(
    r"\s*第\s*.{1,5}\s*页.*|\s*[-—\u2013－]+\s*\d{1,4}\s*[-—\u2013－]+\s*|\s*\d+\s*/\s*\d+\s*"
)
# A page number in a running head stands apart from its words.
_PAGE_MARK = re.compile(
    r"第\s*(\d{1,3})\s*页|[-—\u2013－―]\s*(\d{1,3})\s*[-—\u2013－―]|(\d{1,3})\s*/\s*(?=\d{1,3}\b)"
    r"|(?:^|[；\s])(\d{1,3})$|^(\d{1,3})(?=[；\s])"
)
_CONTENTS_LINE = re.compile(
    r".*?[.\uff0e·…。]{4,}[；\s]*\d{1,4}\s*$|.*?(?:[.\uff0e·…]\s){4,}.*?\d{1,4}\s*$"
)


def drop_furniture(pages: Sequence[Page]) -> list[Page]:
    """Give the pages without running heads, running feet, page numbers and contents lines."""
    running = _running(pages)
    kept = []
    for page in pages:
        lines = [line for line in page.lines if id(line) not in running]
        lines = [
            line
            for index, line in enumerate(lines)
            if not (index in (0, len(lines) - 1) and _is_page_number(line, page))
        ]
        kept.append(replace(page, lines=tuple(lines)))
    contents = sum(bool(_CONTENTS_LINE.match(line.text)) for page in kept for line in page.lines)
    if contents > _MAX_CONTENTS_SHARE * sum(len(page.lines) for page in kept):
        return kept
    return [
        replace(page, lines=tuple(one for one in page.lines if not _CONTENTS_LINE.match(one.text)))
        for page in kept
    ]


def _running(pages: Sequence[Page]) -> set[int]:
    """Identities of the lines that repeat near an edge over most pages."""
    places: dict[str, list[tuple[float, Line]]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if _is_at_edge(line, page):
                key = re.sub(r"[\d\s]+", "", line.text)
                from_top = page.height - line.baseline
                near_top = from_top < page.height / 2
                places[f"{near_top}{key}"].append((from_top if near_top else line.baseline, line))
    needed = max(2, round(_MIN_PAGES_SHARE * len(pages)))
    running: set[int] = set()
    for found in places.values():
        middle = sorted(place for place, _ in found)[len(found) // 2]
        same = [line for place, line in found if abs(place - middle) <= _SAME_PLACE_PT]
        for alike in _alike(same):
            if len({line.page for line in alike}) >= needed:
                running.update(id(line) for line in alike)
    return running


def _alike(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines of the same words by their figures, but for one that counts the pages."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        mark = _PAGE_MARK.search(line.text)
        text = line.text
        if mark is not None:
            # Printed page numbers may begin anywhere, but run on with the pages.
            ahead = int(next(filter(None, mark.groups()))) - line.page
            text = f"{text[: mark.start()]}<{ahead}>{text[mark.end() :]}"
        groups["".join(text.split())].append(line)
    return list(groups.values())


def _is_at_edge(line: Line, page: Page) -> bool:
    place = line.baseline / page.height
    return place < _EDGE_SHARE or place > 1 - _EDGE_SHARE


def _is_page_number(line: Line, page: Page) -> bool:
    if _NAMED_PAGE.fullmatch(line.text) and len(line.text) <= 20:
        return True
    return _is_at_edge(line, page) and bool(_PAGE_NUMBER.fullmatch(line.text))
