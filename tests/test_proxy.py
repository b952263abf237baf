"""Behind a reverse proxy, over HTTP: whose headers are believed, who is served, and what is said if not."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse

import assistant.serving.api
from assistant.config import Settings, load_settings
from assistant.doctor import run_checks
from assistant.errors import SettingsError
from assistant.serving.api import create_app
from assistant.serving.called import Reading
from assistant.serving.guard import LOOPBACK_HOSTS
from assistant.serving.keeper_gate import PAGE_HEADER, KeeperGate
from assistant.serving.misfits import (
    OF_EACH_KIND,
    Misfits,
    told_misfits,
    unknown_host,
    untrusted,
)
from assistant.serving.settings import ProxySettings
from tests.fakes_service import FakeService

HERE = "127.0.0.1"
UPSTREAM = "127.0.0.1:7860"
NAME = "ask.example.gov.cn"
PUBLIC = f"https://{NAME}"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOLD = {"X-Forwarded-Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.8.7"}

Get = Callable[..., httpx.Response]


class Site:
    """The app behind its guard, in place of the page a route that tells how it was called."""

    def __init__(self, hosts: Any = LOOPBACK_HOSTS, home: Path | None = None, **proxy: str) -> None:
        self.said: list[str] = []
        told = Misfits(lambda chinese, english: self.said.append(f"{chinese}\n{english}"), home)
        self.app = create_app(
            FakeService(),
            token="owner",
            hosts=hosts,
            gate=KeeperGate(),
            proxy=ProxySettings(**proxy),
            told=told,
        )

    def call(
        self, path: str = "/", host: str = UPSTREAM, client: str = HERE, **options: Any
    ) -> httpx.Response:
        method = options.pop("method", "GET")

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(client, 50000))
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as one:
                return await one.request(method, path, **options)

        return asyncio.run(exchange())


@pytest.fixture(autouse=True)
def _page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A route in place of Gradio's page."""

    def mount(app: FastAPI, service: Any) -> None:
        @app.get("/")
        def page(request: Request) -> HTMLResponse:
            told = sorted(name for name in request.headers if name.startswith("x-forwarded"))
            client = request.client.host if request.client else ""
            return HTMLResponse(f"{request.url} {request.scope['root_path']} {client} {told}")

        @app.get("/gradio_api/{rest:path}")
        @app.get("/static/{rest:path}")
        def gradio(request: Request) -> PlainTextResponse:
            return PlainTextResponse(f"gradio {request.url.path}")

    monkeypatch.setattr(assistant.serving.api, "mount_page", mount)


# -- settings


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("ADDRESS", "https://ask.example.gov.cn/", "https://ask.example.gov.cn"),
        ("ADDRESS", "http://10.0.0.1:8080, HTTPS://Ask.CN", "http://10.0.0.1:8080,https://ask.cn"),
        ("PATH", "ask/", "/ask"),
        ("PATH", "/gov/ask-1", "/gov/ask-1"),
        ("PATH", "/", ""),
        ("PATH", "/wenbao", "/wenbao"),
        ("TRUSTED", "10.0.0.5, 10.1.0.0/16", "10.0.0.5,10.1.0.0/16"),
    ],
)
def test_settings_are_read_as_people_write_them(key: str, given: str, kept: str) -> None:
    proxy = load_settings({f"WENBAO_PROXY_{key}": given}).proxy
    assert getattr(proxy, key.lower()) == kept


@pytest.mark.parametrize(
    ("key", "given", "said"),
    [
        ("ADDRESS", "ask.example.gov.cn", "https://主机"),
        ("ADDRESS", "https://www.example.gov.cn/ask", "WENBAO_PROXY_PATH"),
        ("ADDRESS", "https://a b", "https://主机"),
        ("ADDRESS", "https://user@host", "https://主机"),
        ("PATH", "/en", "问报自己用的"),
        ("PATH", "/gradio_api/x", "问报自己用的"),
        ("PATH", "/a/../b", "这样的路径"),
        ("PATH", "/问报", "这样的路径"),
        ("PATH", "//evil.example", "这样的路径"),
        ("TRUSTED", "nginx", "网段"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_with_how_to_write_it(
    key: str, given: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        load_settings({f"WENBAO_PROXY_{key}": given})
    assert "write" in refused.value.english


# -- whose headers are believed


def test_a_trusted_proxy_tells_name_scheme_path_and_client() -> None:
    site = Site()
    page = site.call(headers={**TOLD, "X-Forwarded-Prefix": "/ask"})
    assert page.text == f"{PUBLIC}/ask/ /ask 10.9.8.7 ['x-forwarded-for']"
    assert site.said == []


@pytest.mark.parametrize("client", ["10.0.0.5", "192.168.3.4", "unix"])
def test_a_stranger_tells_nothing_and_it_is_said_once(client: str) -> None:
    site = Site(hosts=None)
    headers = {**TOLD, "X-Forwarded-Prefix": "/ask"}
    for _ in range(3):
        page = site.call(headers=headers, client=client)
    assert page.text == f"http://{UPSTREAM}/  {client} ['x-forwarded-for']"
    (said,) = site.said
    assert f"{client} 带来了 X-Forwarded-*" in said
    assert f"WENBAO_PROXY_TRUSTED=127.0.0.0/8,::1,{client}" in said


def test_a_proxy_elsewhere_is_believed_once_it_is_trusted() -> None:
    site = Site(hosts=None, trusted="10.0.0.0/24")
    assert site.call(headers=TOLD, client="10.0.0.5").text.startswith(PUBLIC)
    assert site.call(headers=TOLD, client=HERE).text.startswith(f"http://{UPSTREAM}")


def test_uvicorn_itself_believes_nobody() -> None:
    source = Path(assistant.serving.api.__file__).with_name("server.py").read_text("utf-8")
    assert "proxy_headers=False" in source


@pytest.mark.parametrize(
    ("chain", "client"),
    [
        ("10.9.8.7", "10.9.8.7"),
        ("1.1.1.1, 10.9.8.7", "10.9.8.7"),
        ("127.0.0.1, 10.9.8.7, 127.0.0.1", "10.9.8.7"),
        ("10.9.8.7:4711", "10.9.8.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("unknown", "unknown"),
        ("", HERE),
    ],
)
def test_the_client_is_the_last_that_no_trusted_proxy_has(chain: str, client: str) -> None:
    assert f" {client} [" in Site().call(headers={"X-Forwarded-For": chain}).text


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Forwarded-Prefix", "//evil.example"),
        ("X-Forwarded-Prefix", "/a?b"),
        ("X-Forwarded-Prefix", "/en"),
        ("X-Forwarded-Host", "a/b"),
        ("X-Forwarded-Host", 'a"><script>'),
    ],
)
def test_what_a_proxy_tells_amiss_is_not_believed_and_said(header: str, value: str) -> None:
    site = Site()
    assert site.call(headers={header: value}).text.startswith(f"http://{UPSTREAM}/  ")
    assert f"{header} 不能用" in site.said[0]


def test_two_paths_that_differ_are_said_and_the_settings_hold() -> None:
    site = Site(path="/ask")
    page = site.call(headers={"X-Forwarded-Prefix": "/other"})
    assert page.text.startswith(f"http://{UPSTREAM}/ask/ /ask ")
    assert "/other" in site.said[0]


# -- under a path


@pytest.mark.parametrize("path", ["/ask", "/wenbao", "/gov/ask"])
def test_a_path_may_be_cut_off_by_the_proxy_or_not(path: str) -> None:
    site = Site(path=path)
    for before in ("", path):
        assert site.call(f"{before}/").status_code == 200
        assert site.call(f"{before}/api/health").json() == {"status": "ok"}
        assert site.call(f"{before}/wenbao/scopes").json()["regions"]
        assert site.call(f"{before}/gradio_api/info").text == f"gradio {path}/gradio_api/info"
        assert site.call(f"{before}/gradio_api/file=/etc/passwd").status_code == 403


def test_a_path_without_its_slash_leads_to_the_page() -> None:
    answer = Site(path="/ask").call("/ask")
    assert (answer.status_code, answer.headers["location"]) == (307, "/ask/")


def test_a_name_that_only_begins_like_the_path_is_another() -> None:
    assert Site(path="/ask").call("/asking", headers=BROWSER).status_code == 404


def test_the_owners_command_line_still_reaches_the_server() -> None:
    site = Site(address=PUBLIC, path="/ask")
    assert site.call("/api/reports", headers={"X-Wenbao-Token": "owner"}).status_code == 200


def test_the_keepers_cookie_goes_to_this_page_alone() -> None:
    site = Site(address=PUBLIC, path="/ask")
    site.app = create_app(
        FakeService(),
        token=None,
        gate=KeeperGate("管理口令-虚构", trusts_loopback=False),
        proxy=ProxySettings(address=PUBLIC, path="/ask"),
    )
    entered = site.call(
        "/wenbao/keeper/enter", NAME, method="POST", json={"token": "管理口令-虚构"}
    )
    assert "Path=/ask/" in entered.headers["set-cookie"]
    assert "Secure" in entered.headers["set-cookie"]


# -- names and origins


@pytest.mark.parametrize(
    ("proxy", "host", "headers"),
    [
        ({"address": PUBLIC}, UPSTREAM, {}),
        ({"address": PUBLIC}, NAME, {}),
        ({"address": PUBLIC}, f"{NAME}:443", {}),
        ({"address": f"http://other.cn,{PUBLIC}"}, UPSTREAM, {}),
        ({"address": PUBLIC}, NAME, TOLD),
        ({}, UPSTREAM, TOLD),
    ],
)
def test_the_pages_own_requests_are_answered(
    proxy: dict[str, str], host: str, headers: dict[str, str]
) -> None:
    site = Site(**proxy)
    assert site.call(host=host, headers={**headers, "Origin": PUBLIC}).status_code == 200
    assert site.said == []


@pytest.mark.parametrize(
    ("proxy", "host", "headers"),
    [
        ({}, UPSTREAM, {}),
        ({"address": PUBLIC}, UPSTREAM, {"Origin": "https://evil.example"}),
        ({"address": PUBLIC}, NAME, {"Origin": f"https://evil.{NAME}"}),
        ({"address": PUBLIC}, UPSTREAM, {"Origin": f"https://{NAME}:8443"}),
        ({"address": PUBLIC}, UPSTREAM, {"Origin": "null"}),
        ({"address": PUBLIC}, UPSTREAM, {"Origin": f"{PUBLIC}@evil.example"}),
    ],
)
def test_another_sites_requests_are_refused(
    proxy: dict[str, str], host: str, headers: dict[str, str]
) -> None:
    answer = Site(**proxy).call(host=host, headers={"Origin": PUBLIC, **headers})
    assert answer.status_code == 403
    assert answer.json()["error"].endswith("。")


@pytest.mark.parametrize(
    ("proxy", "host", "headers"),
    [
        ({}, "evil.example:7860", {}),
        ({"address": PUBLIC}, "evil.example", {}),
        # What a page under a foreign name can send of itself.
        ({}, "evil.example:7860", {"X-Forwarded-Host": UPSTREAM}),
        ({"address": PUBLIC}, "evil.example", {"X-Forwarded-Host": NAME}),
        # A name that a proxy tells, where it is known which names there are.
        ({"address": PUBLIC}, UPSTREAM, {"X-Forwarded-Host": "evil.example"}),
    ],
)
def test_under_a_foreign_name_nothing_is_served(
    proxy: dict[str, str], host: str, headers: dict[str, str]
) -> None:
    assert Site(**proxy).call(host=host, headers=headers).status_code == 403


def test_an_unknown_name_is_said_to_the_reader_and_once_in_the_log() -> None:
    site = Site()
    for _ in range(2):
        page = site.call(host=f"{NAME}:8080", headers=BROWSER)
    assert page.status_code == 403
    assert page.headers["content-type"].startswith("text/html")
    assert "这个网址还没有登记" in page.text
    assert f"WENBAO_PROXY_ADDRESS=<span data-address>http://{NAME}:8080</span>" in page.text
    assert "script-src" in page.headers["content-security-policy"]
    (said,) = site.said
    assert f"请设 WENBAO_PROXY_ADDRESS=http://{NAME}:8080" in said
    assert "start again" in said


def test_a_name_that_is_none_is_not_repeated() -> None:
    site = Site()
    page = site.call(headers={**BROWSER, "Host": 'a"><script>alert(1)</script>'})
    assert page.status_code == 403
    assert "<script>alert" not in page.text
    assert site.said == []


def test_an_untrusted_proxy_with_a_kept_name_is_told_both_settings() -> None:
    page = Site().call(host=NAME, client="10.0.0.5", headers={**BROWSER, **TOLD})
    assert "WENBAO_PROXY_ADDRESS=" in page.text
    assert "WENBAO_PROXY_TRUSTED=10.0.0.5" in page.text


def test_a_path_that_is_not_cut_off_nor_set_is_said() -> None:
    site = Site(address=PUBLIC)
    page = site.call("/ask/", NAME, headers=BROWSER)
    assert page.status_code == 404
    assert "WENBAO_PROXY_PATH=/ask" in page.text
    assert "WENBAO_PROXY_PATH=/ask" in site.said[0]
    assert site.call("/wenbao/reports/none/original", NAME, headers=BROWSER).json()["error"]
    assert "WENBAO_PROXY_PATH" not in Site(path="/ask").call("/x/", headers=BROWSER).text


def test_whoever_sends_many_names_fills_no_log() -> None:
    site = Site()
    for number in range(50):
        site.call(host=f"n{number}.example")
    assert len(site.said) == OF_EACH_KIND


# -- the keeper


def test_every_sign_of_a_proxy_closes_the_keepers_room() -> None:
    site = Site()
    for header in (*TOLD, "X-Forwarded-Prefix", "Forwarded", "Via", "X-Real-IP"):
        value = "/ask" if header.endswith("Prefix") else "127.0.0.1"
        told = site.call("/wenbao/keeper", headers={PAGE_HEADER: "1", header: value})
        assert told.json()["keeper"] is False, header
    assert site.call("/wenbao/keeper").json()["keeper"] is True


@pytest.mark.parametrize(
    ("environ", "trusts"),
    [
        ({}, True),
        ({"WENBAO_PROXY_ADDRESS": PUBLIC}, False),
        ({"WENBAO_PROXY_PATH": "/ask"}, False),
        ({"WENBAO_PROXY_TRUSTED": "10.0.0.5"}, True),
        ({"WENBAO_KEEPER_LOOPBACK": "false"}, False),
    ],
)
def test_behind_a_proxy_nobody_is_the_keeper_by_standing_here(
    environ: dict[str, str], trusts: bool
) -> None:
    from assistant.cli.serving import trusts_loopback

    assert trusts_loopback(load_settings(environ)) is trusts


# -- doctor


def test_doctor_says_what_did_not_fit_in_the_last_run(home: Path) -> None:
    home.mkdir()
    told = Misfits(home=home)
    told.tell(unknown_host("http://a.example"))
    told.tell(untrusted("10.0.0.5", ""))
    findings = run_checks(Settings(home=home, proxy=ProxySettings(address=PUBLIC, path="/ask")))
    warnings = [one for one in findings if one.severity == "warning"]
    assert "http://a.example" in warnings[0].message
    assert "WENBAO_PROXY_ADDRESS=http://a.example" in warnings[0].english_remedy
    assert "WENBAO_PROXY_TRUSTED=10.0.0.5" in warnings[1].remedy
    assert any(PUBLIC in one.message and "/ask" in one.message for one in findings)
    # The next run of the server begins anew.
    assert Misfits(home=home) and told_misfits(home) == []


@pytest.mark.parametrize("text", ["", "[1]", '{"a": 1}', '[{"kind": "host"}]'])
def test_broken_notes_are_no_notes(tmp_path: Path, text: str) -> None:
    (tmp_path / "proxy_misfits.json").write_text(text, encoding="utf-8")
    assert told_misfits(tmp_path) == []


def test_notes_that_cannot_be_written_keep_nobody_out(tmp_path: Path) -> None:
    said: list[str] = []
    told = Misfits(lambda chinese, english: said.append(chinese), tmp_path / "gone")
    told.tell(unknown_host("http://a.example"))
    assert len(said) == 1


def test_a_request_is_read_the_same_whatever_case_its_headers_have() -> None:
    scope = {
        "type": "http",
        "path": "/x",
        "scheme": "http",
        "client": ("::ffff:127.0.0.1", 1),
        "headers": [(b"host", b"127.0.0.1"), (b"x-forwarded-proto", b"HTTPS, http")],
    }
    called = Reading(ProxySettings()).of(scope)
    assert (called.scheme, called.host, called.path) == ("https", "127.0.0.1", "/x")
