"""Read .ofd (GB/T 33190, the fixed-layout format of Chinese government): text with its pages, in reading order.

No kept library reads the text of real files with pages; `easyofd` draws pictures of them. Text of
templates (forms) belongs to the page; that of annotations (stamps, notes, watermarks) was laid over it
later and is told of, not read. A page that is a picture is recognised.
"""

import io
from pathlib import Path
from typing import Any

from ingest.errors import EmptyDocument
from ingest.models import RawDocument
from ingest.readers.layout.chars import Drawn
from ingest.readers.layout.furniture import drop_furniture
from ingest.readers.layout.lines import Page, pages_of
from ingest.readers.layout.paragraphs import to_blocks
from ingest.readers.layout.pictures import MAX_PICTURE_PX
from ingest.readers.layout.watermarks import without_watermarks
from ingest.readers.ofd_package import OfdPackage
from ingest.readers.ofd_page import POINTS, Picture, box_of, descend, read_objects, words_of
from ingest.readers.pdf_left_out import left_out
from ingest.readers.pdf_scans import MAX_PAGES
from ingest.readers.recognise import Recognised, recognise
from ingest.readers.titles import stated_title

_MAX_PAGES = 5_000


def read_ofd(path: Path, source_name: str) -> RawDocument:
    """Read an .ofd file.

    Raises `UnreadableDocument` when it is damaged, `EmptyDocument` when it has no text.
    """
    with OfdPackage(path, source_name) as package:
        root = package.part("OFD.xml")
        documents = [
            package.resolve(found.text or "", "OFD.xml") for found in descend(root, "DocRoot")
        ]
        if not documents:
            raise package.refusal()
        drawn: list[Drawn] = []
        annotations: dict[int, str] = {}
        recognised: dict[int, Recognised] = {}
        for place in documents:
            _Document(package, place).read(drawn, annotations, recognised)
    drawn = without_watermarks(drawn)
    pages: list[Page] = []
    for number, one in enumerate(drawn, start=1):
        pages += [recognised[number].page] if number in recognised else pages_of(one, number)
    blocks = tuple(to_blocks(drop_furniture(pages)))
    if not blocks:
        raise EmptyDocument(
            f"《{source_name}》里没有文字，页面图片里也没有认出文字。请确认文件内容后再试。",
            f"{source_name} holds no text, and none was recognised in its pictures.",
        )
    return RawDocument(
        source_name,
        blocks,
        stated_title("", blocks),
        notices=left_out(drawn, annotations),
        recognised=tuple(one.told() for one in recognised.values()),
    )


class _Document:
    """One document of a package: its pages, templates, annotations and pictures by id."""

    def __init__(self, package: OfdPackage, place: str) -> None:
        self._package = package
        self._place = place
        self._root = package.part(place)
        if self._root is None:
            raise package.refusal()
        self._templates = {
            one.get("ID"): package.resolve(one.get("BaseLoc") or "", place)
            for one in descend(self._root, "TemplatePage")
        }
        self._annotations = self._read_annotations()

    def read(
        self, pages: list[Drawn], annotations: dict[int, str], recognised: dict[int, Recognised]
    ) -> None:
        """Append the pages of this document, in its own order, numbered on from those before.

        `annotations` takes the words that were laid over a page.
        """
        usual = box_of(self._root)
        for one in list(descend(self._root, "Page"))[:_MAX_PAGES]:
            place = self._package.resolve(one.get("BaseLoc") or "", self._place)
            content = self._package.part(place)
            number = len(pages) + 1
            has_box = (
                content is not None and next(descend(content, "PhysicalBox"), None) is not None
            )
            size = box_of(content) if has_box else usual
            roots = [*self._templates_of(content), *([] if content is None else [content])]
            page, pictures = read_objects(roots, size)
            annotations[number] = self._annotations.get(one.get("ID"), "")
            if page.is_picture and len(recognised) < MAX_PAGES:
                found = self._recognise(pictures, place, number, size)
                if found is not None:
                    recognised[number] = found
            pages.append(page)

    def _templates_of(self, content: Any) -> list[Any]:
        places = [
            self._templates.get(one.get("TemplateID")) for one in descend(content, "Template")
        ]
        found = [self._package.part(place) for place in places if place]
        return [one for one in found if one is not None]

    def _read_annotations(self) -> dict[str, str]:
        """Give the words of the annotations by the id of their page."""
        named = next(descend(self._root, "Annotations"), None)
        if named is None or not named.text:
            return {}
        place = self._package.resolve(named.text, self._place)
        found: dict[str, str] = {}
        for page in descend(self._package.part(place), "Page"):
            file = next(descend(page, "FileLoc"), None)
            if file is None or not file.text:
                continue
            content = self._package.part(self._package.resolve(file.text, place))
            words = "".join(words_of(shown) for shown in descend(content, "Appearance"))
            found[page.get("PageID")] = found.get(page.get("PageID"), "") + words
        return found

    def _recognise(
        self, pictures: list[Picture], place: str, number: int, size: tuple[float, float]
    ) -> Recognised | None:
        from PIL import Image, UnidentifiedImageError

        largest = max(pictures, key=lambda picture: picture.area)
        content = self._picture_data(largest.resource, place)
        if content is None:
            return None
        try:
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > MAX_PICTURE_PX:
                    return None
                return recognise(picture, number, size[0] * POINTS, size[1] * POINTS)
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            return None

    def _picture_data(self, resource: str, page_place: str) -> bytes | None:
        """Find a picture by its id in the resource files of the document and of the page."""
        for holder, place in (
            (self._root, self._place),
            (self._package.part(page_place), page_place),
        ):
            for name in ("PublicRes", "DocumentRes", "PageRes"):
                for named in descend(holder, name):
                    where = self._package.resolve(named.text or "", place)
                    resources = self._package.part(where)
                    for media in descend(resources, "MultiMedia"):
                        file = next(descend(media, "MediaFile"), None)
                        if media.get("ID") != resource or file is None:
                            continue
                        base = (resources.get("BaseLoc") or "").strip("/")
                        joined = f"{base}/{(file.text or '').strip()}" if base else file.text or ""
                        return self._package.data(
                            self._package.resolve(joined, where)
                        ) or self._package.data(self._package.resolve(file.text or "", where))
        return None
