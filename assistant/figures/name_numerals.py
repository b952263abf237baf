"""Chinese numerals that are part of a word or a name (三项制度, 一致, 万家) and not a count."""

import re
from decimal import Decimal

from assistant.figures.units import Unit, naming_words

# After these a number with a classifier is a count even where a noun follows (新增三项措施).
_CUE = re.compile(
    r"(?:[了共达有过仅余]|新增|建成|完成|开展|制定|修订|出台|召开|举办|查处|受理|审结|办理|组织|发布|"
    r"取消|下放|引进|培育|设立|成立|收到|作出|办结|提出|减少|增加|评选|选派|开通|新建|改造) ?$"
)
_ENDS = re.compile(r" ?(?:$|[，。；、：！？）)”\n余多以及和等\0])")


def names_something(
    folded: str, start: int, number_end: int, end: int, number: Decimal, unit: Unit | None
) -> bool:
    """Say whether the Chinese numeral at `start` asserts no quantity.

    `number_end` is where the numeral ends, `end` where its unit does. Numerals of two and more
    characters with a unit count; 一 counts only as 一倍, 一番, 一成; a small one needs a measure word
    and, where the word also makes names (个, 项), a cue before it or the end of the clause after it.
    """
    written = folded[start:number_end]
    if unit is None:
        return number < 100 or number_end - start < 2
    if unit.kind in ("percent", "multiple", "percentage_point", "fraction"):
        return False
    if number_end - start > 1:
        return number <= 20 and unit.name in naming_words("never")
    if written in "一零〇○":
        return unit.kind not in ("money", "duration") or unit.name == "年"
    if unit.name in naming_words("never"):
        return True
    if unit.kind != "count":
        return False
    if unit.name in naming_words("often"):
        return not (_CUE.search(folded[:start][-4:]) or _ENDS.match(folded, end))
    return False
