"""A raised mark, struck text or a neighbour cell never becomes a digit of the figure beside it."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.beside_figures.note_marks import above, below
from ingest.normalise import normalise
from ingest.readers import read

_INLINE = (
    *(
        [
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "label",
            "mark",
            "nobr",
            "o:p",
        ]
    ),
    *(
        [
            "output",
            "q",
            "samp",
            "slot",
            "small",
            "span",
            "st1:chmetcnv",
            "strong",
            "time",
            "tt",
            "u",
            "var",
            "x-unknown",
        ]
    ),
)
_PLAIN = "作出处罚决定320件。"


def texts(path: Path) -> list[str]:
    return [line.text for line in normalise(read(path)).paragraphs]


def web(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return texts(path)


def markdown(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    return texts(path)


@pytest.mark.parametrize(
    ("before", "raised", "shown"),
    [
        ("320", "1", ""),
        ("320", "[12]", ""),
        ("320", "（注3）", ""),
        ("复议案件", "①", ""),
        ("320", "*", ""),
        ("320", "1,2", ""),
        ("GDP", "1", ""),
        ("绿地20.5km", "2", "²"),
        ("8 m", "3", "³"),
        ("约2×10", "8", "⁸"),
        ("总量10", "4", "⁴"),
        ("5·10", "8", "⁸"),
        ("3×10", "-3", "⁻³"),
        ("110", "4", ""),
        ("3.10", "4", ""),
        ("320", "件", "件"),
    ],
)
def test_what_is_raised(before: str, raised: str, shown: str) -> None:
    assert above(before, raised) == shown


def test_what_is_lowered() -> None:
    assert (below("CO", "2"), below("320", "1")) == ("2", "")


@pytest.mark.parametrize("tag", _INLINE)
def test_an_inline_element_of_a_page_joins_the_figure(tag: str, tmp_path: Path) -> None:
    body = f"<p>作出处罚决定3<{tag}>2</{tag}>0<{tag}>件</{tag}>。</p>"
    assert web(tmp_path, body) == [_PLAIN]
    rows = f"<table><tr><td>处罚</td><td>3<{tag}>2</{tag}>0件</td></tr></table>"
    assert web(tmp_path, rows) == ["处罚；320件"]


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>1</sup>",
        "<sup><a href='#n'>[1]</a></sup>",
        "<span style='vertical-align:super;font-size:8pt'>1</span>",
        "<span style='mso-text-raise:6.0pt'>1</span>",
        "<a><sup>①</sup></a>",
        "<sub>1</sub>",
        "<del>7</del>",
        "<s>7</s>",
        "<strike>7</strike>",
        "<span style='text-decoration: line-through'>7</span>",
        "<ruby><rb></rb><rt>1</rt></ruby>",
    ],
)
def test_marks_and_struck_text_of_a_page_are_left_out(mark: str, tmp_path: Path) -> None:
    assert web(tmp_path, f"<p>作出处罚决定<b>320</b>{mark}件。</p>") == [_PLAIN]
    cell = f"<table><tr><td>处罚</td><td>320{mark}件</td></tr></table>"
    assert web(tmp_path, cell) == ["处罚；320件"]


def test_an_exponent_of_a_page_stays(tmp_path: Path) -> None:
    body = "<p>绿地20km<sup>2</sup>，发电2×10<sup>8</sup>千瓦时，减排CO<sub>2</sub>。</p>"
    assert web(tmp_path, body) == ["绿地20km²，发电2×10⁸千瓦时，减排CO2。"]


@pytest.mark.parametrize(
    "text",
    [
        "作出处罚决定320<sup>1</sup>件。",
        "作出处罚决定**320**<sup>[1]</sup>件。",
        "作出处罚决定320[^1]件。",
        "作出处罚决定320^1^件。",
        "作出处罚决定320~~7~~件。",
        "作出处罚决定320<del>7</del>件。",
        "作出处罚决定320¹件。",
        "作出处罚决定320¹²件。",
        "作出处罚决定320~~7~~件~~次~~。",
    ],
)
def test_marks_of_a_markdown_file_are_left_out(text: str, tmp_path: Path) -> None:
    assert markdown(tmp_path, text) == [_PLAIN]


@pytest.mark.parametrize(
    "text",
    [
        "2021~~2022年，投资300~~500万元。",
        "面积5~~10亩，价格3~~4元。",
        "GDP增速<CPI增速，失业率>5%。",
        "若A<B，则2023年投资5亿元，C>3。",
        "若A<B and C>3，则投资5亿元。",
        "总量10⁴吨。",
    ],
)
def test_what_is_no_mark_of_a_markdown_file_stays(text: str, tmp_path: Path) -> None:
    assert markdown(tmp_path, text) == [text]


def test_a_note_of_a_markdown_file_is_kept(tmp_path: Path) -> None:
    assert markdown(tmp_path, "处罚320[^1]件。\n\n[^1]: 含简易程序。") == [
        "处罚320件。",
        "注1：含简易程序。",
    ]


@pytest.mark.parametrize("joint", ["", "\n", "\n\n"])
def test_a_table_of_html_in_a_markdown_file_keeps_its_cells_apart(
    joint: str, tmp_path: Path
) -> None:
    rows = (("指标", "2022年", "2023年"), ("复议（件）", "120", "132"), ("检查（次）", "43", "44"))
    cells = (joint.join(f"<td>{cell}</td>" for cell in row) for row in rows)
    table = joint.join(f"<tr>{row}</tr>" for row in cells)
    assert markdown(tmp_path, f"# 虚构报告\n\n<table>{joint}{table}{joint}</table>\n\n尾段。") == [
        "虚构报告",
        "指标：复议（件）；2022年（件）：120；2023年（件）：132",
        "指标：检查（次）；2022年（次）：43；2023年（次）：44",
        "尾段。",
    ]


def word(tmp_path: Path, **formats: str) -> list[str]:
    document = docx.Document()
    paragraph = document.add_paragraph("作出处罚决定320")
    run = paragraph.add_run("1")
    for name, value in formats.items():
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), value)
        run._r.get_or_add_rPr().append(element)
    paragraph.add_run("件。")
    document.save(str(tmp_path / "a.docx"))
    return texts(tmp_path / "a.docx")


@pytest.mark.parametrize(
    "formats",
    [
        {"vertAlign": "superscript"},
        {"vertAlign": "subscript"},
        {"strike": "true"},
        {"dstrike": "1"},
        {"vanish": "on"},
        {"position": "8", "sz": "14"},
    ],
)
def test_marks_of_a_word_file_are_left_out(formats: dict[str, str], tmp_path: Path) -> None:
    assert word(tmp_path, **formats) == [_PLAIN]


@pytest.mark.parametrize(
    "formats", [{}, {"strike": "0"}, {"vertAlign": "baseline"}, {"vanish": "off"}]
)
def test_what_is_no_mark_stays_a_digit(formats: dict[str, str], tmp_path: Path) -> None:
    assert word(tmp_path, **formats) == ["作出处罚决定3201件。"]


def test_a_character_style_raises_a_mark_too(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("注码", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.superscript = True
    paragraph = document.add_paragraph("作出处罚决定320")
    paragraph.add_run("1", style="注码")
    paragraph.add_run("件。")
    document.save(str(tmp_path / "a.docx"))
    assert texts(tmp_path / "a.docx") == [_PLAIN]


def test_text_boxes_stand_once_behind_their_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>数据速览：复议{0}件。</w:t></w:r></w:p></w:txbxContent>"
    markup = (
        f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("受理情况。")._p.append(parse_xml(markup.format(237)))
    cell = document.add_table(rows=1, cols=2).rows[0].cells
    cell[0].text = "说明"
    cell[1].paragraphs[0]._p.append(parse_xml(markup.format(238)))
    document.save(str(tmp_path / "a.docx"))
    assert texts(tmp_path / "a.docx") == [
        "受理情况。",
        "数据速览：复议237件。",
        "说明；数据速览：复议238件。",
    ]
