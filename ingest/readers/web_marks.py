"""A web page as its words stand on the screen: no struck text, no raised marks, form values as text."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.beside_figures.note_marks import above, below

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_BLOCK_STYLE = re.compile(r"(?i)display\s*:\s*(?:block|flex|grid|table|list-item)")
_STRUCK = "del, s, strike, rt, rp"
_STRUCK_STYLE = re.compile(r"(?i)text-decoration(?:-line)?\s*:[^;]*line-through")
_RAISED_STYLE = re.compile(r"(?i)vertical-align\s*:\s*super|mso-text-raise\s*:\s*[\d.]")
_LOWERED_STYLE = re.compile(r"(?i)vertical-align\s*:\s*sub(?![\w-])")
_TYPED = ("text", "number", "date", "month", "tel", "")
_BEFORE_CHARS = 12


def is_block(node: "LexborNode") -> bool:
    """Whether an element starts on a line of its own: by its name, or by its own style."""
    if node.tag in BLOCKS:
        return True
    return _BLOCK_STYLE.search(node.attributes.get("style") or "") is not None


def clear_marks(root: "LexborNode") -> None:
    """Take struck text and readings over characters out of the tree, and settle raised text."""
    styled = [(node, node.attributes.get("style") or "") for node in root.css("[style]")]
    remove([*root.css(_STRUCK), *(node for node, style in styled if _STRUCK_STYLE.search(style))])
    styled = [(node, node.attributes.get("style") or "") for node in root.css("[style]")]
    raised = [*root.css("sup"), *(node for node, style in styled if _RAISED_STYLE.search(style))]
    for node in outermost(raised):
        _replace(node, above(_before(node), node.text()))
    styled = [(node, node.attributes.get("style") or "") for node in root.css("[style]")]
    lowered = [*root.css("sub"), *(node for node, style in styled if _LOWERED_STYLE.search(style))]
    for node in outermost(lowered):
        _replace(node, below(_before(node), node.text()))


def show_form_values(root: "LexborNode") -> None:
    """Put what is typed, ticked or chosen in a form where its field stands."""
    for field in outermost(root.css("input, select, textarea")):
        _replace(field, form_value(field))


def form_value(field: "LexborNode") -> str:
    """Give what a field of a form shows: typed text, the choice made, a tick."""
    if field.tag == "textarea":
        return field.text()
    if field.tag == "select":
        return "".join(one.text() for one in field.css("option[selected]"))
    kind = (field.attributes.get("type") or "").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in field.attributes else "☐"
    return (field.attributes.get("value") or "") if kind in _TYPED else ""


def _replace(node: "LexborNode", text: str) -> None:
    if text:
        node.replace_with(text)
    else:
        node.decompose()


def _before(node: "LexborNode") -> str:
    """The text that stands before a node in its own block, as far as it matters."""
    text = ""
    at: LexborNode | None = node
    while at is not None and not is_block(at) and len(text) < _BEFORE_CHARS:
        beside = at.prev
        while beside is not None and len(text) < _BEFORE_CHARS:
            if beside.tag == "br" or is_block(beside):
                return text
            text = beside.text() + text
            beside = beside.prev
        at = at.parent
    return text


def outermost(nodes: Sequence["LexborNode"]) -> list["LexborNode"]:
    """Give the nodes that lie in none of the others, each once."""
    ids = {node.mem_id for node in nodes}
    kept: dict[int, LexborNode] = {}
    for node in nodes:
        above_it = node.parent
        while above_it is not None and above_it.mem_id not in ids:
            above_it = above_it.parent
        if above_it is None:
            kept[node.mem_id] = node
    return list(kept.values())


def remove(nodes: Sequence["LexborNode"]) -> None:
    """Remove nodes, each with its subtree; a freed node must not be touched again."""
    for node in outermost(nodes):
        node.decompose()
