"""Exchanges in a question the part that a follow-up sets something against: 申请了多少专利 / 授权的呢."""

import re
from itertools import pairwise
from typing import NamedTuple

from assistant.question.spoken import Spoken
from assistant.question.topic import ATTRIBUTE, MEASURE
from ingest.word_cutter import word_tagger

_QUANTITY = re.compile(
    r"(?:一共|总共|各)?(?:有|是|占|达到?)?(?:多少|几(?=[件个项条起家次名人位期份回宗座场套])|百分之几|哪些|多大)"
)
_PLAIN_VERBS = frozenset(
    ["有", "是", "达到", "进行", "开展", "收到", "处理", "接待", "完成", "实现", "占", "达", "办理"]
)


class _Word(NamedTuple):
    word: str
    flag: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.word)


def exchange(last: Spoken, part: str) -> str:
    """The question with the counterpart of `part` replaced; "" where no counterpart can be told.

    A doing (授权的, 写信来的) takes the place of the question's own doing, before 的 or 了; a quality
    (刑事的, 区级的) that of the word it resembles or that stands before the thing counted; a thing
    (学位) that of a thing it resembles (床位).
    """
    put = part.removesuffix("的")
    if not put or ATTRIBUTE.fullmatch(put):
        return ""
    fixed = (*last.places, *last.years)
    words = [w for w in _words(last.text) if not any(a < w.end and w.start < b for a, b in fixed)]
    mine = _words(put)
    if len(mine) > 1 and (span := _same_head(words, mine[-1].word)):
        return last.text[: span[0]] + put + last.text[span[1] :]
    quality = part.endswith("的")
    if quality and any(word.flag in ("v", "vd", "vi") for word in mine):
        target = _doing(last.text, words)
    else:
        target = _alike(words, mine[-1]) or (_describing(words) if quality else None)
    if target is None or target.word == put:
        return ""
    return last.text[: target.start] + put + last.text[target.end :]


def insert_before_quantity(last: Spoken, part: str) -> str:
    """The question with `part` set before what it counts.

    官司有多少件 with 已经审结的 gives 官司，已经审结的有多少件; GDP是多少 with 增速 gives GDP增速是多少;
    a thing unlike any of the question's is asked about by itself, in the same scope.
    """
    text = last.text
    match = _QUANTITY.search(text)
    if match is None:
        return f"{text.rstrip('？?。')}，{part}呢？"
    part = part.removeprefix("其中")
    before, after = text[: match.start()].rstrip("，"), text[match.start() :]
    if part.endswith("的"):
        if match[0].startswith(("有", "是", "占", "一共", "总共")):
            return f"{before}，{part}{after}"
        if not before.endswith(("了", "过")):
            return f"{before}，其中{part}有{after}"
        return f"{before}{after.rstrip('？?。')}，其中{part}有多少？"
    if ATTRIBUTE.fullmatch(part) and not before.endswith("了"):
        return f"{before}{part}{after}"
    if ATTRIBUTE.fullmatch(part):
        return f"{text.rstrip('？?。')}，{part}是多少？"
    did = _words(before)[-2:]
    if len(did) == 2 and did[1].word == "了" and not _thing_counted(text[match.end() :]):
        return f"{last.scope_words()}{part}{did[0].word}了{after}"
    return f"{last.scope_words()}{part}{match[0]}？"


def _thing_counted(after: str) -> str:
    return MEASURE.sub("", after.rstrip("？?。"), count=1).removeprefix("钱")


def _words(text: str) -> list[_Word]:
    found, at = [], 0
    for word in word_tagger().cut(text):
        found.append(_Word(word.word, word.flag, at))
        at += len(word.word)
    return found


def _doing(text: str, words: list[_Word]) -> _Word | None:
    """The verb that a quality (上访的) or, failing that, the predicate (申请了) is made of."""
    verbs = [word for word in words if word.flag.startswith("v") and len(word.word) >= 2]
    for mark in ("的", "了", "过"):
        for verb in reversed(verbs):
            if text.startswith(mark, verb.end) and (mark == "的" or verb.word not in _PLAIN_VERBS):
                return verb
    return None


def _alike(words: list[_Word], mine: _Word) -> _Word | None:
    for word in words:
        if len(word.word) >= 2 and word.word[-1] == mine.word[-1] and word.word != mine.word:
            return word
    return None


def _same_head(words: list[_Word], head: str) -> tuple[int, int] | None:
    """Where the question names the same thing with other words before it: 行政复议案件 for 应诉案件."""
    for at, word in enumerate(words):
        if word.word != head:
            continue
        first = at
        while first and words[first - 1].end == words[first].start:
            if not words[first - 1].flag.startswith(("n", "vn", "b", "j", "a")):
                break
            first -= 1
        if first < at:
            return words[first].start, word.end
    return None


def _describing(words: list[_Word]) -> _Word | None:
    """The word before the thing counted: 治安 of 治安案子."""
    for word, following in reversed(list(pairwise(words))):
        counted = following.flag.startswith("n") and len(following.word) >= 2
        describes = word.flag.startswith(("n", "b", "vn", "a")) and len(word.word) >= 2
        if counted and describes and word.end == following.start:
            return word
    return None
