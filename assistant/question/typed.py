"""What a user typed to plain simplified Chinese, before anything is read from it.

Full-width digits and letters become narrow, digits set apart by spaces are joined (2 0 2 0 年,
13 884), traditional characters become simplified (OpenCC, its phrases before its characters), and
characters that cannot be seen are dropped, and radicals in place of characters become these. Words are never corrected: for a slip of the pen the
search has meaning and pairs of characters. Reports are never changed, only the question.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.characters import plain_characters

if TYPE_CHECKING:
    from opencc import OpenCC


_FOR = (
    r"课|案例|备课|讲|培训|研讨|座谈|汇报|材料|课件|PPT|用途|整理|梳理|汇总|归纳|列表|清单|表格?|"
    r"想?问|请教|咨询|打听|核实|确认|查|(?<![商民刑人军外])事(?![业项故])|麻烦|劳驾|你好|您好|说实话|老实说|话说|听说|听人说"
)
_ASKS = re.compile(r"多少|几(?![个件]?[事问])|哪|什么|怎|如何|吗|是否|为何|\d|[一二]年")
_HEAD = re.compile(r"^(?P<head>[^，。？！：:；]{1,16})[：:]\s*(?=.{6})")
# 商事主体总量：2016年、2017年: behind such a head stand only the years of what it names.
_ONLY_YEARS = re.compile(r"(?:(?:19|20)?\d\d年?度?|[、，,和与及至到~—\-\s各分别])+[。？?]?")
_HEAD_CLAUSE = re.compile(
    r"^(?:说实话|老实说|话说|你好|您好|请教一下|请问一下|想请教一下|麻烦问一下|劳驾|想?问(?:一下|下|个事)?)[，,。！、]\s*"
    r"|^(?:请|麻烦|劳烦)?(?:你|您)?帮(?:我|忙)[查看问](?:一?下|一查|查|看)[，,]?\s*(?=.{6})"
    r"|^(?:请|麻烦|帮我|帮忙|给我)?(?:做|列|画|出|整理|梳理)(?:一?[个张份下成]|出)?(?:对比)?(?:表格?|清单)[，,]\s*"
)
# 我问的是福州的: what is meant, after a question back.
_MEANT = re.compile(r"^我?[想要]{0,2}[问说指]的是(?=[\u4e00-\u9fff]{2})")
_TAIL = re.compile(
    r"(?<=[？?。，,；])\s*(?:请|麻烦|帮我|给我|顺便|并)?(?:[^，。？！：:；]{0,8})"
    r"(?:列(?:一下|出来|全|个?表)|列表|说(?:一下|说看)|讲一下|做(?:案例|课件|教材|PPT)用?|讲课用|备课用|写材料用|"
    r"出处(?:一并|也|都)?(?:给|要|附)[^，。？！]{0,4}|注明出处|(?:两|三|几)[项个样]?都要|谢谢|多谢|麻烦了|我看看[^，。？！]{0,6})"
    r"(?:[，,][^，。？！：:；]{0,8}(?:看看|走势|谢谢))?[。！!~]?\s*$"
)

_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_NARROW |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_NARROW |= {0x3000: 0x20, 0xA0: 0x20, 0x2007: 0x20, 0x2009: 0x20, 0x202F: 0x20}
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_WIDE_POINT = re.compile(r"(?<=\d)[\uff0e\ufe52](?=\d)")
_WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
# 2 0 2 0: single digits; 13 884 and 1 234 567: groups of three, as some people write thousands.
_SINGLE_DIGITS = re.compile(r"(?<![\d.] )(?<![\d.])\d(?: +\d)+(?! *\d)")
_THOUSANDS = re.compile(r"(?<![\d.] )(?<![\d.])\d{1,3}(?: \d{3})+(?![\d]| \d)")
_BEFORE_UNIT = re.compile(r"(?<=\d) +(?=[\u4e00-\u9fff％%])")
_TRADITIONAL = re.compile(r"[\u3400-\u9fff]")


def plain_question(typed: str) -> str:
    """Give the user's own words in plain form; text that is plain already comes back as it is."""
    text = plain_characters(_UNSEEN.sub("", typed.translate(_NARROW)))
    text = _WIDE_COMMA.sub(",", _WIDE_POINT.sub(".", text))
    for spaced in (_SINGLE_DIGITS, _THOUSANDS):
        text = spaced.sub(lambda match: match[0].replace(" ", ""), text)
    text = _BEFORE_UNIT.sub("", text)
    return _converter().convert(text) if _TRADITIONAL.search(text) else text


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")


def without_carrier_phrase(question: str) -> str:
    """Give the question without such words; as it is where nothing else would be left."""
    text = question = _MEANT.sub("", question)
    match = _HEAD.match(text)
    told = match is not None and not _ONLY_YEARS.fullmatch(text, match.end())
    if match and told and re.search(_FOR, match["head"]) and not _ASKS.search(match["head"]):
        text = text[match.end() :]
    text = _HEAD_CLAUSE.sub("", text)
    while (match := _TAIL.search(text)) and not _ASKS.search(match[0]):
        text = text[: match.start()].rstrip("，,；")
    return text if len(text) >= 4 else question


def worded(typed: str) -> str:
    """Give a question in plain form, without the words around it that ask nothing."""
    return without_carrier_phrase(plain_question(typed))
