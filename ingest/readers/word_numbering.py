"""The automatic paragraph numbers of a .docx, which are not in its text: counted as Word counts them.

Reports are cut by their numbers (一、, （一）, 1.); a heading whose number Word makes would lose its
place in the outline without this.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.numbering import HAN_NINE

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = f"\u3007{HAN_NINE}"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"}
    | {"taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified"}
)
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str
    spaced: bool
    restarts_after: int | None = None


@dataclass(slots=True)
class Numbering:
    """Definitions by (list, level) and the running counters of each abstract list."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    abstract_of: dict[str, str] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: "Document") -> "Numbering":
        """Read a document's list definitions; a document without any gets an empty one."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        numbering = cls()
        related = [
            relation.target_part
            for relation in document.part.rels.values()
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external
        ]
        root = getattr(related[0], "element", None) if related else None
        if root is None:
            return numbering
        for abstract in root.iterchildren(f"{_W}abstractNum"):
            for level in abstract.iterchildren(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId", ""), int(level.get(f"{_W}ilvl", "0")))
                numbering.levels[key] = _level(level)
        for entry in root.iterchildren(f"{_W}num"):
            number_id = entry.get(f"{_W}numId", "")
            numbering.abstract_of[number_id] = _value(entry, "abstractNumId", "")
            for override in entry.iterchildren(f"{_W}lvlOverride"):
                start = override.find(f"{_W}startOverride")
                if start is not None:
                    level_index = int(override.get(f"{_W}ilvl", "0"))
                    numbering.restarts[number_id, level_index] = int(start.get(f"{_W}val", "1"))
        return numbering

    def _restarts(self, abstract: str, deeper: int, index: int) -> bool:
        """Whether a level begins anew behind one above it: articles may run on through the chapters."""
        level = self.levels.get((abstract, deeper))
        after = None if level is None else level.restarts_after
        return after is None or index < after

    def next_label(self, paragraph: Any, styles: list[Any]) -> str:
        """Count `paragraph` and give the number Word shows before it, "" when it has none."""
        place = _place(paragraph, styles)
        if place is None:
            return ""
        number_id, index = place
        abstract = self.abstract_of.get(number_id, "")
        level = self.levels.get((abstract, index))
        if level is None:
            return ""
        counters = self.counters.setdefault(abstract, {})
        restart = self.restarts.pop((number_id, index), None)
        counters[index] = counters.get(index, level.start - 1) + 1 if restart is None else restart
        for deeper in [key for key in counters if key > index]:
            if self._restarts(abstract, deeper, index):
                del counters[deeper]
        if level.style in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            definition = self.levels.get((abstract, other), level)
            return _number(counters.get(other, definition.start), definition.style)

        label = re.sub(r"%([1-9])", shown, level.pattern)
        return f"{label} " if level.spaced and label[-1:].isascii() else label


def _level(level: Any) -> _Level:
    return _Level(
        start=int(_value(level, "start", "1")),
        style=_value(level, "numFmt", "decimal"),
        pattern=_value(level, "lvlText", ""),
        spaced=_value(level, "suff", "tab") != "nothing",
        restarts_after=int(restart)
        if (restart := _value(level, "lvlRestart", "")).isdigit()
        else None,
    )


def _value(element: Any, name: str, default: str) -> str:
    child = element.find(f"{_W}{name}")
    return default if child is None else child.get(f"{_W}val", default)


def _place(paragraph: Any, styles: list[Any]) -> tuple[str, int] | None:
    """The list and level of a paragraph; its own beat those of its style, numId 0 means none."""
    number_id = index = None
    for holder in (paragraph, *styles):
        properties = holder.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            continue
        number_id = number_id or _value(properties, "numId", "") or None
        index = index or _value(properties, "ilvl", "") or None
    if number_id is None or number_id == "0":
        return None
    return number_id, int(index or 0)


def _number(value: int, style: str) -> str:
    if style in _CHINESE:
        return _chinese(value)
    if style in _CIRCLED and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if style in ("lowerLetter", "upperLetter") and value >= 1:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 1 <= value < 40:
        roman, rest = "", value
        for worth, sign in _ROMAN:
            roman += sign * (rest // worth)
            rest %= worth
        return roman.upper() if style == "upperRoman" else roman
    return str(value)


def _chinese(value: int) -> str:
    """1 to 99 in Chinese numerals, as headings use them; beyond that digit by digit."""
    if not 0 < value < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    tens, units = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[units] if units else "")
