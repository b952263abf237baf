"""Scans and pictures, recognised by the real models; .doc through a real LibreOffice where it is installed."""

import re
import shutil
import subprocess
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from pydantic import TypeAdapter

from assistant.answering.scans import with_scans_named
from assistant.models import Answer, Citation
from ingest.errors import ScannedDocument, UnreadableDocument, UnsupportedFormat
from ingest.models import RecognisedPage
from ingest.readers import office, pdf_scans, read, recognise
from tests.fakes_service import FakeService
from tests.samples import REPORT, write_docx, write_encrypted_pdf, write_pdf
from tests.samples_scan import write_scan
from tests.samples_sheets import write_pptx, write_xlsx

FIGURES = ("120件", "98件", "7.14%", "45件", "1200余人次", "23456条", "310卷", "56个")


def recall(found: str, wanted: str) -> float:
    """Give the share of the wanted characters that were found in order, white space and width aside."""
    import unicodedata

    one, other = (
        re.sub(r"\s", "", unicodedata.normalize("NFKC", text)) for text in (found, wanted)
    )
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(other)


@pytest.mark.parametrize("suffix", [".pdf", ".png", ".jpg", ".tif"])
def test_a_scan_is_read_with_its_figures_and_pages(suffix: str, tmp_path: Path) -> None:
    document = read(write_scan(tmp_path / f"扫描{suffix}", REPORT))
    text = "\n".join(block.text for block in document.blocks)
    assert recall(text, "\n".join(REPORT)) >= 0.98
    for figure in FIGURES:
        assert figure in text, figure
    assert [page.page for page in document.recognised] == [1]
    assert all(page.confidence > 0.9 for page in document.recognised)
    assert "一、工作情况" in [block.text for block in document.blocks]


def test_a_scan_a_little_askew_is_read(tmp_path: Path) -> None:
    document = read(write_scan(tmp_path / "斜.png", REPORT[:6], skew=0.7))
    assert recall("".join(b.text for b in document.blocks), "".join(REPORT[:6])) >= 0.97


def test_pages_of_a_scan_keep_their_numbers(tmp_path: Path) -> None:
    document = read(write_scan(tmp_path / "三页.pdf", REPORT, lines_a_page=9))
    assert {block.page for block in document.blocks} >= {1, 2}
    last = next(b for b in document.blocks if b.text.startswith("三、下一步"))
    assert last.page == max(page.page for page in document.recognised)


def test_only_the_pages_without_text_are_recognised(tmp_path: Path) -> None:
    import pypdfium2

    mixed = tmp_path / "混合.pdf"
    whole = pypdfium2.PdfDocument(write_pdf(tmp_path / "文字.pdf", REPORT))
    scan = pypdfium2.PdfDocument(
        write_scan(tmp_path / "扫描.pdf", ["虚构市附件一：名单共计77人。"])
    )
    whole.import_pages(scan)
    count = len(whole)
    whole.save(mixed)
    whole.close()
    scan.close()
    document = read(mixed)
    assert [page.page for page in document.recognised] == [count]
    assert "77人" in document.blocks[-1].text
    assert document.blocks[0].text == REPORT[0]


def test_a_picture_without_text_says_so(tmp_path: Path) -> None:
    for name in ("白.png", "白.pdf"):
        with pytest.raises(ScannedDocument, match="没有认出文字"):
            read(write_scan(tmp_path / name, [" "]))


def test_what_would_unpack_to_too_much_is_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_scan(tmp_path / "大.pdf", REPORT[:3])
    monkeypatch.setattr(pdf_scans, "MAX_PICTURE_PX", 1000)
    with pytest.raises(ScannedDocument):
        read(path)
    monkeypatch.setattr("ingest.readers.picture.MAX_PICTURE_PX", 1000)
    with pytest.raises(UnreadableDocument, match="图片过大"):
        read(write_scan(tmp_path / "大.png", REPORT[:3]))
    monkeypatch.undo()
    monkeypatch.setattr(pdf_scans, "MAX_PAGES", 0)
    with pytest.raises(ScannedDocument, match="上限"):
        read(path)


@pytest.mark.parametrize("name", ["坏.png", "坏.tif", "坏.jpg"])
def test_a_damaged_picture_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    with pytest.raises(UnreadableDocument, match="《坏"):
        read(path)


def test_a_pdf_with_a_password_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="密码"):
        read(write_encrypted_pdf(tmp_path / "锁.pdf"))


def test_an_answer_says_that_its_source_was_recognised() -> None:
    (record, *_) = FakeService().reports()
    citation = Citation(1, "r1", "标题", "甲区", 2020, (), 2, "引文。", "引文。", 0, 3)
    answer = Answer("disclosed", "引文。[1]", (citation, replace(citation, n=2, page=3)))
    assert with_scans_named(answer, (record,)) is answer
    scanned = replace(record, recognised=(RecognisedPage(2, 0.99), RecognisedPage(3, 0.7)))
    notices = with_scans_named(answer, (scanned,)).notices
    assert "出处[1][2]的文字由扫描图片识别得来" in notices[0]
    assert "其中出处[2]的识别把握较低" in notices[1]


def test_only_the_quotes_that_hold_a_line_in_doubt_are_marked() -> None:
    (record, *_) = FakeService().reports()
    passage = "复议工作平稳。共收到申请\n三百七十六件，审结三百件。应诉工作平稳。"
    said = Citation(1, "r1", "标题", "甲区", 2020, (), 2, "复议工作平稳。", passage, 0, 7)
    doubtful = replace(said, n=2, quote="共收到申请\n三百七十六件，审结三百件。")
    after = replace(said, n=3, quote="应诉工作平稳。")
    answer = Answer("disclosed", "引文。[1]", (said, doubtful, after))
    pages = (RecognisedPage(2, 0.95, "请三百七十 六件，审"),)
    notices = with_scans_named(answer, (replace(record, recognised=pages),)).notices
    assert "出处[1][2][3]的文字" in notices[0]
    assert "其中出处[2]的识别把握较低" in notices[1]
    low = (RecognisedPage(2, 0.7, "另一段里的一行"), RecognisedPage(3, 0.99, "应诉工作平"))
    notices = with_scans_named(answer, (replace(record, recognised=low),)).notices
    assert "其中出处[3]的识别把握较低" in notices[1]


def test_the_lines_in_doubt_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(picture: object) -> SimpleNamespace:
        tops = (100, 200, 300)
        boxes = [[(10, y), (510, y), (510, y + 40), (10, y + 40)] for y in tops]
        return SimpleNamespace(
            boxes=boxes,
            txts=("清楚的一行。", "不清的一行。", "更不清的一行。"),
            scores=(0.99, 0.8, 0.6),
        )

    monkeypatch.setattr(recognise, "_engine", lambda: found)
    seen = recognise.recognise(Image.new("RGB", (600, 800)), 3, 300, 400)
    assert seen.unsure == ("更不清的一行。", "不清的一行。")
    assert seen.told() == RecognisedPage(
        3, round(seen.confidence, 3), "更不清的一行。\n不清的一行。"
    )
    assert TypeAdapter(RecognisedPage).validate_python({"page": 3, "confidence": 0.9}).unsure == ""


def test_without_libreoffice_an_old_word_file_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(UnsupportedFormat, match=r"LibreOffice.*另存为 \.docx"):
        read(tmp_path / "旧.doc")
    for suffix, newer in ((".et", ".xlsx"), (".ppt", ".pptx")):
        (tmp_path / f"旧{suffix}").write_bytes(b"\xd0\xcf\x11\xe0")
        with pytest.raises(UnsupportedFormat, match=rf"LibreOffice.*另存为 \{newer}"):
            read(tmp_path / f"旧{suffix}")


def test_tables_and_slides_of_other_kinds_go_through_libreoffice_to_their_own_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for suffix, made in (
        (".et", write_xlsx(tmp_path / "made.xlsx", [["地区", "数"], ["甲区", 5]])),
        (".ppt", write_pptx(tmp_path / "made.pptx", [("题", ["正文。"])])),
    ):
        # Stands in for LibreOffice: puts the file that it would make where it is asked to.
        program = tmp_path / "soffice"
        program.write_text(
            "#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in --outdir) out=$2;; --convert-to) to=$2;; esac;"
            f' shift; done\nmkdir -p "$out" && cp {made} "$out/document.$to"\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setattr(office.shutil, "which", lambda name, found=str(program): found)
        (tmp_path / f"旧{suffix}").write_bytes(b"\xd0\xcf\x11\xe0")
        document = read(tmp_path / f"旧{suffix}")
        assert document.source_name == f"旧{suffix}"
        assert document.blocks[-1].text in ("地区：甲区；数：5", "正文。")


@pytest.mark.parametrize("suffix", [".doc", ".rtf"])
def test_an_old_word_file_is_read_through_libreoffice(suffix: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("没有安装 LibreOffice，未检查 .doc 和 .rtf")
    made = write_docx(tmp_path / "旧.docx", REPORT)
    command = [program, f"-env:UserInstallation=file://{tmp_path}/user", "--headless"]
    subprocess.run(
        [*command, "--convert-to", suffix[1:], "--outdir", str(tmp_path / "out"), str(made)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = read(tmp_path / "out" / f"旧{suffix}")
    assert [block.text for block in document.blocks] == list(REPORT)
    assert document.source_name == f"旧{suffix}"


def test_a_document_that_keeps_libreoffice_busy_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 30\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(office.shutil, "which", lambda name: str(slow))
    monkeypatch.setattr(office, "PATIENCE_S", 0.3)
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(UnreadableDocument, match="太久"):
        read(tmp_path / "旧.doc")
