"""Reads which body of a place issued a report: its government, or a bureau, court or street of it.

By exact structure alone: a region's name with a body's directly behind it, in the title, else in a line
by itself (letterhead, signature).
"""

import re
from collections.abc import Sequence

from ingest.regions.finding import Region, find_regions, same_place

_HAN = "[\u4e00-\u9fff、]"
# What bodies of a place end in. 管委会 and 人民政府 govern it, and are read before these.
_KINDS = (
    "局|厅|署|委员会办公室|委员会|委|办公室|街道办事处|街道办|办事处|[镇乡]人民政府|人民法院|人民检察院|检察院|法院|"
    "支队|总队|大队|指挥部|公司|集团|大学|学院|医院|管理中心|服务中心|联合会|总工会|协会"
)
# What follows a body in a title: the year, the kind of report.
_THEN = (
    r"(?=\s*(?:\d{4}|[一二]?[\u3007○零一二三四五六七八九]{4}年|关于|印发|文件|法治|依法|政府信息|年度|行政|工作(?:报告|总结)"
    r"|推进|落实|贯彻|[（(《“]|$))"
)
_BODY = re.compile(rf"({_HAN}{{1,22}}?(?:{_KINDS})){_THEN}")
_GOVERNS = re.compile(r"(?:人民政府|政府|管理委员会|管委会)")
_LOWER = re.compile(r"[镇乡](?:人民)?政府$|街道")
_ALONE = re.compile(r"(?:文件|\u3014.*|\[.*)?$")
_YEAR = re.compile(r"(?:20|19|二[\u3007○零])")
_AT_MOST = 30


def is_of_a_part(body: str) -> bool:
    """Whether a body is a part of a place's administration, and not the government of the place."""
    if not body or body == "国务院":
        return False
    if _LOWER.search(body):
        return True
    return not body.endswith(("政府", "管理委员会", "管委会"))


def read_part(region: Region, title: str, lines: Sequence[str]) -> str:
    """The body of a region that issued a report, by its title, letterhead or signature.

    "" where the title names the government, or where nothing names a body.
    """
    said = _behind(region, title)
    if said is not None:
        return said
    for line in lines:
        bare = re.sub(r"\s", "", line)
        if len(bare) > _AT_MOST:
            continue
        body = _behind(region, _ALONE.sub("", bare), whole=True)
        if body is not None:
            return body
    return ""


def _behind(region: Region, text: str, *, whole: bool = False) -> str | None:
    """The body named directly behind the region; "" for its government, None where there is none.

    `whole`: nothing may stand before or behind the two.
    """
    plain = re.sub(r"\s", "", text)
    for mention in find_regions(plain, {region.name}):
        if not any(same_place(one, region) for one in mention.candidates):
            continue
        if whole and mention.start:
            continue
        rest = plain[mention.end :]
        governs = _GOVERNS.match(rest)
        if governs and not (whole and governs.end() < len(rest)):
            return ""
        if not whole and _YEAR.match(rest):
            # 常州市2023年…: the report of the place itself, whoever published it.
            return ""
        match = (_BODY.fullmatch if whole else _BODY.match)(rest)
        if match is not None:
            return region.name + match[1]
    return None
