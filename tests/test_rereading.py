"""Reports read anew from their originals: what stays, what changes, and what is told."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.config import Settings
from assistant.doctor import run_checks
from assistant.keeping.kept_facts import kept_facts
from assistant.models import FileOutcome
from assistant.service import Assistant
from assistant.ui.reports.library import Wanted, library_html
from assistant.ui.words import words_in
from ingest.errors import IngestError
from ingest.models import FactOverrides, ReportFacts
from ingest.readers import READER_VERSION
from tests.assistant_samples import FILES, REGION, open_assistant, use_fakes, write_reports
from tests.chroma_server import chroma_server
from tests.crash_rereading import kill_round
from tests.fakes import BigramEmbedder
from tests.older_readers import LOST, ingest_long_ago
from tests.samples import write_txt
from vectorstore.chroma.records import _dump, _load
from vectorstore.errors import ReportNotFound
from vectorstore.models import ReportRecord
from vectorstore.settings import StoreSettings

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


def named(assistant: Assistant, name: str = NAME) -> ReportRecord:
    return next(record for record in assistant.reports() if record.source_name == name)


def only(outcomes: tuple[FileOutcome, ...]) -> FileOutcome:
    (outcome,) = outcomes
    return outcome


@pytest.mark.parametrize("server", [False, True], ids=["embedded", "server"])
def test_a_changed_text_gets_new_passages_under_the_old_id(
    tmp_path: Path, folder: Path, embedder: BigramEmbedder, server: bool
) -> None:
    def check(settings: Settings) -> None:
        with Assistant.open(settings, "serve") as assistant:
            ingest_long_ago(assistant, folder)
            before = named(assistant)
            ids = {one.report_id for one in assistant.reports()}
            embedded = embedder.encoded
            summary = assistant.keeper.reread()
            actions = {outcome.path: outcome.action for outcome in summary.outcomes}
            # The third report has no line that the older readers lost.
            assert actions == {NAME: "updated", "光明2020.txt": "updated", OTHER: "unchanged"}
            assert embedder.encoded == embedded + sum(one.embedded for one in summary.outcomes)
            after = named(assistant)
            assert LOST in assistant.report_text(after.report_id)
            assert (after.report_id, after.ingested_at, after.original, after.source_name) == (
                before.report_id,
                before.ingested_at,
                before.original,
                before.source_name,
            )
            assert {one.report_id for one in assistant.reports()} == ids
            assert {one.reader_version for one in assistant.reports()} == {READER_VERSION}
            assert assistant.search("普法宣传针对性", limit=3).hits[0].passage.text.count(LOST)
            told = next(one for one in summary.outcomes if one.path == NAME)
            assert f"原有 {before.characters} 字，现有 {after.characters} 字" in told.message
            assert assistant.keeper.reread().outcomes == ()

    if server:
        with chroma_server(tmp_path / "server") as url:
            check(Settings(home=tmp_path / "home", store=StoreSettings(chroma_url=url)))
    else:
        check(Settings(home=tmp_path / "home"))


def test_the_same_text_costs_no_embedding_even_without_the_vector_cache(
    home: Path, folder: Path, embedder: BigramEmbedder
) -> None:
    with open_assistant(home) as assistant:
        ingest_long_ago(assistant, folder, lost="")
        before = assistant.reports()
    (home / "vectors.sqlite").unlink()
    embedder._seen.clear()
    with open_assistant(home) as assistant:
        encoded = embedder.encoded
        summary = assistant.keeper.reread()
        assert {outcome.action for outcome in summary.outcomes} == {"unchanged"}
        assert embedder.encoded == encoded
        after = assistant.reports()
    assert [replace(one, reader_version=1, given=None) for one in after] == list(before)


class TestSaidByHand:
    @pytest.mark.parametrize(
        "stated",
        [
            FactOverrides(year=2018),
            FactOverrides(region="虚构市甲区"),
            FactOverrides(title="虚构市新标题", doc_type="政府工作报告"),
            FactOverrides(region="", body="", published=""),
            FactOverrides(years=(2019, 2020), plan_years=(2025,)),
        ],
    )
    def test_a_corrected_fact_survives(
        self, assistant: Assistant, folder: Path, stated: FactOverrides
    ) -> None:
        ingest_long_ago(assistant, folder / NAME)
        corrected = assistant.keeper.change_facts(named(assistant).report_id, stated)
        assert only(assistant.keeper.reread().outcomes).action == "updated"
        after = named(assistant)
        assert (after.facts, after.stated) == (corrected.facts, corrected.stated)

    def test_what_was_stated_with_the_file_long_ago_survives_and_is_told(
        self, assistant: Assistant, folder: Path
    ) -> None:
        ingest_long_ago(assistant, folder / NAME, year=2016)
        told = only(assistant.keeper.reread().outcomes).message
        assert "涵盖年份仍记作“2016”，原件里读出的是“2021”" in told
        assert (named(assistant).facts.year, named(assistant).facts.years) == (2016, (2016,))
        # It is noted now, so that the next rereading keeps it too.
        assistant.keeper.reread([named(assistant).report_id])
        assert (named(assistant).facts.year, named(assistant).facts.years) == (2016, (2016,))

    def test_what_a_file_beside_it_states_is_noted_and_survives(
        self, assistant: Assistant, folder: Path
    ) -> None:
        (folder / f"{NAME}.toml").write_text('region = "虚构市乙区"\n', encoding="utf-8")
        assistant.ingest([folder / NAME])
        assert named(assistant).given == FactOverrides(region="虚构市乙区")
        assistant.keeper.reread([named(assistant).report_id])
        assert named(assistant).facts.region == "虚构市乙区"

    def test_an_option_that_came_after_a_correction_still_stands(
        self, assistant: Assistant, folder: Path
    ) -> None:
        report_id = only(assistant.ingest([folder / NAME]).outcomes).report_id
        assistant.keeper.change_facts(report_id, FactOverrides(year=2018))
        assistant.ingest([folder / NAME], overrides=FactOverrides(year=2016))
        assistant.keeper.reread([report_id])
        assert named(assistant).facts.year == 2016

    def test_a_fact_that_the_older_readers_missed_is_read_now(
        self, assistant: Assistant, folder: Path
    ) -> None:
        title = FILES[NAME][0]
        write_txt(folder / "上报稿.txt", FILES[NAME])
        ingest_long_ago(assistant, folder / "上报稿.txt", lost=title)
        assert named(assistant, "上报稿.txt").facts.title == "上报稿"
        outcome = only(assistant.keeper.reread().outcomes)
        assert f"标题由“上报稿”改读为“{title}”" in outcome.message
        facts = named(assistant, "上报稿.txt").facts
        assert (facts.title, facts.region, facts.year) == (title, REGION, 2021)

    def test_a_body_that_was_guessed_is_no_word_of_anybody(self) -> None:
        old = ReportFacts(
            "某某报告", region="甲市", body="甲市人民政府", doc_type="其他", year=2019
        )
        new = replace(old, body="甲市财政局", doc_type="部门预算", year=2020)
        kept = kept_facts(old, FactOverrides(), None, new, replace(old, body=""))
        assert kept.facts == replace(new, year=2020)
        noted = kept_facts(old, FactOverrides(), None, new, replace(old, year=2018))
        assert (noted.facts.year, noted.given.year, noted.given.years) == (2019, 2019, ())


class TestLeftAsItIs:
    def test_a_removed_report_stays_removed(self, assistant: Assistant, folder: Path) -> None:
        ingest_long_ago(assistant, folder)
        gone = named(assistant)
        assistant.remove([gone.report_id])
        assistant.keeper.reread()
        assert gone.report_id not in {one.report_id for one in assistant.reports()}
        restored = assistant.keeper.restore(gone.report_id)
        assert restored.reader_version == 1
        assert only(assistant.keeper.reread().outcomes).report_id == gone.report_id

    def test_one_without_its_original_is_named(
        self, assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("assistant.keeping.keeper.Keeper._keep_original", lambda self: None)
            ingest_long_ago(assistant, folder / NAME)
        ingest_long_ago(assistant, folder / "光明2020.txt", folder / OTHER)
        assistant.keeper.original(named(assistant, OTHER).report_id).path.unlink()
        before = {name: named(assistant, name) for name in (NAME, OTHER)}
        summary = assistant.keeper.reread()
        refused = {one.path: one.message for one in summary.outcomes if one.action == "refused"}
        assert set(refused) == {NAME, OTHER}
        assert "没有保存原件" in refused[NAME]
        assert "不在这台机器上" in refused[OTHER]
        assert {name: named(assistant, name) for name in (NAME, OTHER)} == before
        assert summary.failed
        assert named(assistant, "光明2020.txt").reader_version == READER_VERSION

    def test_one_that_cannot_be_read_now_keeps_what_was_read(
        self, assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest_long_ago(assistant, folder)
        before = named(assistant), assistant.passages(named(assistant).report_id)
        real = assistant.keeper._worker.read

        def read(path: Path, name: str) -> object:
            if name == NAME:
                raise IngestError(f"《{name}》已损坏。")
            return real(path, name)

        monkeypatch.setattr(assistant.keeper._worker, "read", read)
        outcomes = {one.path: one for one in assistant.keeper.reread().outcomes}
        assert outcomes[NAME].action == "refused"
        assert outcomes[NAME].message == f"《{NAME}》已损坏。库里的这一份没有动。"
        assert outcomes["光明2020.txt"].action == "updated"
        assert (named(assistant), assistant.passages(named(assistant).report_id)) == before

    def test_an_id_that_names_nothing_is_an_error(self, assistant: Assistant, folder: Path) -> None:
        ingest_long_ago(assistant, folder)
        with pytest.raises(ReportNotFound):
            assistant.keeper.reread(["没有"])

    def test_one_replaced_or_removed_while_it_is_read_is_not_touched(
        self, assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest_long_ago(assistant, folder)
        library, real = assistant.keeper._library, assistant.keeper._worker.read

        def read(path: Path, name: str) -> object:
            if name == NAME:
                library.remove(named(assistant).report_id)
            return real(path, name)

        monkeypatch.setattr(assistant.keeper._worker, "read", read)
        outcomes = {one.path: one.action for one in assistant.keeper.reread().outcomes}
        assert outcomes[NAME] == "skipped"
        assert NAME not in {one.source_name for one in assistant.reports()}


@pytest.mark.parametrize("steps", [2, 7])
def test_killed_in_the_middle_it_goes_on_where_it_was(
    tmp_path: Path, embedder: BigramEmbedder, steps: int
) -> None:
    assert kill_round(tmp_path, steps) < 6


class TestTold:
    def test_a_library_without_the_fields_opens_and_says_that_it_is_of_older_readers(
        self, assistant: Assistant, folder: Path
    ) -> None:
        assistant.ingest([folder / NAME])
        stored = assistant.keeper._library.state.snapshot.reports[named(assistant).report_id]
        plain = json.loads(_dump(stored))
        for name in ("notices", "reader_version", "given"):
            del plain[name]
        record = _load(json.dumps(plain)).record
        assert (record.notices, record.reader_version, record.given) == ((), 1, None)

    def test_doctor_and_the_keepers_page_count_them(
        self, home: Path, folder: Path, embedder: BigramEmbedder
    ) -> None:
        with open_assistant(home) as assistant:
            ingest_long_ago(assistant, folder)
            page = library_html(assistant.reports(), Wanted(), words_in("zh"), keeper=True)
            readers = library_html(assistant.reports(), Wanted(), words_in("zh"))
        assert "有 3 篇是旧版的读取程序读的，管理员运行 wenbao reread" in page
        assert "wenbao reread" not in readers
        findings = [one for one in run_checks(Settings(home=home)) if "旧版的读取" in one.message]
        assert [one.severity for one in findings] == ["warning"]
        assert (findings[0].message[:3], "wenbao reread" in findings[0].remedy) == ("3 份", True)
        with open_assistant(home) as assistant:
            assistant.keeper.reread()
            page = library_html(assistant.reports(), Wanted(), words_in("zh"), keeper=True)
        assert "wenbao reread" not in page
        assert not [one for one in run_checks(Settings(home=home)) if "旧版的读取" in one.message]

    def test_the_command_says_it_in_chinese_and_by_its_status(
        self,
        home: Path,
        folder: Path,
        embedder: BigramEmbedder,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("WENBAO_HOME", str(home))
        with open_assistant(home) as assistant:
            ingest_long_ago(assistant, folder)
            assistant.keeper.original(named(assistant).report_id).path.unlink()
            other = named(assistant, OTHER).report_id
        assert main(["reread"]) == 1
        said = capsys.readouterr()
        assert "重读 3 份报告：" in said.out
        assert "已更新 1" in said.out
        assert "未变 1" in said.out
        assert f"[未能重读] {NAME}" in said.err
        assert f"[未变] {OTHER}" not in said.out
        assert main(["reread", other]) == 0
        capsys.readouterr()
        assert main(["reread", "--json", other]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert [(one["path"], one["action"]) for one in shown["files"]] == [(OTHER, "unchanged")]
        assert main(["ingest", str(folder)]) == 0
        capsys.readouterr()
        assert main(["reread"]) == 0
        assert "没有要重读的报告" in capsys.readouterr().out
