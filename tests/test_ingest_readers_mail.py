"""Mails: subject, date and text, without addresses; what is attached becomes files of its own."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.service import Assistant
from ingest.archives import unpacked
from ingest.errors import EmptyDocument, UnreadableDocument
from ingest.readers import read
from tests.assistant_samples import open_assistant, use_fakes
from tests.samples import REPORT, write_docx
from tests.samples_sheets import mail_of, write_xlsx

SUBJECT = "虚构乡2023年防汛工作报告"
TEXT = "2023年，虚构乡共转移受灾群众863人。\n投入物资价值42.5万元。\n"


def written(path: Path, mail: EmailMessage) -> Path:
    path.write_bytes(mail.as_bytes())
    return path


def opened(path: Path) -> dict[str, bytes]:
    """What an ingest of the path takes, by its place."""
    with unpacked([path]) as folders:
        return {
            str(one.relative_to(folder)): one.read_bytes()
            for folder in folders
            for one in sorted(folder.rglob("*"))
            if one.is_file()
        }


@pytest.fixture
def assistant(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    use_fakes(monkeypatch)
    with open_assistant(home) as library:
        yield library


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5", "hz"])
def test_subject_date_and_text(charset: str, tmp_path: Path) -> None:
    text = TEXT if charset != "big5" else "全年共辦理案件一百二十件，審結九十八件，成效顯著。\n"
    document = read(written(tmp_path / "信.eml", mail_of(SUBJECT, text, charset)))
    assert document.title == SUBJECT and document.notices == ()
    assert [block.text for block in document.blocks] == [
        SUBJECT,
        "日期：2024年3月5日",
        *text.splitlines(),
    ]


def test_a_header_and_a_text_in_gbk_that_say_gb2312(tmp_path: Path) -> None:
    path = tmp_path / "信.eml"
    subject = "=?gb2312?Q?" + "".join(f"={b:02X}" for b in "朱镕基镇工作".encode("gbk")) + "?="
    path.write_bytes(
        f"Subject: {subject}\nContent-Type: text/plain; charset=gb2312\n\n".encode()
        + "镕镇全年办理案件一百二十件，都已办结。\n".encode("gbk")
    )
    document = read(path)
    assert document.title == "朱镕基镇工作"
    assert document.blocks[-1].text == "镕镇全年办理案件一百二十件，都已办结。"


def test_raw_bytes_in_the_subject_and_a_quoted_text(tmp_path: Path) -> None:
    path = tmp_path / "信.eml"
    text = "".join(f"={b:02X}" for b in "全年办理案件五件。".encode())
    path.write_bytes(
        b"Subject: " + "虚构镇工作报告".encode("gbk") + b"\nMIME-Version: 1.0\n"
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        + text.encode()
    )
    document = read(path)
    assert (document.title, document.blocks[-1].text) == ("虚构镇工作报告", "全年办理案件五件。")


def test_the_plain_text_is_read_unless_the_page_lays_out_a_table(tmp_path: Path) -> None:
    mail = mail_of(SUBJECT, TEXT)
    mail.add_alternative("<p>同一件事，另一种写法。</p>", subtype="html")
    assert read(written(tmp_path / "a.eml", mail)).blocks[-1].text == "投入物资价值42.5万元。"
    mail = mail_of(SUBJECT, "地区\n收入\n甲区\n5\n")
    mail.add_alternative(
        "<table><tr><th>地区</th><th>收入</th></tr><tr><td>甲区</td><td>5</td></tr></table>",
        subtype="html",
    )
    assert read(written(tmp_path / "b.eml", mail)).blocks[-1].text == "地区：甲区；收入：5"


def test_no_address_is_in_what_is_kept_and_attached_files_stand_beside(tmp_path: Path) -> None:
    mail = mail_of(SUBJECT, TEXT)
    table = write_xlsx(tmp_path / "t.xlsx", [["库", "容"], ["甲库", 5]]).read_bytes()
    for name in ("水库情况表.xlsx", "水库情况表.xlsx", "../../外.xlsx", "说明.psd", "a.toml"):
        mail.add_attachment(table, maintype="application", subtype="octet-stream", filename=name)
    mail.add_attachment(mail_of("附信", "附信的正文。"))
    found = opened(written(tmp_path / "防汛.eml", mail))
    folder = tmp_path.name
    assert set(found) == {
        "防汛.eml",
        "防汛/水库情况表.xlsx",
        "防汛/水库情况表（2）.xlsx",
        "防汛/外.xlsx",
        "防汛/说明.psd",
        "防汛/附信.eml",
    }, folder
    assert not any(b"example.invalid" in content for content in found.values())
    assert found == opened(tmp_path / "防汛.eml")
    kept = tmp_path / "kept.eml"
    kept.write_bytes(found["防汛.eml"])
    document = read(kept)
    assert document.blocks[-1].text == "投入物资价值42.5万元。"
    assert document.notices == ("邮件里有读不了的内容，没有读入：a.toml。",)


def test_a_mail_read_by_itself_counts_what_is_attached(tmp_path: Path) -> None:
    mail = mail_of(SUBJECT, TEXT)
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    assert "1 个附件" in read(written(tmp_path / "a.eml", mail)).notices[0]


def test_a_picture_that_the_text_shows_is_no_file_of_its_own(tmp_path: Path) -> None:
    mail = mail_of(SUBJECT, TEXT)
    mail.add_alternative("<p>见图<img src='cid:x'></p>", subtype="html")
    page = mail.get_payload()[1]
    assert isinstance(page, EmailMessage)
    page.add_related(b"x", "image", "png", cid="<x>", disposition="inline")
    found = opened(written(tmp_path / "a.eml", mail))
    assert set(found) == {"a.eml"}
    (tmp_path / "kept.eml").write_bytes(found["a.eml"])
    assert "正文里的图片 1 张" in read(tmp_path / "kept.eml").notices[0]


def test_a_folder_with_mails_is_ingested_with_what_is_attached(
    assistant: Assistant, tmp_path: Path
) -> None:
    folder = tmp_path / "来信"
    (folder / "三月").mkdir(parents=True)
    mail = mail_of(SUBJECT, TEXT)
    table = write_xlsx(tmp_path / "t.xlsx", [["虚构乡水库表"], ["库", "容"], ["甲库", 5]])
    mail.add_attachment(table.read_bytes(), maintype="x", subtype="y", filename="水库.xlsx")
    written(folder / "三月" / "防汛.eml", mail)
    (folder / "坏.eml").write_bytes(b"\0\1\2 no mail")
    summary = assistant.ingest([folder])
    assert {one.source_name for one in assistant.reports()} == {
        "三月/防汛.eml",
        "三月/防汛/水库.xlsx",
    }
    assert [one.action for one in summary.outcomes] == ["refused", "added", "added"]
    titled = {one.facts.title: one.report_id for one in assistant.reports()}
    original = assistant.keeper.original(titled[SUBJECT]).path
    assert b"example.invalid" not in original.read_bytes()
    again = assistant.ingest([folder]).outcomes
    assert [one.action for one in again] == ["refused", "unchanged", "unchanged"]


def test_an_upload_of_a_mail_tells_of_what_was_attached(
    assistant: Assistant, tmp_path: Path
) -> None:
    mail = mail_of(SUBJECT, TEXT)
    mail.add_attachment(b"x", maintype="x", subtype="y", filename="图.psd")
    path = written(tmp_path / "upload", mail)
    outcome = assistant.keeper.ingest_upload(path, "防汛.eml")
    assert (outcome.action, outcome.title) == ("added", SUBJECT)
    assert "附件 1 个，导入 0 个。图.psd：不支持的格式" in outcome.message


def test_what_was_not_read_is_told_with_the_outcome(assistant: Assistant, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "表.xlsx", [["地区", "数"], ["甲区", "=1"], ["乙区", 2]])
    assert "没有存下结果的公式 1 个" in assistant.ingest([path]).outcomes[0].notices[0]


def test_a_mail_without_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument, match="没有正文"):
        read(written(tmp_path / "空.eml", mail_of("题", "\n")))


@pytest.mark.parametrize(
    "content",
    [
        b"no header at all",
        b"Subject: a\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 2000,
        b"Subject: a\n\n" + b"\n" * 3_100_000,
    ],
)
def test_no_mail_and_too_much_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "坏.eml"
    path.write_bytes(content)
    for take in (read, opened):
        with pytest.raises(UnreadableDocument, match=r"《坏\.eml》"):
            take(path)


def test_another_kind_under_the_name_is_told(tmp_path: Path) -> None:
    path = tmp_path / "错名.eml"
    path.write_bytes(write_docx(tmp_path / "a.docx", REPORT).read_bytes())
    with pytest.raises(UnreadableDocument, match=r"扩展名改成 \.docx"):
        read(path)
