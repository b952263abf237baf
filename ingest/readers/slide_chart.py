"""The values that a chart stores beside its drawing, as a table: series by the names of their categories."""

from typing import Any

from ingest.readers.number_formats import shown_number
from ingest.readers.tables import clean_cell

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MAX_POINTS = 400
_MAX_SERIES = 40
# Two values a point, or values that the chart itself sums or cuts: no table of one value a name.
_NOT_SIMPLE = ("scatterChart", "bubbleChart", "stockChart", "surfaceChart", "surface3DChart")


def chart_grid(root: Any) -> list[list[str | None]] | None:
    """Give a chart's cached values with a header row; None where they are no simple table.

    Not simple are pairs of values, categories in levels or that differ by series, and a scale that the
    chart states beside its values.
    """
    series = list(root.iter(f"{C}ser"))
    if not 0 < len(series) <= _MAX_SERIES or not _states_single_values(root):
        return None
    names = _names_of(series)
    categories = [_points(one.find(f"{C}cat")) for one in series]
    values = [_points(one.find(f"{C}val")) for one in series]
    first = next((one for one in categories if one), {})
    if not 0 < len(first) <= _MAX_POINTS or not all(names) or len(set(names)) < len(names):
        return None
    if any(one and one != first for one in categories) or not _stand_under(first, values):
        return None
    rows: list[list[str | None]] = [["类别", *names]]
    for at in sorted(first):
        rows.append([first[at], *(one.get(at, "") for one in values)])
    return rows


def chart_lines(root: Any) -> list[str]:
    """Give the titles of a chart and of its axes, where their units are often told."""
    lines = []
    for title in root.iter(f"{C}title"):
        text = clean_cell("".join(one.text or "" for one in title.iter(f"{_A}t")))
        if text:
            of_axis = title.getparent().tag in (f"{C}valAx", f"{C}catAx", f"{C}dateAx")
            lines.append(f"坐标轴：{text}" if of_axis else f"图表：{text}")
    return lines


def _states_single_values(root: Any) -> bool:
    """Whether the chart gives one value a name, in no levels and to no scale of its own."""
    scaled = next(root.iter(f"{C}dispUnits", *(f"{C}{name}" for name in _NOT_SIMPLE)), None)
    levels = next(root.iter(f"{C}multiLvlStrRef"), None)
    return scaled is None and levels is None


def _names_of(series: list[Any]) -> list[str]:
    """The names of the series; one that stands alone needs none of its own."""
    names = [_series_name(one) for one in series]
    return ["数值"] if names == [""] else names


def _stand_under(categories: dict[int, str], values: list[dict[int, str]]) -> bool:
    """Whether there are values, and each has its category."""
    return any(values) and not any(set(one) - set(categories) for one in values)


def _series_name(series: Any) -> str:
    holder = series.find(f"{C}tx")
    texts = [] if holder is None else [one.text or "" for one in holder.iter(f"{C}v")]
    return clean_cell("".join(texts))


def _points(holder: Any) -> dict[int, str]:
    """The cached points by their place, as their number format shows them."""
    cache = None
    if holder is not None:
        cache = next(holder.iter(f"{C}strCache", f"{C}numCache", f"{C}strLit", f"{C}numLit"), None)
    if cache is None:
        return {}
    is_number = cache.tag in (f"{C}numCache", f"{C}numLit")
    code = cache.findtext(f"{C}formatCode") or ""
    points = {}
    for point in cache.iterchildren(f"{C}pt"):
        text = clean_cell(point.findtext(f"{C}v") or "")
        if text and is_number:
            text = _shown(text, point.get("formatCode") or code)
        if text:
            points[int(point.get("idx", "0"))] = text
    return points


def _shown(text: str, code: str) -> str:
    """A number as it is shown; "" for what stands for none, such as #N/A."""
    try:
        return shown_number(float(text), code)
    except (ValueError, ArithmeticError):
        return ""
