"""Two keepers on one Chroma server: neither undoes what the other has done in between."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.keeping.uploads import UploadRefused
from assistant.service import Assistant
from ingest.models import FactOverrides
from ingest.worker import ReadingWorker
from tests.assistant_samples import FILES, use_fakes, write_reports
from tests.chroma_server import chroma_server
from vectorstore.audit import audit
from vectorstore.chroma.lease import WriterLease
from vectorstore.settings import StoreSettings

NAME = "光明2021.txt"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def two(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[tuple[Assistant, Assistant]]:
    use_fakes(monkeypatch)
    store = StoreSettings(chroma_url=url, collection=request.node.name)
    with (
        Assistant.open(Settings(home=tmp_path / "one", store=store), "other") as one,
        Assistant.open(Settings(home=tmp_path / "other", store=store), "other") as other,
    ):
        yield one, other


def id_of(assistant: Assistant, name: str) -> str:
    (found,) = (one.report_id for one in assistant.reports() if one.source_name == name)
    return found


def test_each_sees_what_the_other_does(two: tuple[Assistant, Assistant], tmp_path: Path) -> None:
    one, other = two
    one.ingest([write_reports(tmp_path / "reports")])
    assert len(other.reports()) == len(FILES)
    report_id = id_of(other, NAME)
    other.keeper.change_facts(report_id, FactOverrides(region="虚构市虚构区"))
    assert "虚构市虚构区" in {record.facts.region for record in one.reports()}
    one.remove([report_id])
    assert report_id not in {record.report_id for record in other.reports()}
    # What was removed is kept in the data folder of the one that removed it.
    assert [kept.record.report_id for kept in one.keeper.removed()] == [report_id]
    assert one.keeper.restore(report_id).facts.region == "虚构市虚构区"
    assert id_of(other, NAME) == report_id
    assert [finding.severity for finding in audit(other._library, other._embedder)] == ["ok"] * 6


def test_a_correction_made_while_a_new_version_is_read_is_kept(
    two: tuple[Assistant, Assistant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    folder = write_reports(tmp_path / "reports")
    one.ingest([folder])
    report_id = id_of(one, NAME)
    path = folder / NAME
    path.write_text(path.read_text(encoding="utf-8") + "\n虚构的新一段。\n", encoding="utf-8")
    read = ReadingWorker.read

    def read_slowly(worker: ReadingWorker, *given: object) -> object:
        document = read(worker, *given)  # type: ignore[arg-type]
        other.keeper.change_facts(report_id, FactOverrides(region="虚构市虚构区"))
        return document

    monkeypatch.setattr(ReadingWorker, "read", read_slowly)
    (outcome,) = one.ingest([path]).outcomes
    assert (outcome.action, outcome.report_id) == ("updated", report_id)
    (record,) = (each for each in other.reports() if each.report_id == report_id)
    assert record.facts.region == "虚构市虚构区"
    assert "虚构的新一段。" in other.report_text(report_id)


def test_of_two_uploads_of_one_name_to_two_keepers_the_second_is_refused(
    two: tuple[Assistant, Assistant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    first, second = (write_reports(tmp_path / name) for name in ("first", "second"))
    read = ReadingWorker.read
    uploaded: list[str] = []

    def read_slowly(worker: ReadingWorker, *given: object) -> object:
        document = read(worker, *given)  # type: ignore[arg-type]
        if not uploaded:
            uploaded.append("once")
            other.keeper.ingest_upload(second / "龙华2021.txt", "年度报告.txt")
        return document

    monkeypatch.setattr(ReadingWorker, "read", read_slowly)
    with pytest.raises(UploadRefused, match="同名文件"):
        one.keeper.ingest_upload(first / NAME, "年度报告.txt")
    assert [record.facts.region for record in one.reports()] == ["深圳市龙华区"]


def test_a_long_removal_renews_its_lease(
    two: tuple[Assistant, Assistant], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = two
    one.ingest([write_reports(tmp_path / "reports")])
    ids = [record.report_id for record in one.reports()]
    left: list[int] = []
    renew = WriterLease.renew

    def noted(lease: WriterLease) -> None:
        renew(lease)
        left.append(len(one.reports()))

    monkeypatch.setattr(WriterLease, "renew", noted)
    one.remove(ids)
    # Before each report goes: whoever took the lease in between would otherwise be written over.
    assert left == [3, 2, 1]


def test_a_new_version_waits_for_a_correction_under_way(
    two: tuple[Assistant, Assistant], tmp_path: Path
) -> None:
    one, other = two
    folder = write_reports(tmp_path / "reports")
    one.ingest([folder])
    path = folder / NAME
    path.write_text(path.read_text(encoding="utf-8") + "\n虚构的新一段。\n", encoding="utf-8")
    report_id = id_of(one, NAME)
    done = threading.Event()

    def take_in() -> None:
        one.ingest([path])
        done.set()

    with other._library.changing():
        writer = threading.Thread(target=take_in)
        writer.start()
        assert not done.wait(2)
        assert "虚构的新一段。" not in other.report_text(report_id)
        other.keeper.change_facts(report_id, FactOverrides(year=2019))
    writer.join(60)
    (record,) = (each for each in other.reports() if each.report_id == report_id)
    assert record.facts.year == 2019
    assert "虚构的新一段。" in other.report_text(report_id)
