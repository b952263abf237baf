"""One sentence of a model, checked: kept, mended or withheld, and why.

marks that were not handed over      dropped
the cited passage does not bear it out, another does      the citation is moved
no mark      the passage that bears it out is cited
a figure, a year, a place, a title that no passage has, another label, a 未 more or less
    the sentence of the report nearest to it is shown instead, or nothing
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.figures import parse_figures
from assistant.grounding.claims import MARK
from assistant.llm.sources import Source, Support, best_support, support
from assistant.reader.reading import Quote
from ingest.outlook import says_plan
from ingest.regions import find_regions
from ingest.regions.finding import is_inside, region_named, same_place
from vectorstore.indexes.pairs import letter_pairs

Outcome = Literal["kept", "mended", "replaced", "withheld"]

_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)]|（\d{1,2}）)?\s*|\*\*|^#+\s*|\s*$")
_TITLE = re.compile(r"《([^》]+)》")
_NEAR = 0.25
_HAN = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+")
# What a sentence may add of its own: function words, counting words, the verbs of reporting.
_GRAMMAR = frozenset(
    "的了是在和与及等为对将把被由从到至于以向往就都也还又并且而或但则即其该此这那各每个项件次人名家条份年月日"
    "全总共合计累达约超近余过上下内外前后中间里有无不未已曾正要会能可应共同比更最较多少大小高低新增加减提升降"
    "同占成完开展实现进行通过采取包括主要分别一二三四五六七八九十百千万亿零两半几第方面工作情况措施问题报告政府"
    "区市省县写明提到指出显示表示说称据根因所如目前当今去明年度来自给做办理建立设推动加强提高处收审结申请开设"
)
_FEWEST_PAIRS = 2
_CALENDAR = range(1900, 2101)
_EMPTY = re.compile(r"^(?:回答|答|概括|比较|根据.{0,30}(?:如下|所述))?[：:。]?$")


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """What is shown of a sentence (without marks) and on which quotes it rests.

    `repairs` name what was wrong: unknown_mark, moved_citation, added_citation, figure, label,
    words, negation, added, plan, year, region, title.
    """

    outcome: Outcome
    text: str
    quotes: tuple[Quote, ...]
    repairs: tuple[str, ...] = ()


def check(sentence: str, sources: Sequence[Source], question: str = "") -> CheckedSentence | None:
    """Check one sentence against the passages that the model was given; None if it says nothing.

    `question` is what was asked, without orders: a sentence may use its words besides those of the
    passages and of grammar, and no others.
    """
    words = _BULLET.sub("", MARK.sub("", sentence)).strip()
    if _EMPTY.match(words) or len(letter_pairs(words)) < _FEWEST_PAIRS:
        return None
    marks = [int(n) for n in MARK.findall(sentence)]
    cited = [source for source in sources if source.n in marks]
    repairs = ["unknown_mark"] if len(cited) < len(set(marks)) else []
    found = [one for source in cited if (one := support(words, source)) and not one.problem]
    if not found:
        other = best_support(words, sources)
        if other is None or other.problem:
            return _unsupported(words, best_support(words, cited) or other, repairs)
        found = [other]
        repairs.append("moved_citation" if cited else "added_citation")
    quotes = tuple(one.quote for one in found)
    used = [one.source for one in found]
    wrong = _wrong_frame(words, used, quotes)
    if any(quote.told.outlook == "planned" for quote in quotes) and not says_plan(words):
        # What is planned, said as if it had been done.
        wrong.append("plan")
    if _adds_words(words, " ".join((question, *(source.block for source in used)))):
        wrong.append("words")
    if wrong:
        return _instead(words, found[0], (*repairs, *wrong))
    return CheckedSentence("mended" if repairs else "kept", words, quotes, tuple(repairs))


def _adds_words(words: str, told: str) -> bool:
    return any(word not in told for word in set(_HAN.findall(words)) - _GRAMMAR)


def _unsupported(words: str, near: Support | None, repairs: Sequence[str]) -> CheckedSentence:
    problem = near.problem if near is not None else ""
    return _instead(words, near, (*repairs, problem or "words"))


def _wrong_frame(words: str, sources: Sequence[Source], quotes: Sequence[Quote]) -> list[str]:
    """Years, places and titles that a sentence names and its sources do not."""
    texts = " ".join((*(q.text for q in quotes), *(h for s in sources for h in s.passage.heading)))
    titles = " ".join(source.facts.title for source in sources)
    known_words = f"{texts} {' '.join(s.block for s in sources)} {titles}"
    plain = _TITLE.sub("", words)
    wrong = {
        "year": not _dates_of(plain, within=_CALENDAR)
        <= _years_known(f"{texts} {titles}", sources),
        "title": any(title not in known_words for title in _TITLE.findall(words)),
        "region": _names_other_place(plain, sources, known_words),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def _dates_of(text: str, within: range | None = None) -> set[int]:
    years = {int(f.value) for f in parse_figures(text) if f.kind in ("year", "date")}
    return years if within is None else {year for year in years if year in within}


def _years_known(told: str, sources: Sequence[Source]) -> set[int]:
    return _dates_of(told) | {source.facts.year for source in sources if source.facts.year}


def _names_other_place(plain: str, sources: Sequence[Source], known_words: str) -> bool:
    """Whether a place is named that is neither a source's, nor one around it, nor in its words."""
    own = [region for s in sources if (region := region_named(s.facts.region or ""))]
    for mention in find_regions(plain, set()):
        fits = any(
            same_place(place, region) or is_inside(region, place)
            for place in mention.candidates
            for region in own
        )
        if not fits and plain[mention.start : mention.end] not in known_words:
            return True
    return False


def _instead(words: str, near: Support | None, repairs: Sequence[str]) -> CheckedSentence:
    """The report's own sentence in place of a wrong one, where one is near enough."""
    if near is None or near.share < _NEAR:
        return CheckedSentence("withheld", "", (), tuple(repairs))
    return CheckedSentence("replaced", near.quote.text, (near.quote,), tuple(repairs))
