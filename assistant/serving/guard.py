"""Keep strangers out of the running server: who may call, from where, and what is closed.

The page is for whoever can reach it. Everything under /api but /api/health is for the owner's own
command line: it needs the owner's token and a client on this machine. A page on another site can
make a reader's browser call this host, also under another name (DNS rebinding): so the Host header
must be a known one, and an Origin header must name the host that is called.

A reverse proxy changes the host that is called. Which address readers use is told by the settings, or
by X-Forwarded-Host of a trusted proxy: a page of another site can't send that header unasked, and a
page under another name gives itself away by the Host header, which is checked first.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Header, Request
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.serving import misfits
from assistant.serving.called import Called, Reading, same_netloc, settled
from assistant.serving.misfits import Misfit, Misfits
from assistant.serving.settings import ProxySettings, is_netloc, plain_path
from assistant.templates import render_html
from assistant.ui.shell import HOSTS, Hosts

TOKEN_HEADER = "X-Wenbao-Token"
"""The header that carries the owner's token."""

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")
"""Names under which a server on loopback may be called."""

# Gradio serves these whether or not the page uses them; files go by routes of our own.
_CLOSED = re.compile(r"(?:/en)?/gradio_api/(?:upload|file|proxy|stream)")
# What is asked for under these says itself what it lacks.
_SPEAKS = ("/api/", "/wenbao/")
_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline';"
    " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Refused(Exception):
    """A request that may not be served; the message is shown to the caller."""


@dataclass(frozen=True, slots=True)
class _Objection:
    """Why a request is refused: the sentence for its caller, and what to tell who runs the server."""

    sentence: str
    misfit: Misfit | None = None
    is_of_name: bool = False


class Guard:
    """ASGI middleware: refuse unknown hosts, foreign origins and closed routes.

    What lies inside sees each request as its reader made it, without the proxy (`called.settled`).
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Sequence[str] | None,
        proxy: ProxySettings | None = None,
        told: Misfits | None = None,
        own: Sequence[str] = (),
    ) -> None:
        proxy = proxy or ProxySettings()
        self.app = app
        self._reading = Reading(proxy, own)
        self._public = frozenset(urlsplit(one).netloc for one in proxy.addresses)
        public_names = {hostname(one) for one in proxy.addresses}
        self.hosts = None if hosts is None else frozenset({*map(str.lower, hosts), *public_names})
        self._names_public = bool(public_names)
        self._path = proxy.path
        self._told = told or Misfits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an acceptable request on; answer any other with 403 and what to do about it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        called = self._reading.of(scope)
        for misfit in called.odd:
            self._told.tell(misfit)
        if objection := self._objection(called, headers):
            if objection.misfit is not None:
                self._told.tell(objection.misfit)
            answer: ASGIApp = _refusal(objection, called, is_page=_wants_page(scope, headers))
        elif not called.path:
            answer = RedirectResponse(f"{called.root}/")
        else:
            answer = self.app
            if _wants_page(scope, headers) and not called.path.startswith(_SPEAKS):
                send = self._never_blank(called, scope, receive, send)
            scope = settled(scope, called)
            scope[HOSTS] = Hosts(
                tuple(sorted({same_netloc(one) for one in (called.host, *self._public)})),
                called.distrusted,
            )
        await answer(scope, receive, send)

    def _objection(self, called: Called, headers: Headers) -> _Objection | None:
        raw = headers.get("host", "")
        # A told host is checked as well where it is known which ones there are.
        hosts = [raw, called.host] if self._names_public else [raw]
        if self.hosts is not None and any(hostname(f"//{one}") not in self.hosts for one in hosts):
            address = _address(called)
            return _Objection(
                "请用启动问报时显示的网址打开本页；如果经过反向代理，请维护问报的人设置 WENBAO_PROXY_ADDRESS。",
                misfits.unknown_host(address) if address else None,
                is_of_name=True,
            )
        origin = headers.get("origin")
        if origin is not None and not self._is_ours(origin, called):
            split = urlsplit(origin)
            is_site = split.scheme in ("http", "https") and is_netloc(split.netloc)
            return _Objection(
                "不接受来自其他网站的请求。",
                misfits.foreign_origin(origin, called.host) if is_site else None,
            )
        if _CLOSED.match(called.path):
            return _Objection("这个地址没有开放。")
        return None

    def _is_ours(self, origin: str, called: Called) -> bool:
        try:
            netloc = urlsplit(origin).netloc
        except ValueError:
            return False
        ours = {same_netloc(one) for one in (called.host, *self._public)}
        return bool(netloc) and same_netloc(netloc) in ours

    def _never_blank(self, called: Called, scope: Scope, receive: Receive, send: Send) -> Send:
        """Put a page in place of Gradio's bare words where somebody opens what is not there."""
        is_missing = False

        async def sending(message: Message) -> None:
            nonlocal is_missing
            if message["type"] == "http.response.start" and message["status"] == 404:
                is_missing = True
                path = called.path.rstrip("/")
                # Under a path that is set, this is no sign of another.
                suggested = "" if called.root else plain_path(path) or ""
                if suggested and suggested.count("/") == 1 and called.path.endswith("/"):
                    self._told.tell(misfits.unknown_path(suggested))
                page = render_html("refused.html", "unknown_path", suggested, f"{called.root}/")
                await HTMLResponse(page, 404, _PAGE_HEADERS)(scope, receive, send)
            elif not is_missing:
                await send(message)

        return sending


def _wants_page(scope: Scope, headers: Headers) -> bool:
    """Say whether a browser asks for a page to show: a script of ours takes anything, and reads JSON."""
    return scope.get("method") in ("GET", "HEAD") and "text/html" in headers.get("accept", "")


def _address(called: Called) -> str:
    """Give the address that was called; "" where what stands in the Host header is none."""
    return f"{called.scheme}://{called.host}" if is_netloc(called.host) else ""


def _refusal(objection: _Objection, called: Called, *, is_page: bool) -> ASGIApp:
    if not is_page:
        return JSONResponse({"error": objection.sentence}, status_code=403)
    if not objection.is_of_name:
        page = render_html("refused.html", "refused", objection.sentence)
    else:
        page = render_html("refused.html", "unknown_host", _address(called), called.distrusted)
    return HTMLResponse(page, 403, _PAGE_HEADERS)


def hostname(url: str) -> str:
    """Give the host that a URL names, "" where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class OwnerOnly:
    """FastAPI dependency: the caller is on this machine and knows the owner's token."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    def __call__(
        self, request: Request, given: Annotated[str, Header(alias=TOKEN_HEADER)] = ""
    ) -> None:
        """Raise `Refused` for anybody else, and for everybody when there is no token."""
        if request.client is None or not is_loopback(request.client.host):
            raise Refused("这个接口只对本机开放。")
        if self._token is None:
            raise Refused("这个接口没有开放。")
        if not compare_digest(given.encode(), self._token.encode()):
            raise Refused("口令不对：这个接口只供启动问报的用户使用。")


def is_loopback(host: str) -> bool:
    """Say whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
