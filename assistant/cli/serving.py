"""The command that serves the chat page and owns the library meanwhile."""

import argparse
import os
import threading
import webbrowser
from typing import TYPE_CHECKING

from assistant.cli.language import pick
from assistant.cli.progress import say
from assistant.config import Settings, load_settings

if TYPE_CHECKING:
    from assistant.serving.keeper_gate import KeeperGate
    from assistant.serving.settings import ProxySettings


def serve(arguments: argparse.Namespace) -> int:
    """Serve the page until stopped."""
    from assistant.serving.keeper_gate import KeeperGate
    from assistant.serving.misfits import Misfits
    from assistant.serving.server import claim_port, run_server

    settings = load_settings()
    proxy = settings.proxy
    gate = KeeperGate.from_environ(os.environ, trusts_loopback=trusts_loopback(settings))
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
            lambda url: _ready(url, proxy, gate, open_browser=arguments.open),
            claimed=claimed,
            gate=gate,
            originals=settings.originals.download,
            proxy=proxy,
            told=Misfits(say, settings.home),
        )
    return 0


def trusts_loopback(settings: Settings) -> bool:
    """Say whether a caller on this machine is taken for the keeper.

    Behind a proxy that tells nothing of its callers, all of them would look like one.
    """
    return settings.keeper.loopback and not settings.proxy.is_set


def _ready(url: str, proxy: "ProxySettings", gate: "KeeperGate", *, open_browser: bool) -> None:
    print(
        pick(f"问报已就绪：{url}（按 Ctrl-C 停止）", f"Wenbao is ready: {url} (Ctrl-C stops it)"),
        flush=True,
    )
    if proxy.addresses:
        public = [f"{one}{proxy.path}/" for one in proxy.addresses]
        say(f"读者用的网址：{'、'.join(public)}", f"Readers open: {', '.join(public)}")
    if proxy.is_set and not gate.has_token:
        say(
            "有反向代理时，在页面上管理报告库要用口令：请设 WENBAO_KEEPER_TOKEN。命令行不受影响。",
            "Behind a proxy the page wants a token of its keeper: set WENBAO_KEEPER_TOKEN."
            " The command line needs none.",
        )
    if open_browser:
        # Where there is no screen this finds no browser and does nothing.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
