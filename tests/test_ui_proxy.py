"""The page behind a real nginx and a real Caddy, in a real Chromium: under a name, under a path, with TLS.

The server stays on 127.0.0.1. What README shows is run as it stands there, but for the ports, the
certificate and the address of the server.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.assistant_samples import FILES
from tests.browser import Open, ask, served, wait_for_quote
from tests.proxies import (
    NAME,
    SITE,
    UPSTREAM,
    caddy,
    free_port,
    make_certificate,
    nginx,
    readme_block,
)
from tests.samples import write_txt
from tests.serve_fake import KEEPER_TOKEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

QUESTION = "云溪区2021年收到行政复议申请多少件？"
FORWARDED = (
    "proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;"
    " proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"
)
# What the server is told: nothing, its public address, or its address and path.
NOTHING, ADDRESS, PATH = "nothing", "address", "path"

NEW = tuple(line.replace("光明", "白鹭") for line in FILES["光明2021.txt"])


@dataclass(frozen=True)
class Setup:
    """One way to set a proxy up: what the server is told, where its page is, what nginx does."""

    settings: str
    path: str
    location: str


SETUPS = {
    "a name, nginx's own Host": Setup(ADDRESS, "/", "location / { proxy_pass UP; }"),
    "a name, Host kept": Setup(
        ADDRESS, "/", "location / { proxy_pass UP; proxy_set_header Host $http_host; }"
    ),
    "a name, Host kept without its port": Setup(
        ADDRESS, "/", "location / { proxy_pass UP; proxy_set_header Host $host; }"
    ),
    "a name, told by X-Forwarded-Host": Setup(
        NOTHING, "/", f"location / {{ proxy_pass UP; {FORWARDED} }}"
    ),
    "a path, cut off, by the settings": Setup(PATH, "/ask/", "location /ask/ { proxy_pass UP/; }"),
    "a path, cut off, told by X-Forwarded-Prefix": Setup(
        NOTHING,
        "/ask/",
        "location /ask/ { proxy_pass UP/; proxy_set_header X-Forwarded-Prefix /ask;"
        f" {FORWARDED} }}",
    ),
    "a path, not cut off": Setup(
        PATH,
        "/ask/",
        "location /ask/ { proxy_pass UP; proxy_set_header Host $http_host; }",
    ),
}
# What is said in place of a blank page.
MISTAKES = {
    "Host kept, nothing set": (
        Setup(NOTHING, "/", SETUPS["a name, Host kept"].location),
        "WENBAO_PROXY_ADDRESS={origin}",
    ),
    "nginx's own Host, nothing set": (
        Setup(NOTHING, "/", SETUPS["a name, nginx's own Host"].location),
        "WENBAO_PROXY_ADDRESS={origin}",
    ),
    "X-Forwarded-Host and Host of the proxy, nothing set": (
        Setup(
            NOTHING,
            "/",
            f"location / {{ proxy_pass UP; proxy_set_header Host $http_host; {FORWARDED} }}",
        ),
        "WENBAO_PROXY_ADDRESS={origin}",
    ),
    "a path that is not cut off, no path set": (
        Setup(ADDRESS, "/ask/", "location /ask/ { proxy_pass UP; }"),
        "WENBAO_PROXY_PATH=/ask",
    ),
    "another path set": (
        Setup(PATH, "/wen/", "location /wen/ { proxy_pass UP; }"),
        "没有这个页面",
    ),
}

ALL = SETUPS | {title: setup for title, (setup, _) in MISTAKES.items()}
README_PATHS = {NAME: "", SITE: "/ask"}
PROXIES = {"nginx": nginx, "caddy": caddy}


@dataclass(frozen=True)
class Servers:
    """Three servers, by what they are told, and the ports that proxies before them take."""

    ports: dict[str, int]
    up: dict[str, str]


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Serve the small library three times; the addresses told are those of all set-ups."""
    by_readme = {f"{name} {host}": host for name in PROXIES for host in README_PATHS}
    ports = {title: free_port() for title in [*ALL, *by_readme]}
    own = {
        NOTHING: [],
        ADDRESS: [f"https://{NAME}:{ports[t]}" for t, host in by_readme.items() if host == NAME],
        PATH: [f"https://{SITE}:{ports[t]}" for t, host in by_readme.items() if host == SITE],
    }
    for title, setup in ALL.items():
        own[setup.settings].append(f"http://{NAME}:{ports[title]}")
    environ = {
        NOTHING: {},
        ADDRESS: {"WENBAO_PROXY_ADDRESS": ",".join(own[ADDRESS])},
        PATH: {"WENBAO_PROXY_ADDRESS": ",".join(own[PATH]), "WENBAO_PROXY_PATH": "/ask"},
    }
    with ExitStack() as running:
        up = {
            told: running.enter_context(served("library", environ=environ[told]))
            for told in environ
        }
        yield Servers(ports, up)


@pytest.fixture(scope="module")
def behind(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run one nginx with a port for each set-up; give each page's address."""
    blocks = "\n".join(
        f"server {{ listen 127.0.0.1:{servers.ports[title]}; server_name {NAME};"
        f" {setup.location.replace('UP', servers.up[setup.settings])} }}"
        for title, setup in ALL.items()
    )
    folder = tmp_path_factory.mktemp("proxy") / "nginx"
    with nginx(blocks, [servers.ports[title] for title in ALL], folder):
        yield {
            title: f"http://{NAME}:{servers.ports[title]}{setup.path.rstrip('/')}"
            for title, setup in ALL.items()
        }


def walk(page: "Page") -> None:
    """Use every part of the page that asks the server for something."""
    ask(page, QUESTION)
    assert "58件" in page.inner_text("#wb-current .wb-text")
    assert "58件" in wait_for_quote(page)
    page.click(".wb-source >> text=看原页")
    page.wait_for_selector(".wb-picture img")
    with page.expect_download() as original:
        page.click(".wb-source [data-do=original]")
    assert original.value.suggested_filename == "云溪2021.pdf"
    page.click("#wb-current summary >> text=导出")
    with page.expect_download() as exported:
        page.click("#wb-current [data-do=export][data-kind=docx]")
    assert exported.value.suggested_filename.endswith(".docx")
    health = page.evaluate("async () => (await (await fetch('api/health')).json()).status")
    assert health == "ok"


def keep(page: "Page", report: Path) -> None:
    """Become the keeper by the token, take a report in, open its page and remove it again."""
    page.click(".wb-nav [data-view=library]")
    page.click(".wb-enter")
    page.fill("dialog input", KEEPER_TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_selector(".wb-drop")
    page.set_input_files(".wb-drop input", [str(report)])
    page.wait_for_selector(".wb-uploads .wb-taken >> text=已收录")
    row = f".wb-reports tr:has-text('{NEW[0]}')"
    page.click(f"{row} [data-do=report]")
    page.wait_for_selector(".wb-report-room h2")
    page.click(".wb-report-bar >> text=返回报告库")
    page.click(f"{row} >> text=移除")
    page.click("dialog >> button:text-is('移除')")
    page.wait_for_selector(row, state="detached")


def speak_english(page: "Page") -> None:
    """Go to the page in English, one folder deeper, and ask there too."""
    page.click("[data-do=language]")
    page.wait_for_url("**/en/")
    page.wait_for_selector(".wb-welcome")
    ask(page, QUESTION)
    assert page.locator("#wb-current .wb-badge").inner_text() == "Disclosed"
    assert "58件" in wait_for_quote(page)


def walk_all(page: "Page", report: Path) -> None:
    walk(page)
    keep(page, report)
    speak_english(page)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_txt(tmp_path_factory.mktemp("upload") / "白鹭2021.txt", NEW)


@pytest.mark.parametrize("title", SETUPS)
def test_the_page_works_behind_nginx(
    open_page: Open, behind: dict[str, str], report: Path, title: str
) -> None:
    walk_all(open_page(address=behind[title]), report)


@pytest.mark.parametrize("title", MISTAKES)
def test_what_does_not_fit_is_said_on_the_page(
    chromium: "Browser", behind: dict[str, str], title: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{behind[title]}/")
    page.wait_for_selector(".wb-misfit[role=alert]")
    expected = MISTAKES[title][1].format(origin=behind[title])
    assert expected in page.inner_text("body")
    assert page.locator("#wb-box").count() == 0
    page.close()


@pytest.mark.parametrize("host", README_PATHS)
@pytest.mark.parametrize("name", PROXIES)
def test_what_readme_shows_works_with_tls_ended_at_the_proxy(
    open_page: Open, servers: Servers, tmp_path: Path, report: Path, name: str, host: str
) -> None:
    path, port = README_PATHS[host], servers.ports[f"{name} {host}"]
    certificate, key = make_certificate(tmp_path)
    block = readme_block(name)
    for shown, here in {
        UPSTREAM: urlsplit(servers.up[PATH if path else ADDRESS]).netloc,
        "/etc/ssl/ask.pem": str(certificate),
        "/etc/ssl/ask.key": str(key),
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        f"{NAME} {{": f"https://{NAME}:{port} {{",
        f"{SITE} {{": f"https://{SITE}:{port} {{",
    }.items():
        block = block.replace(shown, here)
    with PROXIES[name](block, [port], tmp_path / name):
        address = f"https://{host}:{port}{path}"
        walk_all(open_page(address=address, ignore_https_errors=True), report)
