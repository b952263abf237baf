"""Zip files of reports: what is in them is ingested, what would escape or flood is not."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.keeping.problems import doubtful, problems_of
from assistant.service import Assistant
from ingest import find_reports
from ingest.archives import MAX_NAME_BYTES, MAX_SOURCE_BYTES, unpacked, zips
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


LONG = "关于" + "贯彻落实法治政府建设实施纲要有关工作情况的" * 12


def gbk_zip(path: Path, members: dict[str, bytes]) -> Path:
    """Write a zip as older Chinese programs do: names in GBK, and no flag that says so."""
    stand_ins = {f"{at:03}".ljust(len(n.encode("gb18030")), "_"): n for at, n in enumerate(members)}
    with zipfile.ZipFile(path, "w") as target:
        for stand_in, name in stand_ins.items():
            target.writestr(stand_in, members[name])
    content = path.read_bytes()
    for stand_in, name in stand_ins.items():
        content = content.replace(stand_in.encode(), name.encode("gb18030"))
    path.write_bytes(content)
    return path


def utf8_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return path


@pytest.mark.parametrize("write", [gbk_zip, utf8_zip])
@pytest.mark.parametrize(
    "names",
    [
        (f"{LONG}.txt",),
        (f"{LONG}甲区.txt", f"{LONG}乙区.txt", f"{LONG}.md"),
        (f"{LONG}/2021年/光明.txt", f"{LONG}/2020年/光明.txt"),
        ("/".join(["某某文件夹里的又一个文件夹"] * 45) + "/光明.txt", "光明.txt"),
        (f"第1.{LONG}", f"{LONG}.{LONG}.txt"),
        (f"2021年\\{LONG}.txt",),
    ],
    ids=["one", "alike", "folder", "deep", "dots", "backslash"],
)
def test_names_longer_than_file_systems_take_are_read_and_kept_whole(
    tmp_path: Path, write: Callable[..., Path], names: tuple[str, ...]
) -> None:
    members = {name: f"虚构{at}".encode() for at, name in enumerate(names)}
    package = write(tmp_path / "年报.zip", members)
    whole: dict[Path, str] = {}
    with unpacked([package], None, whole.__setitem__) as given:
        found = find_reports(given, whole)
        assert len(found) == len(names)
        for source in found:
            name = next(n for n in names if n.replace("\\", "/") == source.source_name)
            assert source.path.read_bytes() == members[name]
            assert len(source.path.name.encode()) <= MAX_NAME_BYTES
            assert bool(source.skipped) == (not name.endswith((".txt", ".md")))


def test_a_name_beyond_what_the_library_keeps_is_shortened_and_says_so(tmp_path: Path) -> None:
    names = [f"{LONG * 3}{place}.txt" for place in "甲乙"]
    whole: dict[Path, str] = {}
    package = utf8_zip(tmp_path / "年报.zip", dict.fromkeys(names, "虚构".encode()))
    with unpacked([package], None, whole.__setitem__) as given:
        sources = {source.source_name for source in find_reports(given, whole)}
    assert len(sources) == 2
    for name in sources:
        assert len(name.encode()) <= MAX_SOURCE_BYTES
        assert name.startswith(LONG)
        assert "…" in name
        assert name.endswith(".txt")


def test_the_facts_beside_a_long_name_stay_beside_it(assistant: Assistant, tmp_path: Path) -> None:
    written = write_reports(tmp_path / "reports", ["光明2021.txt"]) / "光明2021.txt"
    members = {
        f"{LONG}.txt": written.read_bytes(),
        f"{LONG}.txt.toml": 'region = "虚构市甲区"'.encode(),
    }
    outcomes = assistant.ingest([gbk_zip(tmp_path / "年报.zip", members)]).outcomes
    assert [(one.action, one.path) for one in outcomes] == [("added", f"{LONG}.txt")]
    (record,) = assistant.reports()
    assert (record.source_name, record.facts.region) == (f"{LONG}.txt", "虚构市甲区")
    assert assistant.keeper.original(record.report_id).file_name == f"{LONG}.txt"
    again = assistant.ingest([gbk_zip(tmp_path / "年报.zip", members)]).outcomes
    assert [one.action for one in again] == ["unchanged"]


def test_a_member_that_is_file_and_folder_at_once_refuses_the_zip(tmp_path: Path) -> None:
    package = utf8_zip(tmp_path / "怪.zip", {"a.txt": b"x", "a.txt/b.txt": b"x"})
    with pytest.raises(UnreadableDocument, match="解压不下来"), unpacked([package]):
        pass


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
