"""Read .pptx: the visible slides in order, their shapes from the top down and left to right, their notes.

The title placeholder heads its slide; a table and a chart that stores its values are read as table rows.
Left out: what masters and layouts draw, footers and slide numbers, comments. Counted and told: hidden
slides, pictures, SmartArt, embedded objects and charts that are more than one table.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.models import Block, RawDocument
from ingest.readers.office_package import POWERPOINT, check_package, damaged
from ingest.readers.slide_chart import chart_grid, chart_lines
from ingest.readers.slide_shapes import (
    TITLES,
    UNREAD_PLACES,
    A,
    Inherited,
    in_reading_order,
    placeholder,
)
from ingest.readers.slide_text import paragraphs_of, table_grid
from ingest.readers.tables import table_rows
from ingest.readers.titles import stated_title

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/"
_MAX_HEADING_CHARS = 80
_NOTE = "备注："


def read_slides(path: Path, source_name: str) -> RawDocument:
    """Read a .pptx file; raises `UnreadableDocument` when it is encrypted, damaged or something else."""
    check_package(path, source_name, POWERPOINT)
    from lxml.etree import LxmlError
    from pptx.exc import PythonPptxError

    # What python-pptx, lxml and zipfile were seen to raise on fuzzed and truncated packages: they
    # leave parts that are missing or of another kind to chance.
    broken = (
        *(PythonPptxError, LxmlError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
        *(NotImplementedError, KeyError, ValueError, AttributeError, IndexError, TypeError),
    )
    try:
        presentation, slides = _opened(path)
        stated = presentation.core_properties.title
    except broken as error:
        raise damaged(source_name, POWERPOINT) from error
    reading = _Reading()
    blocks: list[Block] = []
    try:
        for number, opened in enumerate(slides, start=1):
            blocks += reading.slide(opened, number)
    except (LxmlError, ValueError) as error:
        # Numbers in the tree that are none; no wider, as in `ingest.readers.word`.
        raise damaged(source_name, POWERPOINT) from error
    first = blocks[0].text if blocks and blocks[0].kind == "heading" else None
    title = stated_title(stated, blocks) or first
    return RawDocument(source_name, tuple(blocks), title, notices=reading.notices())


@dataclass(frozen=True, slots=True)
class _Slide:
    """A slide as the library opened it; what the library does on asking is done here, where it may fail."""

    part: Any
    boxes: dict[Any, Inherited]
    notes: Any = None

    @classmethod
    def of(cls, slide: Any) -> "_Slide":
        boxes = {one.element: (one.top, one.left, one.height) for one in slide.placeholders}
        notes = slide.notes_slide.part._element if slide.has_notes_slide else None
        return cls(slide.part, boxes, notes)


def _opened(path: Path) -> "tuple[Presentation, list[_Slide]]":
    import pptx

    presentation = pptx.Presentation(str(path))
    return presentation, [_Slide.of(slide) for slide in presentation.slides]


class _Reading:
    """One pass over the slides; counts what is not read."""

    def __init__(self) -> None:
        self._unread: Counter[str] = Counter()

    def notices(self) -> tuple[str, ...]:
        """Tell the user what stands in the slides and was not read, with its number."""
        what = "、".join(f"{name} {count} 个" for name, count in self._unread.items() if count)
        if not what:
            return ()
        return (
            f"演示文稿里有些内容没有读入：{what}。如有要用的内容，请显示出来，另存为 PDF 再导入。",
        )

    def slide(self, slide: _Slide, number: int) -> Iterator[Block]:
        """Give the blocks of one slide; none of a hidden one."""
        root = slide.part._element
        if root.get("show", "1").lower() in ("0", "false"):
            self._unread["隐藏的幻灯片"] += 1
            return
        shapes = in_reading_order(root, slide.boxes)
        titles = [shape for shape in shapes if placeholder(shape) in TITLES]
        for shape in titles:
            yield from self._title(shape, number)
        for shape in shapes:
            if placeholder(shape) not in (*TITLES, *UNREAD_PLACES):
                yield from self._shape(slide, shape, number)
        for text in self._notes(slide.notes):
            yield Block(f"{_NOTE}{text}", page=number)

    def _title(self, shape: Any, number: int) -> Iterator[Block]:
        text = "".join(paragraphs_of(shape))
        if text and len(text) <= _MAX_HEADING_CHARS:
            yield Block(text, "heading", 1, number)
        elif text:
            yield Block(text, page=number)

    def _shape(self, slide: _Slide, shape: Any, number: int) -> Iterator[Block]:
        kind = shape.tag.rpartition("}")[2]
        if kind == "graphicFrame":
            yield from self._frame(slide, shape, number)
        elif kind == "pic":
            self._unread["图片"] += 1
        elif kind in ("contentPart", "AlternateContent"):
            self._unread["其他对象"] += 1
        else:
            yield from (Block(text, page=number) for text in paragraphs_of(shape))

    def _frame(self, slide: _Slide, frame: Any, number: int) -> Iterator[Block]:
        holder = frame.find(f"{A}graphic/{A}graphicData")
        kind = "" if holder is None else holder.get("uri", "").removeprefix(_GRAPHIC)
        if kind == "table" and (table := holder.find(f"{A}tbl")) is not None:
            yield from (
                Block(row, "table_row", page=number) for row in table_rows(table_grid(table))
            )
        elif kind == "chart":
            yield from self._chart(slide, holder, number)
        else:
            self._unread["SmartArt 图形" if kind == "diagram" else "嵌入的对象"] += 1

    def _chart(self, slide: _Slide, holder: Any, number: int) -> Iterator[Block]:
        named = next((value for one in holder for value in one.attrib.values()), "")
        relation = slide.part.rels.get(named)
        root = None
        if relation is not None and not relation.is_external:
            root = getattr(relation.target_part, "_element", None)
        grid = None if root is None else chart_grid(root)
        if grid is None:
            self._unread["图表"] += 1
            return
        for text in (*chart_lines(root), *table_rows(grid, header_rows=1)):
            yield Block(text, "table_row", page=number)

    def _notes(self, notes: Any) -> list[str]:
        if notes is None:
            return []
        shapes = [one for one in notes.iter("{*}sp") if placeholder(one) == "body"]
        return [text for shape in shapes for text in paragraphs_of(shape)]
