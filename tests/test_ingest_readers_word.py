"""Word files: body order, headings, tables, automatic numbers, and what is not a Word file."""

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.errors import UnreadableDocument
from ingest.models import Block
from ingest.readers import read
from tests import samples

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_headings_and_title(tmp_path: Path) -> None:
    path = samples.write_docx(tmp_path / "a.docx", samples.REPORT, {2: 1, 3: 2}, samples.REPORT[0])
    document = read(path)
    assert document.title == samples.REPORT[0]
    assert document.blocks[2] == Block("一、工作情况", "heading", 1)
    assert document.blocks[3].level == 2
    assert "虚构的页眉" not in [block.text for block in document.blocks]


@pytest.mark.parametrize("title", ["Microsoft Word - 报告终稿", "附件2：公开样张", "文档1", ""])
def test_a_title_that_is_not_in_the_text_is_not_one(title: str, tmp_path: Path) -> None:
    assert read(samples.write_docx(tmp_path / "a.docx", samples.REPORT, title=title)).title is None


def test_a_heading_style_on_a_whole_paragraph_is_a_mistake(tmp_path: Path) -> None:
    path = samples.write_docx(tmp_path / "a.docx", samples.REPORT, {4: 2})
    assert read(path).blocks[4].kind == "paragraph"


def test_tables_stand_in_body_order_and_keep_their_header(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("表前。")
    table = document.add_table(rows=4, cols=3)
    rows = [
        ("类别", "项目", "数量"),
        ("许可", "新办", "12件"),
        ("", "变更", "3件"),
        ("合计", "", "15件"),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    document.add_paragraph("表后。")
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read(tmp_path / "a.docx").blocks] == [
        "表前。",
        "类别：许可；项目：新办；数量：12件",
        "类别：许可；项目：变更；数量：3件",
        "类别：合计；数量：15件",
        "表后。",
    ]


def _number(paragraph: Any, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", 77)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), str(value))
        numbering.append(child)
    properties.append(numbering)


def test_automatic_numbers_are_counted(tmp_path: Path) -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, style, text in (
            (0, "chineseCountingThousand", "%1、"),
            (1, "chineseCounting", "（%2）"),
            (2, "decimal", "%3．"),
            (3, "bullet", "●"),
        )
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    shape = [
        (0, "甲"),
        (1, "乙"),
        (1, "丙"),
        (2, "丁"),
        (0, "戊"),
        (1, "己"),
        (3, "庚"),
        *[(0, "辛")] * 9,
    ]
    for level, text in shape:
        _number(document.add_paragraph(text), level)
    document.save(str(tmp_path / "a.docx"))
    texts = [block.text for block in read(tmp_path / "a.docx").blocks]
    assert texts[:7] == ["一、甲", "（一）乙", "（二）丙", "1．丁", "二、戊", "（一）己", "庚"]
    assert texts[-1] == "十一、辛"


def test_only_what_the_reader_sees_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("第一行")
    paragraph.add_run().add_break()
    paragraph.add_run("第二行")
    hidden = paragraph.add_run("隐藏")
    hidden.font.hidden = True
    inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>已插入</w:t></w:r></w:ins>')
    deleted = parse_xml(
        f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>已删除</w:delText></w:r></w:del>'
    )
    paragraph._p.extend([inserted, deleted])
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件里的段落</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, control)
    document.save(str(tmp_path / "a.docx"))
    texts = [block.text for block in read(tmp_path / "a.docx").blocks]
    assert texts == ["第一行", "第二行已插入", "控件里的段落"]


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("EncryptedPackage", "设有打开密码"),
        ("WordDocument", "旧版 Word"),
        ("Workbook", "旧版 Office"),
    ],
)
def test_old_containers_are_told_apart(stream: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "旧.docx"
    path.write_bytes(OLE + b"\0" * 512 + stream.encode("utf-16-le") + b"\0" * 512)
    with pytest.raises(UnreadableDocument, match=f"《旧.docx》.*{reason}"):
        read(path)


def test_a_part_of_another_kind_reads_as_a_damaged_file(tmp_path: Path) -> None:
    whole, damaged = samples.write_docx(tmp_path / "a.docx", samples.REPORT), tmp_path / "b.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(damaged, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "[Content_Types].xml":
                content = content.replace(
                    b"wordprocessingml.styles+xml", b"wordprocessingml.other+xml"
                )
            target.writestr(info.filename, content)
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read(damaged)


@pytest.mark.parametrize("mistake", [TypeError, AttributeError, KeyError, RuntimeError])
def test_a_mistake_of_the_reader_does_not_read_as_a_damaged_file(
    mistake: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> str:
        raise mistake("a mistake")

    path = samples.write_docx(tmp_path / "a.docx", samples.REPORT)
    monkeypatch.setattr("ingest.readers.word.RunText.of", mistaken)
    with pytest.raises(mistake, match="a mistake"):
        read(path)


def test_other_packages_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "包.docx", "w") as package:
        package.writestr("报告.txt", "正文")
    with pytest.raises(UnreadableDocument, match="是压缩包"):
        read(tmp_path / "包.docx")
    with zipfile.ZipFile(tmp_path / "表.docx", "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnreadableDocument, match="已损坏"):
        read(tmp_path / "表.docx")


def test_an_oversized_package_is_refused_before_unpacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = samples.write_docx(tmp_path / "大.docx", samples.REPORT)
    monkeypatch.setattr("ingest.readers.office_package._MAX_XML_BYTES", 1000)
    with pytest.raises(UnreadableDocument, match="已拒绝读取"):
        read(path)
