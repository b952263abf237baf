"""What does not fit between the server and the proxy before it: said once, and kept for `wenbao doctor`.

What strangers send decides how much there is to say, so that of each kind only a few are told.
"""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from vectorstore.catching_up import Notice, unheard

OF_EACH_KIND = 5
"""Misfits of one kind that are told; a stranger can invent any number of host names."""

_FILE = "proxy_misfits.json"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that does not fit: its kind, what was seen, and what to do about it."""

    kind: str
    message: str
    english: str
    remedy: str
    english_remedy: str


class Misfits:
    """Tells each misfit once, in the user's language, and writes it into the data folder."""

    def __init__(self, notice: Notice = unheard, home: Path | None = None) -> None:
        self._notice = notice
        self._path = None if home is None else home / _FILE
        self._told: list[Misfit] = []
        if self._path is not None:
            # What an earlier run met may be mended by now.
            with suppress(OSError):
                self._path.unlink()

    def tell(self, misfit: Misfit) -> None:
        """Tell a misfit that was not told before."""
        kinds = Counter(one.kind for one in self._told)
        if misfit in self._told or kinds[misfit.kind] >= OF_EACH_KIND:
            return
        self._told.append(misfit)
        self._notice(
            f"{misfit.message}{misfit.remedy}", f"{misfit.english} {misfit.english_remedy}"
        )
        if self._path is None:
            return
        try:
            self._path.write_text(
                json.dumps([asdict(one) for one in self._told], ensure_ascii=False),
                encoding="utf-8",
            )
        except OSError as error:
            # A full disk must not keep the page from its readers; the sentence has been said.
            log.warning("The notes for doctor could not be written: %s", error)


def told_misfits(home: Path) -> Sequence[Misfit]:
    """Give what the last run of the server told; nothing where there is no such file or it is broken."""
    try:
        read = json.loads((home / _FILE).read_text(encoding="utf-8"))
        return [Misfit(**one) for one in read]
    except (OSError, ValueError, TypeError):
        return []


def unknown_host(address: str) -> Misfit:
    """The page was called by a name that is not registered."""
    return Misfit(
        "host",
        f"有人用 {address} 打开问报，这个网址没有登记，没有给看。",
        f"Somebody called {address}, which is no registered address: refused.",
        f"如果它就是读者该用的网址，请设 WENBAO_PROXY_ADDRESS={address} 后重新启动。",
        f"If readers are to use it, set WENBAO_PROXY_ADDRESS={address} and start again.",
    )


def foreign_origin(origin: str, host: str) -> Misfit:
    """A page of another address called the server; perhaps its own page, by a name it is not told."""
    return Misfit(
        "origin",
        f"来自 {origin} 的页面调用问报，没有答应：问报收到的 Host 是 {host}。",
        f"A page of {origin} called the server, which was called {host}: refused.",
        f"如果 {origin} 就是读者打开问报的网址，请设 WENBAO_PROXY_ADDRESS={origin} 后重新启动；"
        "如果不是，那是别的网站，不必理会。",
        f"If readers open Wenbao at {origin}, set WENBAO_PROXY_ADDRESS={origin} and start again;"
        " if not, it is another site and nothing is to be done.",
    )


def untrusted(peer: str, trusted: str) -> Misfit:
    """An address that is no trusted proxy sent X-Forwarded-* headers."""
    listed = f"{trusted},{peer}" if trusted else peer
    return Misfit(
        "untrusted",
        f"{peer} 带来了 X-Forwarded-*，它不是可信代理，没有采信。",
        f"{peer} sent X-Forwarded-* and is no trusted proxy: not believed.",
        f"如果它是您的反向代理，请设 WENBAO_PROXY_TRUSTED={listed} 后重新启动；如果不是，不必理会。",
        f"If it is your reverse proxy, set WENBAO_PROXY_TRUSTED={listed} and start again;"
        " if not, nothing is to be done.",
    )


def unusable(header: str) -> Misfit:
    """A trusted proxy told something that cannot be used."""
    return Misfit(
        f"unusable {header}",
        f"反向代理带来的 {header} 不能用，没有采信。",
        f"The {header} of the reverse proxy cannot be used: not believed.",
        "请检查反向代理的设置：X-Forwarded-Host 是主机名，X-Forwarded-Prefix 是 /ask 这样的路径。",
        "Check the proxy: X-Forwarded-Host is a host name, X-Forwarded-Prefix a path such as /ask.",
    )


def two_paths(told: str, path: str) -> Misfit:
    """The proxy tells another path than the settings."""
    return Misfit(
        "path",
        f"反向代理说路径是 {told}，设置的是 {path}，用了设置的。",
        f"The proxy tells the path {told}, the settings {path}: the settings hold.",
        "请让两处一致：WENBAO_PROXY_PATH 或反向代理的 X-Forwarded-Prefix。",
        "Make them agree: WENBAO_PROXY_PATH or the proxy's X-Forwarded-Prefix.",
    )


def unknown_path(path: str) -> Misfit:
    """A page was asked for that is not there; perhaps the path that a proxy has not cut off."""
    return Misfit(
        "unknown path",
        f"有人打开 {path}/，问报没有这个页面。",
        f"Somebody opened {path}/, and there is no such page.",
        f"如果问报就在反向代理的这个路径下，请设 WENBAO_PROXY_PATH={path} 后重新启动；如果不是，不必理会。",
        f"If the proxy has Wenbao under this path, set WENBAO_PROXY_PATH={path} and start again;"
        " if not, nothing is to be done.",
    )
