"""Serve the page over the fake service in a process of its own: `python -m tests.serve_fake KIND`.

Gradio warns and starts threads as it likes; in its own process that touches no other test.
"""

import sys

from assistant.server import run_server
from tests.fakes_service import HOSTILE, FakeService
from vectorstore.errors import StoreUnavailable

FAILURES: dict[str, Exception] = {
    "库连得上吗": StoreUnavailable("连不上 Chroma 服务，请先启动它。"),
    "出一个意外": RuntimeError("boom"),
}
KINDS = {
    "plain": FakeService(pause_s=0.05, fails_on=FAILURES),
    "hostile": FakeService(title=HOSTILE),
}

if __name__ == "__main__":
    run_server(KINDS[sys.argv[1]], "127.0.0.1", 0, "token", lambda url: print(url, flush=True))
