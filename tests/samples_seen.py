"""Builds PDFs in which not all that stands in the text layer is the page's text: watermarks, hidden type, notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from pathlib import Path

from tests.samples import pdf_of


@dataclass(frozen=True, slots=True)
class Type:
    """One run of type at (x, y) in points; `degrees` counter-clockwise, `grey` 0 is black, 1 white.

    `mode` is the render mode of PDF 32000-1, 9.3.6; `is_in_layer` puts it into the file's one layer.
    """

    x: float
    y: float
    text: str
    size: float = 14.0
    degrees: float = 0.0
    grey: float = 0.0
    mode: int = 0
    is_in_layer: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled box: left, bottom, width, height in points."""

    left: float
    bottom: float
    width: float
    height: float
    grey: float = 0.0


def write_seen_pdf(
    path: Path,
    pages: Sequence[Sequence[Type | Box | str]],
    *,
    is_layer_on: bool = False,
    annotations: Sequence[str] = (),
) -> Path:
    """Write pages of type and boxes (a str is drawn as it is); `annotations` are dictionaries on page 1."""
    content = pdf_of(["\n".join(map(_drawn, page)) for page in pages]).decode("ascii")
    state = "/ON" if is_layer_on else "/OFF"
    content = content.replace(
        "/Type/Catalog", f"/Type/Catalog/OCProperties<</OCGs[900 0 R]/D<<{state}[900 0 R]>>>>"
    )
    content = content.replace("/Resources<<", "/Resources<</Properties<</MC0 900 0 R>>")
    if annotations:
        content = content.replace("/Type/Page/", f"/Type/Page/Annots[{''.join(annotations)}]/", 1)
    layer = "900 0 obj\n<</Type/OCG/Name(layer)>>\nendobj\nxref\n"
    path.write_bytes(content.replace("xref\n", layer, 1).encode("ascii"))
    return path


def _drawn(item: Type | Box | str) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Box):
        return f"{item.grey} g {item.left} {item.bottom} {item.width} {item.height} re f"
    turn = radians(item.degrees)
    matrix = f"{cos(turn):.4f} {sin(turn):.4f} {-sin(turn):.4f} {cos(turn):.4f} {item.x} {item.y}"
    shown = (
        f"BT /F1 {item.size} Tf {item.mode} Tr {item.grey} g {matrix} Tm"
        f" <{item.text.encode('utf-16-be').hex()}> Tj ET"
    )
    return f"/OC /MC0 BDC {shown} EMC" if item.is_in_layer else shown
