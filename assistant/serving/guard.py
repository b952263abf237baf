"""Keep strangers out of the running server: who may call, from where, and what is closed.

The page is for whoever can reach it. Everything under /api but /api/health is for the owner's own
command line: it needs the owner's token and a client on this machine. A page on another site can
make a reader's browser call this host, also under another name (DNS rebinding): so the Host header
must be a known one, and an Origin header must name the host that is called.
"""

import ipaddress
import re
from collections.abc import Sequence
from secrets import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Header, Request
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

TOKEN_HEADER = "X-Wenbao-Token"
"""The header that carries the owner's token."""

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")
"""Names under which a server on loopback may be called."""

# Gradio serves these whether or not the page uses them; files go by routes of our own.
_CLOSED = re.compile(r"(?:/en)?/gradio_api/(?:upload|file|proxy|stream)")


class Refused(Exception):
    """A request that may not be served; the message is shown to the caller."""


class Guard:
    """ASGI middleware: refuse unknown hosts, foreign origins and closed routes."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str] | None) -> None:
        self.app = app
        self.hosts = None if hosts is None else frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an acceptable request on; answer any other with 403 and a sentence."""
        sentence = self._objection(scope) if scope["type"] in ("http", "websocket") else ""
        if not sentence:
            await self.app(scope, receive, send)
            return
        await JSONResponse({"error": sentence}, status_code=403)(scope, receive, send)

    def _objection(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        called = headers.get("host", "")
        if self.hosts is not None and hostname(f"//{called}") not in self.hosts:
            return "请用启动问报时显示的网址打开本页。"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != called.lower():
            return "不接受来自其他网站的请求。"
        if _CLOSED.match(scope["path"]):
            return "这个地址没有开放。"
        return ""


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
