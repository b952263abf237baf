"""What could not be read of a file is stored with its report and shown wherever the report is."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.making import reindex
from assistant.service import Assistant
from assistant.ui.reports.report_page import report_page_html
from assistant.ui.reports.sources import find_report
from assistant.ui.words import words_in
from assistant.wire import record_json, summary_from_json, summary_json
from ingest import ReadingWorker
from ingest.models import FactOverrides, RawDocument
from ingest.readers import read
from tests.assistant_samples import open_assistant, use_fakes, write_reports
from tests.fakes import BigramEmbedder
from vectorstore.models import ReportRecord, record_from_json

NAME = "光明2021.txt"
UNREAD = ("第 3 页有一张图没有读出文字（虚构）。", "附件 <b>2</b> 没有读（虚构）。")


@pytest.fixture
def embedder(monkeypatch: pytest.MonkeyPatch) -> BigramEmbedder:
    return use_fakes(monkeypatch)


@pytest.fixture(autouse=True)
def _noticing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read every 光明2021 with something in it that cannot be read."""

    def noticing(_: ReadingWorker, path: Path, source_name: str) -> RawDocument:
        document = read(path, source_name)
        return replace(document, notices=UNREAD) if NAME in source_name else document

    monkeypatch.setattr(ReadingWorker, "read", noticing)


@pytest.fixture
def assistant(home: Path, embedder: BigramEmbedder) -> Iterator[Assistant]:
    with open_assistant(home) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports")


def only(assistant: Assistant) -> ReportRecord:
    (record,) = assistant.reports()
    return record


def test_they_are_stored_and_cross_to_other_processes(assistant: Assistant, folder: Path) -> None:
    summary = assistant.ingest([folder / NAME])
    assert summary.outcomes[0].notices == UNREAD
    plain = json.loads(json.dumps(summary_json(summary)))
    assert summary_from_json(plain).outcomes[0].notices == UNREAD
    assert only(assistant).notices == UNREAD
    record = json.loads(json.dumps(record_json(only(assistant))))
    assert (record["notices"], record_from_json(record)) == (list(UNREAD), only(assistant))


def test_an_uploaded_file_tells_them_too(assistant: Assistant, folder: Path) -> None:
    outcome = assistant.keeper.ingest_upload(folder / NAME, NAME)
    assert outcome.notices == UNREAD


def test_the_page_of_the_report_shows_them_escaped(assistant: Assistant, folder: Path) -> None:
    assistant.ingest([folder])
    by_name = {one.source_name: one.report_id for one in assistant.reports()}
    page = report_page_html(find_report(assistant, by_name[NAME]), words_in("zh"))
    assert "没有读到的内容" in page
    assert UNREAD[0] in page
    assert "附件 &lt;b&gt;2&lt;/b&gt; 没有读" in page
    other = report_page_html(find_report(assistant, by_name["光明2020.txt"]), words_in("zh"))
    assert "没有读到的内容" not in other


def test_the_terminal_shows_them_at_import_and_among_problems(
    home: Path,
    folder: Path,
    embedder: BigramEmbedder,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENBAO_HOME", str(home))
    assert main(["ingest", str(folder)]) == 0
    said = capsys.readouterr().out.splitlines()
    at = next(n for n, line in enumerate(said) if NAME in line)
    assert said[at + 1 : at + 3] == [f"    {notice}" for notice in UNREAD]
    assert main(["reports", "--problems"]) == 0
    told = "；".join(notice.rstrip("。") for notice in UNREAD)
    (line,) = [one for one in capsys.readouterr().out.splitlines() if told in one]
    assert "光明区人民政府2021年" in line
    assert main(["reports", "--problems", "--json"]) == 0
    shown = {one["source_name"]: one for one in json.loads(capsys.readouterr().out)}
    assert shown[NAME]["notices"] == list(UNREAD)
    assert shown[NAME]["problems"][-1] == UNREAD[-1].rstrip("。")


@pytest.mark.parametrize("change", ["reindexed", "corrected", "retitled", "restored", "reread"])
def test_they_outlive_whatever_is_done_to_the_report(
    home: Path, folder: Path, embedder: BigramEmbedder, change: str
) -> None:
    with open_assistant(home) as assistant:
        report_id = assistant.ingest([folder / NAME]).outcomes[0].report_id
        before = only(assistant)
        if change == "corrected":
            assistant.keeper.change_facts(report_id, FactOverrides(year=2018))
        elif change == "retitled":
            assistant.keeper.change_facts(report_id, FactOverrides(title="虚构市新标题"))
        elif change == "restored":
            assistant.remove([report_id])
            assistant.keeper.restore(report_id)
        elif change == "reread":
            assistant.keeper.reread([report_id])
        settings = assistant._settings
    if change == "reindexed":
        reindex(settings, lambda done, total: None)
    with open_assistant(home) as assistant:
        after = only(assistant)
    assert (after.notices, after.reader_version) == (UNREAD, before.reader_version)
    assert after.given == before.given == FactOverrides()


def test_a_file_that_comes_again_brings_its_notices_or_takes_them_away(
    assistant: Assistant, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.ingest([folder / NAME])
    monkeypatch.setattr(ReadingWorker, "read", lambda self, path, name: read(path, name))
    assert assistant.ingest([folder / NAME]).outcomes[0].action == "unchanged"
    assert only(assistant).notices == ()
