"""Who may change the library through the page: its keeper, on this machine or with the keeper's token.

On this machine means that the browser called a loopback name from a loopback address and that no
proxy stood between: behind a proxy on the same host every visitor comes from 127.0.0.1, and where one
is set up, who it does not tell of cannot be told from somebody here. The token
(WENBAO_KEEPER_TOKEN, from the environment only) is entered once and becomes a cookie that ends with
the process.
"""

import hmac
import secrets
from collections.abc import Mapping
from secrets import compare_digest

from fastapi import Request

from assistant.errors import SettingsError
from assistant.serving.called import CALLED
from assistant.serving.guard import LOOPBACK_HOSTS, Refused, hostname, is_loopback

TOKEN_NAME = "WENBAO_KEEPER_TOKEN"
COOKIE = "wenbao_keeper"
KEEPER_HEADER = "X-Wenbao-Keeper"
"""The header that carries the token of a script; the page uses the cookie."""

PAGE_HEADER = "X-Wenbao-Page"
"""The page's script sends it: another site's form cannot, and its script would be asked first."""

_SHORTEST = 8


class KeeperGate:
    """Tell the keeper from everybody else; `token` "" leaves only this machine."""

    def __init__(self, token: str = "", *, trusts_loopback: bool = True) -> None:
        self._token = token
        self._trusts_loopback = trusts_loopback
        # A new one for each process: a cookie does not outlive it, and does not hold the token.
        self._pass = hmac.digest(secrets.token_bytes(32), token.encode(), "sha256").hex()

    def __repr__(self) -> str:
        return f"KeeperGate(has_token={self.has_token})"

    @classmethod
    def from_environ(
        cls, environ: Mapping[str, str], *, trusts_loopback: bool = True
    ) -> "KeeperGate":
        """Read the token; `SettingsError` where it is too short to keep anybody out."""
        token = environ.get(TOKEN_NAME, "").strip()
        if token and len(token) < _SHORTEST:
            raise SettingsError(
                f"{TOKEN_NAME} 太短：至少 {_SHORTEST} 个字符。",
                f"{TOKEN_NAME} is too short: use at least {_SHORTEST} characters.",
            )
        return cls(token, trusts_loopback=trusts_loopback)

    @property
    def has_token(self) -> bool:
        """Whether somebody from elsewhere can become the keeper by the token."""
        return bool(self._token)

    def admits(self, request: Request) -> bool:
        """Say whether a request comes from the keeper."""
        return self._is_here(request) or self._has_pass(request)

    def pass_for(self, token: str) -> str:
        """Give the cookie's value for the right token; `Refused` for any other."""
        if not self._token or not compare_digest(token.strip().encode(), self._token.encode()):
            raise Refused("口令不对。请向设置 WENBAO_KEEPER_TOKEN 的人确认。")
        return self._pass

    def __call__(self, request: Request) -> None:
        """As a FastAPI dependency of everything that changes the library: raise `Refused` for others."""
        if not self.admits(request):
            raise Refused(
                "只有资料管理员可以改动报告库：请在运行问报的电脑上操作，或先输入管理口令。"
            )
        if request.method != "GET" and PAGE_HEADER.lower() not in request.headers:
            raise Refused("请在问报的页面上操作。")

    def _is_here(self, request: Request) -> bool:
        return (
            self._trusts_loopback
            and request.client is not None
            and is_loopback(request.client.host)
            and hostname(f"//{request.headers.get('host', '')}") in LOOPBACK_HOSTS
            and not request.scope[CALLED].is_proxied
        )

    def _has_pass(self, request: Request) -> bool:
        if not self._token:
            return False
        given = request.headers.get(KEEPER_HEADER, "")
        cookie = request.cookies.get(COOKIE, "")
        # Header values are bytes that Starlette reads as Latin-1.
        return compare_digest(given.encode("latin-1"), self._token.encode()) or compare_digest(
            cookie.encode(), self._pass.encode()
        )
