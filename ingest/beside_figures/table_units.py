"""The unit of a table's figures, where it stands once: over the table, or in the label of a row.

A row is read alone, so the unit goes to the columns that hold its figures: 2023年（万元）：1250.6. Where
several units are stated, or a column tells another kind of thing than the unit does, it stays where it is.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from ingest.models import Block

_CELL = re.compile(r"(?P<name>[^：:；]+)[：:](?P<value>[^；]*)")
_BARE = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
# A unit that is not known ends the one before it all the same.
_ANY_CAPTION = re.compile(r"[^。；]{0,24}单位[：:][^。；]{1,16}")
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d年?度?")
_CAPTION_WITHIN = 2


@cache
def _rows() -> dict[str, dict[str, tuple[str, ...]]]:
    text = files("ingest.beside_figures").joinpath("table_units.toml").read_text(encoding="utf-8")
    return {
        kind: {how: tuple(words.split()) for how, words in rows.items()}
        for kind, rows in tomllib.loads(text).items()
    }


@cache
def _unit_pattern(around: str) -> re.Pattern[str]:
    """Give an expression with UNIT in it for the units that are known, the longest first."""
    units = (unit for kind in _rows()["units"].values() for unit in kind)
    longest_first = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    return re.compile(around.replace("UNIT", f"(?P<unit>{longest_first})"))


def _caption() -> re.Pattern[str]:
    before = r"[^。；]{0,24}[（(\s]?(?:(?:金额|计量|货币)?单位|金额)[：:\s]*"
    return _unit_pattern(rf"{before}UNIT[）)]?")


def _in_label() -> re.Pattern[str]:
    return _unit_pattern(r"[（(](?:单位[：:])?UNIT[）)]$")


def _is_of(kind: str, name: str) -> bool:
    """Whether a name of a column or row says that it is of a kind."""
    rows = _rows()[kind]
    return any(word in name for word in rows.get("holds", ())) or name.endswith(
        rows.get("ends", ())
    )


def _kind_of(unit: str) -> str:
    return next(kind for kind, units in _rows()["units"].items() if unit in units)


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
    if caption := _caption().fullmatch(line.strip()):
        return caption["unit"]
    return "" if _ANY_CAPTION.fullmatch(line.strip()) else None


def _with_unit(row: str, over_table: str) -> str:
    cells = row.split("；")
    labels = [found["unit"] for cell in cells if (found := _in_label().search(cell))]
    labels += [
        found["unit"]
        for cell in cells
        if (found := _unit_pattern(r"(?:计量)?单位[：:]UNIT").fullmatch(cell))
    ]
    columns = {
        own["unit"]
        for cell in cells
        if (found := _CELL.fullmatch(cell)) and (own := _in_label().search(found["name"].rstrip()))
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
    label = next((one for one in values if not _BARE.fullmatch(one)), "")
    kind = _kind_of(unit)
    others = {"money": ("share", "count"), "share": ("count", "money")}.get(
        kind, ("share", "money")
    )
    if _is_of("no_amount", label) or not _may_measure(label, unit):
        return True
    return any(_is_of(other, label) for other in others)


def _cell(cell: str, unit: str) -> str:
    found = _CELL.fullmatch(cell)
    if found is None or not _BARE.fullmatch(found["value"].strip()):
        return cell
    name = found["name"].rstrip()
    units = tuple(unit for kind in _rows()["units"].values() for unit in kind)
    if _unit_pattern(r"[（(](?:单位[：:])?UNIT[）)]").search(name) or name.endswith(units):
        return cell
    return f"{name}（{unit}）：{found['value']}" if _may_be_of(name, unit) else cell


def _may_be_of(name: str, unit: str) -> bool:
    """Whether a column may be told in a unit: no ratio in 万元, no 人口 in it, no 金额 in 件.

    Money and shares go to columns that say nothing of their own (2023年, 合计) or say money or a share;
    a count goes to all that name no other kind of thing.
    """
    own, kind = name.rsplit("·", 1)[-1], _kind_of(unit)
    bare = _YEAR_BEFORE.sub("", own)
    if not bare or bare in _rows()["anything"]["whole"]:
        return True
    if _is_of("no_amount", own) or not _may_measure(own, unit):
        return False
    is_share, is_money = _is_of("share", own), _is_of("money", own)
    if kind == "share":
        return is_share
    if kind == "money":
        return is_money and not is_share and not _is_of("count", own)
    return not (is_share or is_money or _is_of("things", own))


def _may_measure(name: str, unit: str) -> bool:
    """Whether what a name says is measured may be in a unit: 面积 in 亩, not in 万元."""
    return all(unit in units for word, units in _rows()["measured"].items() if word in name)
