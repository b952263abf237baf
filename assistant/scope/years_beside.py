"""Years that a question only mentions beside those that it asks of: “十三五”开局年：2016年, 明年娃上学。2024年…"""

import re
from collections.abc import Sequence

from assistant.scope.models import YearMention
from assistant.scope.places import PlaceMention
from assistant.scope.ruled_out import ruled_out
from assistant.scope.senses import ASKED

_JOINERS = ("和", "与", "跟", "同", "及", "、", "，", "或")
# 开局年数据：
_NAMES_IT = re.compile(r"(?!.*(?:新增|完成|建成|累计|其中))[\u4e00-\u9fff]{0,8}[：:（(]?")
# 去年的也列一下: asked for with what was asked.
_GOES_ON = re.compile(r"[也都还列比算]")
_STOP = re.compile(r"[，,。！!？?；;]")


def years_asked_of(
    question: str, mentions: Sequence[YearMention], places: Sequence[PlaceMention]
) -> tuple[YearMention, ...]:
    """Leave out the years that are only mentioned."""
    out = ruled_out(question)
    kept = [
        one
        for one in mentions
        if not _is_around(one, mentions, question) and not any(a <= one.start < b for a, b in out)
    ]
    own = [one for one in kept if not _is_remark(one, kept, question, places)]
    return tuple(own or kept or mentions)


def _is_around(span: YearMention, mentions: Sequence[YearMention], question: str) -> bool:
    """Whether a span only says what a year behind it belongs to; joined to it, both are asked for."""
    return span.kind == "span" and any(
        one.kind == "covered"
        and one.start >= span.end
        and len(one.years) == 1
        and set(one.years) < set(span.years)
        and _NAMES_IT.fullmatch(question[span.end : one.start].strip())
        and not question[span.end : one.start].rstrip().endswith(_JOINERS)
        for one in mentions
    )


def _is_remark(
    mention: YearMention,
    mentions: Sequence[YearMention],
    question: str,
    places: Sequence[PlaceMention],
) -> bool:
    """Whether 今年, 明年 stands in a clause that asks nothing and names no place, and another year does not."""
    if mention.kind != "relative" or len(mentions) < 2 or not places:
        return False
    start, end = _clause(question, mention)
    if (
        _GOES_ON.search(question, start, end)
        or ASKED.search(question, start, end)
        or any(start <= place.start < end for place in places)
    ):
        return False
    others = [_clause(question, one) for one in mentions if one.kind == "covered"]
    return any(a <= place.start < b for a, b in others for place in places)


def _clause(question: str, mention: YearMention) -> tuple[int, int]:
    stops = [match.start() for match in _STOP.finditer(question)]
    before = max((at for at in stops if at < mention.start), default=-1)
    return before + 1, min((at for at in stops if at >= mention.end), default=len(question))
