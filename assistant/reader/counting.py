"""What is taken out of a question before its indicator is read: how many of what unit, and remarks in brackets."""

import re

from assistant.figures.units import unit_at
from assistant.vocabulary.indicators import folded, hidden_names, shown_names, words

_BRACKETS = re.compile(r"[（(]([^（）()]*)[）)]")

_HOW_MANY = re.compile(
    r"百分之(?:几|多少)|[各共]?[是有为]?(?:多少|好?几(?!乎|经|度))(?:[万亿千百]*)"
)

# GDP（没有总量给增速）, 收入（或增速）: the growth is asked only where nothing else is stated.
_GROWTH = r"(?:同比|增长)?(?:增速|增幅|涨幅|增长率)"
_INSTEAD = re.compile(
    rf"(?:没有?|若无|如无|缺|不公布)[^，,；;。：:（）()]{{0,8}}[，,]?(?:的话)?(?:就|则|只|请|再|也)*"
    rf"(?:给|写|用|列|报|看|填|取|算){{1,2}}[^，,；;。：:（）()]{{0,3}}{_GROWTH}(?:也行|也可以?|即可|代替|吧)?"
    rf"|(?:或者?|或是|抑或)(?:是|其|它的|给|写|列)?{_GROWTH}|(?<=[（(]){_GROWTH}(?:也行|也可以?|也算|亦可)"
)


def without_instead(text: str) -> str:
    """Take out that growth may be told instead: 没有总量就给增速."""
    return _INSTEAD.sub("", text)


def without_counts(text: str) -> str:
    """Take out how many of what unit is asked: 多少宗, 几个."""
    kept = []
    end = 0
    for found in _HOW_MANY.finditer(text):
        if found.start() < end:
            continue
        kept += [text[end : found.start()], "|"]
        unit = unit_at(text, found.end())
        end = unit[1] if unit else found.end()
    return "".join((*kept, text[end:]))


def remarks_apart(topic: str) -> tuple[str, str]:
    """Take the brackets out of a question that do not belong to a name, and give what they say."""
    text, names = hidden_names(folded(without_instead(topic)))
    remarks = _BRACKETS.findall(text)
    return shown_names(_BRACKETS.sub("|", text), names), shown_names("|".join(remarks), names)


def without_change(topic: str) -> str:
    """The topic without a clause that only asks how far the values are apart: 分别多少？增加了多少？"""
    change = "|".join(map(re.escape, words("growth")))
    alone = re.compile(
        rf"(?<=[，,？?。、])\s*(?:又|共|一共|总共)?(?:{change}|增加)了?多少\w{{0,2}}(?=[，,？?。]|$)"
    )
    return alone.sub("", topic)
