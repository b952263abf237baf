"""Reading any file: the table of readers, refusals in words, text files and their encodings."""

import os
import re
from pathlib import Path

import pytest

from ingest.errors import EmptyDocument, IngestError, UnreadableDocument, UnsupportedFormat
from ingest.readers import SUPPORTED_SUFFIXES, read
from tests import samples
from tests.samples_ofd import write_ofd
from tests.samples_sheets import write_xls, write_xlsx

WRITERS = {
    ".txt": samples.write_txt,
    ".md": samples.write_txt,
    ".docx": samples.write_docx,
    ".html": samples.write_html,
    ".htm": samples.write_html,
    ".pdf": samples.write_pdf,
    ".ofd": write_ofd,
    ".csv": samples.write_csv,
    ".xlsx": lambda path, texts: write_xlsx(path, [[text] for text in texts]),
    ".xls": lambda path, texts: write_xls(path, [[text] for text in texts]),
}
# Those of pictures and of LibreOffice have tests of their own.
OFFICE_SUFFIXES = (".doc", ".wps", ".rtf", ".et", ".ppt")
TEXT_SUFFIXES = tuple(suffix for suffix in SUPPORTED_SUFFIXES if suffix in WRITERS)


def compact(texts: object) -> list[str]:
    """Texts without white space: what is left to `ingest.normalise` does not count here."""
    return [re.sub(r"\s", "", text) for text in texts]  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
def test_each_format_gives_the_same_paragraphs(suffix: str, tmp_path: Path) -> None:
    path = WRITERS[suffix](tmp_path / f"报告{suffix}", samples.REPORT)
    document = read(path)
    assert compact(block.text for block in document.blocks) == compact(samples.REPORT)
    assert document.source_name == path.name
    assert read(path, "别名.txt").source_name == "别名.txt"


@pytest.mark.parametrize("suffix", [suffix.upper() for suffix in TEXT_SUFFIXES])
def test_suffixes_may_be_upper_case(suffix: str, tmp_path: Path) -> None:
    path = WRITERS[suffix.lower()](tmp_path / f"报告{suffix}", samples.REPORT)
    assert read(path).blocks


@pytest.mark.parametrize("suffix", SUPPORTED_SUFFIXES)
def test_an_empty_file_says_so(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"空{suffix}"
    path.touch()
    with pytest.raises(EmptyDocument, match=f"《空{suffix}》是空文件"):
        read(path)


@pytest.mark.parametrize("suffix", [suffix for suffix in TEXT_SUFFIXES if suffix != ".pdf"])
def test_a_file_without_text_says_so(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"白{suffix}"
    if suffix == ".docx":
        samples.write_docx(path, [])
    elif suffix == ".ofd":
        write_ofd(path, [])
    elif suffix in (".xlsx", ".xls"):
        WRITERS[suffix](path, [" "])
    else:
        path.write_text("<p> </p>" if "htm" in suffix else "\n \n　\n", encoding="utf-8")
    with pytest.raises(EmptyDocument, match="没有文字"):
        read(path)


@pytest.mark.parametrize(
    "suffix", [suffix for suffix in SUPPORTED_SUFFIXES if suffix not in OFFICE_SUFFIXES]
)
@pytest.mark.parametrize("seed", range(6))
def test_noise_is_refused_in_words(suffix: str, seed: int, tmp_path: Path) -> None:
    path = tmp_path / f"噪声{suffix}"
    path.write_bytes(
        bytes((seed * 37 + index * index * 31 + index // 7) % 256 for index in range(3000))
    )
    with pytest.raises(IngestError, match="《噪声"):
        read(path)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".ofd", ".xlsx"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused_or_read_whole(
    suffix: str, share: float, tmp_path: Path
) -> None:
    whole = WRITERS[suffix](tmp_path / f"全{suffix}", samples.REPORT).read_bytes()
    path = tmp_path / f"断{suffix}"
    path.write_bytes(whole[: int(len(whole) * share)])
    try:
        document = read(path)
    except IngestError as error:
        assert "《断" in str(error) and error.english.startswith("断")
    else:
        assert compact(block.text for block in document.blocks) == compact(samples.REPORT)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (source, target)
        for source in (".txt", ".docx", ".html", ".pdf", ".ofd", ".xlsx", ".xls")
        for target in (".txt", ".docx", ".html", ".pdf", ".ofd", ".xlsx", ".xls", ".pptx", ".eml")
        # A page named .txt is text.
        if source != target and (source, target) != (".html", ".txt")
    ],
)
def test_a_wrongly_named_file_is_refused(source: str, target: str, tmp_path: Path) -> None:
    content = WRITERS[source](tmp_path / f"原{source}", samples.REPORT).read_bytes()
    path = tmp_path / f"错名{target}"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match="《错名"):
        read(path)


def test_other_formats_say_what_to_do(tmp_path: Path) -> None:
    for name, advice in (
        ("a.xlsb", "另存为 .xlsx"),
        ("a.msg", "另存为 .eml"),
        ("a.rar", "请先解压"),
        ("a", "没有扩展名"),
    ):
        (tmp_path / name).write_bytes(b"x")
        with pytest.raises(UnsupportedFormat, match=advice):
            read(tmp_path / name)


def test_missing_folder_and_special_files(tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    os.mkfifo(tmp_path / "管道.txt")
    for name, reason in (
        ("没有.txt", "找不到"),
        ("夹.txt", "是文件夹"),
        ("管道.txt", "不是普通文件"),
    ):
        with pytest.raises(UnreadableDocument, match=reason):
            read(tmp_path / name)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = samples.write_txt(tmp_path / "密.txt", samples.REPORT)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableDocument, match="没有权限读取《密"):
        read(path)


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "gb18030",
        "gbk",
        "gb2312",
        "utf-32",
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_encodings_are_found(encoding: str, suffix: str, tmp_path: Path) -> None:
    text = [paragraph.replace("2", "二") for paragraph in samples.REPORT]
    path = samples.write_txt(tmp_path / f"报告{suffix}", text, encoding)
    assert [block.text for block in read(path).blocks] == text


def test_traditional_text_in_big5_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    text = [
        "虛構縣政府施政報告",
        "一、工作情況",
        "全年共辦理訴願案件一百二十件，審結九十八件，成效顯著。",
    ]
    path = samples.write_txt(tmp_path / "報告.txt", text, "big5")
    assert [block.text for block in read(path).blocks] == text


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_kr", "koi8_r"])
def test_a_wrong_guess_is_refused(encoding: str, tmp_path: Path) -> None:
    sentence = {
        "shift_jis": "これはテストのぶんしょうです。",
        "euc_kr": "이것은 시험용 문서입니다.",
        "koi8_r": "Это пример текста.",
    }
    path = tmp_path / "外文.txt"
    path.write_bytes((sentence[encoding] * 20).encode(encoding))
    with pytest.raises(UnreadableDocument, match="《外文"):
        read(path)


def test_damaged_utf8_names_the_place(tmp_path: Path) -> None:
    content = "\n".join(samples.REPORT).encode("utf-8")
    path = tmp_path / "断.txt"
    path.write_bytes(content[:-2])
    with pytest.raises(UnreadableDocument, match=r"像是 UTF-8 编码，但从第 \d+ 个字节起已损坏"):
        read(path)


def test_line_ends_of_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "行.txt"
    path.write_bytes("甲一\r\n乙二\r丙三\n\n　　丁四　\f戊五\x1a".encode())
    assert [block.text for block in read(path).blocks] == ["甲一", "乙二", "丙三", "丁四", "戊五"]


def test_markdown_marks_are_taken_off_and_numbers_kept(tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    path.write_text(
        "---\ntitle: 虚构报告\ndate: 2021-01-01\n---\n# 虚构区报告\n\n## 一、**工作**情况 ##\n\n"
        "1. 办理案件*120*件，见[公报](https://example.invalid/a)。\n- 甲项\n* 乙项\n> 引文`代码`\n\n---\n"
        "面积为5*3*2米，文件名a_b_c。\\*不是列表\n\n| 年份 | 复议 | 备注 |\n|---|:-:|---|\n| 2020 | 98件 | |\n"
        "| 2021 | 120件 | 含**上年**结转 |\n\n![图](a.png)\n```\n原样\n```\n",
        encoding="utf-8",
    )
    document = read(path)
    assert document.title == "虚构报告"
    assert [(block.kind, block.level, block.text) for block in document.blocks] == [
        ("heading", 1, "虚构区报告"),
        ("heading", 2, "一、工作情况"),
        ("paragraph", None, "1. 办理案件120件，见公报。"),
        ("paragraph", None, "甲项"),
        ("paragraph", None, "乙项"),
        ("paragraph", None, "引文代码"),
        ("paragraph", None, "面积为5*3*2米，文件名a_b_c。*不是列表"),
        ("table_row", None, "年份：2020；复议：98件"),
        ("table_row", None, "年份：2021；复议：120件；备注：含上年结转"),
        ("paragraph", None, "原样"),
    ]
