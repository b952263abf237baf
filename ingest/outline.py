"""Normalised paragraphs to sections: which lines are headings, and what stands under what.

The words decide first: a line with a label (`一、`, `（一）`, `1.`) and no running text is a heading,
and so is a labelled paragraph's first sentence when it reads as a title (`2.做好合法性审核工作。制定…`).
A short line without label or stop before running text is a heading too. A format's own heading mark
only settles what the words leave open, so that a report has one outline in every format.

Depth is not the rank of the label alone: a style already open is gone back to, a new one is put
under the nearest open one that ranks above it. Skipped or repeated numbers change nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.models import NormalisedDocument, Paragraph
from ingest.numbering import STYLES, Label, label

_STOP_INSIDE = re.compile(r"[。！？；!?;]")
_FIRST_SENTENCE = re.compile(r"[^。！？；!?;]*[。！!？?][”’」』）)]*")
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d[-—~～至]?(?:(?:19|20)\d\d)?年|[“\"]?\d+[“\"”+]|\d+个?[”\"]")
_TRAILING = "。：:；;，,、！!"
_DASH_ITEM = re.compile(r"——|--|—|[·•●◆■□▪★☆※◇○►➢✓]")
_APPENDIX = re.compile(
    r"附\s?(?:件|录|表|：|:)|(?:.{0,12}名词.{0,6}(?:解释|注释|说明)|注释|名词注解|名词解释).{0,2}$"
)
_DATE_OR_NAME = re.compile(
    r"^[（(]?\d{4}年|\d日[）)]?$|^来源|^(?:省|市|区|县|自治区)?.{0,12}(?:省长|市长|区长|县长|主席|总理|主任)"
)
_SALUTATION = re.compile(r"^(?:各位|同志们|尊敬的|主席|现将)")
_MAX_HEADING = 60
_MAX_TITLE = 45
_MAX_PLAIN = 26
_RUNNING = 40
# Above every label; an unlabelled heading stands over what is numbered anew after it.
_TOP = -1
_LEAF = len(STYLES)


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the running text directly under it, both possibly empty.

    `start` is where the heading begins, `body_start` where the running text begins (equal to `end`
    when there is none). `body` are its paragraphs; the first is what follows an inline title.
    Sections in order tile the text, only newlines between.
    """

    heading: tuple[str, ...]
    start: int
    body_start: int
    end: int
    body: tuple[Paragraph, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class _Heading:
    index: int
    title: str
    label: Label | None
    body_offset: int
    top: bool = False


def outline(document: NormalisedDocument) -> tuple[Section, ...]:
    """Cut a normalised document into its sections, in order; the title lines have no heading."""
    paragraphs = document.paragraphs
    headings = _headings(paragraphs)
    ranks = _ranks(headings)
    sections: list[Section] = []
    if paragraphs and (not headings or headings[0].index > 0):
        stop = headings[0].index if headings else len(paragraphs)
        sections.append(_section((), None, paragraphs[:stop]))
    open_ranks: list[tuple[int, str]] = []
    for number, (heading, rank) in enumerate(zip(headings, ranks, strict=True)):
        stop = headings[number + 1].index if number + 1 < len(headings) else len(paragraphs)
        while open_ranks and open_ranks[-1][0] >= rank:
            open_ranks.pop()
        open_ranks.append((rank, heading.title))
        path = tuple(title for _, title in open_ranks)
        sections.append(_section(path, heading, paragraphs[heading.index : stop]))
    return tuple(sections)


def _section(
    path: tuple[str, ...], heading: _Heading | None, paragraphs: Sequence[Paragraph]
) -> Section:
    first, end = paragraphs[0], paragraphs[-1].end
    body = list(paragraphs)
    if heading is not None:
        body = body[1:]
        if heading.body_offset < len(first.text):
            start = first.start + heading.body_offset
            text = first.text[heading.body_offset :]
            body.insert(0, replace(first, text=text, start=start, kind="paragraph"))
    body_start = body[0].start if body else end
    return Section(path, first.start, body_start, end, tuple(body), first.page)


def _headings(paragraphs: Sequence[Paragraph]) -> list[_Heading]:
    found: list[_Heading] = []
    front = _front_matter(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind == "table_row":
            continue
        after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        mark = label(paragraph.text)
        if mark is not None:
            heading = _labelled(index, paragraph, after, mark, found)
        elif index >= front or (paragraph.kind == "heading" and (paragraph.level or 1) > 1):
            before = paragraphs[index - 1] if index else None
            heading = _plain(index, paragraph, before, after)
        else:
            heading = None
        if heading is not None:
            found.append(heading)
    return found


def _front_matter(paragraphs: Sequence[Paragraph]) -> int:
    """Count the title lines: all before the first running text or labelled line."""
    for index, paragraph in enumerate(paragraphs):
        running = len(paragraph.text) >= _RUNNING and paragraph.text[-1] in "。！!：:；;"
        if running or label(paragraph.text) or _SALUTATION.match(paragraph.text):
            return index
    return len(paragraphs)


def _labelled(
    index: int,
    paragraph: Paragraph,
    after: Paragraph | None,
    mark: Label,
    found: Sequence[_Heading],
) -> _Heading | None:
    text = paragraph.text
    if mark.style in ("条", "章", "节", "部分") and not _in_sequence(mark, found):
        return None
    if mark.style == "条":
        return _Heading(index, _title(text[: mark.end]), mark, mark.end)
    core = text[mark.end :].rstrip(_TRAILING)
    if not core:
        return None
    if not _STOP_INSIDE.search(core):
        high = STYLES.index(mark.style) <= STYLES.index("（一）")
        stopped = text[-1] in "。；;，,"
        limit = _MAX_TITLE if stopped else _MAX_HEADING
        fits = len(core) <= limit and (high or not stopped) and not (stopped and _has_figure(core))
        return (
            _Heading(index, _title(text), mark, len(text))
            if fits and _opens(mark, after, high)
            else None
        )
    first = _FIRST_SENTENCE.match(text, mark.end)
    if first is None or first.end() == len(text):
        return None
    words = first.group().rstrip(_TRAILING)
    if len(words) > _MAX_TITLE or _has_figure(words) or re.search("[：:]", words):
        return None
    return _Heading(index, _title(text[: first.end()]), mark, first.end())


def _opens(mark: Label, after: Paragraph | None, high: bool) -> bool:
    """Say whether text or a lower heading follows: short numbered lines in a row are a list."""
    if high:
        return True
    if after is None or after.kind == "table_row":
        return after is not None
    following = label(after.text)
    return following is None or STYLES.index(following.style) > STYLES.index(mark.style)


def _in_sequence(mark: Label, found: Sequence[_Heading]) -> bool:
    """A line may begin with 第三条 in running text; a heading counts on from the one before."""
    same = [item.label.ordinal for item in found if item.label and item.label.style == mark.style]
    return mark.ordinal == 1 or (bool(same) and mark.ordinal == same[-1] + 1)


def _has_figure(words: str) -> bool:
    return _FIGURE.search(_YEAR.sub("", words)) is not None


def _plain(
    index: int, paragraph: Paragraph, before: Paragraph | None, after: Paragraph | None
) -> _Heading | None:
    text = paragraph.text
    appendix = _APPENDIX.match(text) is not None and len(text) <= _MAX_PLAIN
    if after is None or (text[-1] in "。；;，,！!？?、" or _STOP_INSIDE.search(text)):
        return None
    if appendix:
        return _Heading(index, _title(text), None, len(text), top=True)
    if paragraph.kind == "heading" and len(text) <= _MAX_HEADING:
        return _Heading(index, _title(text), None, len(text))
    if len(text) > _MAX_PLAIN or text[-1] in "：:" or _DASH_ITEM.match(text):
        return None
    if _DATE_OR_NAME.search(text) and "工作" not in text and "回顾" not in text:
        return None
    # A heading follows finished text and opens running text; cells and captions stand in rows.
    finished = (
        before is None
        or before.text.rstrip("”’」』）)")[-1:] in "。！!：:"
        or bool(label(before.text))
    )
    opens = len(after.text) >= _RUNNING and after.text[-1] in "。！!：:；;"
    numbered = label(after.text)
    opens = opens or (numbered is not None and numbered.ordinal == 1)
    return (
        _Heading(index, _title(text), None, len(text))
        if finished and opens and len(text) >= 4
        else None
    )


def _title(text: str) -> str:
    return text.rstrip(_TRAILING)


def _ranks(headings: Sequence[_Heading]) -> list[int]:
    ranks = []
    for number, heading in enumerate(headings):
        if heading.label is not None:
            ranks.append(STYLES.index(heading.label.style))
            continue
        following = next((item.label for item in headings[number + 1 :] if item.label), None)
        previous = [item.label for item in headings[:number] if item.label]
        if heading.top or not previous:
            ranks.append(_TOP)
        elif following is None or following.ordinal != 1:
            ranks.append(_LEAF)
        else:
            ranks.append(
                _TOP if STYLES.index(following.style) <= 5 else STYLES.index(following.style) - 1
            )
    return ranks
