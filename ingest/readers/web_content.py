"""What of a saved web page is the document: menus, feet and tools are cut away, the content root found.

selectolax (lexbor) was chosen over trafilatura: it keeps tables and headings as the page has them,
reads a 300 kB page in hundredths of a second, and cutting by our own rules never rewrites text.
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ingest.readers.web_marks import form_value, remove
from ingest.readers.web_tables import is_layout

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NEVER_TEXT = (
    "script, style, noscript, template, nav, footer, button, svg, canvas, audio, video,"
    " [hidden], [role=navigation], [role=search], [role=contentinfo]"
)
_HIDDEN_STYLE = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_TOOL_NAME = re.compile(
    r"(?i)(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|foot|copyright|share|"
    r"sharing|sidebar|qr|qrcode|toolbar|pagination|related|recommend|login|search|banner|weixin|wechat|"
    r"print)(?:$|[-_\s\d])"
)
# Numbers under which a site is registered, and the claim of its owner: forms, not what a report tells.
_SITE_FOOT = re.compile(
    r"ICP[备证]\s*(?:案号[:：]?)?\s*\d+|公网安备\s*\d{8,}|网站标识码[:：\s]*\w{6,}|版权所有\s*[:：©]|"
    r"(?i:copyright\s*(?:©|\(c\)|&copy;|\d{4}))|^\s*版权所有"
)
_SENTENCE_END = re.compile("[。；]")
_TOOL_TEXT_CHARS = 15
# A box to search in may come with a word typed and a choice made; cells hold it rarely.
_FILLED_FIELDS, _FILLED_CELLS = 3, 2
_CONTENT = (
    "#UCAP-CONTENT, .TRS_Editor, .trs_editor_view, #zoom, #Zoom, #zoomcon, .pages_content,"
    " .article-content, .article_content, .article-con, .article_con, .content_detail, article, main"
)
_SITE_NAME = re.compile(r"(?:网|网站|门户|平台|首页|信息公开(?:专栏|目录)?|人民政府)$")
_MIN_CONTENT_SHARE = 0.7
_MIN_CHILD_SHARE = 0.9
_MAX_TOOL_SHARE = 0.2
_MAX_FOOT_CHARS = 400


def prune(body: "LexborNode") -> None:
    """Remove from the tree what is never the document's text."""
    remove(body.css(_NEVER_TEXT))
    styled = body.css("[style]")
    remove([node for node in styled if _HIDDEN_STYLE.search(node.attributes.get("style") or "")])
    remove([node for node in body.css("form, aside") if _says_nothing(node)])
    total = max(1, weight(body))
    named = body.css("header, [class], [id]")
    remove([node for node in named if _is_tool(node, total)])
    blocks = body.css("div, ul, ol, table, section, p")
    remove([node for node in blocks if _is_menu(node) or _is_foot(node)])


def _is_tool(node: "LexborNode", total: int) -> bool:
    """Whether a node is a tool by its name: it holds no content, and little of the page's `total` weight."""
    attributes = node.attributes
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if node.tag != "header" and not _TOOL_NAME.search(name):
        return False
    has_content = node.css_first("h1, article, main") is not None or _tells(node)
    return not has_content and weight(node) < _MAX_TOOL_SHARE * total


def _says_nothing(node: "LexborNode") -> bool:
    """Whether a form or a box beside the text is a tool: no words of some length, hardly a filled field."""
    fields = node.css("input, select, textarea")
    in_cells = node.css("td input, td select, td textarea")
    if sum(bool(form_value(one)) for one in fields) >= _FILLED_FIELDS:
        return False
    if sum(bool(form_value(one)) for one in in_cells) >= _FILLED_CELLS:
        return False
    own = node.css("p, td, th, li, h1, h2, h3, h4, h5, h6, article, div")
    return not any(weight(one) >= _TOOL_TEXT_CHARS and not _is_menu(one) for one in own)


def _tells(node: "LexborNode") -> bool:
    """Whether a node holds sentences and is not the foot of the page."""
    return _SENTENCE_END.search(node.text()) is not None and not _is_foot(node)


def _is_menu(node: "LexborNode") -> bool:
    """Whether a node is nearly all links, and no list that the text around it speaks of."""
    if len(node.css("a")) < 4 or _linked(node) <= 0.8 * max(1, _length(node)):
        return False
    before, after = _beside(node, "prev"), _beside(node, "next")
    is_list_of_text = _ends_as_lead_in(before) and _SENTENCE_END.search(_parent_text(node))
    return not is_list_of_text and not (
        _SENTENCE_END.search(before) and _SENTENCE_END.search(after)
    )


def _ends_as_lead_in(text: str) -> bool:
    return text.rstrip().endswith(("：", ":"))


def _parent_text(node: "LexborNode") -> str:
    return node.parent.text() if node.parent is not None else ""


def _beside(node: "LexborNode", side: str) -> str:
    """The text of all siblings before a node, or behind it."""
    parts = []
    at = getattr(node, side)
    while at is not None:
        parts.append(at.text())
        at = getattr(at, side)
    return "".join(reversed(parts) if side == "prev" else parts)


def _is_foot(node: "LexborNode") -> bool:
    """Whether a node is the foot of the site: its own forms, and no sentence of the page behind it."""
    if _length(node) >= _MAX_FOOT_CHARS or not _SITE_FOOT.search(node.text()):
        return False
    at: LexborNode | None = node
    while at is not None and at.tag != "body":
        if _SENTENCE_END.search(_beside(at, "next")):
            return False
        at = at.parent
    return True


def unread(root: "LexborNode") -> tuple[str, ...]:
    """Tell the user what stands in the document's part of a page and is not read, with its number."""
    counted = {
        "图片": len(root.css("img")),
        "嵌入的页面或文件": len(root.css("iframe, object, embed")),
    }
    what = "、".join(f"{name} {number} 个" for name, number in counted.items() if number)
    if not what:
        return ()
    return (f"正文里有{what}，里面的文字没有读入；如有要用的内容，请把原件另行导入。",)


def content_root(body: "LexborNode") -> "LexborNode":
    """The element that holds the document: a known content container, else the densest one.

    Walks down from `body` while one child holds nearly all text that is not in links.
    """
    total = max(1, weight(body))
    known = max(body.css(_CONTENT), key=weight, default=None)
    if known is not None and weight(known) >= _MIN_CONTENT_SHARE * total:
        return known
    node = body
    while True:
        inner = [child for child in node.iter() if child.tag not in ("p", "span", "pre")]
        best = max(inner, key=weight, default=None)
        if best is None or weight(best) < _MIN_CHILD_SHARE * total or _is_data_table(best):
            return node
        node = best


def weight(node: "LexborNode") -> int:
    """Characters of text that is not in links."""
    return _length(node) - _linked(node)


def _length(node: "LexborNode") -> int:
    return len("".join(node.text().split()))


def _linked(node: "LexborNode") -> int:
    return sum(_length(link) for link in node.css("a"))


def _is_data_table(node: "LexborNode") -> bool:
    return node.tag == "table" and not is_layout(node)


def page_title(tree: "LexborHTMLParser") -> str | None:
    """The document's own title: stated by the page, else <title> without the name of the site."""
    if title := _stated_title(tree):
        return _without_site(title)
    heads = [title for node in tree.css("h1") if (title := _clean(node.text()))]
    if len(heads) == 1 and not _SITE_NAME.search(heads[0]):
        return heads[0]
    head = tree.css_first("title")
    if title := _clean(head.text()) if head else "":
        return _without_site(title)
    return _title_in_table(tree)


def _stated_title(tree: "LexborHTMLParser") -> str:
    for selector in ("meta[name=ArticleTitle i]", "meta[property='og:title']"):
        found = tree.css_first(selector)
        if title := _clean((found.attributes.get("content") if found else "") or ""):
            return title
    return ""


def _title_in_table(tree: "LexborHTMLParser") -> str | None:
    """What the cell behind one that reads 标题： says."""
    for label in tree.css("td, th"):
        if re.fullmatch(r"标\s*题\s*[：:]", _clean(label.text())):
            value = label.next
            while value is not None and value.tag not in ("td", "th"):
                value = value.next
            if value is not None and (title := _clean(value.text())):
                return title
    return None


def _without_site(title: str) -> str:
    parts = [
        part for part in re.split(r"\s*[_|\uff5c]\s*|\s+[-\u2013—]\s+|\s*-{2,}\s*", title) if part
    ]
    own = [part for part in parts if not _SITE_NAME.search(part)]
    return own[0] if own else title


def _clean(text: str) -> str:
    return " ".join(text.split())


def page_url(tree: "LexborHTMLParser") -> str | None:
    """The page's own address, if it states one; http and https only."""
    for selector, attribute in (
        ("link[rel=canonical]", "href"),
        ("meta[property='og:url']", "content"),
    ):
        found = tree.css_first(selector)
        address = ((found.attributes.get(attribute) if found else "") or "").strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return address
    return None
