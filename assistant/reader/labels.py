"""The words that state a figure: its clause without the other figures, or those it takes over.

地区生产总值3448亿元，增长9.2%          增长 takes over 地区生产总值
固定资产投资突破1000亿元，达1096亿元      达 takes over 固定资产投资
甲、乙分别增长3%和5%                    each by its place
新增公办学位7200个、幼儿园学位9510个      the second is 新增 too
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.figures import Figure
from assistant.vocabulary.indicators import any_of, folded, whole_words, words
from ingest.regions.finding import region_named

_PART_END = "；;。！？!?\n：:"
_CLAUSE_END = "，,"
_LISTED = re.compile(r"^\s*[）)]?\s*(?:、|和|与|及|以及)")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]|\[\d+\]")
_TIME = re.compile(r"(?:19|20)\d\d年?(?:度|底|末)?|十[一二三四]?五(?:期末|末|时期)?")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|\d{1,2}[.、])")
_EVEN = re.compile(r"分别|均|双双|都")
_JOINT = re.compile(r"[、]|和|与|及")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence around one figure: its clauses, each with the figures in it."""

    clauses: tuple["Clause", ...]
    clause: int
    figure: int
    before: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: `pieces` are its words before, between and behind its figures."""

    pieces: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def words(self) -> str:
        """The clause without its figures."""
        return "".join(self.pieces)


def part_of(text: str, figures: Sequence[Figure], at: int) -> Part:
    """Give the part of the sentence, between its ； and 。, in which a figure stands."""
    figure = figures[at]
    aside = [found.span() for found in _BRACKETS.finditer(text)]
    figures = [f for f in figures if f is figure or not _inside(f.start, aside)]
    cuts = _stops(text, figures, _PART_END)
    start = max((cut + 1 for cut in cuts if cut < figure.start), default=0)
    end = min((cut for cut in cuts if cut >= figure.end), default=len(text))
    inner = [cut for cut in _stops(text, figures, _CLAUSE_END) if start <= cut < end]
    clauses = []
    place = own = 0
    opened = start
    for n, cut in enumerate((*inner, end)):
        within = [f for f in figures if f.asserted and opened <= f.start and f.end <= cut]
        if figure in within:
            place, own = n, within.index(figure)
        clauses.append(_clause(text, opened, cut, within))
        opened = cut + 1
    return Part(tuple(clauses), place, own, text[start : figure.start])


def _stops(text: str, figures: Sequence[Figure], marks: str) -> list[int]:
    inside = {at for figure in figures for at in range(figure.start, figure.end)}
    aside = [found.span() for found in _BRACKETS.finditer(text)]
    return [
        at
        for at, char in enumerate(text)
        if char in marks and at not in inside and not _inside(at, aside)
    ]


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _clause(text: str, start: int, end: int, figures: Sequence[Figure]) -> Clause:
    pieces = []
    at = start
    for figure in figures:
        pieces.append(text[at : figure.start])
        at = figure.end
    pieces.append(text[at:end])
    return Clause(tuple(pieces), tuple(figures))


def of_figure(part: Part, grows: bool) -> Iterator[str]:
    """Give the words that state a figure, folded: one reading, or none where they cannot be told."""
    clause = part.clauses[part.clause]
    if (paired := _paired(part)) is not None:
        yield from (_plain(one) for one in paired)
        return
    left, right = _own_words(clause, part.figure)
    label = _plain(left)
    if (ruled := _ruled(part, label)) is not None:
        yield from ruled
        return
    tail = _plain(right)
    if _is_tail(tail):
        yield label
    elif part.figure == len(clause.figures) - 1:
        # 受理170宗行政复议案件: what is counted stands behind, all of it: 548件代表建议、政协提案.
        yield label + _plain(clause.pieces[part.figure + 1])
        return
    else:
        return
    if is_bare(label, grows):
        yield from _taken_over(part, label)


def _own_words(clause: Clause, at: int) -> tuple[str, str]:
    """The words before a figure in its clause, and those behind it up to the next of its list."""
    right = clause.pieces[at + 1]
    right = right[: _cut(right)]
    before = clause.pieces[at]
    if not at:
        return before, right
    if _cut(before) == len(before) and before.strip():
        # 由2018年的917亿元跃升至2022年的1427亿元: the clause goes on.
        return "".join(clause.pieces[: at + 1]), right
    own = _LISTED.sub("", before[_cut(before) :].rpartition("、")[2], count=1)
    adding = any_of("adding")
    opening = adding.match(_plain(clause.pieces[0]))
    led = opening[0] if opening and not adding.match(_plain(own)) else ""
    return led + own, right


def _cut(between: str) -> int:
    """Where, between two figures, the words of the first end: at a 、, or at an opening 和."""
    if _LISTED.match(between):
        return 0
    at = between.find("、")
    return at if at >= 0 else len(between)


def _ruled(part: Part, label: str) -> list[str] | None:
    """The words of a clause after one that tells what was added; None where it is ruled by none.

    新增学校3所，学位1200个 has no 学位 of its own; 新增企业340家，总数达830家 counts all 企业.
    """
    own = any_of("adding").match(label) or any_of("deeds").match(label)
    if not part.clause or part.figure or own:
        return None
    earlier = part.clauses[part.clause - 1]
    adding = any_of("ruling").match(opening := _plain(earlier.pieces[0]))
    if adding is None or not earlier.figures or _grown_behind(part):
        return None
    if any_of("total").search(label):
        return [opening[adding.end() :] + label] if is_bare(label, False) else None
    return []


def _grown_behind(part: Part) -> bool:
    """Whether a sum of money is told with its growth: 新增企业5家，预算收入139亿元、增长15% is its own."""
    clause = part.clauses[part.clause]
    behind = _plain(clause.pieces[part.figure + 1])
    return clause.figures[part.figure].unit == "元" and bool(any_of("growth").match(behind))


def _paired(part: Part) -> list[str] | None:
    """The words of one item of 甲、乙分别为…和…, or of 甲、乙均…; None where there is no such list."""
    clause = part.clauses[part.clause]
    opening = clause.pieces[0]
    even = _EVEN.search(opening)
    if even is None:
        return None
    lead, verb = opening[: even.start()], opening[even.end() :]
    if even[0] != "分别":
        items = [item for item in lead.split("、") if item]
        return [item + verb for item in items] if len(items) > 1 else None
    if not lead.strip():
        # 税收535亿元，预算收入218亿元，分别增长17.9%和16.2%
        count = len(clause.figures)
        earlier = part.clauses[max(part.clause - count, 0) : part.clause]
        if len(earlier) != count or any(len(one.figures) != 1 for one in earlier):
            return []
        return [earlier[part.figure].words + verb]
    for items in (lead.split("、"), _JOINT.split(lead)):
        if len(items) == len(clause.figures):
            rate = any_of("per").match(_plain(items[0])) if part.figure else None
            return [(rate[0] if rate else "") + items[part.figure] + verb]
    return []


def _taken_over(part: Part, label: str) -> Iterator[str]:
    """The words of the nearest clause before that has any of its own, or that open the same one."""
    earlier = part.clauses[: part.clause + (1 if part.figure else 0)]
    for clause in reversed(earlier):
        opening = _plain(clause.pieces[0])
        if is_bare(opening, True):
            continue
        one = len(clause.figures) <= 1 or not _JOINT.search(clause.pieces[0])
        if one:
            yield _without_growth(opening) + label
        return


def _without_growth(opening: str) -> str:
    return re.sub(rf"(?:{'|'.join(map(re.escape, words('growth')))})+$", "", opening)


def _plain(text: str) -> str:
    plain = folded(_BRACKETS.sub("", text)).strip("—-…·*\"'“”‘’、 ")
    return _ORDINAL.sub("", plain)


def _is_tail(tail: str) -> bool:
    """Whether nothing with content stands between a figure and the end of its clause."""
    rest = re.sub("|".join(map(re.escape, words("after"))), "", tail)
    grown = any_of("growth").match(rest)
    return not rest.strip("、") or grown is not None


def is_bare(label: str, grows: bool) -> bool:
    """Whether words name nothing: only that something stood somewhere, or grew."""
    return is_empty(label, "", grows)


def is_empty(text: str, region: str, grows: bool) -> bool:
    """Whether words have no content: time, reckoning, the place itself, and growth where it is asked."""
    return _empty_words(region, grows).fullmatch(_TIME.sub("|", text).strip("|")) is not None


@lru_cache(maxsize=512)
def _empty_words(region: str, grows: bool) -> re.Pattern[str]:
    # 办理区人大代表建议: of the district itself.
    own = [*whole_words(region), *_own_names(region), *region[-1:], "年", "、"]
    known = [*words("light", "stating"), *own]
    if grows:
        known += words("growth")
    ordered = sorted(set(known), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, ordered))}|\||[\W_])*")


def _own_names(region: str) -> list[str]:
    place = region_named(region) if region else None
    if place is None:
        return [region] if region else []
    own = place.own_name
    short = own[:-1] if len(own) > 2 else own
    return [region, own, short]
