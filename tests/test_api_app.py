"""The owner's HTTP API: what it gives, whom it refuses, and how it says so. The page is not built."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import assistant.serving.api
from assistant.errors import AssistantError, QuestionRejected
from assistant.models import Scope
from assistant.serving.api import create_app
from assistant.serving.guard import LOOPBACK_HOSTS, TOKEN_HEADER
from assistant.wire import answer_from_json, summary_from_json
from ingest.errors import UnsupportedFormat
from ingest.models import FactOverrides
from tests.fakes_service import FakeService
from vectorstore.errors import StoreBusy, StoreUnavailable
from vectorstore.models import record_from_json

OWNER = {TOKEN_HEADER: "token"}
Call = Callable[..., httpx.Response]

ROUTES = [
    ("POST", "/api/ask", {"question": "行政处罚多少件？"}),
    ("GET", "/api/search?q=行政处罚", None),
    ("GET", "/api/reports", None),
    ("GET", "/api/reports/r1", None),
    ("POST", "/api/ingest", {"paths": ["/报告.txt"]}),
    ("PATCH", "/api/reports/r1", {"region": "甲区"}),
    ("DELETE", "/api/reports/r1", None),
    ("GET", "/api/removed", None),
    ("POST", "/api/removed/r1/restore", None),
    ("POST", "/api/reread", {}),
]


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def call(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setattr(assistant.serving.api, "mount_page", lambda app, service: None)
    app = create_app(service, token="token")
    return lambda *args, **options: send(app, *args, **options)


def send(
    app: FastAPI,
    method: str,
    path: str,
    body: Any = None,
    headers: dict[str, str] = OWNER,
    client: str = "127.0.0.1",
    host: str = "127.0.0.1:7860",
) -> httpx.Response:
    async def exchange() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(client, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client_:
            return await client_.request(method, path, json=body, headers=headers)

    return asyncio.run(exchange())


def test_an_answer_arrives_whole(call: Call, service: FakeService) -> None:
    body = {"question": "行政处罚多少件？", "scope": {"years": [2020], "regions": ["甲区"]}}
    answer = answer_from_json(call("POST", "/api/ask", body).json())
    assert "1204件" in answer.text
    assert service.asked[0][2] == answer.scope
    assert answer.scope.source == "user"


def test_reports_limit_a_question_and_a_search(call: Call, service: FakeService) -> None:
    body = {"question": "行政处罚多少件？", "scope": {"reports": ["r1"]}}
    assert call("POST", "/api/ask", body).json()["scope"]["reports"] == ["r1"]
    assert service.asked[0][2] == Scope(source="user", reports=("r1",))
    assert call("GET", "/api/search?q=处罚&report=r1&report=r2").status_code == 200


def test_a_follow_up_brings_its_history(call: Call, service: FakeService) -> None:
    first = call("POST", "/api/ask", {"question": "行政处罚多少件？"}).json()
    history = [{"question": "行政处罚多少件？", "answer": first}]
    call("POST", "/api/ask", {"question": "检查呢？", "history": history})
    (turn,) = service.asked[1][1]
    assert turn.answer == answer_from_json(first)


def test_a_history_of_someone_elses_is_refused(call: Call) -> None:
    body = {"question": "问", "history": [{"question": "甲", "answer": {"text": 1}}]}
    response = call("POST", "/api/ask", body)
    assert (response.status_code, response.json()) == (
        422,
        {"error": "对话记录不合格式，请重新开始对话。"},
    )


def test_hits_are_plain_json(call: Call) -> None:
    hits = call("GET", "/api/search?q=处罚&limit=2&year=2020&region=甲区").json()["hits"]
    assert len(hits) == 2
    assert hits[0]["report_id"] == "r1"


def test_reports_and_one_report_with_its_passages(call: Call, service: FakeService) -> None:
    listed = call("GET", "/api/reports").json()["reports"]
    assert tuple(record_from_json(record) for record in listed) == service.reports()
    one = call("GET", "/api/reports/r1").json()
    assert [p["id"] for p in one["passages"]] == [p.id for p in service.passages("r1")]


def test_ingest_hands_on_paths_facts_and_the_report_it_replaces(
    call: Call, service: FakeService
) -> None:
    overrides = FactOverrides(region="甲区", years=(2019, 2020))
    body = {"paths": ["/报告.txt"], "overrides": asdict(overrides), "replaces": "r1"}
    summary = summary_from_json(call("POST", "/api/ingest", body).json())
    assert summary.outcomes[0].action == "added"
    assert service.ingested == [([Path("/报告.txt")], overrides, "r1")]


def test_a_relative_path_is_refused(call: Call, service: FakeService) -> None:
    response = call("POST", "/api/ingest", {"paths": ["报告.txt"]})
    assert response.status_code == 400
    assert "完整路径" in response.json()["error"]
    assert service.ingested == []


def test_remove_gives_the_record_of_what_is_gone(call: Call, service: FakeService) -> None:
    expected = service.reports()[0]
    assert record_from_json(call("DELETE", "/api/reports/r1").json()) == expected
    assert [one.report_id for one in service.gone] == ["r1"]
    assert call("DELETE", "/api/reports/r1").status_code == 404


def test_reports_are_read_anew_all_or_those_that_are_named(call: Call) -> None:
    for named, count in (([], 2), (["r2"], 1)):
        summary = summary_from_json(call("POST", "/api/reread", {"report_ids": named}).json())
        assert len(summary.outcomes) == count


def test_unknown_things_are_not_found_in_a_sentence(call: Call) -> None:
    for method, path in (
        ("GET", "/api/reports/没有"),
        ("DELETE", "/api/reports/x"),
        ("GET", "/api/x"),
    ):
        response = call(method, path)
        assert response.status_code == 404
        assert response.json()["error"].endswith("。")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (QuestionRejected("太长。"), 422),
        (AssistantError("不行。"), 400),
        (StoreBusy("正忙。"), 409),
        (StoreUnavailable("连不上。"), 503),
        (UnsupportedFormat("不支持。"), 400),
    ],
)
def test_errors_are_sentences_with_a_status(
    call: Call, service: FakeService, error: Exception, status: int
) -> None:
    service.fails_with = error
    response = call("POST", "/api/ask", {"question": "问"})
    assert (response.status_code, response.json()) == (status, {"error": str(error)})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/reports/r1", {"regoin": "乙区"}),
        ("POST", "/api/ingest", {"paths": ["/报告.txt"], "overrides": {"regoin": "乙区"}}),
    ],
)
def test_a_misspelt_fact_is_refused_and_nothing_is_done(
    call: Call, service: FakeService, method: str, path: str, body: dict[str, object]
) -> None:
    before = service.reports()
    response = call(method, path, body)
    assert response.status_code == 400
    assert "regoin" in response.text
    assert (service.reports(), service.ingested) == (before, [])


def test_a_malformed_request_names_the_field(call: Call) -> None:
    response = call("POST", "/api/ask", {"query": "问"})
    assert response.status_code == 400
    assert response.json() == {"error": "请求不合格式：question、query。"}


def test_health_is_open(call: Call) -> None:
    assert call("GET", "/api/health", headers={}).json() == {"status": "ok"}


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
@pytest.mark.parametrize(
    "stranger",
    [
        {"headers": {}},
        {"headers": {TOKEN_HEADER: "wrong"}},
        {"headers": {TOKEN_HEADER: ""}},
        {"client": "192.168.1.20"},
        {"client": "unix"},
        {"host": "evil.example:7860"},
        {"headers": {**OWNER, "Origin": "http://evil.example"}},
        {"headers": {**OWNER, "Origin": "null"}},
        {"headers": {**OWNER, "Origin": "http://127.0.0.1:8000"}},
    ],
    ids=lambda stranger: ",".join(f"{key}={value}" for key, value in stranger.items()),
)
def test_strangers_are_refused_and_nothing_happens(
    call: Call, service: FakeService, method: str, path: str, body: Any, stranger: dict[str, Any]
) -> None:
    response = call(method, path, body, **stranger)
    assert response.status_code == 403
    assert response.json()["error"].endswith("。")
    assert (service.asked, service.ingested, service.gone) == ([], [], [])


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_without_an_owners_token_the_api_is_closed(
    monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: Any
) -> None:
    monkeypatch.setattr(assistant.serving.api, "mount_page", lambda app, service: None)
    app = create_app(FakeService(), token=None)
    assert send(app, method, path, body, headers={TOKEN_HEADER: ""}).status_code == 403


@pytest.mark.parametrize("host", [*LOOPBACK_HOSTS[:3], "LOCALHOST", "127.0.0.1:7860"])
def test_every_name_of_loopback_is_served(call: Call, host: str) -> None:
    assert call("GET", "/api/health", host=host).status_code == 200


def test_gradios_file_routes_are_closed(call: Call) -> None:
    for path in ("/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=x"):
        assert call("POST", path).status_code == 403
