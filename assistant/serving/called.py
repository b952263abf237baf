"""How a request was called: the address that its reader sees, worked out of what a trusted proxy tells.

A proxy may cut the path off before it passes a request on, or not; both are understood.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.serving import misfits
from assistant.serving.misfits import Misfit
from assistant.serving.settings import ProxySettings, is_netloc, networks, parts, plain_path

CALLED = "wenbao.called"
"""Under which an ASGI scope holds its `Called`."""

# What Gradio would believe of anybody: it sees what was settled here instead.
_SETTLED = frozenset(
    {"x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix", "x-gradio-server"}
)
_PROXIED = frozenset(
    {"forwarded", "via", "x-forwarded-for", "x-forwarded-server", "x-real-ip"} | _SETTLED
)


@dataclass(frozen=True, slots=True)
class Called:
    """A request as its reader made it.

    `host` is what the reader's browser calls, with a port where it says one; `root` is the path of
    the page under it, "" for none; `path` is what is asked below that root, "" where even the slash
    is missing; `client` is the reader's address as far as it can be known. `distrusted` is the
    address whose X-Forwarded-* were not believed, "" where there were none.
    """

    host: str
    scheme: str
    root: str
    path: str
    client: str
    is_proxied: bool
    distrusted: str = ""
    odd: tuple[Misfit, ...] = ()


class Reading:
    """Works out how requests were called, by the settings of one server."""

    def __init__(self, proxy: ProxySettings, own: Sequence[str] = ()) -> None:
        """Take the settings; `own` begin the addresses of routes that a path could be mistaken for."""
        self._proxy = proxy
        self._own = tuple(own)
        self._networks = networks(proxy.trusted)
        self._schemes = {urlsplit(one).netloc: urlsplit(one).scheme for one in proxy.addresses}

    def of(self, scope: Scope) -> Called:
        """Read one request."""
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        is_told = any(name in _SETTLED or name == "x-forwarded-for" for name in headers)
        trusts = self._trusts(peer)
        odd = [] if trusts or not is_told else [misfits.untrusted(peer, self._proxy.trusted)]
        told = headers if trusts else Headers()
        host = self._told_host(told, odd) or headers.get("host", "")
        root = self._root(told, odd)
        return Called(
            host=host,
            scheme=self._scheme(told, host, str(scope.get("scheme", "http"))),
            root=root,
            path=self._below(str(scope["path"]), root),
            client=self._client(told, peer),
            is_proxied=any(name in _PROXIED for name in headers),
            distrusted=peer if is_told and not trusts else "",
            odd=tuple(odd),
        )

    def _trusts(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        return any(mapped in network for network in self._networks)

    def _told_host(self, told: Headers, odd: list[Misfit]) -> str:
        host = _first(told, "x-forwarded-host")
        if host and not is_netloc(host):
            odd.append(misfits.unusable("X-Forwarded-Host"))
            return ""
        return host

    def _root(self, told: Headers, odd: list[Misfit]) -> str:
        given = _first(told, "x-forwarded-prefix")
        prefix = plain_path(given)
        if prefix is None:
            odd.append(misfits.unusable("X-Forwarded-Prefix"))
        elif prefix and self._proxy.path not in ("", prefix):
            odd.append(misfits.two_paths(prefix, self._proxy.path))
        return self._proxy.path or prefix or ""

    def _scheme(self, told: Headers, host: str, seen: str) -> str:
        scheme = _first(told, "x-forwarded-proto").lower()
        return scheme if scheme in ("http", "https") else self._schemes.get(host.lower(), seen)

    def _below(self, path: str, root: str) -> str:
        is_whole = path == root or path.startswith(f"{root}/")
        return path if not is_whole or path.startswith(self._own) else path[len(root) :]

    def _client(self, told: Headers, peer: str) -> str:
        """Give the last address that no trusted proxy has: what stands before it, anybody can claim."""
        chain = [_bare(one) for one in parts(",".join(told.getlist("x-forwarded-for")))]
        strange = [one for one in chain if not self._trusts(one)]
        return strange[-1] if strange else (chain[0] if chain else peer)


def settled(scope: Scope, called: Called) -> dict[str, Any]:
    """Give the scope as if the reader had called us without a proxy, under `called.root` (ASGI's root_path)."""
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name.decode("latin-1") not in _SETTLED and name != b"host"
    ]
    path = called.root + called.path
    cut_off = path.removesuffix(str(scope["path"])).encode("ascii")
    client = scope.get("client")
    if client and called.client != client[0]:
        client = (called.client, 0)
    return {
        **scope,
        CALLED: called,
        "headers": [(b"host", called.host.encode("latin-1")), *headers],
        "scheme": called.scheme,
        "client": client,
        "root_path": called.root,
        "path": path,
        "raw_path": cut_off + (scope.get("raw_path") or str(scope["path"]).encode()),
    }


def same_netloc(host: str) -> str:
    """Write a host so that two that a browser takes for one are equal: small, no default port."""
    return host.lower().removesuffix(":80").removesuffix(":443")


def _first(headers: Headers, name: str) -> str:
    """Give the first of the values that a chain of proxies has put into a header."""
    return headers.get(name, "").partition(",")[0].strip()


def _bare(address: str) -> str:
    """Give an address of X-Forwarded-For without the port that some proxies add."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
