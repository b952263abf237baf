"""The figure of each cell of a comparison, chosen beside those of the other cells.

A sentence often has many figures (生产总值…亿元、增长…％). The one wanted stands by the question's
words, has the unit that the question asks for, belongs to the cell's year, and is of the same kind
as its counterparts: a total is never set against a growth rate. The choice is made for all cells at
once: each candidate of one cell is tried with the best partner for it in every other cell.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import log

from assistant.figures import Figure, parse_figures
from assistant.question.need import UNIT_FAMILIES, Need, read_need
from assistant.reader.counting import without_instead
from assistant.reader.reading import Quote
from assistant.vocabulary.official_names import same_names
from ingest.regions import find_regions
from ingest.regions.finding import is_inside, region_named, same_place
from vectorstore.indexes.pairs import letter_pairs_across_marks, share_of_both

_FROM = re.compile(r"(?:从|由)(?:每[^，,；;。]{0,4}|[^，,；;。]{0,10}的)?$")
_YEARS_TOGETHER = re.compile(
    r"[三四五六七八九十]年(?:来|间|累计|工作|回顾)|过去[三四五六七八九十]年|年均|(?<!年)“?十[一二三四]?五”?(?:时期|期间)|任期|累计"
)
_OWN_YEAR = re.compile(r"(?:19|20)\d\d年|去年|全年|当年")

_BOUNDARY = re.compile(r"[，,；;。：:（）()、]")
_GROWS = re.compile(
    r"(?:增长|增速|增幅|涨幅|同比|下降|降幅|上升|提高|提升|增加|减少|上涨|回落|降低|(?<!新)[增升降])(?:率|了|约|超|近|为|达|达到)?$"
)
_AIM = re.compile(r"目标|预期|力争|计划|左右|确保|努力")
_ASKS_GROWTH = re.compile(
    r"增速|[增涨降]幅|同比|增长(?!点|极)|百分之几|[涨增升降]得|[涨增升降]了百分|长得|涨.{0,4}快|[涨增]了?多少个?百分"
)
# How the answer is wanted, not what it is about: 哪边的PM2.5更低、各是多少 is about PM2.5.
_ASKING = re.compile(
    r"谁的?|哪[一-龥]{0,2}?(?:的|家|边|个|里|省|市|区)?|[更最][高低多少大小快慢强好]|[各分别共]{0,2}(?:是|有|为)?多少|相?差(?:距|多少)?|比较|对比|[和与跟、，？?]"
)
_GROWTH_NAMES = ("增速", "增幅", "涨幅", "增长率", "降幅")
_UNITS_OF: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"PM2\.5|PM10|浓度", ("微克/立方米", "微克")),
    (r"率|比重|占比|比例|百分", ("%",)),
    (r"天数|优良天|几天|多少天", ("天",)),
    (r"粮食", ("斤", "吨")),
    (r"就业|人口|游客|人数|旅客", ("人", "人次", "名")),
    (r"外汇|进出口|出口|外贸|美元", ("美元", "元")),
    (r"生产总值|产值|增加值|收入|支出|投资|零售|财政|金额|资金", ("元",)),
    (r"案|复议|官司", ("件", "宗", "起")),
)
# One of these counts what another counts: 376件 and 21宗 may be set side by side, with a word on it.
_ALIKE = tuple(
    family for family in UNIT_FAMILIES if {"件", "起"} <= family or {"人", "名"} <= family
)
_KEPT = 24
_FAR_APART = 5000


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure that may stand for a cell, with the sentence that holds it and the words before it.

    `words` are the pairs of characters of those words, in their common form, `kind` what kind of the
    thing asked it counts, where the report tells only of that: 公办 of 学位.
    """

    quote: Quote
    figure: Figure
    label: str
    words: frozenset[str]
    grows: bool
    score: float
    kind: str = ""

    def alike(self, other: "CellFigure") -> float:
        """How far the words before both figures are the same, 0 to 1."""
        shorter = min(len(self.words), len(other.words))
        return len(self.words & other.words) / max(shorter, 1)


def comparable(a: CellFigure, b: CellFigure) -> bool:
    """Say whether two figures may be set against each other: one kind of unit, growth or not, one size.

    50万元 beside 8036亿元 is not the same indicator, whatever the words before it.
    """
    low, high = sorted((abs(float(a.figure.value)), abs(float(b.figure.value))))
    if a.grows != b.grows or high > _FAR_APART * max(low, 1.0):
        return False
    if a.figure.unit.split("/")[0] == b.figure.unit.split("/")[0]:
        return a.figure.unit != "" or a.figure.kind == b.figure.kind
    return any(a.figure.unit in family and b.figure.unit in family for family in _ALIKE)


def wanted_units(
    need: Need, topic: str, over_years: bool, thing: Collection[str] = ()
) -> tuple[str, ...]:
    """Give the units that answer, most wanted first: those asked for, else those of the indicator.

    `thing` are the words of the thing asked, where they are known; `over_years` says that the cells are years: what grew between them is a difference of totals.
    """
    if asks_growth(need.question, over_years, thing):
        return ("%",)
    if (asked := without_instead(need.question)) != need.question:
        need = read_need(asked)
    if need.units and not (over_years and need.units == ("%",) and not _rate(topic)):
        return need.units
    topic = without_instead(topic)
    text = f"{topic} {same_names(topic)}"
    return next((units for pattern, units in _UNITS_OF if re.search(pattern, text)), need.units)


def topic_share(one: CellFigure, topic: str) -> float:
    """How much of the words before a figure and of the question's topic are the same, 0 to 1."""
    return share_of_both(letter_pairs_across_marks(same_names(_ASKING.sub(" ", topic))), one.words)


def asks_growth(question: str, over_years: bool, thing: Collection[str] = ()) -> bool:
    """Say whether growth rates are to be compared, and not totals, nor only where these are missing.

    只有增幅的注明 asks for none: where the words of the `thing` asked are known, 增幅 is one of them.
    """
    question = without_instead(question)
    for name in _GROWTH_NAMES if thing else ():
        if not any(name in word for word in thing):
            question = question.replace(name, "")
    if over_years:
        return re.search(r"增速|增幅|涨幅|同比|增长(?:的)?(?:预期)?目标", question) is not None
    return _ASKS_GROWTH.search(question) is not None


def _rate(topic: str) -> bool:
    return re.search(r"率|比重|占比|比例", topic) is not None


def candidates(
    quotes: Sequence[Quote],
    topic: str,
    units: Sequence[str],
    years: frozenset[int],
    growth: bool,
    region: str = "",
) -> tuple[CellFigure, ...]:
    """Give the figures of a cell's sentences with how well each answers, best first.

    `years` are the years asked about: a figure told of another year is no answer,
    nor one told of another place than `region`.
    """
    wanted = letter_pairs_across_marks(same_names(topic))
    found = []
    for quote in {(one.passage.id, one.start): one for one in reversed(quotes)}.values():
        text = quote.text
        probability = min(max(quote.score, 0.002), 0.998)
        base = 0.5 * log(probability / (1 - probability))
        figures = parse_figures(text)
        for at, figure in enumerate(figures):
            if not figure.asserted or figure.high is not None:
                continue
            label = _label(text, figure.start, figures[at - 1].end if at else 0)
            words = letter_pairs_across_marks(same_names(label))
            grows = bool(_GROWS.search(label)) and figure.unit in ("%", "百分点", "")
            score = base + _unit_score(figure, units) + 4 * share_of_both(wanted, words)
            score += 1.0 if grows == growth else -2.5
            score += year_score(text, figure, figures, years)
            if len(years) == 1 and sums_up(quote, figure):
                score -= 2.0
            if _AIM.search(label) or text[figure.end :].startswith(("左右", "以上")):
                score -= 1.0
            if figure.direction != "exact":
                score -= 1.0 if figure.shown_digits else 2.0
            found.append(CellFigure(quote, figure, label, words, grows, score))
    found.sort(key=lambda one: -one.score)
    placed = [
        replace(one, score=one.score - 4) if _elsewhere(one.label, region) else one
        for one in found[:_KEPT]
    ]
    return tuple(sorted(placed, key=lambda one: -one.score))


def _elsewhere(label: str, region: str) -> bool:
    """Whether the words before a figure name a place inside the cell's own region, or beside it."""
    own = region_named(region)
    return own is not None and any(
        not any(same_place(place, own) or is_inside(own, place) for place in mention.candidates)
        for mention in find_regions(label, {region})
    )


def _label(text: str, start: int, after: int) -> str:
    """The words before a figure that say what it is of: its clause, and the one before if it is bare."""
    before = text[max(0, start - 40) : start]
    stops = [match.end() for match in _BOUNDARY.finditer(before)]
    label = before[stops[-1] :] if stops else before
    bare = (
        len(re.sub(r"[^\u4e00-\u9fffA-Za-z]|达到?|为|约|超过?|突破|增长|下降|提高|其中", "", label))
        < 2
    )
    if bare and stops:
        label = before[stops[-2] if len(stops) > 1 else 0 :]
    return label


def _unit_score(figure: Figure, units: Sequence[str]) -> float:
    if not units:
        return 0.0
    if figure.unit in units:
        return 3.0
    return 1.5 if fits_units(figure, units) else -1.0


def fits_units(figure: Figure, units: Sequence[str]) -> bool:
    """Say whether a figure has one of the units, or one that counts the same kind of thing."""
    return figure.unit in units or any(
        figure.unit in family and any(unit in family for unit in units) for family in UNIT_FAMILIES
    )


def year_score(
    text: str, figure: Figure, figures: Sequence[Figure], years: frozenset[int]
) -> float:
    """Weigh the year that the clause of a figure names, and a figure that something started from."""
    clause = text[: figure.start]
    at = max(clause.rfind(mark) for mark in "，。；") + 1
    told = [f for f in figures if f.kind == "year" and at <= f.start < figure.start]
    if told and years:
        return 1.5 if int(told[-1].value) in years else -3.0
    return -2.5 if _FROM.search(clause) else 0.0


def sums_up(quote: Quote, figure: Figure) -> bool:
    """Whether a figure adds up several years, by its sentence or the heading over it."""
    before = quote.text[: figure.start]
    if _OWN_YEAR.search(before):
        return False
    return _YEARS_TOGETHER.search(before) is not None or any(
        _YEARS_TOGETHER.search(heading) for heading in quote.passage.heading
    )
