"""The command that serves the chat page and owns the library meanwhile."""

import argparse
import sys
import threading
import webbrowser

from assistant.cli.language import pick
from assistant.config import load_settings


def serve(arguments: argparse.Namespace) -> int:
    """Serve the page until stopped."""
    from assistant.api import check_port, run_server
    from assistant.service import Assistant

    settings = load_settings()
    check_port(arguments.host, arguments.port)
    print(pick("正在打开库 …", "Opening the library …"), file=sys.stderr, flush=True)
    reach = "127.0.0.1" if arguments.host in {"0.0.0.0", "::", "127.0.0.1"} else arguments.host
    url = f"http://{reach}:{arguments.port}"
    service = Assistant.open(settings, "serve", url=url)
    try:
        print(pick("正在载入模型 …", "Loading the model …"), file=sys.stderr, flush=True)
        service.warm_up()
        run_server(
            service,
            arguments.host,
            arguments.port,
            service.token,
            lambda: _ready(url, open_browser=arguments.open),
        )
    finally:
        service.close()
    return 0


def _ready(url: str, *, open_browser: bool) -> None:
    print(
        pick(f"问报已就绪：{url}（按 Ctrl-C 停止）", f"Wenbao is ready: {url} (Ctrl-C stops it)"),
        flush=True,
    )
    if open_browser:
        # Where there is no screen this finds no browser and does nothing.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
