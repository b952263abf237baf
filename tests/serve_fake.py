"""Serve the page over the fake service in a process of its own: `python -m tests.serve_fake KIND`.

Gradio warns and starts threads as it likes; in its own process that touches no other test.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant.api import ApiService
from assistant.config import Settings
from assistant.llm.settings import ModelSettings
from assistant.server import run_server
from assistant.service import Assistant
from tests.assistant_samples import use_fakes, write_reports
from tests.fakes_service import HOSTILE, FakeService
from tests.model_stub import serving
from vectorstore.errors import StoreUnavailable

FIRST = "光明区2021年共收到行政复议申请120件。"
SECOND = "纠错率7.14%。"

FAILURES: dict[str, Exception] = {
    "库连得上吗": StoreUnavailable("连不上 Chroma 服务，请先启动它。"),
    "出一个意外": RuntimeError("boom"),
}
KINDS = {
    "plain": FakeService(pause_s=0.05, fails_on=FAILURES),
    "slow": FakeService(pause_s=0.8),
    "hostile": FakeService(title=HOSTILE),
}


def serve(service: ApiService) -> None:
    run_server(service, "127.0.0.1", 0, "token", lambda url: print(url, flush=True))


def serve_model() -> None:
    """Serve the real service over a small library, its wording by a model that pauses."""
    script = f"pause:{FIRST}[1]|{SECOND}[1]"
    with (
        TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        serving(script) as stub,
    ):
        use_fakes(patch)
        model = ModelSettings(name="虚构模型", base_url=stub.url)
        with Assistant.open(
            Settings(home=Path(folder) / "home", model=model), "serve"
        ) as assistant:
            assistant.ingest([write_reports(Path(folder) / "reports")])
            serve(assistant)


if __name__ == "__main__":
    if sys.argv[1] == "model":
        serve_model()
    else:
        serve(KINDS[sys.argv[1]])
