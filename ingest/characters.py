"""One plain form of Chinese characters, for reading and matching: stored text keeps its own.

PDF printers write radicals for characters (⽩⽔ for 白水), old encodings compatibility ideographs, and
some reports are in traditional characters. Each becomes the simplified character that it stands for,
one for one, so that places in the plain form are places in the text. Questions, a report's facts, the
search and the reader all look at this form.
"""

import re
import unicodedata
from functools import cache

# What stands for a whole character in CJK Radicals Supplement; Unicode Character Database,
# EquivalentUnifiedIdeograph.txt. NFKC has the Kangxi radicals, but not these.
_RADICALS = dict(
    zip(
        "⺁⺇⺊⺒⺓⺝⺞⺠⺧⺩⺬⺮⺶⺼⺽⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻲",
        "厂几卜巳幺月歹民牛王示竹羊肉臼虎西见角贝足车长长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
_IDEOGRAPHS = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))


def plain_characters(text: str) -> str:
    """Give a text of the same length in simplified characters, without radicals or compatibility forms.

    A character that standard simplified Chinese has too (乾 of 乾县, 著) is left as it is.
    """
    if text.isascii() or not _changing().search(text):
        return text
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    from opencc import OpenCC

    # One a line: OpenCC must take none of them for a word.
    rare = [chr(code) for code in _IDEOGRAPHS if not _is_standard(chr(code))]
    simplified = OpenCC("t2s").convert("\n".join(rare)).split("\n")
    table = {
        ord(one): other
        for one, other in zip(rare, simplified, strict=True)
        if one != other and len(other) == 1
    }
    for code in _COMPATIBLE:
        plain = _RADICALS.get(chr(code)) or unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = table.get(ord(plain), plain)
    return table


@cache
def _changing() -> re.Pattern[str]:
    # Looking for such a character is ten times as fast as translating, and most texts have none.
    return re.compile(f"[{''.join(map(chr, _table()))}]")


def _is_standard(character: str) -> bool:
    """Whether a character is in GB/T 2312, the basic set of simplified Chinese."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def match_form(text: str) -> str:
    """Give a text in the form in which it is matched: plain characters, then NFKC; lengths may differ."""
    return unicodedata.normalize("NFKC", plain_characters(text))
