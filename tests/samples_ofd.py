"""Writes small OFD files (GB/T 33190) from paragraphs, with the oddities of real ones on demand."""

import zipfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.samples import wrap

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SIZE_MM, _LEADING_MM, _LEFT_MM, _TOP_MM, _LINES = 5.6, 10.0, 30.0, 30.0, 24


def write_ofd(
    path: Path,
    paragraphs: Sequence[str],
    *,
    folder: str = "Doc_0",
    namespace: str = _NS,
    absolute: bool = False,
    stamp: str = "",
    form: str = "",
    picture: bytes = b"",
) -> Path:
    """Write a file of A4 pages, 20 full-width characters a line.

    `folder` holds the document, `absolute` names its parts from the root. `stamp` is text of an
    annotation, `form` of a template under every page. With `picture` (PNG) the pages are that.
    """
    pages: list[list[tuple[float, float, str]]] = [[]]
    for index, paragraph in enumerate(paragraphs):
        for number, line in enumerate(wrap(paragraph, 0 if index == 0 else 2)):
            if len(pages[-1]) == _LINES:
                pages.append([])
            indent = 2 * _SIZE_MM if index and number == 0 else 0.0
            y = _TOP_MM + len(pages[-1]) * _LEADING_MM
            pages[-1].append((_LEFT_MM + indent, y, line))
    lead = f"/{folder}/" if absolute else ""
    # As in real files the pages' folders are numbered by no order of theirs.
    places = [f"Pages/Page_{97 * (len(pages) - n)}/Content.xml" for n in range(len(pages))]
    listed = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="{lead}{place}"/>' for n, place in enumerate(places)
    )
    parts: dict[str, bytes] = {
        "OFD.xml": (
            f"<ofd:OFD {namespace}><ofd:DocBody><ofd:DocRoot>{'/' if absolute else ''}{folder}/"
            "Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ).encode(),
        f"{folder}/Document.xml": (
            f"<ofd:Document {namespace}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            f"<ofd:Pages>{listed}</ofd:Pages><ofd:Annotations>Annots/Annotations.xml"
            "</ofd:Annotations></ofd:Document>"
        ).encode(),
        f"{folder}/PublicRes.xml": (
            f'<ofd:Res {namespace} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
            "<ofd:MediaFile>page.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
        ).encode(),
    }
    template = '<ofd:Template TemplateID="5"/>' if form else ""
    for place, lines in zip(places, pages, strict=True):
        objects = "".join(_text(*line) for line in lines)
        if picture:
            objects = '<ofd:ImageObject ResourceID="7" Boundary="0 0 210 297"/>'
        parts[f"{folder}/{place}"] = (
            f"<ofd:Page {namespace}>{template}<ofd:Content><ofd:Layer><ofd:PageBlock>{objects}"
            "</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
        ).encode()
    if form:
        parts[f"{folder}/Tpls/Tpl_0/Content.xml"] = (
            f"<ofd:Page {namespace}><ofd:Content><ofd:Layer>{_text(_LEFT_MM, 15, form)}"
            "</ofd:Layer></ofd:Content></ofd:Page>"
        ).encode()
    if stamp:
        parts[f"{folder}/Annots/Annotations.xml"] = (
            f'<ofd:Annotations {namespace}><ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml'
            "</ofd:FileLoc></ofd:Page></ofd:Annotations>"
        ).encode()
        parts[f"{folder}/Annots/Page_0/Annotation.xml"] = (
            f'<ofd:PageAnnot {namespace}><ofd:Annot><ofd:Appearance Boundary="30 280 100 10">'
            f"{_text(0, 5, stamp)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
        ).encode()
    if picture:
        parts[f"{folder}/Res/page.png"] = picture
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _text(x: float, y: float, text: str) -> str:
    steps = " ".join(f"{_SIZE_MM * (0.5 if char.isascii() else 1):g}" for char in text[:-1])
    # Half of the lines name their steps one by one, half by repetition.
    if len(set(steps.split())) == 1 and len(text) > 2:
        steps = f"g {len(text) - 1} {_SIZE_MM:g}"
    return (
        f'<ofd:TextObject Boundary="{x:g} {y - 5:g} 150 7" Size="{_SIZE_MM}">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )
