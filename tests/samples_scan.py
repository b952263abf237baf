"""Pictures of made-up pages, drawn with a Chinese font of this machine, as a scanner would give them."""

import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.samples import wrap

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 200
_SIZE_PX = 44
_A4_PX = (1654, 2339)


def chinese_font() -> str:
    """Give the file of a Chinese font; skip the test where there is none, fail where CI lacks it."""
    tool = shutil.which("fc-match")
    listed = [tool, "-f", "%{file}", "Noto Sans CJK SC:lang=zh-cn"] if tool else []
    path = subprocess.run(listed, capture_output=True, text=True).stdout if listed else ""
    if "cjk" in path.lower() or "han" in path.lower():
        return path
    missing = "没有中文字体，未检查文字识别"
    if os.environ.get("WENBAO_REQUIRE_BROWSER") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def draw_pages(
    paragraphs: Sequence[str], *, skew: float = 0.0, lines_a_page: int = 32
) -> "list[Image]":
    """Draw A4 pages at 200 dpi, 20 full-width characters a line, a little grey, turned by `skew` degrees."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(chinese_font(), _SIZE_PX)
    lines = [
        ("" if index == 0 or number else "　　") + line
        for index, paragraph in enumerate(paragraphs)
        for number, line in enumerate(wrap(paragraph, 0 if index == 0 else 2))
    ]
    pages = []
    for begin in range(0, len(lines), lines_a_page):
        page = Image.new("RGB", _A4_PX, (250, 249, 246))
        pen = ImageDraw.Draw(page)
        for row, line in enumerate(lines[begin : begin + lines_a_page]):
            pen.text((300, 260 + row * 62), line, font=font, fill=(30, 30, 34))
        pages.append(page.rotate(skew, expand=False, fillcolor=(250, 249, 246)))
    return pages


def write_scan(path: Path, paragraphs: Sequence[str], **more: float) -> Path:
    """Write the pages as one file: .pdf, .tif of many pages, or the first page as .png or .jpg."""
    pages = draw_pages(paragraphs, **more)  # type: ignore[arg-type]
    if path.suffix in (".pdf", ".tif", ".tiff"):
        pages[0].save(path, save_all=True, append_images=pages[1:], resolution=_DPI)
    else:
        pages[0].save(path, dpi=(_DPI, _DPI))
    return path


def png_of(page: "Image") -> bytes:
    """Give a picture as PNG."""
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()
