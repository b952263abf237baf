"""Who may change the library through the page, tried over HTTP: everybody else is refused, by a sentence."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import assistant.serving.api
from assistant.errors import SettingsError
from assistant.serving.api import create_app
from assistant.serving.keeper_gate import KEEPER_HEADER, PAGE_HEADER, KeeperGate
from ingest.models import FactOverrides
from tests.fakes_service import FakeService

TOKEN = "一个很长的管理口令-2026"
ELSEWHERE = "10.1.2.3"
PAGE = {PAGE_HEADER: "1"}
CHANGES: list[tuple[str, str, Any]] = [
    ("PUT", "/wenbao/keeper/upload?name=a.txt", b"text"),
    ("PUT", "/wenbao/keeper/upload?name=a.txt&replaces=r1", b"text"),
    ("GET", "/wenbao/keeper/reports/r1/facts", None),
    ("PATCH", "/wenbao/keeper/reports/r1", {"region": "甲区"}),
    ("DELETE", "/wenbao/keeper/reports/r1", None),
    ("GET", "/wenbao/keeper/reports/r1/taken", None),
    ("GET", "/wenbao/keeper/problems", None),
    ("GET", "/wenbao/keeper/judged", None),
    ("GET", "/wenbao/keeper/removed", None),
    ("POST", "/wenbao/keeper/removed/r1/restore", None),
]


class Caller:
    """Calls the app as a client of some address would, keeping its cookies."""

    def __init__(self, app: FastAPI, address: str, host: str) -> None:
        self._app = app
        self._address = address
        self._host = host
        self.cookies = httpx.Cookies()

    def __call__(
        self, method: str, path: str, body: Any = None, headers: Any = None
    ) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, client=(self._address, 50000))
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{self._host}", cookies=self.cookies
            ) as client:
                content = {"content": body} if isinstance(body, bytes) else {"json": body}
                response = await client.request(method, path, headers=headers or PAGE, **content)
                self.cookies = httpx.Cookies(client.cookies)
                return response

        return asyncio.run(exchange())


Make = Callable[..., Caller]


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def caller(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setattr(assistant.serving.api, "mount_page", lambda app, service: None)
    monkeypatch.setattr("assistant.serving.keeper_routes.WRONG_TOKEN_PAUSE_S", 0.0)

    def make(
        address: str = ELSEWHERE, host: str = "wenbao.example", gate: KeeperGate | None = None
    ) -> Caller:
        app = create_app(service, token="owner", hosts=None, gate=gate or KeeperGate(TOKEN))
        return Caller(app, address, host)

    return make


def untouched(service: FakeService) -> bool:
    return not (service.uploaded or service.changed or service.gone)


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
@pytest.mark.parametrize("gate", [KeeperGate(), KeeperGate(TOKEN)])
def test_from_another_address_nothing_can_be_changed_without_the_token(
    caller: Make, service: FakeService, method: str, path: str, body: Any, gate: KeeperGate
) -> None:
    call = caller(gate=gate)
    for headers in (
        PAGE,
        PAGE | {KEEPER_HEADER: "wrong"},
        PAGE | {KEEPER_HEADER: ""},
        PAGE | {"X-Wenbao-Token": "owner"},
        PAGE | {"Cookie": "wenbao_keeper=1"},
        PAGE | {"X-Forwarded-For": "127.0.0.1"},
        PAGE | {"Host": "127.0.0.1:7860"},
    ):
        response = call(method, path, body, headers)
        assert response.status_code == 403, headers
        assert "管理" in response.json()["error"]
    assert untouched(service)


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_on_this_machine_no_token_is_needed(
    caller: Make, method: str, path: str, body: Any
) -> None:
    call = caller("127.0.0.1", "127.0.0.1:7860")
    if "restore" in path:
        call("DELETE", "/wenbao/keeper/reports/r1")
    assert call(method, path, body).status_code == 200


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("wenbao.example", PAGE),
        ("rebound.example:7860", PAGE),
        ("127.0.0.1:7860", PAGE | {"X-Forwarded-For": "10.1.2.3"}),
        ("127.0.0.1:7860", PAGE | {"Forwarded": "for=10.1.2.3"}),
        ("127.0.0.1:7860", PAGE | {"X-Real-IP": "10.1.2.3"}),
    ],
)
def test_behind_a_proxy_or_under_another_name_loopback_is_not_enough(
    caller: Make, service: FakeService, host: str, headers: dict[str, str]
) -> None:
    call = caller("127.0.0.1", host)
    assert call("DELETE", "/wenbao/keeper/reports/r1", None, headers).status_code == 403
    assert untouched(service)


def test_loopback_can_be_distrusted(caller: Make, service: FakeService) -> None:
    call = caller("127.0.0.1", "127.0.0.1:7860", KeeperGate(TOKEN, trusts_loopback=False))
    assert call("DELETE", "/wenbao/keeper/reports/r1").status_code == 403
    assert untouched(service)


def test_a_form_of_another_site_cannot_use_the_keepers_browser(
    caller: Make, service: FakeService
) -> None:
    call = caller("127.0.0.1", "127.0.0.1:7860")
    for headers in ({"X": "1"}, PAGE | {"Origin": "https://evil.example"}):
        assert call("DELETE", "/wenbao/keeper/reports/r1", None, headers).status_code == 403
    assert untouched(service)


def test_the_token_opens_from_elsewhere_and_becomes_a_cookie(
    caller: Make, service: FakeService
) -> None:
    call = caller()
    assert call("GET", "/wenbao/keeper").json() == {"keeper": False, "can_enter": True, "html": ""}
    wrong = call("POST", "/wenbao/keeper/enter", {"token": "guess"})
    assert wrong.status_code == 403
    assert "口令不对" in wrong.json()["error"]
    right = call("POST", "/wenbao/keeper/enter", {"token": TOKEN})
    assert right.status_code == 200
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert TOKEN not in cookie
    assert call("GET", "/wenbao/keeper").json()["keeper"] is True
    assert call("DELETE", "/wenbao/keeper/reports/r1").status_code == 200
    assert [record.report_id for record in service.gone] == ["r1"]
    call("POST", "/wenbao/keeper/leave")
    assert call("DELETE", "/wenbao/keeper/reports/r2").status_code == 403


def test_a_script_can_send_the_token_itself(caller: Make) -> None:
    call = caller()
    headers = {PAGE_HEADER.encode(): b"1", KEEPER_HEADER.encode(): TOKEN.encode()}
    assert call("DELETE", "/wenbao/keeper/reports/r1", None, headers).status_code == 200


def test_without_a_token_none_can_be_entered(caller: Make) -> None:
    call = caller(gate=KeeperGate())
    assert call("GET", "/wenbao/keeper").json()["can_enter"] is False
    for token in ("", " ", "x"):
        assert call("POST", "/wenbao/keeper/enter", {"token": token}).status_code == 403


def test_the_keepers_controls_are_shown_to_the_keeper_only(caller: Make) -> None:
    assert "移除" not in caller()("GET", "/wenbao/library").text
    assert "移除" in caller("127.0.0.1", "localhost:7860")("GET", "/wenbao/library").text


def test_a_short_token_is_refused_at_the_start_and_none_is_shown() -> None:
    with pytest.raises(SettingsError, match="太短"):
        KeeperGate.from_environ({"WENBAO_KEEPER_TOKEN": "abc"})
    gate = KeeperGate.from_environ({"WENBAO_KEEPER_TOKEN": TOKEN})
    assert gate.has_token
    assert TOKEN not in repr(gate)


def test_an_upload_arrives_whole_and_an_empty_one_is_refused(
    caller: Make, service: FakeService
) -> None:
    call = caller("127.0.0.1", "localhost")
    text = "报告".encode() * 100_000
    told = call("PUT", "/wenbao/keeper/upload?name=报告.txt", text).text.splitlines()
    assert '"done": 3' in told[0]
    assert '"action": "added"' in told[-1]
    assert service.uploaded == [("报告.txt", text, None)]
    assert "空的" in call("PUT", "/wenbao/keeper/upload?name=a.txt", b"").json()["error"]


@pytest.mark.parametrize(
    "name", ["a.%00b", "%00", "..%2F..%2Fx.txt", "a.t%0Axt", "%F0%9F%98%80.txt"]
)
def test_an_odd_name_reaches_the_service_and_no_file_system(
    caller: Make, service: FakeService, name: str
) -> None:
    response = caller("127.0.0.1", "localhost")("PUT", f"/wenbao/keeper/upload?name={name}", b"x")
    assert response.status_code == 200
    assert len(service.uploaded) == 1


def test_an_upload_that_is_too_large_is_refused(
    caller: Make, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.serving.keeper_routes.MAX_UPLOAD_MB", 0)
    response = caller("127.0.0.1", "localhost")("PUT", "/wenbao/keeper/upload?name=a.txt", b"x")
    assert "超过" in response.json()["error"]
    assert untouched(service)


@pytest.mark.parametrize("path", ["/wenbao/keeper/reports/r1", "/api/reports/r1"])
def test_an_unlisted_region_is_asked_about_and_saved_with_the_flag(
    caller: Make, service: FakeService, path: str
) -> None:
    call = caller("127.0.0.1", "127.0.0.1:7860")
    headers = PAGE | {"X-Wenbao-Token": "owner"}
    asked = call("PATCH", path, {"region": "火星"}, headers)
    assert asked.status_code == 409
    assert asked.json() == {
        "error": "库里和行政区划名单里都没有“火星”，仍要保存吗？",
        "confirm": "confirmed",
    }
    assert untouched(service)
    assert call("PATCH", f"{path}?confirmed=true", {"region": "火星"}, headers).status_code == 200
    assert service.changed == [("r1", FactOverrides(region="火星"))]


def test_years_are_taken_as_the_form_has_them(caller: Make, service: FakeService) -> None:
    call = caller("127.0.0.1", "127.0.0.1:7860")
    path = "/wenbao/keeper/reports/r1"
    assert call("PATCH", path, {"years": "2020-2022", "plan_years": ""}).status_code == 200
    stated = FactOverrides(years=(2020, 2021, 2022), plan_years=())
    assert service.changed == [("r1", stated)]
    for wrong in ({"years": ""}, {"years": "去年"}, {"yeers": "2020"}):
        assert call("PATCH", path, wrong).status_code == 400
