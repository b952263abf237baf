"""What of a Word file stands outside its body: foot- and endnotes, and what cannot be read as text."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.readers.word_text import FALLBACK, W

if TYPE_CHECKING:
    from docx.document import Document

_UNREAD = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "图表",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "SmartArt 图形",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "嵌入的对象",
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "图片",
    f"{W}altChunk": "嵌入的文件",
}


def notes_of(document: "Document") -> dict[tuple[str, str], Any]:
    """Give the foot- and endnotes of a document by (kind, id)."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    notes = {}
    for relation in document.part.rels.values():
        for kind, name in (
            ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
            ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
        ):
            if relation.reltype == name and not relation.is_external:
                root = parse_xml(relation.target_part.blob)
                for note in root.iterchildren(f"{W}{kind}"):
                    notes[kind, note.get(f"{W}id", "")] = note
    return notes


def unread(body: Any) -> tuple[str, ...]:
    """Tell the user what stands in a document and is not read, with its number."""
    counted = Counter(
        _UNREAD[element.tag]
        for element in body.iter(*_UNREAD)
        if not any(one.tag == FALLBACK for one in element.iterancestors())
    )
    if not counted:
        return ()
    what = "、".join(f"{name} {counted[name]} 个" for name in _UNREAD.values() if counted[name])
    return (f"文中有{what}，里面的文字没有读入；如有要用的数字，请另存为 PDF 再导入。",)


def in_order(notes: dict[tuple[str, str], Any], met: list[tuple[str, str]]) -> Iterator[Any]:
    """Give the notes referred to, in that order, and forget what was met."""
    for key in met:
        if key in notes:
            yield notes[key]
    met.clear()
