"""A conversation as a Word document: headings, text, a real table, and a footnote at every [n]."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from assistant.export.footnotes import Footnotes
from assistant.models import Answer, Turn
from assistant.render import (  # what `printed` takes too: both lay out the same labels
    MARK,
    asides,
    citation_label,
    document_lines,
    formula_label,
    outcome_label,
    scope_label,
    table_rows,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_SMALL_PT = 10
_CELL_PT = 10.5
_LONGEST_PROPERTY = 255
_TEXT_MM = 154
_NARROW_MM = 38
"""Width of the text of an A4 page with these margins, and of a narrow column of a table."""


def conversation(title: str, turns: Sequence[Turn], made: date, closing: str) -> bytes:
    """Give the bytes of a .docx; [n] becomes a footnote 《标题》，章节路径，年份：“引文”.

    A mark that appears again refers back to its note (a NOTEREF field), as one does by hand.
    """
    import docx

    document = docx.Document()
    _set_up(document)
    _describe(document, title, made)
    notes = Footnotes(document)
    _add_title(document, title)
    _small(document, f"{made.year}年{made.month}月{made.day}日", centred=True)
    for turn in turns:
        document.add_heading(_fit(turn.question), level=1)
        _add_answer(document, notes, turn.answer)
    if closing:
        _small(document, closing)
    notes.finish()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Notes:
    """The notes of one answer: its citations by number, each written once."""

    def __init__(self, footnotes: Footnotes, answer: Answer) -> None:
        self._footnotes = footnotes
        self._texts = {
            c.n: f"{citation_label(c)}：“{' '.join(c.quote.split())}”" for c in answer.citations
        }
        self._written: dict[int, int] = {}

    def write(self, paragraph: "Paragraph", text: str) -> None:
        """Add text to a paragraph, with a footnote at every mark that has a citation."""
        end = 0
        for found in MARK.finditer(text):
            n = int(found[1])
            if n not in self._texts:
                continue
            between = text[end : found.start()]
            if end and not between:
                # Two notes at one place would read as one number: 7 and 8 as 78.
                paragraph.add_run(",").font.superscript = True
            paragraph.add_run(_fit(between))
            if n in self._written:
                self._footnotes.refer(paragraph, self._written[n])
            else:
                self._written[n] = self._footnotes.add(paragraph, _fit(self._texts[n]))
            end = found.end()
        paragraph.add_run(_fit(text[end:]))


def _add_answer(document: "Document", footnotes: Footnotes, answer: Answer) -> None:
    notes = _Notes(footnotes, answer)
    scope = scope_label(answer.scope)
    outcome = _small(document, f"{outcome_label(answer)}{f'（范围：{scope}）' if scope else ''}")
    outcome.paragraph_format.keep_with_next = True
    for line in document_lines(answer):
        notes.write(document.add_paragraph(), line)
    if answer.table is not None:
        _add_table(document, notes, answer)
    for figure in answer.computed:
        notes.write(document.add_paragraph(), f"计算：{formula_label(figure)}")
    for one in asides(answer):
        _small(document, one.title).paragraph_format.keep_with_next = True
        for line in one.lines:
            _small(document, line)
    for notice in answer.notices:
        _small(document, f"说明：{notice}")


def _add_table(document: "Document", notes: _Notes, answer: Answer) -> None:
    from docx.shared import Mm, Pt

    assert answer.table is not None
    rows = table_rows(answer.table)
    table = document.add_table(rows=0, cols=max(len(rows[0]), 1))
    table.style = "Table Grid"
    # A comparison's last column holds sentences, the others names and figures.
    widths = [*[_NARROW_MM] * (len(rows[0]) - 1), _TEXT_MM - _NARROW_MM * (len(rows[0]) - 1)]
    if widths[-1] < _NARROW_MM:
        widths = [_TEXT_MM // len(rows[0])] * len(rows[0])
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, cells in enumerate(rows):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(row._tr.makeelement(_w("cantSplit"), {}))
        if number == 0:
            properties.append(row._tr.makeelement(_w("tblHeader"), {}))
        for cell, text, width in zip(row.cells, cells, widths, strict=False):
            cell.width = Mm(width)
            notes.write(cell.paragraphs[0], text)
            cell.paragraphs[0].paragraph_format.line_spacing = 1.15
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            # A head alone at the foot of a page says nothing.
            cell.paragraphs[0].paragraph_format.keep_with_next = number == 0
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(_CELL_PT)
                run.bold = number == 0 or None
    document.add_paragraph()


def _describe(document: "Document", title: str, made: date) -> None:
    """Say in the file's properties what it is; the template's say python-docx, 2013."""
    properties = document.core_properties
    properties.title = _fit(title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "问报"
    properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.combine(made, time())


def _add_title(document: "Document", title: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.add_paragraph(_fit(title), style="Title")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # Word's own title has a rule under it; an official document's has none.
    for border in paragraph.style.element.xpath("w:pPr/w:pBdr"):  # type: ignore[union-attr]
        border.getparent().remove(border)


def _small(document: "Document", text: str, *, centred: bool = False) -> "Paragraph":
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.add_run(_fit(text)).font.size = Pt(_SMALL_PT)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _set_up(document: "Document") -> None:
    """A4, the fonts of official documents, the page's number at its foot."""
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    section.top_margin, section.bottom_margin = Mm(30), Mm(26)
    for name, font, size in (
        ("Normal", "仿宋", 12),
        ("Title", "黑体", 18),
        ("Heading 1", "黑体", 14),
    ):
        style: Any = document.styles[name]
        style.font.name = "Times New Roman"
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(_w(slot), None)
        fonts.set(_w("eastAsia"), font)
        language = style.element.rPr.makeelement(
            _w("lang"), {_w("val"): "en-US", _w("eastAsia"): "zh-CN"}
        )
        style.element.rPr.append(language)
        style.paragraph_format.line_spacing = 1.5
        style.paragraph_format.space_after = Pt(4)
    foot = section.footer.paragraphs[0]
    foot.alignment = 1
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = foot.add_run()
        if kind:
            run._r.append(run._r.makeelement(_w("fldChar"), {_w("fldCharType"): kind}))
        else:
            code = run._r.makeelement(_w("instrText"), {})
            code.text = text
            run._r.append(code)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _fit(text: str) -> str:
    """Drop the characters that XML cannot hold, and those that turn a line around."""
    return _UNFIT.sub("", text)
