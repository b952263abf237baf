"""Settings to a Chroma client: embedded in the data folder, or a server; and Chroma's errors to ours."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vectorstore.errors import StoreUnavailable

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI

_CONNECT_TIMEOUT_S = 5.0
_REQUEST_TIMEOUT_S = 60.0
_LITTLE_SPACE_BYTES = 8_000_000


def open_embedded(folder: Path) -> "ClientAPI":
    """Open the Chroma database in `folder`, made if missing; only the library's owner may.

    Raises `StoreUnavailable` where it cannot be read or written.
    """
    with chroma_errors(str(folder)):
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        folder.mkdir(parents=True, exist_ok=True)
        # `_env_file=None`: a .env of the folder the user happens to be in is not ours to read.
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        try:
            return chromadb.PersistentClient(str(folder), settings=settings)
        except BaseException:
            # Chroma keeps a client that failed to start and would hand it out at the next try.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise


def open_server(url: str) -> "ClientAPI":
    """Connect to the Chroma server at `url` (http or https, host and port).

    Raises `StoreUnavailable` naming the address where no Chroma answers there in 5 seconds.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreUnavailable(
            f"Chroma 服务器地址无效：{url!r}。应形如 http://127.0.0.1:8000（WENBAO_CHROMA_URL）。",
            f"Not a Chroma server address: {url!r}. It should look like http://127.0.0.1:8000.",
        )
    with chroma_errors(url):
        import chromadb
        import httpx
        from chromadb.config import Settings

        # Chroma's own client waits without limit: ask first, with one.
        httpx.get(
            url.rstrip("/") + "/api/v2/heartbeat", timeout=_CONNECT_TIMEOUT_S
        ).raise_for_status()
        settings = Settings(_env_file=None, anonymized_telemetry=False)
        secure = parts.scheme == "https"
        client = chromadb.HttpClient(
            parts.hostname, parts.port or (443 if secure else 80), ssl=secure, settings=settings
        )
        for session in _sessions(client):
            session.timeout = httpx.Timeout(_REQUEST_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S)
        return client


def close_client(client: "ClientAPI") -> None:
    """Let go of the client's files and connections."""
    from chromadb.api.client import Client

    sessions = _sessions(client)
    if isinstance(client, Client):
        client.close()
    for session in sessions:
        session.close()


def _sessions(client: "ClientAPI") -> "list[httpx.Client]":
    """Reach the HTTP sessions, which Chroma offers no way to limit or close."""
    import httpx

    holders = (client, getattr(client, "_admin_client", None))
    found = (getattr(getattr(one, "_server", None), "_session", None) for one in holders)
    return [session for session in found if isinstance(session, httpx.Client)]


@contextmanager
def chroma_errors(place: str) -> Iterator[None]:
    """Turn what Chroma, SQLite and HTTP raise in the block into `StoreUnavailable`.

    `place` (address or folder) is named in the message.
    """
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError) as error:
        raise _unavailable(place, str(error)) from error
    except ValueError as error:
        # Chroma's client wraps refused connections and odd replies in a plain ValueError.
        if "connect" not in str(error).lower():
            raise
        raise _unavailable(place, str(error)) from error


def _unavailable(place: str, reason: str) -> StoreUnavailable:
    if place.startswith(("http://", "https://")):
        return StoreUnavailable(
            f"连不上 Chroma 服务器 {place}，或它出错了（{reason}）。"
            "请确认服务器已启动、地址（WENBAO_CHROMA_URL）正确，然后再试；已入库的内容不受影响。",
            f"The Chroma server {place} cannot be reached or failed ({reason}). Start it or correct"
            " WENBAO_CHROMA_URL, then try again; what is stored is safe.",
        )
    lowered = reason.lower()
    if "disk is full" in lowered or "no space" in lowered or _full(place):
        cause, remedy = "磁盘已满", "请腾出空间后重新运行同一命令，未完成的会接着做"
    elif "readonly" in lowered or "read-only" in lowered or "permission" in lowered:
        cause, remedy = "没有写入权限", "请检查文件夹权限，或用 WENBAO_HOME 指定另一个文件夹"
    else:
        cause, remedy = (
            reason,
            (
                "请稍后再试；若一直如此，请从备份恢复该文件夹，或移走它后重新运行 wenbao ingest"
                "（算过的向量仍在缓存中）"
            ),
        )
    return StoreUnavailable(
        f"资料库无法使用：{place}（{cause}）。{remedy}。",
        f"The library at {place} cannot be used ({reason}). Check disk space and permissions, then"
        " run the same command again; what is stored is safe.",
    )


def _full(place: str) -> bool:
    # Chroma often says only which of its steps failed ("Error purging logs"), not why.
    try:
        return shutil.disk_usage(place).free < _LITTLE_SPACE_BYTES
    except OSError:
        return False
