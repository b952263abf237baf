"""What the words beside a figure say it is: of last year, a growth, an aim. A figure may not change that.

办理376件，比上年增加72件: 办理72件 has a figure that the report has, for something else.
"""

import re

from assistant.figures import Figure, parse_figures, supports
from vectorstore.indexes.pairs import letter_pairs, share_told

_BOUNDARY = re.compile(r"[，,；;。：:（）()！？\n]")
_UP_TO = re.compile(
    r"(?:增加|增长|提高|提升|上升|上涨|扩大|下降|减少|降低|回落|压减|缩短|降|增)[到至为]"
)
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("growth", re.compile(r"增长|增加|增幅|增速|提高|提升|上升|上涨|新增|多了|扩大")),
    ("decline", re.compile(r"下降|减少|降低|降幅|回落|压减|缩短|少了")),
    ("aim", re.compile(r"目标|力争|计划|预期|预计|打算|争取|确保|拟")),
    ("before", re.compile(r"上年|去年|前年|上一年|同期|原来|此前|曾")),
)
_REACH = 30
_NUMBER = re.compile(r"\d[\d,.\uff0e]*[\u4e00-\u9fff％%]?")
_PLAIN = re.compile(
    r"全年|全区|全市|全省|今年|当年|本年|共计?|总共|一共|累计|达到?|为|是|有|约|超过?|近|余|了|的|其中|分别|已|比|也|达成|完成|开展|实现|共有"
)
_SAME_THING = 0.34
_WHOLLY = 0.8


def fits_label(claim: str, figure: Figure, source: str, context: str) -> bool:
    """Say whether `source` (a sentence of a report) gives `figure` for what `claim` gives it.

    `context` are the words that the source stands under: its headings, the sentence before it.
    """
    told = [held for held in parse_figures(source) if held.asserted]
    for held in told:
        if not supports(figure, held):
            continue
        ours, theirs = _label(claim, figure), _label(source, held)
        named = _pairs(theirs)
        # 审结376件, where the sentence has 收到376件 and 审结298件: the words of another figure.
        others = (_label(source, one) for one in told if one is not held)
        beside = {pair for label in others for pair in _pairs(label)}
        if (
            _classes(ours) == _classes(theirs)
            and not (_pairs(ours) & (beside - named) and share_told(named, claim) < _WHOLLY)
            and (not named or share_told(named, claim) > 0)
            and _same_thing(claim, figure, source + context)
        ):
            return True
    return False


def _label(text: str, figure: Figure) -> str:
    """The clause up to the figure, at most 30 characters, and what follows the figure in it."""
    before = text[max(0, figure.start - _REACH) : figure.start]
    start = max((match.end() for match in _BOUNDARY.finditer(before)), default=0)
    return before[start:]


def _classes(label: str) -> frozenset[str]:
    plain = _UP_TO.sub("", label)
    found = {name for name, words in _CLASSES if words.search(plain)}
    if found & {"growth", "decline"}:
        # 比上年增长 says of the growth since when, not that the figure is last year's.
        found.discard("before")
    return frozenset(found)


def _same_thing(claim: str, figure: Figure, source: str) -> bool:
    """Whether what the claim says beside the figure is said by the source at all."""
    label = _label(claim, figure)
    after = re.split(r"[，,；;。：:\[]", claim[figure.end :])[0][:10]
    pairs = _pairs(f"{label} {after}")
    if len(pairs) < 2:
        return True
    return share_told(pairs, source) >= _SAME_THING


def _pairs(words: str) -> frozenset[str]:
    """The pairs of neighbouring letters that say something of what a figure is."""
    return letter_pairs(_PLAIN.sub(" ", _NUMBER.sub(" ", words)))
