"""Run the page and the API on one address until Ctrl-C.

The address is claimed first and alone: this module imports nothing heavy, so that a port in use is
said at once, before models and stores are loaded.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant.errors import ServeError

if TYPE_CHECKING:
    from assistant.seam import Service
    from assistant.serving.keeper_gate import KeeperGate
    from assistant.serving.misfits import Misfits
    from assistant.serving.settings import ProxySettings


def claim_port(host: str, port: int) -> socket.socket:
    """Take the address, before anything slow is loaded; raise `ServeError` if it is taken.

    Port 0 takes any free one. Hand the socket to `run_server`.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise ServeError(
            f"不认识这个地址：{host}。本机用 127.0.0.1，供其他电脑访问用 0.0.0.0。",
            f"Unknown address {host}: use 127.0.0.1, or 0.0.0.0 to serve other machines.",
        ) from error
    claimed = socket.socket(family, kind, protocol)
    try:
        claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        claimed.bind(address)
        claimed.listen()
    except OSError as error:
        claimed.close()
        raise ServeError(
            f"{host} 的端口 {port} 用不了（可能已被占用）。换一个：wenbao serve --port {port + 1}",
            f"Port {port} of {host} is taken. Try another: wenbao serve --port {port + 1}",
        ) from error
    return claimed


def run_server(
    service: "Service",
    host: str,
    port: int,
    token: str | None,
    on_ready: Callable[[str], None],
    *,
    claimed: socket.socket | None = None,
    gate: "KeeperGate | None" = None,
    originals: bool = True,
    proxy: "ProxySettings | None" = None,
    told: "Misfits | None" = None,
) -> None:
    """Serve until Ctrl-C, calling `on_ready` with the page's address once it answers."""
    import uvicorn

    from assistant.serving.api import create_app
    from assistant.serving.guard import LOOPBACK_HOSTS

    listening = claimed or claim_port(host, port)
    bound_port = listening.getsockname()[1]
    is_local = host in ("localhost", "::1") or host.startswith("127.")
    app = create_app(
        service,
        token=token,
        hosts=LOOPBACK_HOSTS if is_local else None,
        gate=gate,
        originals=originals,
        proxy=proxy,
        told=told,
    )
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                on_ready(f"http://{shown}:{bound_port}")

    # A page left open holds a stream: without a limit, Ctrl-C would wait for it for ever. Whose
    # headers are believed, the guard decides by the settings; uvicorn would believe all of loopback.
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=1,
        ws="none",
        proxy_headers=False,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Tell streams that Ctrl-C cuts off, which uvicorn logs as errors, from real ones."""
    is_cut_off = record.exc_info is not None and isinstance(
        record.exc_info[1], asyncio.CancelledError
    )
    return not is_cut_off and "timeout graceful shutdown exceeded" not in record.getMessage()
