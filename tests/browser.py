"""A real Chromium for the tests of the page: served pages, opened pages, and what must hold on each."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

ROOT = Path(__file__).parent.parent
LOGGED = "A question could not be answered\nTraceback"
DONE = "#wb-current [data-state=done]"
PATIENCE_MS = 15_000
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}
# Chromium's own errands would look like requests of the page.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names of a site behind a proxy of this machine.
    "--host-resolver-rules=MAP *.example.gov.cn 127.0.0.1",
]
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """The browser of one test module: while it is open its event loop is this thread's, and no other can run."""
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        missing = "没有找到 chromium，浏览器测试未运行"
        if os.environ.get("CI") or os.environ.get("WENBAO_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(
    kind: str, product: Path = ROOT, environ: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve the fake service of this kind and give the page's address; Ctrl-C must end it quietly.

    `product` has the folder `assistant` that is served: ours, or a copy of it with a change; `environ`
    is added to the environment.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.serve_fake", kind],
        cwd=product,
        env={**os.environ, **(environ or {}), "PYTHONPATH": f"{product}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=20)
        assert process.returncode == 0
        # The one traceback there may be is the log of the accident that a test asks for.
        assert "Traceback" not in complaints.replace(LOGGED, "")


@pytest.fixture(scope="session")
def addresses() -> Iterator[Callable[[str], str]]:
    known: dict[str, str] = {}
    with ExitStack() as servers:

        def address(kind: str) -> str:
            if kind not in known:
                known[kind] = servers.enter_context(served(kind))
            return known[kind]

        yield address


@pytest.fixture
def open_page(chromium: "Browser", addresses: Callable[[str], str]) -> Iterator[Open]:
    """Open the page; at the end, no script failed and every request went to the page's own host."""
    faults: list[str] = []
    strays: list[str] = []
    with ExitStack() as contexts:

        def open_it(
            kind: str = "plain",
            size: dict[str, int] = WIDE,
            path: str = "",
            address: str = "",
            **more: Any,
        ) -> "Page":
            own = address or addresses(kind)
            context = chromium.new_context(viewport=size, locale="en-US", **more)  # type: ignore[arg-type]
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()

            def note_request(request: "Request") -> None:
                if urlsplit(request.url).netloc not in ("", urlsplit(own).netloc):
                    strays.append(request.url)

            def note_console(said: "ConsoleMessage") -> None:
                # A refusal that a test asks for is told by the browser as an error too.
                if said.type == "error" and "Failed to load resource" not in said.text:
                    faults.append(said.text)

            page.on("request", note_request)
            page.on("console", note_console)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{own}/{path}")
            page.wait_for_selector(".wb-welcome")
            return page

        yield open_it
    assert faults == []
    assert strays == []


def ask(page: "Page", question: str) -> None:
    """Ask, and wait until the answer to this very question stands."""
    page.fill("#wb-box textarea", question)
    page.keyboard.press("Enter")
    wait_for_answer(page, question)


def wait_for_answer(page: "Page", question: str) -> None:
    """Wait until the answer to this question stands."""
    page.wait_for_function(
        """question => {
            const turn = document.querySelector("#wb-current [data-state=done]");
            return turn?.querySelector(".wb-question p").textContent === question;
        }""",
        arg=question,
    )


def wait_for_quote(page: "Page") -> str:
    """Wait until the source panel shows a quote, and give it."""
    return page.locator(".wb-source-panel mark").first.inner_text()


def quote_is_in_view(page: "Page") -> bool:
    """Whether the marked quote can be seen in the source panel."""
    seen: bool = page.evaluate(
        """() => {
            const quote = document.querySelector(".wb-source-panel mark").getBoundingClientRect();
            const hit = document.elementFromPoint(quote.x + 5, quote.y + 5);
            return hit !== null && hit.closest(".wb-source-panel") !== null;
        }"""
    )
    return seen
