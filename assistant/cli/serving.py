"""The command that serves the chat page and owns the library meanwhile."""

import argparse
import os
import threading
import webbrowser

from assistant.cli.language import pick
from assistant.cli.progress import say
from assistant.config import load_settings


def serve(arguments: argparse.Namespace) -> int:
    """Serve the page until stopped."""
    from assistant.serving.keeper_gate import KeeperGate
    from assistant.serving.server import claim_port, run_server

    settings = load_settings()
    gate = KeeperGate.from_environ(os.environ, trusts_loopback=settings.keeper.loopback)
    # First of all: a port in use is said before anything slow is loaded.
    claimed = claim_port(arguments.host, arguments.port)
    say("正在打开库 …", "Opening the library …")
    from assistant.service import Assistant

    port = claimed.getsockname()[1]
    reach = "127.0.0.1" if arguments.host in {"0.0.0.0", "::"} else arguments.host
    with Assistant.open(settings, "serve", url=f"http://{reach}:{port}", notice=say) as service:
        say("正在载入模型 …", "Loading the model …")
        service.warm_up()
        run_server(
            service,
            arguments.host,
            port,
            service.token,
            lambda url: _ready(url, open_browser=arguments.open),
            claimed=claimed,
            gate=gate,
            originals=settings.originals.download,
        )
    return 0


def _ready(url: str, *, open_browser: bool) -> None:
    print(
        pick(f"问报已就绪：{url}（按 Ctrl-C 停止）", f"Wenbao is ready: {url} (Ctrl-C stops it)"),
        flush=True,
    )
    if open_browser:
        # Where there is no screen this finds no browser and does nothing.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
