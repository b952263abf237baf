"""Serve the page over the fake service in a process of its own: `python -m tests.serve_fake KIND`.

The settings WENBAO_PROXY_… of its environment hold, as they do for `wenbao serve`.
Gradio warns and starts threads as it likes; in its own process that touches no other test.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant.cli.progress import say
from assistant.cli.serving import trusts_loopback
from assistant.config import Settings, load_settings
from assistant.llm.settings import ModelSettings
from assistant.seam import Service
from assistant.service import Assistant
from assistant.serving.keeper_gate import KeeperGate
from assistant.serving.misfits import Misfits
from assistant.serving.server import run_server
from tests.assistant_samples import use_fakes, write_reports
from tests.fakes_hostile import HostileService
from tests.fakes_service import FakeService
from tests.model_stub import serving
from tests.samples import write_pdf, write_txt
from vectorstore.errors import StoreUnavailable

FIRST = "光明区2021年共收到行政复议申请120件。"
SECOND = "纠错率7.14%。"

YUNXI = (
    "虚构市云溪区人民政府2021年法治政府建设年度情况报告",
    "2021年，云溪区（以下内容纯属虚构）坚持依法行政，现将有关情况报告如下。",
    "一、工作情况",
    "（一）化解矛盾纠纷",
    "共收到行政复议申请58件，审结51件。全年调解家庭纠纷212起。",
    "二、下一步安排",
    "2022年，将继续健全重大行政决策程序。",
)

FAILURES: dict[str, Exception] = {
    "库连得上吗": StoreUnavailable("连不上 Chroma 服务，请先启动它。"),
    "出一个意外": RuntimeError("boom"),
}
KINDS = {
    "plain": FakeService(pause_s=0.05, fails_on=FAILURES),
    "slow": FakeService(pause_s=0.8),
    "hostile": HostileService(),
}


KEEPER_TOKEN = "虚构的管理口令-2026"


def serve(service: Service, *, is_open: bool = True) -> None:
    settings = load_settings()
    gate = KeeperGate(KEEPER_TOKEN, trusts_loopback=is_open and trusts_loopback(settings))
    run_server(
        service,
        os.environ.get("SERVED_HOST", "127.0.0.1"),
        0,
        "token",
        lambda url: print(url, flush=True),
        gate=gate,
        proxy=settings.proxy,
        told=Misfits(say),
    )


def serve_library() -> None:
    """Serve the real service over a small library, one of its reports a PDF."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        reports = write_reports(Path(folder) / "reports")
        write_pdf(reports / "云溪2021.pdf", YUNXI)
        with Assistant.open(Settings(home=Path(folder) / "home"), "serve") as assistant:
            assistant.ingest([reports])
            serve(assistant)


TWINS = {
    "光明一届八次.txt": ("第一届人民代表大会第八次会议", "2021年1月15日", 41),
    "光明二届一次.txt": ("第二届人民代表大会第一次会议", "2021年10月20日", 52),
}


def serve_twins() -> None:
    """Serve the real service over reports of which two are of one place, kind and year."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        reports = write_reports(Path(folder) / "reports")
        for name, (meeting, day, schools) in TWINS.items():
            lines = (
                f"2021年政府工作报告（在深圳市光明区{meeting}上）",
                day,
                "各位代表（以下内容纯属虚构）：现在，我代表深圳市光明区人民政府，向大会报告工作。",
                "一、2020年工作回顾",
                f"全年新建学校{schools}所，新增公办学位3200个。",
                "二、2021年工作安排",
                "推进教育扩容，计划开工学校9所。",
            )
            write_txt(reports / name, lines)
        with Assistant.open(Settings(home=Path(folder) / "home"), "serve") as assistant:
            assistant.ingest([reports])
            serve(assistant)


def serve_named() -> None:
    """Serve the real service with the real model over reports that resemble each other, to be named."""
    reports = Path(__file__).parent / "evaluation" / "situations" / "named_reports_8" / "reports"
    with TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(os.environ["UNPACKED_MODELS"])
        with Assistant.open(Settings(home=Path(folder)), "serve") as assistant:
            assistant.ingest([reports])
            serve(assistant)


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
    elif sys.argv[1] == "library":
        serve_library()
    elif sys.argv[1] == "named":
        serve_named()
    elif sys.argv[1] == "twins":
        serve_twins()
    elif sys.argv[1] == "closed":
        serve(FakeService(), is_open=False)
    else:
        serve(KINDS[sys.argv[1]])
