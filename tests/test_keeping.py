"""What is kept beside the store: originals by hash, corrected facts, removed reports, uploads."""

import errno
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.keeping.edits import FactsRejected, checked
from assistant.keeping.originals import OriginalMissing, Originals
from assistant.keeping.removed import MOST_KEPT, NothingToRestore
from assistant.keeping.uploads import UploadRefused
from assistant.service import Assistant
from ingest.models import FactOverrides
from tests.assistant_samples import FILES, open_assistant, use_fakes, write_reports
from tests.fakes import BigramEmbedder
from tests.samples import write_txt
from vectorstore.chroma.records import _dump, _load
from vectorstore.errors import ReportNotFound

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


def only_id(assistant: Assistant, path: Path) -> str:
    summary = assistant.ingest([path])
    return summary.outcomes[0].report_id


def whole(assistant: Assistant, report_id: str) -> dict[str, object]:
    """All that the library holds of a report, but for the time."""
    record = next(asdict(r) for r in assistant.reports() if r.report_id == report_id)
    del record["ingested_at"]
    return record | {"passages": assistant.passages(report_id)}


class TestOriginals:
    def test_the_file_is_kept_and_given_back_whole(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        kept = assistant.keeper.original(report_id)
        assert kept.path.read_bytes() == (folder / NAME).read_bytes()
        assert (kept.file_name, kept.media_type) == (NAME, "text/plain")

    def test_the_same_bytes_are_kept_once(self, home: Path, folder: Path) -> None:
        originals = Originals(home)
        (folder / "again.txt").write_bytes((folder / NAME).read_bytes())
        assert originals.keep(folder / NAME) == originals.keep(folder / "again.txt")
        assert len([p for p in originals.folder.rglob("*") if p.is_file()]) == 1

    def test_a_report_ingested_without_is_completed_by_the_next_ingest(
        self, home: Path, folder: Path, embedder: BigramEmbedder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("assistant.keeping.keeper.Keeper._keep_original", lambda self: None)
            with open_assistant(home) as assistant:
                report_id = only_id(assistant, folder / NAME)
                with pytest.raises(OriginalMissing, match="没有保存原件"):
                    assistant.keeper.original(report_id)
        with open_assistant(home) as assistant:
            encoded = embedder.encoded
            assert assistant.ingest([folder / NAME]).outcomes[0].action == "unchanged"
            assert assistant.keeper.original(report_id).path.is_file()
            assert embedder.encoded == encoded

    def test_one_that_is_away_or_altered_is_a_sentence(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        kept = assistant.keeper.original(report_id).path
        kept.write_text("别的", encoding="utf-8")
        with pytest.raises(OriginalMissing, match="改动"):
            assistant.keeper.original(report_id)
        kept.unlink()
        with pytest.raises(OriginalMissing, match="不在这台机器上"):
            assistant.keeper.original(report_id)

    def test_a_full_disk_refuses_the_file_and_leaves_nothing(
        self, assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("assistant.keeping.originals.os.fsync", full)
            outcome = assistant.ingest([folder / NAME]).outcomes[0]
        assert outcome.action == "refused"
        assert "磁盘" in outcome.message
        assert assistant.reports() == ()
        kept = Originals(assistant._settings.home)
        assert not any(path.is_file() for path in kept.folder.rglob("*"))
        assert assistant.ingest([folder / NAME]).outcomes[0].action == "added"

    def test_a_file_that_no_report_names_is_found(self, assistant: Assistant, folder: Path) -> None:
        only_id(assistant, folder / NAME)
        originals = Originals(assistant._settings.home)
        assert originals.stray(assistant.reports()) == ()
        (folder / "x.txt").write_text("虚构", encoding="utf-8")
        digest = originals.keep(folder / "x.txt")
        assert [path.stem for path in originals.stray(assistant.reports())] == [digest]


class TestFacts:
    def test_a_correction_changes_facts_and_no_rows(
        self, assistant: Assistant, folder: Path, embedder: BigramEmbedder
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        encoded, passages = embedder.encoded, assistant.passages(report_id)
        record = assistant.keeper.change_facts(report_id, FactOverrides(region=" 虚构市甲区 "))
        assert record.facts.region == "虚构市甲区"
        assert record.stated == FactOverrides(region="虚构市甲区")
        assert (embedder.encoded, assistant.passages(report_id)) == (encoded, passages)

    def test_another_year_is_the_year_covered(self, assistant: Assistant, folder: Path) -> None:
        report_id = only_id(assistant, folder / NAME)
        record = assistant.keeper.change_facts(report_id, FactOverrides(year=2018))
        assert (record.facts.year, record.facts.years) == (2018, (2018,))
        assert assistant.ask("光明区2018年收到行政复议申请多少件？").citations[0].year == 2018
        # Its title still bears 2021: the library is not said to lack it, and nothing of it answers.
        other = assistant.ask("光明区2021年收到行政复议申请多少件？")
        assert (other.status, other.citations) == ("not_in_report", ())

    def test_a_new_title_stands_in_the_report_under_its_old_id(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        before = assistant.passages(report_id)
        record = assistant.keeper.change_facts(report_id, FactOverrides(title="虚构市新标题"))
        assert record.report_id == report_id
        assert [p.text for p in assistant.passages(report_id)] == [p.text for p in before]
        assert (
            assistant.ask("光明区2021年收到行政复议申请多少件？").citations[0].title
            == "虚构市新标题"
        )

    def test_what_was_corrected_outlives_a_new_version_of_the_file(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        assistant.keeper.change_facts(report_id, FactOverrides(year=2018, region="虚构市甲区"))
        write_txt(folder / NAME, (*FILES[NAME], "补充一句（虚构）：新增培训9次。"))
        (folder / f"{NAME}.toml").write_text('region = "虚构市乙区"', encoding="utf-8")
        assert assistant.ingest([folder / NAME]).outcomes[0].action == "updated"
        facts = assistant.reports()[0].facts
        assert (facts.year, facts.region) == (2018, "虚构市甲区")
        assistant.ingest([folder / NAME], overrides=FactOverrides(region="虚构市丙区"))
        assert assistant.reports()[0].facts.region == "虚构市丙区"

    @pytest.mark.parametrize(
        ("stated", "words"),
        [
            (FactOverrides(title="  "), "不能空"),
            (FactOverrides(title="字" * 201), "太长"),
            (FactOverrides(region="甲\x1b[31m区"), "控制字符"),
            (FactOverrides(region="甲\u202e区"), "控制字符"),
            (FactOverrides(year=20200), "年份"),
            (FactOverrides(years=(2020, 1)), "年份"),
            (FactOverrides(published="2021年1月"), "2021-01-20"),
            (FactOverrides(published="2021-02-30"), "2021-01-20"),
            (FactOverrides(source_url="javascript:alert(1)"), "http"),
        ],
    )
    def test_what_cannot_be_a_fact_is_refused(self, stated: FactOverrides, words: str) -> None:
        with pytest.raises(FactsRejected, match=words):
            checked(stated)

    def test_a_report_that_is_not_there_is_a_sentence(self, assistant: Assistant) -> None:
        with pytest.raises(ReportNotFound):
            assistant.keeper.change_facts("ffff", FactOverrides(year=2020))

    def test_a_record_written_by_an_earlier_version_is_read(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        stored = assistant.keeper._library.state.snapshot.reports[report_id]
        older = json.loads(_dump(stored))
        del older["original"], older["stated"]
        read = _load(json.dumps(older))
        assert (read.record.original, read.record.stated) == ("", FactOverrides())
        assert read.record.facts == stored.record.facts


class TestRemoved:
    def test_a_removed_report_comes_back_as_it_was_and_embeds_nothing(
        self, assistant: Assistant, folder: Path, embedder: BigramEmbedder
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        assistant.keeper.change_facts(report_id, FactOverrides(region="虚构市甲区"))
        before, encoded = whole(assistant, report_id), embedder.encoded
        assistant.remove([report_id])
        assert assistant.reports() == ()
        assert [one.record.report_id for one in assistant.keeper.removed()] == [report_id]
        assistant.keeper.restore(report_id)
        assert whole(assistant, report_id) == before
        assert embedder.encoded == encoded
        assert assistant.keeper.removed() == ()
        assert assistant.keeper.original(report_id).path.is_file()

    def test_what_was_ingested_again_is_not_restored_over_it(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        assistant.remove([report_id])
        assistant.ingest([folder / NAME])
        with pytest.raises(NothingToRestore, match="已经在库里"):
            assistant.keeper.restore(report_id)
        assert len(assistant.reports()) == 1
        other = folder / "另一个名字.txt"
        (folder / NAME).rename(other)
        assistant.remove([assistant.reports()[0].report_id])
        assistant.ingest([other])
        with pytest.raises(NothingToRestore, match="已经在库里"):
            assistant.keeper.restore(report_id)

    @pytest.mark.parametrize("report_id", ["ffff", "../../etc/passwd", "", "a/b"])
    def test_there_is_nothing_to_restore_of_a_stranger(
        self, assistant: Assistant, report_id: str
    ) -> None:
        with pytest.raises(NothingToRestore):
            assistant.keeper.restore(report_id)

    def test_nothing_is_removed_that_cannot_be_put_back(
        self, assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from vectorstore.errors import StoreUnavailable

        report_id = only_id(assistant, folder / NAME)

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("assistant.keeping.removed.os.fsync", full)
            with pytest.raises(StoreUnavailable, match="没有移除"):
                assistant.remove([report_id])
        assert len(assistant.reports()) == 1

    def test_a_removal_cut_short_lists_nothing_to_restore(
        self, assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report_id = only_id(assistant, folder / NAME)

        def killed(_: object, __: str) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("vectorstore.library.Library.remove", killed)
            with pytest.raises(KeyboardInterrupt):
                assistant.remove([report_id])
        assert len(assistant.reports()) == 1
        assert assistant.keeper.removed() == ()

    def test_only_the_newest_are_kept_and_a_damaged_one_is_passed_over(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only_id(assistant, folder / NAME)
        place = assistant.keeper._removed.folder
        for _ in range(2):
            assistant.remove([report_id])
            assistant.keeper.restore(report_id)
        place.mkdir(exist_ok=True)
        for number in range(MOST_KEPT + 5):
            (place / f"old{number}.json").write_text("{", encoding="utf-8")
        assistant.remove([report_id])
        assert len(list(place.glob("*.json"))) == MOST_KEPT
        assert [one.record.report_id for one in assistant.keeper.removed()] == [report_id]


class TestUploads:
    def upload(self, assistant: Assistant, path: Path, name: str, **more: str) -> str:
        given = path.parent / f"incoming{path.suffix}"
        given.write_bytes(path.read_bytes())
        return assistant.keeper.ingest_upload(given, name, **more).action  # type: ignore[arg-type]

    def test_an_upload_is_known_by_the_name_that_its_user_gave(
        self, assistant: Assistant, folder: Path
    ) -> None:
        assert self.upload(assistant, folder / NAME, "年度报告.txt") == "added"
        assert assistant.reports()[0].source_name == "年度报告.txt"
        assert self.upload(assistant, folder / NAME, "年度报告.txt") == "unchanged"
        assert self.upload(assistant, folder / NAME, "又一个.txt") == "duplicate"

    def test_another_report_under_the_same_name_does_not_replace_the_first(
        self, assistant: Assistant, folder: Path
    ) -> None:
        self.upload(assistant, folder / NAME, "年度报告.txt")
        with pytest.raises(UploadRefused, match="替换"):
            self.upload(assistant, folder / "龙华2021.txt", "年度报告.txt")
        assert len(assistant.reports()) == 1

    def test_a_replacement_keeps_the_id(self, assistant: Assistant, folder: Path) -> None:
        self.upload(assistant, folder / NAME, "年度报告.txt")
        report_id = assistant.reports()[0].report_id
        done = self.upload(assistant, folder / "光明2020.txt", "修订版.txt", replaces=report_id)
        assert done == "updated"
        (record,) = assistant.reports()
        assert (record.report_id, record.source_name) == (report_id, "修订版.txt")

    @pytest.mark.parametrize(
        "name",
        [
            *("", " ", "../a.txt", "a/b.txt", "a\\b.txt", ".a.txt", "~$a.docx", "a\x00.txt"),
            *("字" * 90, "a\u202egpj.txt", "报告.exe", "报告", "报告.rar"),
        ],
    )
    def test_a_name_that_cannot_be_one_is_refused(
        self, assistant: Assistant, folder: Path, name: str
    ) -> None:
        name = f"{name}.txt" if len(name) == 90 else name
        with pytest.raises(UploadRefused):
            self.upload(assistant, folder / NAME, name)
        assert assistant.reports() == ()
