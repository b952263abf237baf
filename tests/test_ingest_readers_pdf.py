"""PDF: paragraphs come back from lines and pages, page furniture does not; scans and locks are named."""

from pathlib import Path

import pytest

from ingest.errors import ScannedDocument, UnreadableDocument
from ingest.readers import read
from tests import samples
from tests.test_ingest_readers import compact


@pytest.mark.parametrize(
    "setting",
    [
        {},
        {"head": "虚构区2021年报告", "numbered": True},
        {"indent_em": 0, "gap": 14, "head": "虚构区报告", "numbered": True},
        {"indent_em": 0},
        {"turned": True, "head": "虚构区报告", "numbered": True},
    ],
    ids=["indented", "furniture", "spaced", "plain", "turned"],
)
def test_paragraphs_come_back(setting: dict[str, object], tmp_path: Path) -> None:
    document = read(samples.write_pdf(tmp_path / "a.pdf", samples.REPORT, **setting))  # type: ignore[arg-type]
    assert compact(block.text for block in document.blocks) == compact(samples.REPORT)
    pages = [block.page for block in document.blocks]
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert pages[0] == 1 and pages[-1] == 3


def test_the_page_is_where_a_paragraph_starts(tmp_path: Path) -> None:
    long = "本段很长，用来跨页。" * 40
    document = read(samples.write_pdf(tmp_path / "a.pdf", ["虚构报告", long, "末段在后面的页上。"]))
    assert [block.page for block in document.blocks] == [1, 1, 2]
    assert document.blocks[1].text == long


def test_a_full_stop_at_the_margin_does_not_end_an_indented_paragraph(tmp_path: Path) -> None:
    # 18 + 20 characters: the first sentence ends exactly at the margin of the first line.
    paragraph = (
        "这一句话正好有十八个字到行末为止啊。" + "后面一句仍属同一段落，读出来应当是一段。" * 2
    )
    assert samples.wrap(paragraph, 2)[0].endswith("。")
    paragraphs = [*samples.REPORT, paragraph, paragraph]
    document = read(samples.write_pdf(tmp_path / "a.pdf", paragraphs))
    assert compact(block.text for block in document.blocks) == compact(paragraphs)


def test_latin_words_keep_a_space_over_a_line_break(tmp_path: Path) -> None:
    words = "虚构的平台名为 Cloud Service Platform for Public Administration 共有用户120人。" * 2
    document = read(samples.write_pdf(tmp_path / "a.pdf", ["虚构报告", words]))
    assert compact([document.blocks[1].text]) == compact([words])
    assert "Public Administration" in document.blocks[1].text


@pytest.mark.parametrize("stray", ["", "虚构扫描软件创建"])
def test_a_scan_in_which_no_text_is_found_says_so(stray: str, tmp_path: Path) -> None:
    path = samples.write_scanned_pdf(tmp_path / "扫描.pdf", 3, stray)
    with pytest.raises(ScannedDocument, match=r"《扫描\.pdf》只有页面图片，里面没有认出文字"):
        read(path)


def test_a_password_is_asked_for_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="设有打开密码"):
        read(samples.write_encrypted_pdf(tmp_path / "锁.pdf"))


def test_a_repeated_line_in_the_text_is_not_a_running_head(tmp_path: Path) -> None:
    paragraphs = [
        "虚构报告",
        *(f"（{number}）办理情况良好。" for number in "一二三四五六七八九十"),
        "办理情况良好。",
    ]
    document = read(
        samples.write_pdf(tmp_path / "a.pdf", paragraphs * 3, head="页眉", numbered=True)
    )
    assert compact(block.text for block in document.blocks) == compact(paragraphs * 3)
