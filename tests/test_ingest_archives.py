"""Zip files of reports: what is in them is ingested, what would escape or flood is not."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.keeping.problems import doubtful, problems_of
from assistant.service import Assistant
from ingest.archives import unpacked, zips
from ingest.errors import UnreadableDocument
from ingest.models import FactOverrides, RecognisedPage
from tests.assistant_samples import FILES, open_assistant, use_fakes, write_reports
from tests.fakes_service import FakeService


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = write_reports(tmp_path / "reports")
    path = tmp_path / "年报.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for file in sorted(folder.iterdir()):
            target.write(file, f"2021年/{file.name}")
        target.writestr("__MACOSX/._x.txt", b"x")
        target.writestr("图.psd", b"x")
    return path


@pytest.fixture
def assistant(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    use_fakes(monkeypatch)
    with open_assistant(home) as opened:
        yield opened


def test_every_report_of_a_zip_is_ingested(assistant: Assistant, package: Path) -> None:
    actions = [outcome.action for outcome in assistant.ingest([package]).outcomes]
    assert sorted(actions) == ["added"] * len(FILES) + ["skipped"]
    assert {r.source_name for r in assistant.reports()} == {f"2021年/{name}" for name in FILES}
    report_id = assistant.reports()[0].report_id
    assert assistant.keeper.original(report_id).path.is_file()
    again = [outcome.action for outcome in assistant.ingest([package]).outcomes]
    assert sorted(again) == ["skipped"] + ["unchanged"] * len(FILES)


def test_nothing_is_left_of_what_was_unpacked(package: Path) -> None:
    with unpacked([package]) as (folder,):
        assert len(list(folder.rglob("*.txt"))) == len(FILES)
    assert not folder.exists()


def test_no_member_leaves_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "恶意.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name in (
            "../外.txt",
            "/绝对.txt",
            "a/../../外.txt",
            "..\\外.txt",
            "C:\\外.txt",
            "好.txt",
        ):
            target.writestr(name, "虚构")
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    with unpacked([path]) as (folder,):
        assert {file.name for file in folder.rglob("*") if file.is_file()} == {"好.txt", "绝对.txt"}
        assert not list(tmp_path.glob("外*"))


def test_names_in_gbk_come_out_right(tmp_path: Path) -> None:
    path = tmp_path / "旧.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("placeholder-name.txt", "虚构")
    renamed = "大兴区年度报告.txt".encode("gb18030")
    content = path.read_bytes().replace(b"placeholder-name.txt", renamed.ljust(20, b"_")[:20])
    path.write_bytes(content)
    with unpacked([path]) as (folder,):
        (file,) = (one for one in folder.rglob("*") if one.is_file())
        assert file.name.startswith("大兴区年度报告")


@pytest.mark.parametrize(
    ("limit", "value", "why"),
    [("MAX_FILES", 2, "上限"), ("MAX_BYTES", 500, "过大"), ("MAX_FILE_BYTES", 100, "过大")],
)
def test_a_flood_is_refused(
    package: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, why: str
) -> None:
    monkeypatch.setattr(zips, limit, value)
    with pytest.raises(UnreadableDocument, match=why), unpacked([package]):
        pass


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"", b"not a zip"])
def test_a_damaged_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match=r"压缩包《坏\.zip》"), unpacked([path]):
        pass


def test_a_damaged_zip_among_others_is_refused_and_they_are_taken(
    assistant: Assistant, package: Path
) -> None:
    broken = package.with_name("坏.zip")
    broken.write_bytes(b"PK\x03\x04 broken")
    summary = assistant.ingest([broken, package])
    assert summary.failed
    assert summary.outcomes[0].action == "refused"
    assert "压缩包《坏.zip》" in summary.outcomes[0].message
    assert len(assistant.reports()) == len(FILES)


def test_facts_stated_of_a_damaged_zip_are_not_laid_upon_the_file_beside_it(
    assistant: Assistant, package: Path
) -> None:
    broken = package.with_name("坏.zip")
    broken.write_bytes(b"PK\x03\x04 broken")
    file = package.parent / "reports" / "光明2021.txt"
    with pytest.raises(UnreadableDocument, match=r"压缩包《坏\.zip》"):
        assistant.ingest([broken, file], overrides=FactOverrides(year=1999))
    assert assistant.reports() == ()


def test_a_dry_run_names_a_damaged_zip_and_shows_the_others(
    home: Path, package: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(home))
    broken = package.with_name("坏.zip")
    broken.write_bytes(b"not a zip")
    assert main(["ingest", "--dry-run", "--json", str(broken), str(package)]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert "压缩包《坏.zip》" in shown[0]["refused"]
    assert [one["file"] for one in shown[1:]] == [f"2021年/{name}" for name in sorted(FILES)]


def test_a_dry_run_shows_facts_and_outline_and_keeps_nothing(
    home: Path, package: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(home))
    assert main(["ingest", "--dry-run", "--json", str(package)]) == 0
    shown = {one["file"]: one for one in json.loads(capsys.readouterr().out)}
    assert set(shown) == {f"2021年/{name}" for name in FILES}
    one = shown["2021年/光明2021.txt"]
    assert (one["facts"]["region"], one["facts"]["year"]) == ("深圳市光明区", 2021)
    assert ["一、工作情况", "（一）推进行政复议工作"] in one["outline"]
    (package.parent / "空.txt").touch()
    assert main(["ingest", "--dry-run", str(package.parent / "空.txt")]) == 1
    assert "是空文件" in capsys.readouterr().out
    assert not (home / "chroma").exists()


def test_reports_that_need_a_human_eye_are_named() -> None:
    from dataclasses import replace

    record = FakeService().reports()[0]
    assert problems_of(record) == ()
    facts = record.facts
    odd = replace(
        record,
        facts=replace(facts, region="", year=None, doc_type="其他", title="报告"),
        characters=20,
        recognised=(RecognisedPage(3, 0.6), RecognisedPage(4, 0.99)),
    )
    found = "；".join(problems_of(odd))
    for words in ("地区", "年份", "类型", "标题太短", "20 字", "第 3 页"):
        assert words in found
    late = replace(record, facts=replace(facts, title_year=2025, year=2020))
    assert "2025年" in problems_of(late)[0]
    twice = doubtful((record, replace(record, report_id="r9")))
    assert len(twice) == 2
    assert "另一种格式" in twice[0][1][0]


def test_a_file_is_taken_when_it_has_settled_and_once() -> None:
    from assistant.cli.watch import settled

    first, other = Path("a.txt"), Path("b.txt")
    assert settled({first: (1, 1)}, {}, {}) == []
    assert settled({first: (2, 2)}, {first: (1, 1)}, {}) == []
    assert settled({first: (2, 2), other: (1, 1)}, {first: (2, 2)}, {}) == [first]
    assert settled({first: (2, 2)}, {first: (2, 2)}, {first: (2, 2)}) == []
    assert settled({first: (3, 3)}, {first: (3, 3)}, {first: (2, 2)}) == [first]


def test_a_watched_folder_is_ingested_as_it_changes(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from assistant.cli import watch as module

    use_fakes(monkeypatch)
    monkeypatch.setenv("WENBAO_HOME", str(home))
    folder = write_reports(tmp_path / "reports", ["光明2020.txt"])
    looks: list[int] = []

    def look(_: float) -> None:
        looks.append(len(looks))
        if len(looks) == 3:
            write_reports(folder, ["光明2021.txt"])
        if len(looks) == 7:
            raise KeyboardInterrupt

    monkeypatch.setattr(module.time, "sleep", look)
    assert main(["ingest", "--watch", str(folder)]) == 130
    monkeypatch.setattr(module.time, "sleep", time.sleep)
    with open_assistant(home) as opened:
        assert {r.source_name for r in opened.reports()} == {"光明2020.txt", "光明2021.txt"}


def test_patterns_in_quotes_are_expanded(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    monkeypatch.setenv("WENBAO_HOME", str(home))
    folder = write_reports(tmp_path / "reports")
    assert main(["ingest", str(folder / "光明*.txt")]) == 0
    with open_assistant(home) as opened:
        assert len(opened.reports()) == 2
