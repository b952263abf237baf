"""What a question asks for: its kind, the unit of the figure it wants, and its parts.

Cues are words of the Chinese question itself; none names a report or an indicator.
"""

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from assistant.figures import Figure, parse_figures
from assistant.figures.units import asked_families, asked_words
from ingest.characters import match_form

_PASSES = re.compile(
    r"(?:超过|突破|达到|跨过|跨越|迈过|冲破|站上|上了?|过了?|破了?|到了?|[超过破达上])(?P<mark>(?:[\d.]+|[一二三四五六七八九十百千两]+)(?:万亿|千亿|百亿|亿|万|千)?(?:元|％|%|斤|吨|人|件|美元)?)"
)
_HALF = re.compile(r"过半|超过?一半|半壁")
_FIRST = re.compile(
    r"首次|头一[回次遭]|第一[回次]|首度|最早|哪一?年.{0,12}[超过破达上]|什么时候|何时"
)

QuestionKind = Literal["figure", "list", "why", "whether", "overview", "fact"]

_OVERVIEW = re.compile(
    r"(讲|说|写|包括|包含)了?(些)?(什么|哪些(内容|方面))$|主要(内容|做法|讲|说)|(概括|总结|概述|归纳|梳理)(一下|下)?"
    r"|大致内容|有哪些(主要)?(内容|部分)|整体情况"
)
_WHY = re.compile(r"为什么|为何|为啥|什么原因|原因是|怎么会")
_LIST = re.compile(
    r"哪些|哪几|哪[两三四五六七八九十]|怎么|怎样|如何|什么(样的)?(措施|做法|办法|形式|问题|短板|规矩|举措|手段|渠道|方式|工作|内容|东西|体系|制度|文件)"
    r"|都?教.{0,4}什么|做了什么|干了什么|靠什么|保什么|列(出|举)|采取了?什么|具体.{0,3}(保|有|是)|什么程度"
)
_FIGURE = re.compile(
    r"多少|几(?!乎|经|度)|百分之|多大|多长|多高|多远|多久|(占比|比例|比重|增速|增幅|降幅|总量|总额|数量|金额|产值|率)(是|为|有|达|到)?(多|几|$|[？?])"
    r"|(是|为|达到?)多"
)
# 2023年警情同比降幅（百分比）: a question that only names the figure.
_NAMES_FIGURE = re.compile(
    r"(?:数量|[总户人件次]数|总[量额值]|金额|面积|(?<![效税汇功频])率|占比|比例|比重|百分比|增速|[增降涨]幅|人次|收入|支出)(?:[（(][^）)]*[）)])?$"
)
_WHETHER = re.compile(r"是不是|是否|有没有|有无|对不对|对吗|是吗|吗[？?。]?$|能不能|会不会")

# A unit fits its family less than itself.
UNIT_FAMILIES = asked_families()

_UNIT_WORDS = sorted(
    {*itertools.chain(*UNIT_FAMILIES), *asked_words("also")}, key=len, reverse=True
)
_ASKED = re.compile(
    r"(?:多少|(?<![这那近前后头])好?几)(?:万|亿|千|百)?个?(?P<unit>"
    + "|".join(map(re.escape, _UNIT_WORDS))
    # 几个区 counts places.
    + ")(?!风)(?!(?<=个)(?:[省市区县镇乡](?![场政级民域属村])|地[方区市]|街道|部门|月|季))"
)
_PERCENT = re.compile(
    r"百分之|百分比|几个(百分)?点|多少个(百分)?点|几成|多大(的)?(比例|比重|幅度)|(比例|比重|占比|增速|增幅|降幅|涨幅|率)(是|为|有|达|到|多|几|$|[？?呢])"
    r"|(增长|涨|增加|下降|降低|降|提高|少|短|多)了?(百分之)?(几|多少)[？?]?$|占.{0,10}多少[？?]?$"
)
_MONEY = re.compile(
    r"多少钱|花了?多少|多少资金|(GDP|生产总值|经济总量|收入|支出|投资|投入|产值|增加值|预算|金额|总额|营收|利润|税收).{0,8}(多少|几)",
    re.IGNORECASE,
)
_ONLY_MONEY = re.compile(r"多少(万|亿)?(钱|元|块钱|块(?![地区田])|资金|经费|罚款)")
_LENGTH = re.compile(r"里程|多长(?!时间)|多远")
_LOOSE = frozenset(asked_words("loose"))
_CURRENCIES = frozenset({"美元", "港元"})
_PEOPLE = re.compile(
    r"(多少|几)(个|位|名|万)?(人|失业|群众|干部|游客|学生|老人|律师|党员|职工|农民)"
)

_PART_END = re.compile(r"(?<=[？?；;。])(?=.)")


@dataclass(frozen=True, slots=True)
class Need:
    """What one part of a question asks for.

    `units` are the units that would answer it, most wanted first ("％" for a share); empty if the
    question does not say. `only_money`: it asks in so many words for a sum of money, `counted`: for
    a number of something (多少辆); no other kind of figure can answer these.
    """

    question: str
    kind: QuestionKind
    units: tuple[str, ...]
    only_money: bool = False
    counted: str = ""

    def unit_fit(self, unit: str) -> float:
        """Say how well a figure's unit fits: 1 the asked one, 0.5 its family, 0 not."""
        if unit in self.units:
            return 1.0
        for family in UNIT_FAMILIES:
            if unit in family and any(asked in family for asked in self.units):
                return 0.5
        return 0.0

    def may_be(self, figure: Figure) -> bool:
        """Say whether a figure is of the kind that the question asks for in so many words."""
        if self.only_money:
            return figure.kind == "money"
        unit = figure.unit.split("/")[0]
        if not self.counted or not unit:
            return True
        return unit == self.counted or (self.counted not in _CURRENCIES and self.unit_fit(unit) > 0)


def read_need(question: str) -> Need:
    """Read the kind of one question and the units that it asks for."""
    text = match_form(question).strip().rstrip("。！？!?~ ")
    kind = _kind(text)
    asked = {match["unit"] for match in _ASKED.finditer(text)} - _LOOSE
    counted = asked.pop() if kind == "figure" and len(asked) == 1 else ""
    return Need(question, kind, _units(text), bool(_ONLY_MONEY.search(text)), counted)


def counts_asked(question: str) -> list[tuple[int, int]]:
    """Give where a question asks for a number of something: 多少座, 几条."""
    return [match.span() for match in _ASKED.finditer(question)]


def split_parts(question: str) -> tuple[str, ...]:
    """Cut a question that asks several things into its parts, in order, at their stops."""
    parts = [part.strip() for part in _PART_END.split(question)]
    asking = [part for part in parts if part]
    merged: list[str] = []
    for part in asking:
        asks_here = bool(
            _FIGURE.search(part)
            or _LIST.search(part)
            or _WHY.search(part)
            or _WHETHER.search(part)
            or re.search(r"什么|谁|哪|呢", part)
        )
        # A sentence that asks nothing sets the scene for the question beside it.
        if merged and not (asks_here and asks(merged[-1])):
            merged[-1] += part
        else:
            merged.append(part)
    return tuple(merged) or (question,)


def asks(text: str) -> bool:
    """Say whether words ask something, by their question words or mark."""
    return bool(re.search(r"[？?]|多少|几|什么|啥|哪|谁|怎|如何|是否|吗|呢", text))


def _kind(text: str) -> QuestionKind:
    if _OVERVIEW.search(text):
        return "overview"
    if _WHY.search(text):
        return "why"
    if _LIST.search(text) and not re.search(r"多少|(?<!哪)几(?!乎|经|度)", text):
        return "list"
    if _FIGURE.search(text):
        return "figure"
    if _LIST.search(text):
        return "list"
    if _WHETHER.search(text):
        return "whether"
    return "figure" if _NAMES_FIGURE.search(text) else "fact"


def _units(text: str) -> tuple[str, ...]:
    asked = [match["unit"] for match in _ASKED.finditer(text)]
    if _PERCENT.search(text):
        asked.append("%")
    if _MONEY.search(text):
        asked.append("元")
    if _PEOPLE.search(text):
        asked += ["人", "人次", "名"]
    if _LENGTH.search(text):
        asked += ["公里", "米"]
    return tuple(dict.fromkeys(asked))


def without_threshold(question: str) -> str:
    """Give a question without the mark that it asks to see passed: 头一回过2万亿."""
    if threshold_of(question) is None:
        return question
    text = _HALF.sub(" ", _PASSES.sub(" ", question))
    return re.sub(r"首次|头一[回次遭]|第一[回次]|首度|最早", " ", text)


def threshold_of(question: str) -> float | None:
    """Give the mark that a question asks to see passed, in the base unit; None if it names none."""
    if not _FIRST.search(question):
        return None
    if _HALF.search(question):
        return 50.0
    match = _PASSES.search(question)
    if match is None:
        return None
    figures = [f for f in parse_figures(match["mark"]) if f.asserted]
    return float(figures[0].value) if figures else None
