"""The words around a question that say what the answer is for or how it is wanted, taken away.

做案例课：光明区2024年…？  想问两个事：…  请梳理一下：…  …？出处一并给。  …？列一下。

They ask nothing of a report, but weigh in every comparison of words. Only whole clauses at the head
or the tail are taken, never one that names a figure, a year, or asks something itself.
"""

import re

_FOR = (
    r"课|案例|备课|讲|培训|研讨|座谈|汇报|材料|课件|PPT|用途|整理|梳理|汇总|归纳|列表|清单|表格?|"
    r"想?问|请教|咨询|打听|核实|确认|查|事|麻烦|劳驾|你好|您好|说实话|老实说|话说|听说|听人说"
)
_ASKS = re.compile(r"多少|几(?![个件]?[事问])|哪|什么|怎|如何|吗|是否|为何|\d|[一二]年")
_HEAD = re.compile(r"^(?P<head>[^，。？！：:；]{1,16})[：:]\s*(?=.{6})")
_HEAD_CLAUSE = re.compile(
    r"^(?:说实话|老实说|话说|你好|您好|请教一下|请问一下|想请教一下|麻烦问一下|劳驾|想?问(?:一下|下|个事)?)[，,。！、]\s*"
    r"|^(?:请|麻烦|帮我|帮忙|给我)?(?:做|列|画|出|整理|梳理)(?:一?[个张份下成]|出)?(?:对比)?(?:表格?|清单)[，,]\s*"
)
_TAIL = re.compile(
    r"(?<=[？?。，,；])\s*(?:请|麻烦|帮我|给我|顺便|并)?(?:[^，。？！：:；]{0,8})"
    r"(?:列(?:一下|出来|全|个?表)|列表|说(?:一下|说看)|讲一下|做(?:案例|课件|教材|PPT)用?|讲课用|备课用|写材料用|"
    r"出处(?:一并|也|都)?(?:给|要|附)[^，。？！]{0,4}|注明出处|(?:两|三|几)[项个样]?都要|谢谢|多谢|麻烦了|我看看[^，。？！]{0,6})"
    r"(?:[，,][^，。？！：:；]{0,8}(?:看看|走势|谢谢))?[。！!~]?\s*$"
)


def without_carrier(question: str) -> str:
    """Give the question without such words; as it is where nothing else would be left."""
    text = question
    match = _HEAD.match(text)
    if match and re.search(_FOR, match["head"]) and not _ASKS.search(match["head"]):
        text = text[match.end() :]
    text = _HEAD_CLAUSE.sub("", text)
    while (match := _TAIL.search(text)) and not _ASKS.search(match[0]):
        text = text[: match.start()].rstrip("，,；")
    return text if len(text) >= 4 else question
