"""The unit of a table's figures, where it stands once: over the table, or in the label of a row.

A row is read alone, so the unit goes to the columns that hold its figures: 2023年（万元）：1250.6. Where
several units are stated, or a column tells another kind of thing than the unit does, it stays where it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.models import Block

_MONEY = ("元", "万元", "亿元", "百万元", "千元", "万美元", "亿美元")
_COUNTS = (
    *(
        "件",
        "万件",
        "人",
        "万人",
        "人次",
        "万人次",
        "名",
        "户",
        "万户",
        "个",
        "次",
        "万次",
        "条",
        "万条",
    ),
    *(
        "家",
        "万家",
        "份",
        "宗",
        "起",
        "场",
        "场次",
        "项",
        "处",
        "座",
        "套",
        "张",
        "辆",
        "台",
        "册",
        "所",
        "间",
    ),
)
_MEASURES = (
    *("平方米", "万平方米", "平方公里", "公里", "千米", "亩", "万亩", "公顷", "吨", "万吨", "亿斤"),
    *("万千瓦时", "亿千瓦时", "立方米", "万立方米", "分", "天", "℃", "%", "％", "‰"),
)
_UNIT = "|".join(sorted((*_MONEY, *_COUNTS, *_MEASURES), key=len, reverse=True))
_CAPTION = re.compile(
    rf"[^。；]{{0,24}}[（(\s]?(?:(?:金额|计量|货币)?单位|金额)[：:\s]*(?P<unit>{_UNIT})[）)]?"
)
# A unit that is not known ends the one before it all the same.
_ANY_CAPTION = re.compile(r"[^。；]{0,24}单位[：:][^。；]{1,16}")
_IN_LABEL = re.compile(rf"[（(](?:单位[：:])?(?P<unit>{_UNIT})[）)]$")
_UNIT_CELL = re.compile(rf"(?:计量)?单位[：:](?P<unit>{_UNIT})")
_CELL = re.compile(r"(?P<name>[^：:；]+)[：:](?P<value>[^；]*)")
_BARE = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
_HAS_UNIT = re.compile(rf"[（(](?:单位[：:])?(?:{_UNIT})[）)]|(?:{_UNIT})$")
# What is no amount of anything, whatever unit stands over the table.
_NO_AMOUNT = re.compile(r"序号|编号|代码|行次|年份|年度$|日期|电话|排名|名次|备注")
_OF_A_RATIO = re.compile(r"增长|增速|增幅|降幅|同比|环比|占比|比重|比例|率$|百分")
_OF_MONEY = re.compile(
    r"金额|经费|支出|收入|资金|款$|费$|预算|决算|产值|投资|税|GDP|生产总值|增加值|余额|[总额]额$"
)
# Columns that have the unit of their table because they say nothing else.
_OF_ANYTHING = re.compile(
    r"^(?:(?:19|20)\d\d年?度?|本年|上年|去年|今年|本期|上期|累计|全年|合计|小计|总计|数值|数额|数量|数)"
    r"(?:合计|实际|完成|预算|决算|数|数额|累计)?数?$|^(?:年初|年末|期初|期末|调整)?[预决]算数?$|增减额?$"
)
_OTHER_KINDS = re.compile(r"人口|人员|人数|户数|面积|里程|床位$|时间$")
_OF_THINGS = re.compile(r"[班户家校村镇乡所院站]$|班级|学校|企业|机构|户数|家数|人口")
_SHARES = ("%", "％", "‰")
_OF_A_COUNT = re.compile(r"[件人户次家宗起场项个条]数|数量$|人次$")
_CAPTION_WITHIN = 2


def with_units(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks with the unit of their table in the rows that lack it."""
    unit, since = "", 0
    in_table = False
    for block in blocks:
        if block.kind != "table_row":
            since = 0 if in_table else since + 1
            stated = _stated(block.text)
            if stated is not None:
                unit, since = stated, 0
            elif in_table or since >= _CAPTION_WITHIN:
                unit = ""
            in_table = False
            yield block
            continue
        in_table = True
        if (stated := _stated(block.text)) is not None:
            unit = stated
            yield block
            continue
        yield replace(block, text=_with_unit(block.text, unit))


def _stated(line: str) -> str | None:
    """The unit that a line states for the table below it; "" for one that is not known, None for none."""
    if caption := _CAPTION.fullmatch(line.strip()):
        return caption["unit"]
    return "" if _ANY_CAPTION.fullmatch(line.strip()) else None


def _with_unit(row: str, over_table: str) -> str:
    cells = row.split("；")
    labels = [found["unit"] for cell in cells if (found := _IN_LABEL.search(cell))]
    labels += [found["unit"] for cell in cells if (found := _UNIT_CELL.fullmatch(cell))]
    columns = {
        own["unit"]
        for cell in cells
        if (found := _CELL.fullmatch(cell)) and (own := _IN_LABEL.search(found["name"].rstrip()))
    }
    unit = over_table
    if labels:
        unit = labels[0] if len(labels) == 1 and columns <= {labels[0]} else ""
    if not unit or (not labels and _tells_another_kind(cells, unit)):
        return row
    return "；".join(_cell(cell, unit) for cell in cells)


def _tells_another_kind(cells: Sequence[str], unit: str) -> bool:
    """Whether the label of a row says that its figures are of another kind: 增长率 in a table in 万元."""
    values = (found["value"].strip() for cell in cells if (found := _CELL.fullmatch(cell)))
    labels = [one for one in values if not _BARE.fullmatch(one)][:1]
    if unit in _SHARES:
        return any(_OF_A_COUNT.search(one) for one in labels)
    others = (_OF_A_RATIO, _OTHER_KINDS, *((_OF_A_COUNT,) if unit in _MONEY else (_OF_MONEY,)))
    return any(kind.search(one) for kind in others for one in labels)


def _cell(cell: str, unit: str) -> str:
    found = _CELL.fullmatch(cell)
    if found is None or not _BARE.fullmatch(found["value"].strip()):
        return cell
    name = found["name"].rstrip()
    if _HAS_UNIT.search(name) or _NO_AMOUNT.search(name) or not _may_be_of(name, unit):
        return cell
    return f"{name}（{unit}）：{found['value']}"


def _may_be_of(name: str, unit: str) -> bool:
    """Whether a column may be told in a unit: no ratio in 万元, no 人口 in it, no 金额 in 件.

    Money and shares go to columns that say nothing of their own (2023年, 合计) or say money or a share;
    a count goes to all that name no other kind of thing.
    """
    own = name.rsplit("·", 1)[-1]
    if _OF_ANYTHING.search(own):
        return not _OF_A_RATIO.search(own) or unit in _SHARES
    if unit in _SHARES:
        return _OF_A_RATIO.search(own) is not None
    if _OF_A_RATIO.search(own):
        return False
    if unit in _MONEY:
        return _OF_MONEY.search(own) is not None and not _OF_A_COUNT.search(own)
    return not _OF_MONEY.search(own) and not _OF_THINGS.search(own)
