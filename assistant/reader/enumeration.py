"""Lists in running text: which sentences are the items of one list (一是…二是…; 第一，第二，; ——)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reader.sections import Span
from ingest.numbering import HAN_NINE, label

_HAN = f"{HAN_NINE}十"
_MARK = re.compile(
    rf"(?:^|(?<=[：:；;，,。！\n]))\s*(?:(?P<is>[{_HAN}])(?P<verb>[是要])|第(?P<th>[{_HAN}])[，、,：是])"
)
_OPENS = re.compile(r"以下|如下|下列|[：:]$")
# Items of one list may have sentences of their own between them.
_APART = 12
_SHORTFALLS = re.compile(
    r"(?=.*(不足|问题|困难|挑战|短板|差距|薄弱))(?=.*(清醒|看到|认识到|也要看|意识到|存在|面临))"
    r"(?=.*(同时|也|但|然而|不过|我们))"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    style: str
    number: int


def _marks(text: str) -> list[_Mark]:
    found = []
    for match in _MARK.finditer(text):
        han = match["is"] or match["th"]
        found.append(_Mark(match["verb"] or "第", _HAN.index(han) + 1))
    number = label(text)
    if number is not None and not found:
        found.append(_Mark(number.style, number.ordinal))
    return found


def opens_list(text: str) -> bool:
    """Say whether a sentence leads in the items after it."""
    return _OPENS.search(text) is not None


def items_from(sentences: Sequence[Span], at: int) -> tuple[int, ...]:
    """Give the sentences of the list that sentence `at` opens: itself and all items; else itself.

    A sentence opens a list when it holds the first item's mark, or leads in the sentences after it.
    """
    marks = _marks(sentences[at].text)
    start = at
    if not marks and at + 1 < len(sentences) and opens_list(sentences[at].text):
        if not _together(sentences, at, at + 1):
            return (at,)
        start = at + 1
        marks = _marks(sentences[start].text)
        if not marks or marks[0].number != 1:
            return _dashes(sentences, at) or (at, start)
    numbered = start == at and label(sentences[at].text) is not None
    if not marks or marks[0].number != 1 or numbered:
        # A numbered line is an item; only the words before it know whether all are meant.
        return (at,)
    return (*range(at, start), start, *_following(sentences, start, marks[-1]))


def _following(sentences: Sequence[Span], start: int, last: _Mark) -> list[int]:
    found: list[int] = []
    place = start
    while True:
        wanted = _Mark(last.style, last.number + 1)
        for index in range(place + 1, min(place + 1 + _APART, len(sentences))):
            marks = _marks(sentences[index].text)
            if not _together(sentences, start, index) or _Mark(last.style, 1) in marks:
                return found
            if wanted in marks:
                found.append(index)
                place, last = index, marks[-1]
                break
        else:
            return found


def _dashes(sentences: Sequence[Span], at: int) -> tuple[int, ...]:
    found = [at]
    for index in range(at + 1, len(sentences)):
        if not _together(sentences, at, index):
            break
        if sentences[index].text.startswith("——"):
            found.append(index)
        elif len(found) == 1:
            return ()
    return tuple(found)


def _together(sentences: Sequence[Span], one: int, other: int) -> bool:
    return sentences[one].passage.heading == sentences[other].passage.heading


def opened_list_of_shortfalls(sentences: Sequence[Span]) -> tuple[int, ...]:
    """Find where a report without a section for them says what is still lacking."""
    fitting = [i for i, span in enumerate(sentences) if _SHORTFALLS.search(span.text)]
    lists = [items_from(sentences, i) for i in fitting]
    # The first item may stand in a sentence of its own: …还面临诸多挑战。一是……
    lists += [
        (i, *items)
        for i in fitting
        if i + 1 < len(sentences) and len(items := items_from(sentences, i + 1)) > 1
    ]
    best = max(lists, key=len, default=())
    if len(best) > 1:
        return best
    # One sentence may hold the whole list: 主要是：……；……；……。
    whole = [i for i in fitting if len(re.findall(r"[；;]", sentences[i].text)) >= 2]
    return (whole[0],) if whole else ()
