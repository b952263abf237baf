"""Read pictures of pages (.png, .jpg, .tif …) by recognition; a .tif may hold many pages."""

from pathlib import Path

from ingest.errors import ScannedDocument, UnreadableDocument
from ingest.models import RawDocument
from ingest.readers.layout.furniture import drop_furniture
from ingest.readers.layout.paragraphs import to_blocks
from ingest.readers.layout.pictures import MAX_PICTURE_PX
from ingest.readers.pdf_scans import MAX_PAGES
from ingest.readers.recognise import DOTS_PER_INCH, recognise
from ingest.readers.titles import stated_title


def read_picture(path: Path, source_name: str) -> RawDocument:
    """Read a picture file, each of its frames as a page.

    Raises `UnreadableDocument` when it is damaged or too large, `ScannedDocument` when no text is
    recognised in it.
    """
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    recognised = []
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MAX_PICTURE_PX:
                raise UnreadableDocument(
                    f"《{source_name}》的图片过大（{opened.width}×{opened.height}）。请缩小后再试。",
                    f"{source_name} is too large ({opened.width}x{opened.height}): make it smaller.",
                )
            for number, frame in enumerate(ImageSequence.Iterator(opened), 1):
                if number > MAX_PAGES:
                    break
                upright = ImageOps.exif_transpose(frame)
                width, height = (72 * side / DOTS_PER_INCH for side in upright.size)
                recognised.append(recognise(upright, number, width, height))
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise UnreadableDocument(
            f"《{source_name}》已损坏，或者不是图片文件。请重新取得文件后再试。",
            f"{source_name} is damaged or not a picture. Get the file again.",
        ) from error
    blocks = tuple(to_blocks(drop_furniture([one.page for one in recognised])))
    if not blocks:
        raise ScannedDocument(
            f"《{source_name}》里没有认出文字。请提供清楚些的扫描件，或带文字的文件。",
            f"No text was recognised in {source_name}. Provide a clearer scan.",
        )
    pages = tuple(one.told() for one in recognised)
    return RawDocument(source_name, blocks, stated_title("", blocks), recognised=pages)
