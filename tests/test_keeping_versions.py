"""What the keeper did to a report, and what comes of it when its file comes again."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.errors import AssistantError
from assistant.keeping.originals import OriginalMissing, Originals
from assistant.keeping.removed import NothingToRestore
from assistant.keeping.settings import OriginalsSettings
from assistant.keeping.uploads import UploadRefused
from assistant.models import FileOutcome
from assistant.service import Assistant
from ingest.models import FactOverrides
from tests.assistant_samples import FILES, REGION, open_assistant, use_fakes, write_reports
from tests.crash_keeping import kill_round
from tests.fakes import BigramEmbedder
from tests.samples import write_txt
from vectorstore.models import ReportRecord

NAME = "光明2021.txt"
OTHER = "龙华2021.txt"


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


def take(assistant: Assistant, path: Path, **stated: str | int) -> FileOutcome:
    overrides = FactOverrides(**stated) if stated else None  # type: ignore[arg-type]
    return assistant.ingest([path], overrides=overrides).outcomes[0]


def upload(assistant: Assistant, path: Path, name: str, replaces: str | None = None) -> FileOutcome:
    given = path.parent / f"incoming{path.suffix}"
    given.write_bytes(path.read_bytes())
    return assistant.keeper.ingest_upload(given, name, replaces=replaces)


def only(assistant: Assistant) -> ReportRecord:
    (record,) = assistant.reports()
    return record


class TestCorrections:
    @pytest.mark.parametrize(
        "stated",
        [
            FactOverrides(region="虚构市甲区"),
            FactOverrides(title="虚构市新标题"),
            FactOverrides(year=2018),
            FactOverrides(region="", body="", published=""),
            FactOverrides(doc_type="政府工作报告"),
        ],
    )
    def test_a_corrected_report_is_as_it_was_when_its_file_comes_again(
        self, assistant: Assistant, folder: Path, stated: FactOverrides
    ) -> None:
        report_id = take(assistant, folder / NAME).report_id
        corrected = assistant.keeper.change_facts(report_id, stated)
        assert take(assistant, folder / NAME).action == "unchanged"
        assert only(assistant) == corrected
        write_txt(folder / NAME, (*FILES[NAME], "补充一句（虚构）：新增培训9次。"))
        assert take(assistant, folder / NAME).action == "updated"
        assert only(assistant).facts == corrected.facts

    def test_an_ingest_may_state_again_what_was_corrected(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = take(assistant, folder / NAME).report_id
        assistant.keeper.change_facts(report_id, FactOverrides(region="虚构市甲区", year=2018))
        take(assistant, folder / NAME, region=REGION)
        assert only(assistant).facts.region == REGION
        take(assistant, folder / NAME, year=2016)
        facts = only(assistant).facts
        assert (facts.year, facts.years) == (2016, (2016,))

    def test_a_library_whose_revisions_an_earlier_version_left_behind_is_heard_too(
        self, assistant: Assistant, folder: Path
    ) -> None:
        take(assistant, folder / NAME)
        record = only(assistant)
        facts = replace(record.facts, region="虚构市甲区")
        assistant.keeper._library.change_facts(record.report_id, facts)
        assert only(assistant).revision == record.revision
        take(assistant, folder / NAME, region=REGION)
        assert only(assistant).facts.region == REGION

    def test_a_correction_is_a_new_revision(self, assistant: Assistant, folder: Path) -> None:
        report_id = take(assistant, folder / NAME).report_id
        first = only(assistant).revision
        assistant.keeper.change_facts(report_id, FactOverrides(year=2018))
        assert only(assistant).revision != first
        assistant.keeper.change_facts(report_id, FactOverrides(year=2021))
        assert only(assistant).revision == first


class TestReplaced:
    @pytest.mark.parametrize("more", [b"", b"\n\n"])
    def test_the_same_text_in_another_file_is_known_by_that_file(
        self, assistant: Assistant, folder: Path, more: bytes
    ) -> None:
        report_id = upload(assistant, folder / NAME, "年度报告.txt").report_id
        again = folder / "again.md"
        again.write_bytes((folder / NAME).read_bytes() + more)
        assert upload(assistant, again, "年度报告.md", report_id).action == "unchanged"
        kept = assistant.keeper.original(report_id)
        assert only(assistant).source_name == kept.file_name == "年度报告.md"
        assert kept.path.read_bytes() == again.read_bytes()

    def test_without_originals_the_old_file_is_not_given_out_as_the_new_one(
        self, home: Path, folder: Path, embedder: BigramEmbedder
    ) -> None:
        with open_assistant(home) as assistant:
            report_id = upload(assistant, folder / NAME, "年度报告.txt").report_id
        none_kept = Settings(home=home, originals=OriginalsSettings(keep=False))
        with Assistant.open(none_kept, "serve") as assistant:
            upload(assistant, folder / NAME, "年度报告.md", report_id)
            with pytest.raises(OriginalMissing, match="没有保存原件"):
                assistant.keeper.original(report_id)

    def test_a_replacement_may_not_bear_a_third_reports_name(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = upload(assistant, folder / NAME, "甲.txt").report_id
        upload(assistant, folder / OTHER, "乙.txt")
        with pytest.raises(AssistantError, match="另一篇报告"):
            upload(assistant, folder / "光明2020.txt", "乙.txt", report_id)
        assert sorted(one.source_name for one in assistant.reports()) == ["乙.txt", "甲.txt"]


class TestUploads:
    def test_a_copy_leaves_no_file_behind(self, assistant: Assistant, folder: Path) -> None:
        upload(assistant, folder / NAME, "甲.txt")
        again = folder / "again.txt"
        again.write_bytes((folder / NAME).read_bytes() + b"\n\n")
        assert upload(assistant, again, "乙.txt").action == "duplicate"
        originals = Originals(assistant._settings.home)
        assert originals.stray(assistant.reports()) == ()

    def test_of_two_uploads_of_one_name_at_once_the_second_is_refused(
        self, assistant: Assistant, folder: Path
    ) -> None:
        came: list[str] = []

        def send(path: Path) -> None:
            try:
                came.append(assistant.keeper.ingest_upload(path, "年度报告.txt").action)
            except UploadRefused:
                came.append("not taken")

        senders = []
        for name in (NAME, OTHER):
            place = folder / f"from-{name}"
            place.mkdir()
            senders.append(
                threading.Thread(target=send, args=((folder / name).rename(place / "u"),))
            )
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert sorted(came) == ["added", "not taken"]

    def test_a_file_that_cannot_be_read_is_an_outcome_whatever_its_name(
        self, assistant: Assistant, folder: Path
    ) -> None:
        upload(assistant, folder / NAME, "年度报告.txt")
        (folder / "empty.txt").write_bytes(b"")
        outcome = upload(assistant, folder / "empty.txt", "年度报告.txt")
        assert (outcome.action, "空文件" in outcome.message) == ("refused", True)


class TestRemoved:
    def test_a_newer_version_of_its_file_comes_first(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = take(assistant, folder / NAME).report_id
        assistant.remove([report_id])
        write_txt(folder / NAME, (*FILES[NAME], "补充一句（虚构）：新增培训9次。"))
        newer = take(assistant, folder / NAME).report_id
        assert newer != report_id
        with pytest.raises(NothingToRestore, match="另一版"):
            assistant.keeper.restore(report_id)
        assistant.remove([newer])
        assistant.keeper.restore(report_id)
        assert only(assistant).report_id == report_id

    def test_a_report_named_twice_is_removed_once(self, assistant: Assistant, folder: Path) -> None:
        report_id = take(assistant, folder / NAME).report_id
        assert len(assistant.remove([report_id, report_id])) == 1

    def test_a_damaged_file_is_a_sentence(self, assistant: Assistant, folder: Path) -> None:
        report_id = take(assistant, folder / NAME).report_id
        assistant.remove([report_id])
        path = assistant.keeper._removed.folder / f"{report_id}.json"
        kept = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(kept | {"report": {"text": ""}}), encoding="utf-8")
        with pytest.raises(NothingToRestore, match="已损坏"):
            assistant.keeper.restore(report_id)

    def test_a_keeper_killed_at_any_moment_loses_nothing(
        self, tmp_path: Path, embedder: BigramEmbedder
    ) -> None:
        reports = write_reports(tmp_path / "reports")
        for after_s in (0.2, 0.6, 1.1):
            kill_round(tmp_path / "home", reports, after_s)
