"""What used to be lost in silence: notes, nested tables, forms, lists of links, what looks like a foot."""

from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.models import RawDocument
from ingest.readers import read


def page(tmp_path: Path, body: str) -> RawDocument:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return read(path)


def texts(document: RawDocument) -> list[str]:
    return [block.text for block in document.blocks]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_of_a_word_file_follows_the_paragraph_that_refers_to_it(
    kind: str, tmp_path: Path
) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("办理复议案件320")
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:{kind}Reference w:id='2'/></w:r>"))
    paragraph.add_run("件。")
    document.add_paragraph("后一段。")
    notes = (
        f"<w:{kind}s {nsdecls('w')}><w:{kind} w:id='0' w:type='separator'><w:p/></w:{kind}>"
        f"<w:{kind} w:id='2'><w:p><w:r><w:{kind}Ref/><w:t>含调解结案41件。</w:t></w:r></w:p></w:{kind}>"
        f"</w:{kind}s>"
    )
    media = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    part = Part(PackURI(f"/word/{kind}s.xml"), media, notes.encode("utf-8"), document.part.package)
    name = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
    document.part.relate_to(part, name)
    document.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx")) == [
        "办理复议案件320件。",
        "注1：含调解结案41件。",
        "后一段。",
    ]


def test_a_row_in_a_content_control_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    rows = (("事项", "数量"), ("下放", "143"), ("收回", "7"))
    for row, values in zip(table.rows, rows, strict=True):
        for one, value in zip(row.cells, values, strict=True):
            one.text = value
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    table.rows[1]._tr.addprevious(control)
    control[0].append(table.rows[1]._tr)
    document.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx")) == ["事项：下放；数量：143", "事项：收回；数量：7"]


def test_a_table_that_places_a_table_keeps_the_rows(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "主要指标。"
    inner = cell.add_table(rows=2, cols=2)
    for row, values in zip(inner.rows, (("指标", "件数"), ("复议", "132")), strict=True):
        for one, value in zip(row.cells, values, strict=True):
            one.text = value
    document.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx")) == ["主要指标。", "指标：复议；件数：132"]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>",
            "乙",
        ),
        ("<w:ddList><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>", "甲"),
        ("<w:checkBox><w:checked/></w:checkBox>", "☑"),
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", "☐"),
    ],
)
def test_a_form_field_shows_its_value(field: str, shown: str, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("结论：")
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:fldChar w:fldCharType='begin'><w:ffData>{field}</w:ffData>"
            "</w:fldChar></w:r>"
        )
    )
    document.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx")) == [f"结论：{shown}"]


def test_what_a_word_file_holds_besides_text_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文。")._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:drawing>"
            "<c:chart xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart'/>"
            "</w:drawing></w:r>"
        )
    )
    document.save(str(tmp_path / "a.docx"))
    assert "图表 1 个" in read(tmp_path / "a.docx").notices[0]


def test_a_page_inside_a_form_is_read(tmp_path: Path) -> None:
    body = "<form><input type=hidden value='/wEP'><div><p>全年办理行政复议案件131件，全部审结。</p></div></form>"
    assert texts(page(tmp_path, body)) == ["全年办理行政复议案件131件，全部审结。"]


def test_the_values_of_a_form_are_read(tmp_path: Path) -> None:
    body = (
        "<form><table><tr><td>受理行政复议案件（件）</td><td><input value='131'></td></tr>"
        "<tr><td>办理情况说明</td><td><textarea>全部按期审结。</textarea></td></tr>"
        "<tr><td>是否公开</td><td><select><option>否</option><option selected>是</option></select></td></tr>"
        "<tr><td>已经备案的</td><td><input type=checkbox checked></td></tr></table></form>"
    )
    assert texts(page(tmp_path, body)) == [
        "受理行政复议案件（件）；131",
        "办理情况说明；全部按期审结。",
        "是否公开；是",
        "已经备案的；☑",
    ]


def test_a_search_form_is_no_text(tmp_path: Path) -> None:
    body = "<form><div>站内搜索<input value='请输入关键词'></div></form><p>正文一段。</p>"
    assert texts(page(tmp_path, body)) == ["正文一段。"]


@pytest.mark.parametrize(
    "told",
    [
        "核查网站ICP备案312个，注销空壳网站58个。",
        "督促126家单位规范加挂网站标识码。",
        "为版权所有人挽回损失86万元。",
        "发放“公安备案、公网安备”告知书40份。",
        "登记Copyright维权线索12条。",
    ],
)
def test_what_is_told_of_copyright_and_registration_is_no_foot(told: str, tmp_path: Path) -> None:
    foot = "<div><p>版权所有：虚构区人民政府　ICP备00000000号</p></div>"
    body = f"<div><p>前一段话。</p><p>{told}</p><p>后一段话。</p></div>{foot}"
    assert texts(page(tmp_path, body)) == ["前一段话。", told, "后一段话。"]
    assert told in texts(page(tmp_path, f"<div><p>前一段话。</p><p>{told}</p></div>{foot}"))


def test_a_list_of_links_that_the_text_speaks_of_is_read(tmp_path: Path) -> None:
    items = "".join(f"<li><a href='{n}'>《虚构办法{n}》</a></li>" for n in range(5))
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(6))
    body = (
        f"<ul>{menu}</ul><div><p>全年制定规范性文件5件：</p><ul>{items}</ul></div><ul>{menu}</ul>"
    )
    between = f"<div><p>全年制定文件。</p><ul>{items}</ul><p>均已公开。</p></div>"
    named = [f"《虚构办法{n}》" for n in range(5)]
    assert texts(page(tmp_path, between)) == ["全年制定文件。", *named, "均已公开。"]
    assert texts(page(tmp_path, body.replace("件：", "件。其中："))) == [
        "全年制定规范性文件5件。其中：",
        *named,
    ]


def test_a_block_named_as_a_tool_that_tells_something_is_read(tmp_path: Path) -> None:
    told = "开展案卷评查240卷，发现问题61个。"
    body = (
        f"<div><p>{'前面的正文。' * 30}</p><div class=print><p>{told}</p></div></div>"
        "<div class=share>分享到微信</div><div class=footer>虚构区政府主办</div>"
    )
    assert texts(page(tmp_path, body))[1:] == [told]


def test_what_a_page_embeds_is_told(tmp_path: Path) -> None:
    document = page(
        tmp_path, "<div><p>正文一段。</p><img src=a.png><iframe src=b.pdf></iframe></div>"
    )
    assert "图片 1 个、嵌入的页面或文件 1 个" in document.notices[0]


def test_terms_of_a_list_have_their_values(tmp_path: Path) -> None:
    body = "<p>正文。</p><dl><dt>持证人数</dt><dd>478</dd><dt>新申领：</dt><dd>5<b>6</b></dd></dl>"
    assert texts(page(tmp_path, body)) == ["正文。", "持证人数：478", "新申领：56"]


def test_terms_with_several_values(tmp_path: Path) -> None:
    body = "<p>正文。</p><dl><dt>持证人数</dt><dd>478</dd><dd>其中新增56</dd></dl>"
    assert texts(page(tmp_path, body)) == ["正文。", "持证人数：478、其中新增56"]


def test_a_form_of_two_fields_in_a_table_is_read(tmp_path: Path) -> None:
    body = (
        "<p>前文一段。</p><form><table><tr><td>姓名：</td><td><input value='张三'></td></tr>"
        "<tr><td>金额：</td><td><input value='356'></td></tr></table></form>"
    )
    assert texts(page(tmp_path, body)) == ["前文一段。", "姓名：张三", "金额：356"]


def test_a_data_table_of_a_page_keeps_its_rows_around_a_table_in_a_cell(tmp_path: Path) -> None:
    inner = "<table><tr><td>其中</td><td>税收</td></tr><tr><td>甲</td><td>3</td></tr></table>"
    body = (
        "<p>见下表。</p><table><tr><th>项目</th><th>2022年</th></tr>"
        f"<tr><td>收入{inner}</td><td>12</td></tr></table>"
    )
    assert texts(page(tmp_path, body)) == [
        "见下表。",
        "项目：收入；2022年：12",
        "",
        "其中：甲；税收：3",
    ]


@pytest.mark.parametrize("span", ["²", "-1", "99999999999999999999", ""])
def test_a_strange_span_is_read(span: str, tmp_path: Path) -> None:
    body = f"<p>正文。</p><ol start='{span}'><li>项</li></ol><table><tr><td colspan='{span}'>甲</td><td>1</td></tr></table>"
    assert texts(page(tmp_path, body))[-1].startswith("甲")


def test_cells_before_a_row_are_counted_and_spans_are_bounded(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for row, values in zip(table.rows, (("项目", "2021年", "2022年"), ("", "4", "5")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f"<w:gridBefore {nsdecls('w')} w:val='1'/>"))
    wide = document.add_table(rows=1, cols=2)
    wide.rows[0].cells[0].text, wide.rows[0].cells[1].text = "甲", "乙"
    wide.rows[0]._tr.tc_lst[1].get_or_add_tcPr().append(
        parse_xml(f"<w:gridSpan {nsdecls('w')} w:val='3000000000'/>")
    )
    document.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx"))[0] == "2021年：4；2022年：5"


@pytest.mark.parametrize("around", ["moveTo", "customXml"])
def test_what_was_moved_or_tagged_is_read(around: str, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("移来的2023年投资7亿元。")
    holder = parse_xml(f"<w:{around} {nsdecls('w')}/>")
    paragraph._p.addprevious(holder)
    holder.append(paragraph._p)
    document.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx")) == ["移来的2023年投资7亿元。"]
