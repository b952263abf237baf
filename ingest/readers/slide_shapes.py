"""The shapes of a slide, those in groups too, in the order in which they are read."""

from typing import Any

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TITLES = ("title", "ctrTitle")
UNREAD_PLACES = ("dt", "ftr", "sldNum", "hdr", "sldImg")
"""Placeholders that every slide repeats."""

_SHAPES = ("sp", "grpSp", "graphicFrame", "pic", "contentPart", "cxnSp")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAX_DEPTH = 40
_SAME_LINE = 0.5

Box = tuple[float, float, float]
"""Top, left and height on the slide, in its own small units."""
Inherited = tuple[float | None, float | None, float | None]
"""The same of a placeholder, as far as it is known."""
_Scale = tuple[float, float, float, float]
"""What a place inside groups is on the slide: factor and shift across, factor and shift down."""


def placeholder(shape: Any) -> str:
    """Give the kind of a placeholder (`title`, `body`), "" for a shape that is none."""
    found = next(shape.iterfind(f"*/{P}nvPr/{P}ph"), None)
    return "" if found is None else str(found.get("type", "obj"))


def in_reading_order(root: Any, inherited: dict[Any, Inherited]) -> list[Any]:
    """Give the visible shapes of a slide from the top down; those on one line from left to right.

    `inherited` has the places of placeholders that say none of their own.
    """
    tree = root.find(f"{P}cSld/{P}spTree")
    placed = [] if tree is None else _placed(tree, (1.0, 0.0, 1.0, 0.0), inherited, 0)
    placed.sort(key=lambda one: (one[0][0], one[0][1]))
    ordered: list[Any] = []
    while placed:
        top, _, height = placed[0][0]
        # Shapes whose top lies within the upper half of the first one stand beside it.
        line = [one for one in placed if one[0][0] <= top + _SAME_LINE * height]
        ordered += [shape for _, shape in sorted(line, key=lambda one: one[0][1])]
        placed = placed[len(line) :]
    return ordered


def _placed(
    tree: Any, scale: _Scale, inherited: dict[Any, Inherited], depth: int
) -> list[tuple[Box, Any]]:
    found: list[tuple[Box, Any]] = []
    for child in tree.iterchildren():
        shape = _chosen(child)
        if shape is None or _is_hidden(shape):
            continue
        kind = shape.tag.rpartition("}")[2]
        if kind == "grpSp" and depth < _MAX_DEPTH:
            found += _placed(shape, _inner(shape, scale), inherited, depth + 1)
        elif kind in _SHAPES:
            found.append((_box(shape, scale, inherited), shape))
    return found


def _chosen(child: Any) -> Any:
    """The shape itself, or the first one of those that a file offers for one place."""
    if child.tag != f"{_MC}AlternateContent":
        return child if isinstance(child.tag, str) else None
    for offered in (*child.iterfind(f"{_MC}Choice"), *child.iterfind(f"{_MC}Fallback")):
        for shape in offered.iterchildren():
            if isinstance(shape.tag, str) and shape.tag.rpartition("}")[2] in _SHAPES:
                return shape
    return None


def _is_hidden(shape: Any) -> bool:
    named = next(shape.iterfind(f"*/{P}cNvPr"), None)
    return named is not None and named.get("hidden", "0").lower() in ("1", "true")


def _inner(group: Any, scale: _Scale) -> _Scale:
    """The scale of what is inside a group, whose children are placed on a sheet of their own."""
    transform = group.find(f"{P}grpSpPr/{A}xfrm")
    if transform is None:
        return scale
    left, top = _pair(transform, "off", "x", "y")
    width, height = _pair(transform, "ext", "cx", "cy")
    child_left, child_top = _pair(transform, "chOff", "x", "y")
    child_width, child_height = _pair(transform, "chExt", "cx", "cy")
    across = width / child_width if child_width else 1.0
    down = height / child_height if child_height else 1.0
    by_x, to_x, by_y, to_y = scale
    return (
        by_x * across,
        to_x + by_x * (left - child_left * across),
        by_y * down,
        to_y + by_y * (top - child_top * down),
    )


def _box(shape: Any, scale: _Scale, inherited: dict[Any, Inherited]) -> Box:
    transform = next(shape.iter(f"{A}xfrm", f"{P}xfrm"), None)
    if transform is None:
        top, left, height = inherited.get(shape, (0, 0, 0))
        return float(top or 0), float(left or 0), float(height or 0)
    left_on, top_on = _pair(transform, "off", "x", "y")
    _, height_on = _pair(transform, "ext", "cx", "cy")
    by_x, to_x, by_y, to_y = scale
    return to_y + by_y * top_on, to_x + by_x * left_on, by_y * height_on


def _pair(transform: Any, name: str, first: str, second: str) -> tuple[float, float]:
    found = transform.find(f"{A}{name}")
    if found is None:
        return 0.0, 0.0
    return float(found.get(first, "0")), float(found.get(second, "0"))
