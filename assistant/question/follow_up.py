"""Turns a question that leans on the conversation into one that stands alone: 2021年呢？ 那审结了多少？

    深圳呢？ 2021年呢？       the previous question with its region or year exchanged
    授权的呢？ 刑事的呢？      the previous question with the part in contrast exchanged
    那审结了多少？            the previous scope and topic put before the question
    机场那年运了多少旅客？      the previous scope only: the question has a topic of its own
    这些措施里哪个和执法有关？  the words pointed at put in the place of 这些措施

A question that names its own region, or that asks nothing of a report, is left as it is. The result
is shown to the user. Everything is by rule, so that it can be explained.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date

from assistant.models import Turn
from assistant.question.contrast import exchange, insert_before_quantity
from assistant.question.named import by_names_written_out, with_name
from assistant.question.outlook import as_done
from assistant.question.spoken import Spoken, read_spoken
from assistant.question.topic import has_own_topic, stands_alone, topic_of
from assistant.scope.marking import Marked, things_in, unmarked
from assistant.scope.years import asks_for_year
from assistant.vocabulary.official_names import names_indicator
from ingest.regions import find_regions
from ingest.regions.finding import region_named

_OPENING = re.compile(
    r"^(?:那么?(?![年些个会时边里])|再往[前后](?=[，,])|还有|另外|然后|再问一下|请问|嗯|哦|好的?|谢谢|换成|改成)[，,、\s]*"
)
_FILLER = re.compile(
    r"再往[前后]|那会儿|那时候?|的时候|时候|换成|改成|如果|要是|还是|的话|这边|那边|方面|情况|全年|当时|那一届|这一届|[一二两三四五六七八九十]年|同一?年|加起来|合起来|一共|总共|怎么样|如何|多少|咋样|"
    r"年底|年末|我?[想要]?[问说指]的是|那么?|[那这]个|[的和跟与、是看说到在又则，,\s]"
)
_NE = re.compile(r"(?:呢|咧|嘛|又?如何|怎么样)?[？?。！!\s]*$")
_POINTS_AT = re.compile(
    r"(?:这些|那些|上述|以上|前面说的|刚才说的|这几[项个条件]|那几[项个条件])([\u4e00-\u9fff]{2}(?=里|中|当中|[^\u4e00-\u9fff]|哪|有|是|都|分别|主要|具体))?"
)
_OF_THEM = re.compile(r"^其中(?:的)?")
_PLACE_WORD = re.compile(r"(?:那里|那边|那儿|该[区市县省]|这个[区市县省]|(?<!其)它们?)")
_YEAR_WORD = re.compile(r"(?:那一?年|当年|同年|同期|这一年|该年)")
_HOW = re.compile(r"怎么|如何")
_ASKS = re.compile(
    r"多少|几|哪|什么|怎么|如何|吗|占|比例|是否|有没有|谁|为什么|为何|多大|多长|多高|呢|介绍|说说|列出|比较"
)
_NOTHING_ASKED = re.compile(
    r"^(?:为什么|为何|原因|还有(?:吗|别的吗|呢)?|具体(?:呢|点|说说)?|详细(?:点|说说)?|继续|然后呢)$"
)
# What reads better with a pause before it than as one phrase with the topic.
_SETS_OFF = re.compile(r"^(?:一共|又|再|还|总共|分别|主要|怎么|为什么|打算|第)|^.{0,6}的")
_TOGETHER = re.compile(r"加起来|合起来|一共|总共|合计|累计")
_YEAR_TO_COME = re.compile(r"(?<![比较与跟同和])(?:来年|转年|次年|下一年度?)")
_AGAINST = re.compile(r"^(?:相?比|较|同|跟|和|与)(?!较|例|重)")
_LONG = 36
_UNRELATED = re.compile(r"忽略|系统提示|天气|下雨|推荐|你好|你是谁|谢谢|再见|讲个?笑话|写(?:一)?首")


def standalone(
    question: str,
    turns: Sequence[Turn],
    known: Collection[str] = (),
    today: date = date(1, 1, 1),
    marked: Marked = unmarked,
) -> str:
    """The question with what it takes from the conversation written out; as it is if it takes nothing.

    `turns` are the earlier exchanges, oldest first; `known` the names of the library's regions;
    `today` tells a report of years ago from last year's, of which 明年 may mean the calendar's;
    `marked` reads the words that name a thing.
    """
    spoken_turns = about_reports(turns)
    asked = by_names_written_out(question.strip(), frozenset(known))
    if not spoken_turns or not asked or _UNRELATED.search(asked):
        return question
    regions = {name for turn in turns for name in turn.answer.scope.regions} | set(known)
    last = _read(_said(spoken_turns[-1]), regions)
    bare = _OPENING.sub("", asked)
    asks = _ASKS.search(_NE.sub("", bare)) is not None
    asked = _next_year_written_out(asked, spoken_turns[-1], today)
    asked = _written_out(asked, spoken_turns[-1], everything=not asks)
    bare = _OPENING.sub("", asked)
    here = _read(asked, regions)
    core = _NE.sub("", bare)
    if _NOTHING_ASKED.match(_NE.sub("", asked)) or not core:
        return f"{_NE.sub('', last.text)}，{asked}"
    if spoken_turns[-1].answer.status == "clarify" and _names_only(here):
        return last.with_scope_of(here)
    if swapped := with_name(last.text, core, frozenset(regions)):
        return swapped
    if asked.rstrip("？?。!！").endswith("呢") or (bare != asked and not asks):
        if here.scoped and here.content_length(_FILLER) == 0:
            return _summed(last.with_scope_of(here), asked)
        if not (here.places and here.years) and not (asks and here.years):
            return _contrasted(core, here, last, spoken_turns, regions)
    if _AGAINST.match(bare):
        topic = topic_of(_read(_said(_root(spoken_turns)), regions).unscoped())
        return last.scope_words() + topic + bare
    if here.places or len(asked) > _LONG or not _ASKS.search(asked):
        return question
    return _completed(bare, last, spoken_turns, regions, marked)


def leans(question: str) -> bool:
    """Whether a question takes up the turn before by its form: 的呢, 那里, 其中, or by naming nothing itself."""
    asked = question.strip()
    bare = _OPENING.sub("", asked)
    pointing = (_PLACE_WORD, _YEAR_WORD, _POINTS_AT)
    return (
        asked.rstrip("？?。!！").endswith(("呢", "咧"))
        or any(one.search(bare) for one in pointing)
        or any(one.match(bare) for one in (_OF_THEM, _AGAINST))
        or not (_ASKS.search(bare) and stands_alone(bare))
    )


def about_reports(turns: Sequence[Turn]) -> list[Turn]:
    """Give the turns whose answers speak of reports, or of which reports to speak."""
    return [turn for turn in turns if turn.answer.status not in ("off_topic", "assistant")]


def _names_only(here: Spoken) -> bool:
    """Whether a turn says nothing but a place or a year: the answer to a question back."""
    return here.scoped and here.content_length(_FILLER) == 0


def _read(text: str, regions: Collection[str]) -> Spoken:
    return read_spoken(text, regions)


def _said(turn: Turn) -> str:
    """The question as it was answered: where the user chose the scope, with that one in its words."""
    said = turn.answer.standalone_question or turn.question
    scope = turn.answer.scope
    if scope.source != "user":
        return said
    chosen = "和".join(scope.regions) + "和".join(f"{year}年" for year in scope.years)
    return read_spoken(said, scope.regions).with_scope_of(read_spoken(chosen, scope.regions))


def _root(turns: Sequence[Turn]) -> Turn:
    """The turn that opened the present topic: the last that named a thing of its own."""
    for turn in reversed(turns):
        if _said(turn) == turn.question or has_own_topic(turn.question):
            return turn
    return turns[-1]


def _topic_naming(noun: str, turns: Sequence[Turn], regions: Collection[str]) -> str:
    """The topic of the last turn that names the thing pointed at; "" if none does."""
    for turn in reversed(turns):
        if noun and noun in _said(turn):
            return topic_of(_read(_said(turn), regions).unscoped())
    return ""


def _summed(question: str, asked: str) -> str:
    """The question as one for the sum where the follow-up asks for it: 那五年加起来呢."""
    if not _TOGETHER.search(asked) or _TOGETHER.search(question):
        return question
    return re.sub(r"(?=多少|几[件个项起家次名人份宗座场套])", "一共", question, count=1)


def _next_year_written_out(asked: str, last: Turn, today: date) -> str:
    """明年 after an answer on a year long past is the year after that one."""
    years = last.answer.scope.years
    if not years or years[-1] + 1 >= today.year:
        return asked
    return asked.replace("明年", f"{years[-1] + 1}年")


def _written_out(asked: str, last: Turn, *, everything: bool) -> str:
    """`asked` with 上一年, 下一年 and 全市 written out, counted from the last turn's scope.

    A whole question (not `everything`) keeps them but for a year to come: 比上一年多多少 counts itself.
    """
    scope = last.answer.scope
    if scope.years and not everything:
        return _YEAR_TO_COME.sub(f"{scope.years[-1] + 1}年", asked)
    if scope.years:
        asked = re.sub(
            r"上一年度?|前一年|(?:再|又)?往前(?:推|数)?的?一年|再早一年",
            f"{scope.years[0] - 1}年",
            asked,
        )
        asked = re.sub(
            r"下一年度?|第二年|次年|转年|来年|(?:再|又)?(?:往后|接着)(?:推|数)?的?一年|再晚一年",
            f"{scope.years[-1] + 1}年",
            asked,
        )
    region = region_named(scope.regions[0]) if scope.regions else None
    if find_regions(asked):
        # 江苏全省呢 says of which province.
        return asked
    if region and region.city:
        asked = asked.replace("全市", region.city)
    if region and region.province:
        asked = asked.replace("全省" if region.city else "全市", region.province)
    return asked


def _contrasted(
    core: str, here: Spoken, last: Spoken, turns: Sequence[Turn], regions: Collection[str]
) -> str:
    """A question of the shape 授权的呢: some earlier question with one part exchanged."""
    words = _FILLER.sub("", here.stripped(core))
    for turn in reversed(turns):
        earlier = _read(_said(turn), regions)
        if here.scoped and words and words in earlier.text:
            return earlier.with_scope_of(here)
    part = here.stripped(core).strip("的，, ")
    part = part + "的" if core.endswith("的") else part
    text = exchange(last, part) or insert_before_quantity(last, part)
    return _read(text, regions).with_scope_of(here) if here.scoped else text


def _completed(
    bare: str, last: Spoken, turns: Sequence[Turn], regions: Collection[str], marked: Marked
) -> str:
    """A question without its scope, or without its topic too."""
    root = _read(_said(_root(turns)), regions)
    text = _PLACE_WORD.sub("", _YEAR_WORD.sub("", bare))
    topic = as_done(topic_of(root.unscoped()), text)
    here = _read(text, regions)
    scope = last.scope_words(with_year=not here.years and not asks_for_year(text))
    pointed = _POINTS_AT.search(text)
    if pointed and topic:
        noun = pointed[1] or ""
        topic = _topic_naming(noun, turns, regions) or topic
        put = topic if not noun or topic.endswith(noun) else f"{topic}的{noun}"
        return scope + text[: pointed.start()] + put + text[pointed.end() :]
    if _OF_THEM.match(text) and topic:
        return f"{scope}{topic}中，{_OF_THEM.sub('', text)}"
    own = has_own_topic(text) or names_indicator(text) or _acts_on_a_thing(text, marked)
    if own or not topic:
        return scope + text
    if here.years:
        # 那2017年打算再加多少？: its own year, the topic of before.
        scope += here.words(here.years)
        text = here.unscoped().lstrip("，, ")
    return f"{scope}{topic}{'，' if _SETS_OFF.search(text) else ''}{text}"


def _acts_on_a_thing(text: str, marked: Marked) -> bool:
    """Whether a question of how says of what: 怎么改进执法, not 怎么提高的."""
    asked = _HOW.search(text)
    if asked is None:
        return False
    words = [word for word in marked(text) if word.start >= asked.end()]
    return len(things_in(text, words)) > 1
