"""Web pages: the document without the page around it, tables, encodings, title and address."""

from pathlib import Path

import pytest

from ingest.errors import UnreadableDocument
from ingest.models import Block, RawDocument
from ingest.readers import read
from tests import samples


def page(tmp_path: Path, body: str, head: str = "") -> RawDocument:
    path = tmp_path / "a.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk", "gb18030", "utf-16"])
def test_a_government_page_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    document = read(samples.write_html(tmp_path / "a.html", samples.REPORT, encoding))
    assert [block.text for block in document.blocks] == list(samples.REPORT)
    assert document.title == samples.REPORT[0]
    assert document.source_url == "https://example.invalid/report.html"


def test_blocks_follow_the_markup(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<h1>虚构报告</h1><h2>一、情况</h2><div>散文<b>加粗</b>\n续。<br>另起一行。<p>段落。</p>尾巴。</div>"
        "<ol><li>甲</li><li>2. 乙</li></ol><ul><li>丙</li></ul><p style='display:none'>看不见</p>",
    )
    assert document.blocks == (
        Block("虚构报告", "heading", 1),
        Block("一、情况", "heading", 2),
        Block("散文加粗 续。"),
        Block("另起一行。"),
        Block("段落。"),
        Block("尾巴。"),
        Block("1. 甲"),
        Block("2. 乙"),
        Block("丙"),
    )


def test_tables_for_data_and_tables_for_layout(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><tr><td><p>版面里的正文。</p><table>"
        "<tr><th rowspan=2>类别</th><th colspan=2>件数</th></tr><tr><th>2020年</th><th>2021年</th></tr>"
        "<tr><td rowspan=2>复议</td><td>98</td><td>120</td></tr><tr><td>1</td><td>2</td></tr>"
        "</table></td></tr></table>",
    )
    assert [block.text for block in document.blocks] == [
        "版面里的正文。",
        "类别：复议；件数·2020年：98；件数·2021年：120",
        "类别：复议；件数·2020年：1；件数·2021年：2",
    ]


def test_page_tools_are_dropped_and_metadata_kept(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{number}'>栏目名称{number}</a></li>" for number in range(8))
    document = page(
        tmp_path,
        f"<ul>{links}</ul><p>当前位置：首页 &gt; 公开</p>"
        "<table><tr><td>索引号：</td><td>0001</td><td>发布日期：</td><td>2022年1月5日</td></tr></table>"
        f"<div><p>{samples.REPORT[4]}</p><p>{samples.REPORT[6]}</p></div><p>【打印本页】【关闭窗口】</p>"
        "<div><div>主办：虚构区政府</div><div>虚构ICP备0000号</div></div>",
    )
    assert [block.text for block in document.blocks] == [
        "索引号：0001；发布日期：2022年1月5日",
        samples.REPORT[4],
        samples.REPORT[6],
    ]


@pytest.mark.parametrize(
    ("head", "title", "url"),
    [
        ("<meta name='ArticleTitle' content='虚构报告'><title>网站</title>", "虚构报告", None),
        ("<title>虚构报告 - 公开 - 虚构市政府网</title>", "虚构报告", None),
        (
            "<meta property='og:url' content='https://example.invalid/x'>",
            None,
            "https://example.invalid/x",
        ),
        ("<link rel=canonical href='javascript:alert(1)'>", None, None),
        ("<link rel=canonical href='file:///etc/passwd'>", None, None),
    ],
)
def test_title_and_address(head: str, title: str | None, url: str | None, tmp_path: Path) -> None:
    document = page(tmp_path, "<p>正文。</p>", head)
    assert (document.title, document.source_url) == (title, url)


def test_hostile_depth_is_read_without_a_crash(tmp_path: Path) -> None:
    document = page(tmp_path, "<div>" * 3000 + "深处的正文。" + "</div>" * 3000)
    assert [block.text for block in document.blocks] == ["深处的正文。"]


def test_text_that_is_no_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "假.html"
    path.write_text("没有任何标记的文字。", encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="没有网页标记"):
        read(path)
