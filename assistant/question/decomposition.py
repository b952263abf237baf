"""Query decomposition: a question that asks several things to its parts, each made to stand alone.

Cut at ？；。 and at commas where both sides ask for a thing of their own. What only says how the
answer is wanted (各多少, 哪边多, 增加了多少) stays with what it is about. A later part takes over the
region, the year and, where it names nothing itself, the topic of the first:

    大兴哪些行业人手不够？2021年打算靠什么补上？  ->  大兴2021年，人手不够，打算靠什么补上？
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.question.need import asks, split_parts
from assistant.question.outlook import PLANS, asks_plan
from assistant.question.spoken import Spoken, read_spoken
from assistant.question.topic import MEASURE, has_own_topic
from assistant.scope.marking import Marked, things_in
from assistant.scope.places import find_places
from assistant.scope.years import asks_for_year
from assistant.vocabulary.official_names import names_indicator
from ingest.regions.finding import is_inside

_COMMA = re.compile(r"(?<=[，,])")
_LISTED = re.compile(r"、(?=[\u4e00-\u9fff]{1,3}[了过](?:多少|几))")
_ASKED = re.compile(r"(?:有|是|达到?)?(?:多少|几|哪[一些个几两三部份项种]*|什么|怎么样?|如何)")
_ASKS = re.compile(
    r"多少|几(?!乎|经|度|大|十|百|千|万|项[^？]*[，,]$)|哪|什么(?![都也])|怎么|怎样|如何|谁|为什么|为何|是否|有没有|吗"
)
# Says how the answer is wanted, or weighs what was asked before: no part by itself.
_ABOUT_THE_SAME = re.compile(
    r"^(?:那|又|都|还|两[者地边区省家]|它们|二者|一共|总共|合计|加起来|"
    r"谁(?!的)|哪[一个边家地里座省市区县年]*(?=[更最]?[多高大快好低少小])|各|分别|相?差|差距|高出?|低|多出?|少|增加|减少|提高|下降|上升|上涨|涨|降|增|变化|"
    r"其中|.{0,6}怎么[说看]|成交|金额|数额|是多少|有多少|达到?多少|占多少|排第|同比|比上年|比例|占比|增速|是不是|对不对|对吗|为什么$|举几个|具体|是哪|都是哪|[一两二三四五六七八九十\d]+年(?:间|里|来|下来)?[^，]{0,2}(?:多|少|增|减|差|涨|降|高|低)|[\u4e00-\u9fff]{2,4}(?:高出|多出|低了|少了|多了)(?:多少|几))"
)
_SAME_TIME = re.compile(
    r"同一?(?:时期|期间|期|年)|这(?:一|段)?(?:年|时期|时间|期间)|(?:那|此)(?:期间|段时间|一?年)|当年|该年"
)
_WHEN = re.compile(r"[\u4e00-\u9fff“”]{2,6}(?:期间|时期)")
_ONWARD = re.compile(r"接下来|今后|未来|往后")
_ALSO = re.compile(r"^(?:另外|还有|此外|其次|顺便|再问一下|然后)[，,]?")
_NEXT_YEAR = re.compile(r"^(?:第二年|下一年|次年|转年|来年)")
# A plan is of the thing, not of its being done: 新增学位完成多少个，明年打算多少.
_WAS_DONE = re.compile(r"了|(?:已经?)?(?:建成|完成)$|^[底初末]的?")
_POINTS = re.compile(r"^(?:[它其该]|自己)")
_LEAD = re.compile(r"^[^，。？：]{0,6}：")
_JOINS_YEAR = re.compile(r"^[前后来内底初末度]")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a question that stands alone, and those of its words that are its own.

    `turned` is what was asked before, without its having been done, where this part only asks for the
    plans of it: 改造排水管网多少公里 before 明年打算多少.
    """

    question: str
    own: str
    turned: str = ""


def split_question(question: str, known: Collection[str]) -> tuple[Part, ...]:
    """Give the parts of a question, in order, each a question that stands alone.

    `known` are the names of the library's regions.
    """
    stops = (_ALSO.sub("", stop) for stop in split_parts(question))
    pieces = _merged([part for stop in stops for part in _at_commas(stop)])
    if len(pieces) < 2:
        return (Part(question, question),)
    first = read_spoken(pieces[0], known)
    topic = _stem(first)
    when = _WHEN.search(first.unscoped())
    later = [
        _completed(piece, first, topic, when[0] if when else "", known) for piece in pieces[1:]
    ]
    return (
        Part(pieces[0], pieces[0]),
        *(
            Part(whole, piece, _to_do(first) if _only_turns(pieces[0], piece, whole) else "")
            for whole, piece in zip(later, pieces[1:], strict=True)
        ),
    )


def without_layout(parts: Sequence[Part], marked: Marked) -> tuple[Part, ...]:
    """Leave out parts after the first that ask for no thing of their own: 按年列出来，写工作总结要用."""
    return (*parts[:1], *(one for one in parts[1:] if not _lays_out(one.own, marked)))


def _lays_out(words: str, marked: Marked) -> bool:
    """Whether words ask nothing, and open with a clause that names nothing."""
    opening = _COMMA.split(words)[0]
    told = () if asks(words) else marked(opening)
    return bool(told) and not things_in(opening, told)


def _only_turns(first: str, piece: str, whole: str) -> bool:
    """Whether a part took over what it is about, and asks for plans of it."""
    return asks_plan(piece) and not asks_plan(first) and whole.endswith(f"，{piece}")


def _stem(first: Spoken) -> str:
    """What the first part is about: its words without scope and without what it asks."""
    plain = _LEAD.sub("", first.unscoped()).rstrip("？?。；; ")
    match = _ASKED.search(plain)
    if match is None:
        return plain
    after = plain[match.end() :]
    after = MEASURE.sub("", after, count=1) if match[0].endswith(("多少", "几")) else after
    return f"{plain[: match.start()]}{after}".strip("，,、 ")


def _to_do(first: Spoken) -> str:
    """The first part as one asks for it to be done: 改造多少公里 for 改造了多少公里."""
    plain = _LEAD.sub("", first.unscoped()).rstrip("？?。；; ")
    match = _ASKED.search(plain)
    if match is None:
        return plain
    return f"{_WAS_DONE.sub('', plain[: match.start()])}{plain[match.start() :]}".strip("，,、 ")


def _at_commas(stop: str) -> list[str]:
    """Cut one stop's question where both sides ask; words that ask nothing stay with what follows."""
    pieces: list[str] = []
    for piece in _COMMA.split(stop):
        for part in _LISTED.split(piece):
            own = pieces and (
                (_ASKS.search(pieces[-1]) and _asks_own(part)) or _turns(pieces[-1], part)
            )
            if pieces and not own:
                pieces[-1] += part if pieces[-1].endswith(("，", ",")) else f"、{part}"
            else:
                pieces.append(part)
    stem = pieces[0].split("，")[0] if len(pieces) > 1 and "，" in pieces[0].rstrip("，") else ""
    if stem and not _ASKS.search(stem):
        pieces[1:] = [piece if has_own_topic(piece) else f"{stem}，{piece}" for piece in pieces[1:]]
    return [piece.rstrip("，, ") for piece in pieces]


def _asks_own(part: str) -> bool:
    bare = part.strip("，, ")
    if not _ASKS.search(bare) or _ABOUT_THE_SAME.match(bare):
        return False
    return asks_for_year(bare) or _names_thing(bare) or _NEXT_YEAR.match(bare) is not None


def _turns(before: str, part: str) -> bool:
    """Whether a piece asks for what is planned after one that asks for what was done."""
    both_ask = all(_ASKS.search(piece.rstrip("，, ")) for piece in (before, part))
    return both_ask and asks_plan(part) and not asks_plan(before)


def _merged(pieces: list[str]) -> list[str]:
    """Put what is about the same thing back to what it follows."""
    merged: list[str] = []
    for piece in pieces:
        same = merged and not _turns(merged[-1], piece) and _ABOUT_THE_SAME.match(piece)
        if merged and same and not _names_thing(_after_weight(piece)):
            merged[-1] = f"{merged[-1].rstrip('？?；;。')}，{piece}"
        else:
            merged.append(piece)
    return merged


def _after_weight(piece: str) -> str:
    return _ABOUT_THE_SAME.sub("", piece, count=1)


def _names_thing(piece: str) -> bool:
    """Whether a piece names a thing before or after what it asks: 发了多少份文件, 区长出过几次庭."""
    plain = PLANS.sub("", _SAME_TIME.sub("", _NEXT_YEAR.sub("", piece)))
    if has_own_topic(plain):
        return True
    if names_indicator(plain) or "“" in plain:
        return True
    match = re.search(r"多少|几", plain)
    return match is not None and len(MEASURE.sub("", plain[match.end() :].rstrip("？?。 "))) >= 2


def _completed(piece: str, first: Spoken, topic: str, when: str, known: Collection[str]) -> str:
    """A later part with the scope of the first, and its topic where it has none of its own."""
    if when or first.years:
        piece = _SAME_TIME.sub(when, piece, count=1)
    here = read_spoken(piece, known)
    place = "" if here.places and not _holds(here, first, known) else first.words(first.places)
    dated = here.years or asks_for_year(piece) or _NEXT_YEAR.search(piece) or _ONWARD.search(piece)
    report = "" if here.reports else first.words(first.reports)
    year = report + ("" if dated else first.words(first.years))
    bare = here.unscoped().strip("，, ")
    if not topic or topic in piece or (_names_thing(bare) and not _POINTS.match(bare)):
        pause = "，" if year and _JOINS_YEAR.match(piece) else ""
        return f"{place}{year}{pause}{piece}"
    if asks_plan(piece):
        topic = _WAS_DONE.sub("", topic)
    return f"{place}{year}{topic}，{piece}"


def _holds(here: Spoken, first: Spoken, known: Collection[str]) -> bool:
    """Whether a part only mentions, not at its head, what the first part's place lies in."""
    if not here.places or here.places[0][0] == 0:
        return False
    inner, outer = find_places(first.text, known), find_places(here.text, known)
    return all(
        any(is_inside(small, large) for p in inner for small in p.regions)
        for place in outer
        for large in place.regions
    )
