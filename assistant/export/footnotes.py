"""Footnotes for python-docx, which reads and writes the rest of a document but has none.

A document's notes lie in a part of their own, word/footnotes.xml (ECMA-376, part 1, 11.3.7 and
17.11): two notes for the separators, then the notes by id; in the text stand references to ids.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SETTINGS = (
    """<w:footnotePr xmlns:w="{w}"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>"""
)
# What the schema puts behind it among the settings (ECMA-376, part 1, A.1, CT_Settings).
_AFTER_SETTINGS = ("endnotePr", "compat", "docVars", "rsids")
_SEPARATORS = """<w:footnotes xmlns:w="{w}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes of one document; call `finish` before it is saved."""

    def __init__(self, document: "Document") -> None:
        from docx.oxml import parse_xml

        self._document = document
        self._root: Any = parse_xml(_SEPARATORS.format(w=_W))
        self._count = 0
        self._add_styles()

    def add(self, paragraph: "Paragraph", text: str) -> int:
        """Put a new note's reference at the end of a paragraph; give the number that it shows."""
        self._count += 1
        number = self._count
        mark: Any = paragraph.add_run()._r
        # The bookmark is what a later reference to the same note points at.
        name = {_w("id"): str(number), _w("name"): f"_Ref_note_{number}"}
        mark.addprevious(mark.makeelement(_w("bookmarkStart"), name))
        mark.addnext(mark.makeelement(_w("bookmarkEnd"), {_w("id"): str(number)}))
        _in_style(mark, "FootnoteReference")
        mark.append(mark.makeelement(_w("footnoteReference"), {_w("id"): str(number)}))
        self._append_note(number, text)
        return number

    def refer(self, paragraph: "Paragraph", number: int) -> None:
        """Refer once more to a note that stands already: a NOTEREF field showing its number."""
        steps: tuple[tuple[str, str], ...] = (
            ("fldChar", "begin"),
            ("instrText", f" NOTEREF _Ref_note_{number} \\f \\h "),
            ("fldChar", "separate"),
            ("t", str(number)),
            ("fldChar", "end"),
        )
        for tag, value in steps:
            run: Any = paragraph.add_run()._r
            _in_style(run, "FootnoteReference")
            element = run.makeelement(_w(tag), {})
            if tag == "fldChar":
                element.set(_w("fldCharType"), value)
            else:
                element.text = value
                element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(element)

    def finish(self) -> None:
        """Put the notes into the document as the part that Word looks for."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart
        from docx.oxml import parse_xml

        package = self._document.part.package
        assert package is not None
        part = XmlPart(PackURI("/word/footnotes.xml"), _TYPE, self._root, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings: Any = self._document.settings.element
        notes = parse_xml(_SETTINGS.format(w=_W))
        later = (settings.find(_w(name)) for name in _AFTER_SETTINGS)
        next(one for one in later if one is not None).addprevious(notes)

    def _append_note(self, number: int, text: str) -> None:
        make = self._root.makeelement
        note = make(_w("footnote"), {_w("id"): str(number)})
        paragraph = make(_w("p"), {})
        properties = make(_w("pPr"), {})
        properties.append(make(_w("pStyle"), {_w("val"): "FootnoteText"}))
        mark = make(_w("r"), {})
        _in_style(mark, "FootnoteReference")
        mark.append(make(_w("footnoteRef"), {}))
        run = make(_w("r"), {})
        said = make(_w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        said.text = f" {text}"
        run.append(said)
        for child in (properties, mark, run):
            paragraph.append(child)
        note.append(paragraph)
        self._root.append(note)

    def _add_styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        styles = self._document.styles
        # Word's own styles, not ours of the same name.
        mark: Any = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.element.set(_w("styleId"), "FootnoteReference")
        mark.font.superscript = True
        text: Any = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.element.set(_w("styleId"), "FootnoteText")
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.line_spacing = 1.15


def _in_style(run: Any, style: str) -> None:
    properties = run.makeelement(_w("rPr"), {})
    properties.append(run.makeelement(_w("rStyle"), {_w("val"): style}))
    run.append(properties)


def _w(name: str) -> str:
    return f"{{{_W}}}{name}"
