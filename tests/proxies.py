"""A real nginx or Caddy of the tests' own before a served page, by the blocks of README or by others."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
UPSTREAM = "127.0.0.1:7860"
NAME, SITE = "ask.example.gov.cn", "www.example.gov.cn"
PATIENCE_S = 20.0

_NGINX = """
daemon off; pid {folder}/pid; error_log stderr error; {user}
events {{}}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{servers}
}}
"""
# An open page holds a stream: without a bound, Caddy waits for it to end.
_CADDY = """{{
admin off
auto_https disable_redirects
grace_period 1s
}}
{sites}
"""


def readme_block(language: str) -> str:
    """Give the block of README that shows how this proxy is set up."""
    found = re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found) == 1, f"README has {len(found)} blocks of {language}"
    return str(found[0])


def program(name: str) -> str:
    """Give where a program is; without it the test is skipped, on a machine that should have it failed."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
    if path is None:
        missing = f"没有找到 {name}，反向代理的测试未运行"
        if os.environ.get("CI") or os.environ.get("WENBAO_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


def free_port() -> int:
    """Give a port of this machine that nothing listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate that nobody trusts, and its key."""
    certificate, key = folder / "ask.pem", folder / "ask.key"
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},DNS:{SITE}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


@contextmanager
def nginx(servers: str, ports: list[int], folder: Path) -> Iterator[None]:
    """Run an nginx of these server blocks."""
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, user=user, servers=servers), encoding="utf-8")
    with _running([program("nginx"), "-p", str(folder), "-c", str(config)], ports, folder):
        yield


@contextmanager
def caddy(sites: str, ports: list[int], folder: Path) -> Iterator[None]:
    """Run a Caddy of these sites."""
    folder.mkdir()
    config = folder / "Caddyfile"
    config.write_text(_CADDY.format(sites=sites), encoding="utf-8")
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(config)]
    with _running(command, ports, folder):
        yield


@contextmanager
def _running(command: list[str], ports: list[int], folder: Path) -> Iterator[None]:
    environ = {**os.environ, "HOME": str(folder)}
    with (folder / "said").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said)
        try:
            patience = time.monotonic() + PATIENCE_S
            while not all(map(_listens, ports)):
                dead = process.poll() is not None or time.monotonic() > patience
                assert not dead, (folder / "said").read_text(encoding="utf-8")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
