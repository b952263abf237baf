"""Commands beside a running server: they go through it, and it knows at once what they changed."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import assistant.serving.api
from assistant.cli import main
from assistant.errors import AssistantError, OwnerUnreachable, QuestionRejected
from assistant.models import Scope, Turn
from assistant.service import Assistant
from assistant.serving.remote import RemoteAssistant
from assistant.serving.server import claim_port
from tests.assistant_samples import (
    FILES,
    OTHER_REGION,
    REGION,
    open_assistant,
    use_fakes,
    write_reports,
)
from vectorstore.ownership import LibraryOwner, read_owner

QUESTION = "光明区2021年收到行政复议申请多少件？"


@dataclass
class Served:
    """A running server: its service, address and token, and the reports it began with."""

    service: Assistant
    url: str
    token: str
    home: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real API over a real library, on a free port of this machine; the page is left out."""
    import uvicorn

    home = tmp_path_factory.mktemp("served") / "home"
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        patch.setattr(assistant.serving.api, "mount_page", lambda app, service: None)
        listening = claim_port("127.0.0.1", 0)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with open_assistant(home, url=url) as service:
            assert service.token is not None
            app = assistant.serving.api.create_app(service, token=service.token)
            config = uvicorn.Config(app, log_level="error", access_log=False, ws="none")
            server = uvicorn.Server(config)
            thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
            thread.start()
            yield Served(service, url, service.token, home)
            server.should_exit = True
            thread.join(timeout=10)
            assert not thread.is_alive()


@pytest.fixture(autouse=True)
def _its_home(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WENBAO_HOME", str(served.home))
    yield
    served.service.remove([record.report_id for record in served.service.reports()])


@pytest.fixture
def remote(served: Served) -> Iterator[RemoteAssistant]:
    client = RemoteAssistant(served.url, served.token)
    yield client
    client.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def command(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return command


def test_every_command_goes_through_the_owner(
    served: Served, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    folder = write_reports(tmp_path / "reports", ["光明2021.txt"])
    code, out, _ = run("ingest", folder)
    assert (code, "已导入 1" in out) == (0, True)
    (record,) = served.service.reports()
    began = time.monotonic()
    code, out, _ = run("ask", QUESTION, "--json")
    assert time.monotonic() - began < 10, "a server is asked at once, not waited for"
    answer = json.loads(out)
    assert (code, answer["status"], answer["citations"][0]["report_id"]) == (
        0,
        "disclosed",
        record.report_id,
    )
    hits = json.loads(run("search", "公示执法信息", "-k", "1", "--json")[1])
    assert "23456条" in hits[0]["text"]
    assert json.loads(run("reports", "--json")[1])[0]["report_id"] == record.report_id
    code, out, _ = run("reread", record.report_id, "--json")
    assert (code, json.loads(out)["files"][0]["action"]) == (0, "unchanged")
    code, out, _ = run("remove", record.report_id)
    assert (code, record.report_id in out) == (0, True)
    assert served.service.reports() == ()
    assert record.report_id in run("restore")[1]
    assert run("restore", record.report_id)[0] == 0
    assert run("facts", record.report_id, "--region", "虚构市甲区")[0] == 0
    assert served.service.reports()[0].facts.region == "虚构市甲区"
    run("remove", record.report_id)


def test_of_several_removals_an_unknown_one_stops_all(
    served: Served, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    run("ingest", write_reports(tmp_path / "reports", ["光明2021.txt"]))
    (record,) = served.service.reports()
    assert run("remove", record.report_id, "ffff")[0] == 1
    assert served.service.reports() == (record,)
    run("remove", record.report_id)


def test_what_is_ingested_beside_the_server_is_answered_without_a_restart(
    served: Served, run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    folder = write_reports(tmp_path / "reports", ["光明2020.txt"])
    run("ingest", folder)
    assert served.service.ask(QUESTION).status == "not_in_library"
    write_reports(tmp_path / "reports", ["光明2021.txt"])
    run("ingest", folder)
    assert "120件" in served.service.ask(QUESTION).text
    changed = (folder / "光明2021.txt").read_text(encoding="utf-8").replace("120件", "128件")
    (folder / "光明2021.txt").write_text(changed, encoding="utf-8")
    run("ingest", folder)
    assert "128件" in served.service.ask(QUESTION).text


def test_bad_files_come_back_with_their_reasons(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    folder = write_reports(tmp_path / "reports")
    (folder / "空.txt").write_bytes(b"")
    code, out, err = run("ingest", folder)
    assert code == 1
    assert "空.txt" in err
    assert "已导入 3" in out


def test_refusals_of_the_owner_are_its_own_sentences(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, _, err = run("ask", QUESTION)
    assert (code, "wenbao ingest" in err) == (1, True)
    run("ingest", write_reports(tmp_path / "reports", ["光明2021.txt"]))
    for words, said in (
        (("ask", ""), "请输入一个问题"),
        (("ask", "问" * 20_000), "20000 字"),
        (("remove", "ffff"), "ffff"),
    ):
        code, out, err = run(*words)
        assert (code, out) == (1, "")
        assert said in err


def test_answers_are_the_same_through_the_owner_as_from_it(
    served: Served, remote: RemoteAssistant, tmp_path: Path
) -> None:
    served.service.ingest([write_reports(tmp_path / "reports")])
    for question in (QUESTION, "光明区和龙华区2021年收到行政复议申请哪个多？", "光明区2015年呢？"):
        near, far = served.service.ask(question), remote.ask(question)
        assert replace(far, timings_ms={}) == replace(near, timings_ms={})
    assert remote.reports() == served.service.reports()
    assert remote.search_json("行政复议", limit=3) == served.service.search_json(
        "行政复议", limit=3
    )


def test_history_and_scope_travel(served: Served, remote: RemoteAssistant, tmp_path: Path) -> None:
    served.service.ingest([write_reports(tmp_path / "reports")])
    first = remote.ask(QUESTION)
    assert "100件" in remote.ask("那2020年呢？", history=[Turn(QUESTION, first)]).text
    scope = Scope((2021,), (OTHER_REGION,), source="user")
    answer = remote.ask("收到行政复议申请多少件？", scope=scope)
    assert {citation.region for citation in answer.citations} == {OTHER_REGION}
    hits = remote.search_json("收到行政复议申请多少件？", limit=20, scope=scope)
    assert {hit["region"] for hit in hits} == {OTHER_REGION}
    assert REGION in {hit["region"] for hit in remote.search_json("行政复议", limit=20)}


def test_many_clients_at_once(served: Served, tmp_path: Path) -> None:
    served.service.ingest([write_reports(tmp_path / "reports")])
    texts: list[str] = []

    def ask() -> None:
        client = RemoteAssistant(served.url, served.token)
        texts.extend(client.ask(QUESTION).text for _ in range(5))
        client.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 20
    assert len(set(texts)) == 1


def test_a_wrong_token_is_refused(served: Served, tmp_path: Path) -> None:
    stranger = RemoteAssistant(served.url, "wrong")
    for attempt in (
        lambda: stranger.ask(QUESTION),
        lambda: stranger.ingest([write_reports(tmp_path / "reports")]),
        lambda: stranger.remove(["ffff"]),
        stranger.reports,
    ):
        with pytest.raises(AssistantError, match="口令不对"):
            attempt()
    stranger.close()
    assert served.service.reports() == ()


def test_only_the_owner_of_the_files_can_read_the_token(served: Served) -> None:
    owner = read_owner(served.home)
    assert owner is not None
    assert (owner.url, owner.token) == (served.url, served.token)
    assert (served.home / "owner.json").stat().st_mode & 0o077 == 0


def test_a_rejected_question_stays_a_rejected_question(
    served: Served, remote: RemoteAssistant, tmp_path: Path
) -> None:
    served.service.ingest([write_reports(tmp_path / "reports", ["光明2021.txt"])])
    with pytest.raises(QuestionRejected, match="请输入一个问题"):
        remote.ask(" ")


def test_an_owner_that_does_not_answer_is_said(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with claim_port("127.0.0.1", 0) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    silent = RemoteAssistant(url, "token")
    with pytest.raises(OwnerUnreachable, match="没有应答"):
        silent.reports()
    silent.close()
    owner = LibraryOwner.acquire(tmp_path / "other", "serve", url)
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path / "other"))
    code, out, err = run("ask", QUESTION)
    owner.release()
    assert (code, out) == (1, "")
    assert url in err


def test_the_number_of_files_is_what_was_sent(
    served: Served, remote: RemoteAssistant, tmp_path: Path
) -> None:
    summary = remote.ingest([write_reports(tmp_path / "reports")])
    assert [outcome.action for outcome in summary.outcomes] == ["added"] * len(FILES)
    assert not summary.failed
    records = served.service.reports()
    assert remote.remove([record.report_id for record in records]) == records
