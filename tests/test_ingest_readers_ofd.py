"""OFD files with the oddities of real ones: page order, names, forms, stamps, pictures; and hostile ones."""

import re
import zipfile
from pathlib import Path

import pytest

from ingest.errors import IngestError, UnreadableDocument
from ingest.readers import ofd_package, read
from ingest.readers.ofd_page import deltas
from tests.samples import REPORT
from tests.samples_ofd import write_ofd
from tests.samples_scan import draw_pages, png_of


def plain(path: Path) -> str:
    return re.sub(r"\s", "", "\n".join(block.text for block in read(path).blocks))


WHOLE = re.sub(r"\s", "", "\n".join(REPORT))


def test_pages_come_in_the_order_of_the_document_with_their_numbers(tmp_path: Path) -> None:
    document = read(write_ofd(tmp_path / "a.ofd", REPORT * 3))
    pages = [block.page for block in document.blocks]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert set(pages) == {1, 2, 3} | ({4} if 4 in pages else set())
    assert document.blocks[0].text == REPORT[0]


@pytest.mark.parametrize(
    "more",
    [
        {"folder": "文档_0"},
        {"absolute": True},
        {"namespace": 'xmlns:ofd="http://elsewhere.example/ofd"'},
        {"folder": "Doc_7"},
    ],
)
def test_names_of_every_kind_are_followed(tmp_path: Path, more: dict[str, str]) -> None:
    assert plain(write_ofd(tmp_path / "a.ofd", REPORT, **more)) == WHOLE  # type: ignore[arg-type]


def test_names_in_gbk_are_found(tmp_path: Path) -> None:
    whole = write_ofd(tmp_path / "a.ofd", REPORT, folder="文档")
    odd = tmp_path / "b.ofd"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(odd, "w") as target:
        for info in source.infolist():
            name = info.filename.encode("gb18030").decode("cp437")
            renamed = zipfile.ZipInfo(name)
            target.writestr(renamed, source.read(info))
    content = odd.read_bytes()
    # Written as cp437 without the flag that says UTF-8: what a Chinese writer's zip looks like.
    for info in zipfile.ZipFile(odd).infolist():
        content = content.replace(info.filename.encode("utf-8"), info.filename.encode("cp437"))
    assert plain(whole) == WHOLE


def test_text_of_forms_belongs_to_the_page_and_that_of_stamps_is_told_of(tmp_path: Path) -> None:
    path = write_ofd(tmp_path / "a.ofd", REPORT[:4], form="文件处理单", stamp="已阅同意")
    assert "文件处理单" in plain(path)
    assert "已阅同意" not in plain(path)
    assert read(path).notices == (
        "第 1 页有批注、印章或表单里的文字，共 4 字，不属于正文，没有读入。",
    )


def test_a_page_that_is_a_picture_is_recognised(tmp_path: Path) -> None:
    (page,) = draw_pages(REPORT[:5])
    document = read(write_ofd(tmp_path / "a.ofd", ["x"], picture=png_of(page)))
    assert [one.page for one in document.recognised] == [1]
    assert "共收到行政复议申请120件，审结98件" in "".join(b.text for b in document.blocks)


def test_a_list_of_steps_is_read(tmp_path: Path) -> None:
    assert deltas("5 5 g 3 4 2") == [5, 5, 4, 4, 4, 2]
    assert deltas(None) == []
    assert len(deltas("g 999999999 1")) <= 100_000
    assert deltas("x g 1") == [1]


@pytest.mark.parametrize("boundary", [b"", b"30", b"x 9", b"30 20"])
def test_a_damaged_place_of_a_text_costs_its_place_only(tmp_path: Path, boundary: bytes) -> None:
    whole = write_ofd(tmp_path / "a.ofd", REPORT[:3])
    odd = tmp_path / "b.ofd"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(odd, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            stated = b'Boundary="' + boundary + b'"'
            target.writestr(info, re.sub(rb'Boundary="[^"]*"', stated, content))
    assert sorted(plain(odd)) == sorted(plain(whole))


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_ofd(tmp_path / "a.ofd", REPORT)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("Doc_0/Pages/Page_97/Content2.xml", b" " * 5_000_000)
    assert plain(path) == WHOLE
    monkeypatch.setattr(ofd_package, "MAX_PART_BYTES", 200)
    with pytest.raises(UnreadableDocument, match="过大"):
        read(path)
    monkeypatch.undo()
    monkeypatch.setattr(ofd_package, "MAX_PARTS", 3)
    with pytest.raises(UnreadableDocument):
        read(path)


def test_a_part_without_a_name_is_passed_over(tmp_path: Path) -> None:
    path = write_ofd(tmp_path / "a.ofd", REPORT)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("x", b"")
    content = path.read_bytes()
    # The central directory's entry for x: a name of no length, its one byte moved to the extra field.
    at = content.rindex(b"PK\x01\x02")
    damaged = bytearray(content)
    damaged[at + 28 : at + 32] = b"\x00\x00\x01\x00"
    path.write_bytes(damaged)
    try:
        assert plain(path) == WHOLE
    except UnreadableDocument as error:
        assert "《a.ofd》" in str(error)


@pytest.mark.parametrize(
    "document",
    [
        b"<ofd:OFD/>",
        b"",
        b"\x00" * 50,
        b"<a>" * 5000,
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ofd:OFD><ofd:DocBody><ofd:DocRoot>&x;'
        b"</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><DocRoot>&b;</DocRoot>',
        b"<OFD><DocBody><DocRoot>../../../etc/passwd</DocRoot></DocBody></OFD>",
    ],
)
def test_hostile_xml_is_refused_in_words(tmp_path: Path, document: bytes) -> None:
    path = tmp_path / "坏.ofd"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("OFD.xml", document)
    with pytest.raises(IngestError, match=r"《坏\.ofd》"):
        read(path)
