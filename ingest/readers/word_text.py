"""The text of a Word paragraph as a person reads it: no struck, hidden or deleted text, no raised marks."""

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.beside_figures.note_marks import above, below

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOX = f"{W}txbxContent"
_SKIPPED = frozenset(
    {FALLBACK, BOX, f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rt"}
)
_OFF = ("0", "false", "off")
_SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


class RunText:
    """Reads the runs of paragraphs; knows the character styles and meets the notes referred to."""

    def __init__(self, styles: Mapping[str, Any]) -> None:
        self._styles = styles
        self.notes: list[tuple[str, str]] = []

    def of(self, paragraph: Any) -> str:
        """Give the paragraph's own text; a line end is where Word breaks the line.

        The notes that it refers to are appended to `notes` as (kind, id).
        """
        parts: list[str] = []
        self._read(paragraph, parts)
        return "".join(parts)

    def _read(self, element: Any, parts: list[str]) -> None:
        for child in element.iterchildren():
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in (f"{W}t", f"{_MATH}t"):
                parts.append(child.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag == f"{W}r":
                self._run(child, parts)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.notes.append((tag.removeprefix(W)[:-9], child.get(f"{W}id", "")))
            elif tag == f"{_MATH}sup":
                parts.append("^")
                self._read(child, parts)
            elif tag == f"{W}ffData":
                parts.append(_form_value(child))
            else:
                self._read(child, parts)

    def _run(self, run: Any, parts: list[str]) -> None:
        if any(self._is_on(run, name) for name in ("vanish", "strike", "dstrike")):
            return
        own: list[str] = []
        self._read(run, own)
        text, before = "".join(own), "".join(parts)
        align = self._value(run, "vertAlign")
        if align == "superscript" or self._is_lifted(run):
            text = above(before, text)
        elif align == "subscript":
            text = below(before, text)
        parts.append(text)

    def _is_lifted(self, run: Any) -> bool:
        """Whether the run is set higher by hand and smaller than its neighbours."""
        position = self._value(run, "position")
        if position is None or not position.lstrip("-").isdigit() or int(position) <= 0:
            return False
        sizes = [_own(one, "sz") for one in (run, run.getprevious()) if one is not None]
        return sizes[0] is not None and sizes[0] not in sizes[1:]

    def _is_on(self, run: Any, name: str) -> bool:
        value = self._value(run, name)
        return value is not None and value not in _OFF

    def _value(self, run: Any, name: str) -> str | None:
        """What a run's own properties say, else those of its character style; "" where a toggle is on."""
        value = _own(run, name)
        named = run.find(f"{W}rPr/{W}rStyle")
        style = None if named is None else self._styles.get(named.get(f"{W}val"))
        seen: list[Any] = []
        while value is None and style is not None and style not in seen:
            seen.append(style)
            value = _own(style.element, name)
            style = style.base_style
        return value


def _own(holder: Any, name: str) -> str | None:
    found = holder.find(f"{W}rPr/{W}{name}")
    return None if found is None else found.get(f"{W}val", "")


def _form_value(field: Any) -> str:
    """What a form field of the old kind shows that has no text of its own: the choice, the tick."""
    entries = [one.get(f"{W}val", "") for one in field.iterfind(f"{W}ddList/{W}listEntry")]
    if entries:
        chosen = field.find(f"{W}ddList/{W}result")
        if chosen is None:
            chosen = field.find(f"{W}ddList/{W}default")
        at = int(chosen.get(f"{W}val", "0")) if chosen is not None else 0
        return entries[at] if at < len(entries) else ""
    box = field.find(f"{W}checkBox")
    if box is None:
        return ""
    state = box.find(f"{W}checked")
    if state is None:
        state = box.find(f"{W}default")
    is_ticked = state is not None and state.get(f"{W}val", "1") not in _OFF
    return "☑" if is_ticked else "☐"


def boxes_in(paragraph: Any) -> Iterator[Any]:
    """Give the text boxes that hang on a paragraph, outermost ones only, each once."""
    for box in paragraph.iter(BOX):
        above_it = list(box.iterancestors())
        inside = above_it[: above_it.index(paragraph)]
        if not any(one.tag in (BOX, FALLBACK) for one in inside):
            yield box
