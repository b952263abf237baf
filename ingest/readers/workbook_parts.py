"""The XML parts of an .xlsx file: found by their relations, read as a stream, without entities or network.

What a workbook is read with: its strings, the number formats of its cells, its sheets and where these lie.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.archives import DAMAGED
from ingest.beside_figures.note_marks import above, below
from ingest.readers.sheet_layout import SheetTooLarge

MAX_STRINGS = 2_000_000
MAX_SHEETS = 2_000

_IDS_BY_CODE = {
    "General": (0,),
    "0": (1,),
    "0.00": (2,),
    "#,##0": (3, 41, 42),
    "#,##0.00": (4, 43, 44),
    "0%": (9,),
    "0.00%": (10,),
    "0.00E+00": (11, 48),
    "# ?/?": (12, 13),
    "yyyy-mm-dd": (14, 15, 30),
    "m月d日": (16, 28, 29, 51, 53, 54, 58),
    "yyyy年m月": (17, 27, 36, 50, 52, 57),
    "yyyy年m月d日": (31,),
    "h:mm": (18, 20, 32, 34, 55),
    "h:mm:ss": (19, 21, 33, 35, 45, 47, 56),
    "[h]:mm:ss": (46,),
    "yyyy-mm-dd h:mm": (22,),
    "#,##0;-#,##0": (37, 38),
    "#,##0.00;-#,##0.00": (39, 40),
    "@": (49,),
}
_BUILT_IN = {number: code for code, numbers in _IDS_BY_CODE.items() for number in numbers}
"""The format codes that files name by number only."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false", "none")


class BrokenPart(Exception):
    """A part of the package is missing, no XML, or says what cannot be."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another: the kind, the last word of its type, and the part's name."""

    kind: str
    part: str


class Parts:
    """The parts of an open package."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = {info.filename.lower(): info for info in package.infolist()}

    def elements(self, part: str, *tags: str, starts: bool = False) -> Iterator[tuple[str, Any]]:
        """Give the events of the elements with these local names; what is done with is forgotten.

        Raises `BrokenPart`.
        """
        from lxml import etree

        info = self._names.get(part.lower())
        if info is None:
            raise BrokenPart
        try:
            with self._package.open(info) as stream:
                context = etree.iterparse(
                    stream,
                    events=("start", "end") if starts else ("end",),
                    tag=[f"{{*}}{tag}" for tag in tags],
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                )
                for event, element in context:
                    yield event, element
                    if event == "end":
                        _forget(element)
                root = context.root
        except (*DAMAGED, etree.LxmlError, RuntimeError, OSError) as error:
            raise BrokenPart from error
        if root is not None and root.getroottree().docinfo.internalDTD is not None:
            # No Office program writes one; an entity in it would be a hole in the text.
            raise BrokenPart

    def relations(self, part: str) -> dict[str, Relation]:
        """Give the relations of a part by their id; those to outside are left out."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place.lower() not in self._names:
            return {}
        found = {}
        for _, one in self.elements(place, "Relationship"):
            if one.get("TargetMode") != "External":
                target = one.get("Target", "").replace("\\", "/")
                whole = target if target.startswith("/") else posixpath.join("/", folder, target)
                kind = one.get("Type", "").rpartition("/")[2]
                found[one.get("Id", "")] = Relation(kind, posixpath.normpath(whole).lstrip("/"))
        return found


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it; `kind` is `worksheet` for one with cells."""

    name: str
    kind: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class WorkbookIndex:
    """What a workbook says of its sheets and its days."""

    sheets: list[SheetEntry]
    from_1904: bool
    relations: dict[str, Relation]


def workbook_index(parts: Parts) -> WorkbookIndex:
    """Read the list of sheets; raises `BrokenPart` where it is none."""
    roots = parts.relations("").values()
    place = next((one.part for one in roots if one.kind == "officeDocument"), "xl/workbook.xml")
    relations = parts.relations(place)
    index = WorkbookIndex([], False, relations)
    seen = set()
    for _, one in parts.elements(place, "sheet", "workbookPr"):
        if local_name(one) == "workbookPr":
            index.from_1904 = one.get("date1904", "0").lower() not in _OFF
            continue
        key = next((value for name, value in one.attrib.items() if name.endswith("}id")), "")
        relation = relations.get(key)
        if relation is None or relation.part in seen:
            raise BrokenPart
        seen.add(relation.part)
        hidden = one.get("state", "visible").lower() != "visible"
        index.sheets.append(SheetEntry(one.get("name", ""), relation.kind, relation.part, hidden))
        if len(index.sheets) > MAX_SHEETS:
            raise SheetTooLarge
    if not index.sheets:
        raise BrokenPart
    return index


def shared_strings(parts: Parts, index: WorkbookIndex) -> list[str]:
    """Read the strings that cells name by number."""
    strings: list[str] = []
    for place in _parts_of(index, "sharedStrings"):
        for _, one in parts.elements(place, "si"):
            strings.append(rich_text(one))
            if len(strings) > MAX_STRINGS:
                raise SheetTooLarge
    return strings


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell is shown: its number format, and whether it is struck out."""

    code: str = ""
    is_struck: bool = False


def cell_styles(parts: Parts, index: WorkbookIndex) -> list[CellStyle]:
    """Read the styles that cells name by number."""
    codes: dict[int, str] = dict(_BUILT_IN)
    struck: list[bool] = []
    styles: list[CellStyle] = []
    for place in _parts_of(index, "styles"):
        for _, one in parts.elements(place, "numFmt", "fonts", "cellXfs"):
            name = local_name(one)
            if name == "numFmt" and local_name(one.getparent()) == "numFmts":
                codes[whole(one.get("numFmtId"))] = one.get("formatCode", "")
            elif name == "fonts":
                struck = [is_on(font, "strike") for font in one.iterchildren("{*}font")]
            elif name == "cellXfs":
                for xf in one.iterchildren("{*}xf"):
                    font = whole(xf.get("fontId"))
                    is_struck = struck[font] if font < len(struck) else False
                    styles.append(CellStyle(codes.get(whole(xf.get("numFmtId")), ""), is_struck))
    return styles


def rich_text(holder: Any) -> str:
    """Give the text of a string: its runs, raised marks of notes and struck words left out."""
    text = ""
    for child in holder.iterchildren("{*}t", "{*}r"):
        if local_name(child) == "t":
            text += child.text or ""
            continue
        words = "".join(one.text or "" for one in child.iterchildren("{*}t"))
        properties = child.find("{*}rPr")
        if properties is not None:
            if is_on(properties, "strike"):
                continue
            lifted = properties.find("{*}vertAlign")
            align = "" if lifted is None else lifted.get("val", "")
            if align == "superscript":
                words = above(text, words)
            elif align == "subscript":
                words = below(text, words)
        text += words
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def local_name(element: Any) -> str:
    """Give an element's name without its namespace, of which there are two."""
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_on(holder: Any, name: str) -> bool:
    """Whether a property that may be switched off is on."""
    found = holder.find(f"{{*}}{name}")
    return found is not None and found.get("val", "1").lower() not in _OFF


def whole(text: str | None) -> int:
    """Give a number that an attribute states, 0 where it states none; raises `BrokenPart` for another."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BrokenPart
    return int(text)


def _parts_of(index: WorkbookIndex, kind: str) -> list[str]:
    return list(dict.fromkeys(one.part for one in index.relations.values() if one.kind == kind))[:1]
