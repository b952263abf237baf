"""Files into a real library: what is bad gets one line each, the rest is ingested."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.keeping.progress import IngestStep
from assistant.models import IngestSummary
from assistant.service import Assistant
from ingest.models import FactOverrides
from tests.assistant_samples import FILES, REGION, open_assistant, use_fakes, write_reports
from tests.fakes import BigramEmbedder
from tests.samples import write_docx, write_encrypted_pdf, write_scanned_pdf, write_txt
from vectorstore.embedding import PassageEmbedding, PassageText
from vectorstore.errors import ReportNotFound, StoreUnavailable

NAME = "光明2021.txt"


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> BigramEmbedder:
    return use_fakes(monkeypatch)


@pytest.fixture
def assistant(home: Path, embedder: BigramEmbedder) -> Iterator[Assistant]:
    with open_assistant(home) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


def actions(summary: IngestSummary) -> dict[str, str]:
    return {Path(one.path).name: one.action for one in summary.outcomes}


def test_bad_files_get_one_line_each_and_stop_no_other(assistant: Assistant, folder: Path) -> None:
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "其实是文字.pdf").write_text("不是 PDF", encoding="utf-8")
    write_encrypted_pdf(folder / "加密.pdf")
    write_scanned_pdf(folder / "扫描.pdf")
    (folder / "图.psd").write_bytes(b"\x89PNG")
    whole = write_docx(folder / "截断.docx", FILES[NAME]).read_bytes()
    (folder / "截断.docx").write_bytes(whole[: len(whole) // 2])
    summary = assistant.ingest([folder])
    bad = {"空.txt", "坏.docx", "其实是文字.pdf", "加密.pdf", "扫描.pdf", "截断.docx"}
    assert actions(summary) == (
        dict.fromkeys(bad, "refused") | dict.fromkeys(FILES, "added") | {"图.psd": "skipped"}
    )
    for one in summary.outcomes:
        if one.action == "refused":
            assert Path(one.path).name in one.message, one.message
            assert "\n" not in one.message
    assert "psd" in next(o.message for o in summary.outcomes if o.action == "skipped")
    assert summary.failed
    assert len(assistant.reports()) == len(FILES)


def test_the_same_again_embeds_nothing(
    assistant: Assistant, folder: Path, embedder: BigramEmbedder
) -> None:
    first = assistant.ingest([folder])
    assert actions(first) == dict.fromkeys(FILES, "added")
    assert [one.embedded for one in first.outcomes] == [one.passages for one in first.outcomes]
    encoded = embedder.encoded
    again = assistant.ingest([folder])
    assert actions(again) == dict.fromkeys(FILES, "unchanged")
    assert embedder.encoded == encoded
    assert not again.failed


def test_a_changed_file_is_a_new_version_and_embeds_what_changed(
    assistant: Assistant, folder: Path, embedder: BigramEmbedder
) -> None:
    before = {one.path: one.report_id for one in assistant.ingest([folder]).outcomes}
    encoded = embedder.encoded
    changed = [line.replace("120件", "125件") for line in FILES[NAME]]
    write_txt(folder / NAME, changed)
    summary = assistant.ingest([folder / NAME])
    (outcome,) = summary.outcomes
    assert (outcome.action, outcome.embedded) == ("updated", 1)
    assert outcome.report_id == before[outcome.path]
    assert embedder.encoded == encoded + 1
    assert "125件" in "".join(p.text for p in assistant.passages(outcome.report_id))


def test_the_same_text_under_another_name_is_not_stored_twice(
    assistant: Assistant, folder: Path
) -> None:
    assistant.ingest([folder])
    copy = write_txt(folder / "另存.txt", FILES[NAME])
    (outcome,) = assistant.ingest([copy]).outcomes
    original = next(r for r in assistant.reports() if r.source_name == NAME)
    assert (outcome.action, outcome.report_id) == ("duplicate", original.report_id)
    assert "没有重复导入" in outcome.message
    assert len(assistant.reports()) == len(FILES)


def test_replaces_makes_another_file_the_new_version(assistant: Assistant, folder: Path) -> None:
    assistant.ingest([folder])
    original = next(r for r in assistant.reports() if r.source_name == NAME)
    changed = [line.replace("120件", "126件") for line in FILES[NAME]]
    corrected = write_txt(folder / "更正.txt", changed)
    (outcome,) = assistant.ingest([corrected], replaces=original.report_id).outcomes
    assert (outcome.action, outcome.report_id) == ("updated", original.report_id)
    assert len(assistant.reports()) == len(FILES)
    assert "126件" in "".join(p.text for p in assistant.passages(original.report_id))


def test_replaces_needs_a_report_that_is_there_and_one_file(
    assistant: Assistant, folder: Path
) -> None:
    with pytest.raises(ReportNotFound, match="ffff"):
        assistant.ingest([folder / NAME], replaces="ffff")
    with pytest.raises(AssistantError, match="一次只能给一个文件"):
        assistant.ingest([folder], replaces="ffff")
    with pytest.raises(AssistantError, match="一次只能给一个文件"):
        assistant.ingest([folder], overrides=FactOverrides(year=2019))
    assert assistant.reports() == ()


def test_two_files_of_one_name_in_one_run_do_not_overwrite_each_other(
    assistant: Assistant, tmp_path: Path
) -> None:
    for name, text in (("a", FILES[NAME]), ("b", FILES["龙华2021.txt"])):
        (tmp_path / name).mkdir()
        write_txt(tmp_path / name / NAME, text)
    paths = [tmp_path / "a" / NAME, tmp_path / "b" / NAME]
    first, second = assistant.ingest(paths).outcomes
    assert (first.action, second.action) == ("added", "refused")
    assert "同名" in second.message
    (kept,) = assistant.reports()
    assert kept.facts.region == REGION


def test_the_same_names_in_subfolders_are_different_reports(
    assistant: Assistant, tmp_path: Path
) -> None:
    write_reports(tmp_path / "in" / "a", [NAME])
    (tmp_path / "in" / "b").mkdir()
    write_txt(tmp_path / "in" / "b" / NAME, FILES["龙华2021.txt"])
    summary = assistant.ingest([tmp_path / "in"])
    assert [one.action for one in summary.outcomes] == ["added", "added"]


def test_facts_come_from_the_sidecar_and_what_is_stated_goes_before_it(
    assistant: Assistant, folder: Path
) -> None:
    (folder / f"{NAME}.toml").write_text(
        'region = "虚构市丑区"\nyear = 2017\nsource_url = "https://example.invalid/a"\n',
        encoding="utf-8",
    )
    assistant.ingest([folder / NAME], overrides=FactOverrides(year=2018))
    (record,) = assistant.reports()
    facts = record.facts
    assert (facts.region, facts.year) == ("虚构市丑区", 2018)
    assert facts.source_url == "https://example.invalid/a"


def test_a_bad_sidecar_refuses_its_report_alone(assistant: Assistant, folder: Path) -> None:
    (folder / f"{NAME}.toml").write_text("yaer = 2017\n", encoding="utf-8")
    summary = assistant.ingest([folder])
    assert actions(summary) == dict.fromkeys(FILES, "added") | {NAME: "refused"}
    assert "yaer" in next(o.message for o in summary.outcomes if o.action == "refused")


def test_an_empty_folder_and_a_missing_path_are_said(assistant: Assistant, tmp_path: Path) -> None:
    empty, missing = tmp_path / "空文件夹", tmp_path / "没有.txt"
    empty.mkdir()
    (empty / "说明.psd").write_bytes(b"\x89PNG")
    summary = assistant.ingest([empty, missing])
    messages = {Path(o.path).name: o.message for o in summary.outcomes if o.action == "refused"}
    assert set(messages) == {"空文件夹", "没有.txt"}
    assert "没有可以导入的报告" in messages["空文件夹"]
    assert summary.failed


def test_a_store_that_fails_midway_is_said_for_the_rest_and_a_second_run_completes(
    assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *rest = sorted(FILES)
    whole = BigramEmbedder.embed_passages

    def full(self: BigramEmbedder, texts: Sequence[PassageText]) -> list[PassageEmbedding]:
        if assistant.reports():
            raise StoreUnavailable("磁盘已满。请腾出空间。")
        return whole(self, texts)

    with monkeypatch.context() as patch:
        patch.setattr(BigramEmbedder, "embed_passages", full)
        summary = assistant.ingest([folder])
    assert actions(summary) == {first: "added"} | dict.fromkeys(rest, "refused")
    assert [o.message for o in summary.outcomes[1:]] == ["磁盘已满。请腾出空间。"] * 2
    again = assistant.ingest([folder])
    assert actions(again) == {first: "unchanged"} | dict.fromkeys(rest, "added")


def test_removing_a_report_removes_all_of_it(assistant: Assistant, folder: Path) -> None:
    assistant.ingest([folder])
    gone = next(r for r in assistant.reports() if r.source_name == NAME)
    assert assistant.remove([gone.report_id]) == (gone,)
    hits = assistant.search("公示执法信息23456条", limit=20).hits
    assert hits
    assert gone.report_id not in {hit.passage.report_id for hit in hits}
    with pytest.raises(ReportNotFound):
        assistant.passages(gone.report_id)


def test_an_unknown_id_removes_nothing_at_all(assistant: Assistant, folder: Path) -> None:
    assistant.ingest([folder])
    known = assistant.reports()[0].report_id
    with pytest.raises(ReportNotFound):
        assistant.remove([known, "ffff"])
    assert len(assistant.reports()) == len(FILES)


def test_progress_names_each_file_and_ends_at_all_its_passages(
    assistant: Assistant, folder: Path
) -> None:
    (folder / "图.psd").write_bytes(b"x")
    heard: list[IngestStep] = []
    outcomes = assistant.ingest([folder], progress=heard.append).outcomes
    passages = {one.path: one.passages for one in outcomes}
    assert [one.name for one in heard[0].files] == sorted(FILES)
    assert [one.size_bytes for one in heard[0].files] == [
        (folder / name).stat().st_size for name in sorted(FILES)
    ]
    for at, name in enumerate(sorted(FILES)):
        steps = [step for step in heard if step.at == at]
        assert (steps[0].done, steps[0].total) == (0, 0)
        assert steps[-1].done == steps[-1].total == passages[str(folder / name)] > 0


def test_the_source_folder_may_vanish_afterwards(assistant: Assistant, folder: Path) -> None:
    assistant.ingest([folder])
    shutil.rmtree(folder)
    record = assistant.reports()[0]
    assert "".join(p.text for p in assistant.passages(record.report_id))
