"""Builds small documents from paragraphs: the same report as txt, md, docx, html and pdf.

The PDF is written by hand with a standard Chinese font that needs no embedding (STSong-Light with
the CMap UniGB-UCS2-H, PDF 32000-1, 9.7.5.2): real wraps, running heads and page numbers, no library.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

REPORT = (
    "虚构市甲乙区人民政府2021年法治政府建设年度情况报告",
    "2021年，甲乙区（虚构）坚持依法行政，扎实推进法治政府建设，各项工作取得新的进展，现将有关情况报告如下。",
    "一、工作情况",
    "（一）推进行政复议工作",
    "共收到行政复议申请120件，审结98件，纠错率7.14%。办理行政应诉案件45件，负责人出庭应诉率达到100%，"
    "“民告官能见官”成为常态；同时开展专题培训6次，累计培训1200余人次，执法人员的法治意识和业务能力明显提高。",
    "（二）规范行政执法",
    "1. 落实“三项制度”。制定《甲乙区行政执法公示办法》，公示执法信息23456条，抽查案卷310卷，整改问题28个。",
    "2. 加强执法监督。开展专项检查12次，发现并纠正问题56个，向有关部门发出监督意见书9份，全部按期办结。"
    "对群众反映强烈的问题挂牌督办，做到件件有着落、事事有回音。建立健全执法人员退出机制，清理不合格人员3名。",
    "二、存在的问题",
    "一是个别部门对法治政府建设重视不够；二是基层执法力量不足；三是普法宣传的针对性还需要进一步增强。",
    "三、下一步安排",
    "2022年，将继续加强行政规范性文件管理，健全重大行政决策程序，提升依法行政水平。",
)
"""A made-up report, one paragraph each."""

_OPENING = "（《“‘【"
_CLOSING = "，。、；：？！）》”’】％%"
_WIDTH_EM, _LINES_A_PAGE = 20, 14
_SIZE, _LEADING, _LEFT, _TOP = 16, 28, 90, 700
HEIGHT = 792
"""Points of a page."""


def write_txt(path: Path, paragraphs: Sequence[str], encoding: str = "utf-8") -> Path:
    """Write one paragraph a line, blank lines between."""
    path.write_bytes("\n\n".join(paragraphs).encode(encoding))
    return path


def write_csv(path: Path, paragraphs: Sequence[str], encoding: str = "utf-8-sig") -> Path:
    """Write one column, each paragraph a quoted cell."""
    cells = (paragraph.replace('"', '""') for paragraph in paragraphs)
    path.write_bytes("".join(f'"{cell}"\r\n' for cell in cells).encode(encoding))
    return path


def write_docx(
    path: Path,
    paragraphs: Sequence[str],
    headings: Mapping[int, int] | None = None,
    title: str = "",
) -> Path:
    """Write a Word file; `headings` gives the heading level of paragraphs by their index."""
    import docx

    document = docx.Document()
    document.core_properties.title = title
    document.sections[0].header.paragraphs[0].text = "虚构的页眉"
    for index, text in enumerate(paragraphs):
        level = (headings or {}).get(index)
        if level is None:
            document.add_paragraph(text)
        else:
            document.add_heading(text, level)
    document.save(str(path))
    return path


def write_html(path: Path, paragraphs: Sequence[str], encoding: str = "utf-8") -> Path:
    """Write a page as government sites do: menu, content, foot; the first paragraph is the title."""
    body = "\n".join(f"<p>　　{text}</p>" for text in paragraphs)
    page = f"""<!DOCTYPE html><html><head><meta charset="{encoding}">
<title>{paragraphs[0]}_虚构市甲乙区人民政府门户网站</title>
<link rel="canonical" href="https://example.invalid/report.html"></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>
<div class="content"><div class="TRS_Editor">{body}</div></div>
<div class="foot"><p>主办：虚构市甲乙区人民政府办公室　网站标识码0000000000</p></div>
<script>var hidden = "不应出现";</script></body></html>"""
    path.write_bytes(page.encode(encoding))
    return path


def write_pdf(
    path: Path,
    paragraphs: Sequence[str],
    *,
    indent_em: int = 2,
    gap: int = 0,
    head: str = "",
    numbered: bool = False,
    turned: bool = False,
) -> Path:
    """Write a PDF with a text layer, 20 full-width characters a line, 14 lines a page.

    `indent_em` is the first line's indent, `gap` extra points between paragraphs, `head` a running
    head, `numbered` page numbers at the foot; `turned` stores the pages sideways with /Rotate.
    """
    pages: list[list[tuple[float, float, str]]] = [[]]
    y = float(_TOP)
    for index, paragraph in enumerate(paragraphs):
        indent = 0 if index == 0 else indent_em
        for number, line in enumerate(wrap(paragraph, indent)):
            if y < _TOP - (_LINES_A_PAGE - 1) * _LEADING:
                pages.append([])
                y = _TOP
            pages[-1].append((_LEFT + (indent * _SIZE if number == 0 else 0), y, line))
            y -= _LEADING
        y -= gap
    for number, lines in enumerate(pages, start=1):
        if head:
            lines.insert(0, (200, 750, head))
        if numbered:
            lines.append((280, 40, f"- {number} -"))
    path.write_bytes(pdf_of([page_content(lines, turned) for lines in pages], turned))
    return path


def write_columns_pdf(path: Path, paragraphs: Sequence[str], *, title_across: bool = False) -> Path:
    """Write a page in two columns of 20 full-width characters, 11 points, each as deep as the other."""
    size, leading, left, gap = 11.0, 19.0, 60.0, 24.0
    title, body = (paragraphs[0], paragraphs[1:]) if title_across else ("", paragraphs)
    lines = [
        (2 * size if number == 0 and (index or title_across) else 0.0, line)
        for index, paragraph in enumerate(body)
        for number, line in enumerate(wrap(paragraph, 2 if index or title_across else 0))
    ]
    half = -(-len(lines) // 2)
    placed = [(120.0, 740.0, title)] if title else []
    for place, (indent, line) in enumerate(lines):
        column, row = divmod(place, half)
        # The right column stands a little lower, as it does behind headings of other sizes.
        x = left + column * (_WIDTH_EM * size + gap) + indent
        placed.append((x, 700 - row * leading - column * 4, line))
    path.write_bytes(pdf_of([page_content(placed, turned=False, size=size)]))
    return path


def write_table_pdf(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a page with a table, its columns 120 points apart."""
    cells = [
        (70.0 + 120 * column, 700.0 - 24 * row, cell)
        for row, listed in enumerate(rows)
        for column, cell in enumerate(listed)
    ]
    path.write_bytes(pdf_of([page_content(cells, turned=False, size=10)]))
    return path


def wrap(paragraph: str, indent_em: int) -> list[str]:
    """Break a paragraph into lines as a word processor does: words whole, stops never in front."""
    lines, line, used = [], "", float(indent_em)
    for word in _words(paragraph):
        width = _width(word)
        if line and used + width > _WIDTH_EM:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += word
        used += width
    return [*lines, line]


def _words(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        ascii_run = (
            words
            and char.isascii()
            and words[-1][-1].isascii()
            and " " not in (char, words[-1][-1])
        )
        if words and (ascii_run or char in _CLOSING or words[-1][-1] in _OPENING):
            words[-1] += char
        else:
            words.append(char)
    return words


def _width(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def page_content(
    lines: Sequence[tuple[float, float, str]], turned: bool, size: float = _SIZE
) -> str:
    """Give what draws each text at its place; `turned`: for a page that is stored sideways."""
    shown = []
    for x, y, text in lines:
        matrix = f"0 1 -1 0 {HEIGHT - y:g} {x:g}" if turned else f"1 0 0 1 {x:g} {y:g}"
        code = text.encode("utf-16-be").hex()
        shown.append(f"BT /F1 {size:g} Tf {matrix} Tm <{code}> Tj ET")
    return "\n".join(shown)


def write_scanned_pdf(path: Path, pages: int = 2, text: str = "") -> Path:
    """Write a PDF whose pages are one picture each, with `text` as a stray line of text layer."""
    stray = (
        f"\nBT /F1 8 Tf 1 0 0 1 90 20 Tm <{text.encode('utf-16-be').hex()}> Tj ET" if text else ""
    )
    path.write_bytes(pdf_of([f"q 612 0 0 {HEIGHT} 0 0 cm /Im1 Do Q{stray}"] * pages))
    return path


def write_encrypted_pdf(path: Path) -> Path:
    """Write a PDF that asks for a password which nobody knows."""
    lock = "<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>"
    path.write_bytes(pdf_of(["BT ET"], trailer=f"/Encrypt {lock}/ID[<{'43' * 16}><{'43' * 16}>]"))
    return path


def pdf_of(contents: Sequence[str], turned: bool = False, trailer: str = "") -> bytes:
    """Give a PDF whose pages draw these contents."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 5 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    )
    image = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    kids = " ".join(f"{7 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>",
    ]
    objects += [*font, f"{image}/Length 1>>\nstream\n \nendstream"]
    box = f"0 0 {HEIGHT} 612" if turned else f"0 0 612 {HEIGHT}"
    for index, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{'/Rotate 90' if turned else ''}"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 6 0 R>>>>"
            f"/Contents {8 + 2 * index} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>\nstream\n{content}\nendstream")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode("ascii")
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return out
