"""The forms by which a text may speak of a name: 布吉街道 and 布吉, 龙岗区人民法院 and 区法院."""

import re
from collections.abc import Collection

from ingest.regions.gazetteer import Region, official_forms

INSTITUTIONS = ("大学",)
# Its own part alone is a place or a word: 首都 of 首都机场.
PORTS = ("港", "机场")
# 生态环境部门 is not 生态环境部, 公安办案 no 公安办.
_LONGER_WORD = {"部": ("门",), "办": tuple("案理学公事证法"), "委": tuple("托员派")}

# By itself it is that of the report's place; 龙岗区法院 and 前海派出所 are others.
_PLAIN_COURTS = ("法院", "人民法院")
_PLAIN = (*_PLAIN_COURTS, "派出所")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# 全市公安派出所, 基层派出所 are all of them.
_ALL_OF_THEM = re.compile(r"(?:(?:全|我|本)[省市区县]|各|基层|辖区|城乡|两级)(?:公安)?$")


def _stands_alone(before: str) -> bool:
    return not _HAN.match(before[-1:]) or _ALL_OF_THEM.search(before) is not None


def speaks_of(text: str, forms: Collection[str]) -> bool:
    """Whether a text holds one of the forms; 生态环境部门 is not 生态环境部, 龙岗区法院 not 法院 alone."""
    for form in forms:
        at = text.find(form)
        while at >= 0:
            after = text[at + len(form) :]
            whole = form not in _PLAIN or _stands_alone(text[:at])
            if whole and not after.startswith(_LONGER_WORD.get(form[-1], ())):
                return True
            at = text.find(form, at + 1)
    return False


def stem_forms(stem: str, word: str, kind: str) -> list[str]:
    """The name with other words of its kind, and bare where that is no other place's name."""
    alike = {
        "街道办事处": "街道",
        "街道办": "街道",
        "镇人民政府": "镇",
        "镇政府": "镇",
        "村委会": "村",
        "居委会": "社区",
    }
    forms = [stem + word, stem + alike.get(word, word)]
    if word.startswith("镇"):
        forms.append(stem + "街道")
    bare = kind != "courts" and len(stem) >= 2 and word not in (*INSTITUTIONS, *PORTS)
    if bare and stem not in official_forms():
        forms.append(stem)
    return forms


def part_forms(word: str) -> tuple[str, ...]:
    """What a part of a place by that place's own name goes by in its report: 派出所 for 射洪派出所."""
    return (word,) if word in _PLAIN else ()


def court_forms(word: str, own: Region | None) -> list[str]:
    """What a court or procuratorate goes by: 龙岗区人民法院, 龙岗法院, 区法院, 区人民法院."""
    short = word.replace("人民法院", "法院").replace("人民检察院", "检察院")
    full = short.replace("法院", "人民法院").replace("检察院", "人民检察院")
    high = {"中级法院": "中院", "中院": "中级法院", "高级法院": "高院", "高院": "高级法院"}
    kinds = list(dict.fromkeys((word, short, full)))
    for one in (short, short.replace("中级人民", "中级")):
        if one in high:
            other = high[one]
            kinds += [other, other.replace("法院", "人民法院")]
    if own is None:
        return kinds
    level = own.own_name[-1]
    if level in "市省" and short in ("法院",):
        kinds += ["中级人民法院", "中院", "高级人民法院", "高院"]
    before = (own.name, *own.aliases, level)
    # In the report of a place 法院 alone is its court; the intermediate one has a name of its own.
    alone = _PLAIN_COURTS if short in _PLAIN_COURTS else ()
    return [*(name + kind for name in before for kind in kinds), *alone]
