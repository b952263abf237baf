"""What people say and what reports write: GDP is 生产总值, 社零 is 社会消费品零售总额.

Only names that are general in Chinese official writing; no report or region has its own entry.
"""

import re

# (what may be said, what reports write, other words reports use for the same thing)
_NAMES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        r"(?i:GDP)|经济总量|国内生产总值|(?:地区|本地|本区)?生产总值",
        "生产总值",
        ("GDP", "经济总量"),
    ),
    (r"社零(?:总额|额)?|社会消费品零售(?:总额|额)?", "社会消费品零售总额", ("社零",)),
    (r"固投|固定资产投资(?:总额)?", "固定资产投资", ("固投",)),
    (r"规上|规模以上", "规模以上", ("规上",)),
    (r"(?:公共|财政|地方)预算收入", "一般公共预算收入", ("公共财政预算收入", "财政一般预算收入")),
    (r"居民收入", "居民人均可支配收入", ("居民收入",)),
    (r"优良率|优良(?:天数)?(?:比率|比例)", "优良", ("优良率", "优良天数比例")),
    (r"粮食(?!产量|总产)", "粮食产量", ("粮食总产量", "粮食")),
    (r"城镇化率|城市化率", "城镇化率", ("城镇化",)),
    (r"第?二产业?", "第二产业", ("二产",)),
    (r"服务业|第?三产业?", "服务业", ("第三产业",)),
    (r"案子|官司", "案件", ("案",)),
    (r"头一[回次遭]|第一[回次]|首度", "首次", ("首",)),
)
# The first entries have no other name in any report: a text without it is about something else.
_HEADLINES = 3
_COMPILED = tuple((re.compile(said), written, others) for said, written, others in _NAMES)


def official(question: str) -> str:
    """Give the words that reports write for what a question names, to be searched for beside it."""
    written = [
        name for said, name, _ in _COMPILED if said.search(question) and name not in question
    ]
    return " ".join(dict.fromkeys(written))


def names_indicator(text: str) -> bool:
    """Say whether a text names one of these things."""
    return any(said.search(text) for said, _, _ in _COMPILED[:-2])


def speaks_of(text: str, topic: str) -> bool | None:
    """Say whether a text speaks of the headline indicators (GDP, 社零, 固投) that a topic names.

    None where the topic names none.
    """
    asked = [said for said, _, _ in _COMPILED[:_HEADLINES] if said.search(topic)]
    return all(said.search(text) for said in asked) if asked else None


def same_names(text: str) -> str:
    """Give a text with each such name in the one form by which two texts can be compared."""
    for said, written, others in _COMPILED:
        text = said.sub(written, text)
        for other in others:
            if other not in written and len(other) > 1:
                text = text.replace(other, written)
    return text
