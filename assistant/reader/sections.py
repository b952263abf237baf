"""The headings of a report, and the section that a question asks for as a whole.

A question asks for a section as a whole when nothing narrower is left of it once the words that ask,
the words of every report's genre and those of the report's title are taken out, or when what is left
are the words of one heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.question.need import Need, asks
from ingest.characters import match_form
from ingest.models import Passage, ReportFacts
from ingest.numbering import label
from ingest.outlook import section_of
from ingest.segment import sentence_spans
from vectorstore.indexes.pairs import word_pairs

Aspect = Literal["shortfall", "plan", "work"]

# What the sections of such reports are for: the words that ask for it, and those of its heading.
_ASKED: dict[Aspect, re.Pattern[str]] = {
    "shortfall": re.compile(
        r"不足|问题|短板|毛病|薄弱(环节)?|差距|困难|挑战|不行|欠缺|缺点|缺陷|没做好|做得不[好够]|还差|不到位"
    ),
    "plan": re.compile(
        r"打算|计划|规划|下一步|下一年|第二年|明年|来年|接下来|安排|部署|思路|目标|重点(工作|任务)|(?<!主)要做|准备"
    ),
    "work": re.compile(
        r"做法|成绩|成效|成果|成就|做了|干了|开展了|进展|举措|措施|完成了|工作(情况)?|亮点"
    ),
}
_HEADED: dict[Aspect, re.Pattern[str]] = {
    "shortfall": re.compile(r"不足|问题(?!导向)|短板|薄弱|差距|困难(?!群众)|挑战"),
    "plan": re.compile(
        r"下一步|打算|思路|今后|明年|部署|工作(计划|安排|任务|重点|要求)|重点(工作|任务)|主要(任务|工作(?!情况))"
        r"|主要目标|总体要求"
    ),
    "work": re.compile(
        r"工作(开展)?情况|回顾|主要(做法|成效|举措|成绩|工作情况|工作$)|成效|进展|成绩|成就"
    ),
}
_ASKING = re.compile(
    r"有?哪(几|些|[两三四五六七八九十])?[个大方面点条项块类]*|(有|是|做|讲|说|写)?了?些?什么(样)?|怎么(样|办)?|怎样|如何|为了?"
    r"|多少|是否|有没有|吗|呢|啊|吧|呀|嘛|请|一下|概括|总结|概述|归纳|梳理|列[出举]|介绍|简要|大致|简单|谈谈"
)
_GENRE = re.compile(
    r"自己|承认|检讨|反省|反思|认为|觉得|说到|提到|指出|提出|存在|面临|还?有|这[份个]|该|本|报告|政府|工作|法治|建设"
    r"|情况|方面|主要|重点|具体|进一步|推进|开展|内容|部分|整体|全年|年度|今年|去年|当年|自身|取得|仍然|目前|当前|分别|主要"
)
_PARTICLE = re.compile(
    r"[的了是在对把将中上里下要想会能可以和与及等给也还就又被从向都各几个项条点区市省县]"
)
_YEAR = re.compile(r"\d{2,4}年?")
_MEASURES = re.compile(
    r"怎么|怎样|如何|做法|措施|举措|办法|哪[些几].{0,4}(工作|方面|任务|安排|要求)|做了|干了|采取|打算|计划"
)
# A heading that names a lack in order to say what is done about it.
_MENDS = re.compile(r"补|解决|破解|攻|化解|突破|聚焦|应对|直面|整治|导向")
# Pairs of letters that a heading must share with what is asked, where that has so many.
_ON_SUBJECT = 3
_ANNEX = re.compile(r"^附[件录表]|名词解释|注释")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one passage; offsets in the normalised report. `lead` is shown before them."""

    passage: Passage
    start: int
    end: int
    lead: str = ""

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line where it stands: `path` is the full path down to it."""

    path: tuple[str, ...]
    line: Span


def headings_of(passages: Sequence[Passage]) -> tuple[Heading, ...]:
    """Give the headings of a report in order, each from the passage that it opens."""
    found: list[Heading] = []
    for passage in passages:
        lead = passage.text[: passage.body_start - passage.start]
        lines = [match for match in re.finditer(r"\S[^\n]*", lead)][-len(passage.heading) :]
        for depth, match in enumerate(lines, len(passage.heading) - len(lines) + 1):
            start = passage.start + match.start()
            end = start + len(match[0].rstrip())
            found.append(Heading(passage.heading[:depth], Span(passage, start, end)))
    return tuple(found)


def sentences_of(passages: Sequence[Passage]) -> tuple[Span, ...]:
    """Cut the running text of passages into sentences, in order; a bare report title is none."""
    spans: list[Span] = []
    for passage in passages:
        for start, end in sentence_spans(passage.body):
            span = Span(passage, passage.body_start + start, passage.body_start + end)
            if passage.ordinal or span.text[-1] in "。！？；：":
                spans.append(span)
    return tuple(spans)


def children(headings: Sequence[Heading], path: tuple[str, ...]) -> tuple[Heading, ...]:
    """Give the headings directly under `path` (() for the highest), without annexes."""
    return tuple(h for h in headings if h.path[:-1] == path and not _ANNEX.search(h.path[-1]))


def body_of(passages: Sequence[Passage], path: tuple[str, ...]) -> tuple[Span, ...]:
    """Give the sentences that stand directly under the heading `path`."""
    return sentences_of([passage for passage in passages if passage.heading == path])


def asked_aspects(question: str) -> frozenset[Aspect]:
    """Say which of a report's usual sections a question is about.

    Of several clauses those that ask: 不足，打算怎么改 asks for plans, 有哪些不足，打算怎么改 for both.
    """
    clauses = re.split(r"[，,；;]", question)
    asked = "，".join(clause for clause in clauses if asks(clause)) or question
    return frozenset(aspect for aspect, words in _ASKED.items() if words.search(asked))


def asked_aspect(question: str) -> Aspect | None:
    """Say which one of a report's usual sections a question is about; None if it is none or two."""
    asked = asked_aspects(question)
    if asked >= {"shortfall", "plan"}:
        return None
    return next((aspect for aspect in _ASKED if aspect in asked), None)


def is_about(path: tuple[str, ...], aspect: Aspect) -> bool:
    """Say whether a heading path leads into a section of this kind."""
    return any(_HEADED[aspect].search(heading) for heading in path)


def narrower(topic: str, title: str) -> str:
    """Give what is left of a question that asks for more than a usual section as a whole.

    Pieces are separated by spaces; at most one letter left over counts as nothing.
    """
    text = match_form(topic)
    for words in (*_ASKED.values(), _ASKING, _YEAR):
        text = words.sub(" ", text)
    text = _GENRE.sub(" ", _without_title(text, title))
    pieces = re.findall(r"[\u4e00-\u9fffA-Za-z]+", _PARTICLE.sub(" ", text))
    return " ".join(pieces) if sum(map(len, pieces)) > 1 else ""


def _without_title(text: str, title: str) -> str:
    for size in range(min(len(text), 12), 1, -1):
        for start in range(len(text) - size, -1, -1):
            piece = text[start : start + size]
            if " " not in piece and piece in title:
                text = f"{text[:start]} {text[start + size :]}"
    return text


def section_of_aspect(
    headings: Sequence[Heading], aspect: Aspect, question: str, facts: ReportFacts | None = None
) -> tuple[str, ...] | None:
    """Give the path of the section that a report has for this, the highest that fits.

    `facts` of the report tell which headings plan: 主要工作 does so only with a year to come.
    """
    fitting = [
        h.path
        for h in headings
        if len(h.path) <= 2
        and _is_headed(aspect, h.path, facts)
        and not (aspect == "shortfall" and _MENDS.search(h.path[-1]))
    ]
    others = tuple(a for a in _HEADED if a != aspect)
    years = set(re.findall(r"(?:19|20)\d\d", question))

    asked = word_pairs(match_form(question))

    def order(path: tuple[str, ...]) -> tuple[bool, bool, int, int]:
        mixed = any(_is_headed(other, path, facts) for other in others)
        named = set(re.findall(r"(?:19|20)\d\d", path[-1]))
        shared = len(asked & word_pairs(_YEAR.sub("", path[-1])))
        return (bool(years and named and not years & named), mixed, len(path), -shared)

    best = min(fitting, key=order, default=None)
    if best is None or order(best)[0]:
        return None
    return best


def _is_headed(aspect: Aspect, path: tuple[str, ...], facts: ReportFacts | None) -> bool:
    if aspect != "plan" or facts is None:
        return _HEADED[aspect].search(path[-1]) is not None
    told, above = section_of(path, facts), section_of(path[:-1], facts)
    return told is not None and told.outlook == "planned" and told != above


def section_on(
    headings: Sequence[Heading],
    aspect: Aspect,
    need: Need,
    subject: str,
    facts: ReportFacts | None = None,
) -> tuple[str, ...] | None:
    """Give the path of the one heading on `subject` in the section for this: 执法方面有哪些不足."""
    section = section_of_aspect(headings, aspect, need.question, facts)
    wanted = word_pairs(subject)
    if section is None or not wanted:
        return None
    shared = {
        h.path: len(wanted & word_pairs(_without_label(h.path[-1])))
        for h in headings
        if h.path[: len(section)] == section and len(h.path) > len(section)
    }
    best, second, *_ = (*sorted(shared.values(), reverse=True), 0, 0)
    if best < min(_ON_SUBJECT, len(wanted)) or best < 2 * second:
        return None
    return next(path for path, count in shared.items() if count == best)


def section_of_words(headings: Sequence[Heading], need: Need, topic: str) -> tuple[str, ...] | None:
    """Give the path of the heading that says what a question about measures asks, if one does."""
    asked = match_form(topic)
    left = word_pairs(_ASKED["work"].sub(" ", _ASKING.sub(" ", _YEAR.sub(" ", asked))))
    if need.kind not in ("list", "overview") or len(left) < 3 or not _MEASURES.search(topic):
        return None
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for heading in headings:
        words = word_pairs(_without_label(heading.path[-1]))
        shared = len(left & words)
        if words and shared >= 0.75 * len(left) and shared >= 0.25 * len(words):
            best = max(best, (shared / len(left) + shared / len(words), heading.path))
    return best[1] or None


def _without_label(heading: str) -> str:
    number = label(heading)
    return heading[number.end :] if number else heading
