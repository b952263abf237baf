"""The articles that a question asks for by number: 条例第五条规定了什么, 第5至7条, 第十条之一, 最后一条."""

import re
from collections.abc import Iterator, Sequence

from assistant.question.need import Need
from assistant.reader.sections import Span, sentences_of
from ingest.models import Passage
from ingest.numbering import label

_N = r"[一二三四五六七八九十百零〇\d]+"
_NAMED = re.compile(
    rf"(?<!违反)(?:(?P<last>最后一条)|第(?P<first>{_N})条?(?:(?P<to>到|至|[-—~～])|[、和与及])第?(?P<second>{_N})条|"
    rf"第(?P<one>{_N})条(?:之(?P<sub>{_N}))?)"
    r"(?:的?(?:规定|内容|原文|全文)|里)?(?:都|各)?(?:规定|说|讲|写|是|有|都)?了?"
    r"(?:些?什么|哪些|怎么[说写讲规定]+|内容|[？?。]?$)"
)
_SUB = re.compile(rf"之({_N})")
_MOST = 8

Number = tuple[int, int]
"""An article, and its 之一; 0 where it is none."""


def article_asked(need: Need, passages: Sequence[Passage]) -> tuple[Span, ...] | None:
    """Give the sentences of the articles that are named, in order; none where the text has no such one.

    None where no article is asked for.

    Where a figure is asked for, the words of the question choose the sentence.
    """
    named = _NAMED.search(need.question)
    if named is None or need.kind == "figure":
        return None
    numbered = _of_the_body(list(_numbered(passages)))
    wanted = _wanted(named, [number for number, _ in numbered])
    own = [passage for number, passage in numbered if number in wanted]
    return tuple(sentences_of(own)[: _MOST * max(1, len(wanted))])


def _wanted(named: re.Match[str], held: Sequence[Number]) -> set[Number]:
    if named["last"]:
        return {held[-1]} if held else set()
    if named["one"]:
        return {(_value(named["one"]), _value(named["sub"]) if named["sub"] else 0)}
    first, second = _value(named["first"]), _value(named["second"])
    if named["to"]:
        return {number for number in held if first <= number[0] <= second}
    return {(first, 0), (second, 0)}


def _of_the_body(numbered: Sequence[tuple[Number, Passage]]) -> list[tuple[Number, Passage]]:
    """Leave out what is numbered anew behind the articles: an annex has a 第一条 of its own."""
    highest = 0
    for at, ((ordinal, _), _passage) in enumerate(numbered):
        if ordinal == 1 and highest > 1:
            return list(numbered[:at])
        highest = max(highest, ordinal)
    return list(numbered)


def _numbered(passages: Sequence[Passage]) -> Iterator[tuple[Number, Passage]]:
    """Give the passages of articles with the number that each opens with, else that it stands under."""
    for passage in passages:
        for text in (passage.text[passage.body_start - passage.start :], passage.text):
            own = label(text)
            if own and own.style == "条":
                yield (own.ordinal, _sub(text[own.end :])), passage
                break
        else:
            for title in reversed(passage.heading):
                over = label(title)
                if over and over.style == "条":
                    yield (over.ordinal, _sub(title[over.end :])), passage
                    break


def _sub(rest: str) -> int:
    found = _SUB.match(rest)
    return _value(found[1]) if found else 0


def _value(written: str) -> int:
    read = label(f"第{written}条")
    return read.ordinal if read else 0
