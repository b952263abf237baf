"""Find which paragraphs are headings, from their words; the outline makes sections of them.

The words decide first: a line with a label (`一、`, `（一）`, `1.`) and no running text is a heading,
and so is a labelled paragraph's first sentence when it reads as a title (`2.做好合法性审核工作。制定…`).
Numbered lines of one list are judged together: where most of them are plain items, all are. A short
line without label or stop before running text is a heading too. A format's own heading mark only
settles what the words leave open, so that a report has one outline in every format.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.models import Paragraph
from ingest.numbering import STYLES, Label, NumberStyle, label

_STOP_INSIDE = re.compile(r"[。！？；!?;]")
_FIRST_SENTENCE = re.compile(r"[^。！？；!?;]*[。！!？?][”’」』）)]*")
_COLON = re.compile(r"[：:]")
_FIGURE = re.compile(r"\d")
# A year or a slogan's number (“十四五”, “1+3”) is not the figure of an item.
_NOT_A_FIGURE = re.compile(
    r"(?:19|20)\d\d(?:[-—~～至](?:19|20)?\d\d)?年?|[“\"][^”\"]*[”\"]|(?<=[A-Za-z])\d+|\d+(?=[A-Za-z])"
)
_TRAILING = "。：:；;，,、！!"
_CLOSERS = "”’」』）)"
ORDINAL_WORD = re.compile(r"[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，、]")
_LIST_MARK = re.compile(r"——|--|—|[·•●◆■□▪★☆※◇○►➢✓]")
_APPENDIX = re.compile(r"附\s?(?:件|录|表|注)?\s?[一二三四五六七八九十\d]{0,2}\s?[：:]?$")
_GLOSSARY = re.compile(
    r"(?:附件?\s?\d?[：:]?)?.{0,14}(?:名词|术语).{0,8}(?:解释|注释|说明|注解)$|注释$"
)
_NOTE = re.compile(r"来源|[（(]?(?:19|20)\d\d年\d{1,2}月|.*\d日[）)]?$")
_OFFICE = re.compile(r".{0,14}(?:省长|市长|区长|县长|主席|总理|主任)")
_SALUTATION = re.compile(r"各位|同志们|尊敬的|主席|现将")
_MAX_HEADING = 70
_MAX_TITLE = 45
_MAX_PLAIN = 26
_RUNNING = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at paragraph `index`: its path entry and where in the paragraph its text ends.

    `label` is None for a heading without a number; `appendix` marks one that ends the report proper.
    """

    index: int
    title: str
    label: Label | None
    body_offset: int
    appendix: bool = False


def find_headings(paragraphs: Sequence[Paragraph]) -> tuple[list[Heading], dict[int, Label]]:
    """Give the headings in order, and the label of every paragraph that is only a numbered item."""
    front = _front_matter(paragraphs)
    headings: list[Heading] = []
    items: dict[int, Label] = {}
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind == "table_row":
            continue
        after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        mark = label(paragraph.text)
        if mark is not None and mark.style in STYLES[:4] and not _counts_on(mark, headings):
            continue
        heading = None
        if mark is not None:
            heading = _labelled(index, paragraph.text, after, mark)
            if heading is None:
                items[index] = mark
        elif index >= front:
            before = paragraphs[index - 1] if index else None
            heading = _plain(index, paragraph, before, after, headings)
        if heading is not None:
            headings.append(heading)
    return _without_list_items(headings, items), items


def _front_matter(paragraphs: Sequence[Paragraph]) -> int:
    """Count the title lines: all before the first running text, salutation or labelled line."""
    for index, paragraph in enumerate(paragraphs):
        running = len(paragraph.text) >= _RUNNING and paragraph.text[-1] in "。！!：:；;"
        if running or label(paragraph.text) or _SALUTATION.match(paragraph.text):
            return index
    return len(paragraphs)


def _counts_on(mark: Label, headings: Sequence[Heading]) -> bool:
    """Running text may begin with 第三条 too; a heading begins a count or goes on with it."""
    last = [item.label for item in headings if item.label and item.label.style == mark.style][-1:]
    return mark.ordinal == 1 or any(mark.ordinal == one.ordinal + 1 for one in last)


def _labelled(index: int, text: str, after: Paragraph | None, mark: Label) -> Heading | None:
    if mark.style == "条":
        return Heading(index, _title(text[: mark.end]), mark, mark.end)
    core = text[mark.end :].rstrip(_TRAILING)
    if not core:
        # A number alone on its line divides a report that titles no section.
        divides = mark.style == "一、" and after is not None and after.text[-1] in "。："
        return Heading(index, text, mark, len(text)) if divides else None
    if not _STOP_INSIDE.search(core):
        stands = _stands_alone(text, core, after, mark)
        return Heading(index, _title(text), mark, len(text)) if stands else None
    first = _FIRST_SENTENCE.match(text, mark.end)
    if first is None or first.end() == len(text):
        return None
    words = first.group().rstrip(_TRAILING)
    if len(words) > _MAX_TITLE or _has_figure(words) or _COLON.search(words):
        return None
    return Heading(index, _title(text[: first.end()]), mark, first.end())


def _stands_alone(text: str, core: str, after: Paragraph | None, mark: Label) -> bool:
    """Say whether a labelled line without running text heads what follows it."""
    high = _rank(mark) <= STYLES.index("（一）")
    following = label(after.text) if after is not None else None
    in_a_list = following is not None and following.style == mark.style
    item = not high or in_a_list or len(core) > _MAX_TITLE or _has_figure(core)
    if text[-1] in "；;，," or (text[-1] == "。" and item):
        return False
    if len(core) > _MAX_HEADING:
        return False
    if high:
        return True
    # Short numbered lines in a row are a list, not headings without text.
    if after is None:
        return False
    if following is None:
        return len(after.text) >= _RUNNING or after.text[-1] in "。："
    return _rank(following) > _rank(mark)


def _rank(mark: Label) -> int:
    return STYLES.index(mark.style)


def _has_figure(words: str) -> bool:
    return _FIGURE.search(_NOT_A_FIGURE.sub("", words)) is not None


def _title(text: str) -> str:
    return text.rstrip(_TRAILING)


def _plain(
    index: int,
    paragraph: Paragraph,
    before: Paragraph | None,
    after: Paragraph | None,
    headings: Sequence[Heading],
) -> Heading | None:
    text = paragraph.text
    if after is None or _STOP_INSIDE.search(text) or _SALUTATION.match(text):
        return None
    heading = Heading(index, _title(text), None, len(text))
    if _ends_the_report(text):
        return replace(heading, appendix=True)
    if _is_item_or_note(text):
        return None
    above = next((one for one in headings[-1:] if one.index == index - 1), None)
    names_appendix = above is not None and _APPENDIX.match(above.title)
    if (paragraph.kind == "heading" or names_appendix) and len(text) <= _MAX_HEADING:
        return heading
    if not _is_long_as_a_heading(text):
        return None
    # A heading follows finished text and opens running text; cells and captions stand in rows.
    follows = above is not None or _is_finished(before)
    return heading if follows and _opens_text(after) else None


def _ends_the_report(text: str) -> bool:
    named = _APPENDIX.match(text) or _GLOSSARY.match(text)
    return len(text) <= _MAX_PLAIN and named is not None


def _is_item_or_note(text: str) -> bool:
    return text[-1] in _TRAILING or any(one.match(text) for one in (_LIST_MARK, _NOTE))


def _is_long_as_a_heading(text: str) -> bool:
    limit = _MAX_HEADING if ORDINAL_WORD.match(text) else _MAX_PLAIN
    office = _OFFICE.match(text) and len(text) <= 20 and "工作" not in text
    return 4 <= len(text) <= limit and not office


def _is_finished(before: Paragraph | None) -> bool:
    return before is None or before.text.rstrip(_CLOSERS)[-1:] in tuple("。！!：:？?")


def _opens_text(after: Paragraph) -> bool:
    following = label(after.text)
    if following is not None and following.ordinal == 1:
        return True
    return len(after.text) >= _RUNNING and after.text.rstrip(_CLOSERS)[-1:] in tuple("。！!：:；;")


def _without_list_items(headings: list[Heading], items: dict[int, Label]) -> list[Heading]:
    """Take back the headings of runs in which most numbered lines are items; adds these to `items`.

    A run is all lines of one style until a heading of a higher one.
    """
    marks = {heading.index: heading for heading in headings}
    dropped: set[int] = set()
    runs: dict[NumberStyle, list[int]] = {}

    def close(style: NumberStyle) -> None:
        run = runs.pop(style, [])
        titled = [index for index in run if index in marks]
        if 2 * len(titled) < len(run) and STYLES.index(style) > STYLES.index("（一）"):
            dropped.update(titled)

    for index in sorted({*marks, *items}):
        heading = marks.get(index)
        mark = items.get(index) or (heading.label if heading else None)
        if heading is not None:
            above = -1 if mark is None else _rank(mark)
            for style in [style for style in STYLES if STYLES.index(style) > above]:
                close(style)
        if mark is not None:
            runs.setdefault(mark.style, []).append(index)
    for style in STYLES:
        close(style)
    for index in dropped:
        mark = marks[index].label
        if mark is not None:
            items[index] = mark
    return [heading for heading in headings if heading.index not in dropped]
