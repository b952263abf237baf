"""Answers as documents: Word with real footnotes, Markdown, a page for printing; and what may be said of them."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from lxml import etree

from assistant.export import FORMATS, Document, export_conversation, file_name
from assistant.grounding.violations import Violation
from assistant.models import (
    Answer,
    AnswerPart,
    Citation,
    ComputedFigure,
    Scope,
    Table,
    TableRow,
    Turn,
)
from assistant.wording import CHANGED, COLOPHON

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TODAY = date(2026, 1, 5)
HOSTILE = '</p><script>alert(1)</script>{{x}}"\x07\ufffe[9]'


def cite(n: int, quote: str, page: int | None = None) -> Citation:
    title = f"虚构市云溪区{2018 + n}年报告"
    return Citation(
        n, f"r{n}", title, "虚构市云溪区", 2018 + n, ("一、工作",), page, quote, quote, 0, 9
    )


TEXT = Answer(
    "disclosed",
    "1. 申请多少件？\n申请376件。[1]审结304件。[2][1]\n2. 区长是谁？\n报告未提及。",
    (cite(1, "共收到申请376件。", 3), cite(2, "审结\n304件。")),
    parts=(AnswerPart("申请多少件？", "disclosed"), AnswerPart("区长是谁？", "not_in_report")),
    scope=Scope((2019, 2020), ("虚构市云溪区",)),
    notices=("只看了两年。",),
)
COMPARED = Answer(
    "disclosed",
    "2019年：376件[1]\n2020年：未收录\n2019年多72件。[1]",
    (cite(1, "共收到申请376件。"),),
    computed=(ComputedFigure("72件", 72, "件", "376 - 304", (1, 1)),),
    table=Table(
        ("年份", "数字"),
        (
            TableRow(Scope(), "disclosed", ("2019年", "376件[1]")),
            TableRow(Scope(), "not_in_library", ("2020年", "")),
        ),
    ),
)
TURNS = (Turn("云溪区的复议？", TEXT), Turn("哪年多？", COMPARED))


def exported(kind: str, turns: tuple[Turn, ...] = TURNS, title: str = "复议小结") -> Document:
    return export_conversation(kind, title, turns, TODAY, lambda answer: ())


class Notes:
    """The footnotes of a .docx and where they are referred to, read with plain XML."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            notes = etree.fromstring(package.read("word/footnotes.xml"))
            self.body = etree.fromstring(package.read("word/document.xml"))
            self.types = package.read("[Content_Types].xml").decode()
            self.links = package.read("word/_rels/document.xml.rels").decode()
        self.texts: dict[str, str] = {
            note.get(f"{W}id"): "".join(note.itertext()).strip() for note in notes
        }

    def marks(self, paragraph: Any) -> list[str]:
        """Name the notes that a paragraph refers to, in order, again or for the first time."""
        found = []
        for element in paragraph.iter(f"{W}footnoteReference", f"{W}instrText"):
            if element.tag == f"{W}footnoteReference":
                found.append(element.get(f"{W}id"))
            elif match := re.search(r"NOTEREF _Ref_note_(\d+)", element.text):
                found.append(match[1])
        return found


def test_every_mark_becomes_the_footnote_of_its_citation() -> None:
    notes = Notes(exported("docx").content)
    assert (
        notes.texts["1"]
        == "《虚构市云溪区2019年报告》，一、工作，2019年，第3页：“共收到申请376件。”"
    )
    assert notes.texts["2"] == "《虚构市云溪区2020年报告》，一、工作，2020年：“审结 304件。”"
    # The second answer has citations of its own.
    assert set(notes.texts) == {"-1", "0", "1", "2", "3"}
    assert "footnotes+xml" in notes.types
    assert "footnotes.xml" in notes.links
    of_text = {
        "".join(p.itertext()).split("。")[0]: notes.marks(p) for p in notes.body.iter(f"{W}p")
    }
    assert of_text["申请376件"] == ["1", "2", "1"]
    assert of_text["2019年多72件"] == ["3"]


def test_a_document_opens_and_has_its_parts() -> None:
    document = docx.Document(io.BytesIO(exported("docx").content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["复议小结", "2026年1月5日"]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [  # type: ignore[union-attr]
        "云溪区的复议？",
        "哪年多？",
    ]
    assert "已披露（范围：2019、2020年 · 虚构市云溪区）" in texts
    assert "2. 区长是谁？（报告未提及）" in texts
    assert "说明：只看了两年。" in texts
    assert texts[-1] == COLOPHON
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [["年份", "数字"], ["2019年", "376件3"], ["2020年", "未收录"]]
    assert not any(text.startswith("2019年：") for text in texts)
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]  # type: ignore[union-attr]


def test_two_notes_at_one_place_do_not_read_as_one_number() -> None:
    document = docx.Document(io.BytesIO(exported("docx").content))
    line = next(p for p in document.paragraphs if p.text.startswith("申请376件"))
    assert "审结304件。," in line.text


@pytest.mark.parametrize("kind", list(FORMATS))
def test_hostile_text_stays_text(kind: str) -> None:
    citation = Citation(1, "r", HOSTILE, HOSTILE, 2020, (HOSTILE,), None, HOSTILE, HOSTILE, 0, 1)
    table = Table((HOSTILE,), (TableRow(Scope(), "disclosed", (f"{HOSTILE}[1]",)),))
    answer = Answer("disclosed", f"{HOSTILE}[1]", (citation,), table=table, notices=(HOSTILE,))
    content = exported(kind, (Turn(HOSTILE, answer),), HOSTILE).content
    if kind == "docx":
        assert "<script>alert(1)</script>" in "\n".join(
            paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs
        )
        assert "alert(1)" in Notes(content).texts["1"]
    else:
        assert b"<script" not in content.replace(rb"\<script", b"")


def test_the_printed_page_asks_for_nothing_and_links_marks_to_sources() -> None:
    page = exported("html").content.decode()
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|<script|<img|<link", page)
    # The second time that a mark stands it has no id: ids are given once.
    assert '<a id="m1-1" href="#n1-1">[1]</a>' in page
    assert '<a href="#n1-1">[1]</a>' in page
    assert '<li id="n1-1" value="1">《虚构市云溪区2019年报告》' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) == set(ids)
    assert "<td>未收录</td>" in page
    assert "2. 区长是谁？（报告未提及）" in page
    assert page.count(COLOPHON) == 1


def test_markdown_has_each_question_answer_and_source() -> None:
    text = exported("md").content.decode()
    assert text.startswith("# 复议小结\n\n2026年1月5日\n\n## 云溪区的复议？")
    assert "> 共收到申请376件。" in text
    assert "| 2019年 | 376件[1] |" in text


@pytest.mark.parametrize("kind", list(FORMATS))
def test_an_answer_that_no_longer_holds_says_so_and_nothing_vouches_for_it(kind: str) -> None:
    def recheck(answer: Answer) -> list[Violation]:
        return [Violation("unknown_report", "", "")] if answer is COMPARED else []

    content = export_conversation(kind, "小结", TURNS, TODAY, recheck).content
    if kind == "docx":
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    else:
        text = content.decode()
    assert text.count(CHANGED) == 1
    assert COLOPHON not in text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("大兴区2020年收到多少件？", "问报-大兴区2020年收到多少件.docx"),
        ("../../etc/passwd\x00", "问报-etc passwd.docx"),
        ('a<b>:"c"|?*', "问报-a b c.docx"),
        ("", "问报-回答.docx"),
        ("？？", "问报-回答.docx"),
        ("字" * 300, f"问报-{'字' * 60}.docx"),
    ],
)
def test_a_file_name_fits_every_file_system(title: str, name: str) -> None:
    assert file_name(title, "docx") == name


def test_libreoffice_shows_the_notes_at_the_foot_of_their_page(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("没有安装 LibreOffice，未检查 Word 文档的样子")
    (tmp_path / "a.docx").write_bytes(exported("docx").content)
    command = [office, f"-env:UserInstallation=file://{tmp_path}/user", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    plain = re.sub(r"\s", "", text)
    assert "1《虚构市云溪区2019年报告》，一、工作，2019年，第3页：“共收到申请376件。”" in plain
    assert plain.index("审结304件。") < plain.index("《虚构市云溪区2019年报告》")


def test_the_settings_of_notes_stand_where_the_schema_wants_them() -> None:
    with zipfile.ZipFile(io.BytesIO(exported("docx").content)) as package:
        settings = etree.fromstring(package.read("word/settings.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
    order = [etree.QName(element).localname for element in settings]
    assert order.index("characterSpacingControl") < order.index("footnotePr")
    assert order.index("footnotePr") + 1 == order.index("compat")
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}styleId") in ("FootnoteReference", "FootnoteText"):
            assert style.get(f"{W}customStyle") is None


def test_a_table_repeats_its_head_on_the_next_page() -> None:
    document = docx.Document(io.BytesIO(exported("docx").content))
    head, *rows = document.tables[0].rows
    assert head._tr.find(f".//{W}tblHeader") is not None
    assert all(row._tr.find(f".//{W}tblHeader") is None for row in rows)
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in head.cells)


def test_a_document_names_itself_and_its_maker() -> None:
    properties = docx.Document(io.BytesIO(exported("docx").content)).core_properties
    assert (properties.title, properties.author, properties.comments) == ("复议小结", "问报", "")
    assert properties.created is not None
    assert properties.created.date() == TODAY


@pytest.mark.parametrize("kind", list(FORMATS))
def test_half_a_character_and_control_characters_are_dropped(kind: str) -> None:
    odd = "坏\ud800\x00\u202e字"
    answer = Answer("disclosed", f"{odd}。[1]", (cite(1, f"有{odd}的原文。"),), notices=(odd,))
    document = exported(kind, (Turn(odd, answer),), odd)
    assert document.file_name == f"问报-坏 字.{kind}"
    if kind == "docx":
        opened = docx.Document(io.BytesIO(document.content))
        assert [p.text for p in opened.paragraphs].count("坏字") == 2
        assert "有坏字的原文" in Notes(document.content).texts["1"]
    else:
        text = document.content.decode()
        assert text.count("坏字") >= 4
        assert not re.search("[\x00\u202e]", text)
