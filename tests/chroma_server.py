"""A real Chroma server for tests, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.chroma.client import close_client, open_server
from vectorstore.errors import StoreUnavailable

_SERVE = "from chromadb.cli.cli import app; app()"


def serve(folder: Path) -> "tuple[subprocess.Popen[bytes], str]":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _SERVE, "run", "--path", str(folder), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
    )
    url = f"http://127.0.0.1:{port}"
    give_up = time.monotonic() + 40
    while True:
        try:
            close_client(open_server(url))
            return process, url
        except StoreUnavailable:
            assert process.poll() is None and time.monotonic() < give_up
            time.sleep(0.1)


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Serve a folder for the length of a block; gives the address."""
    process, url = serve(folder)
    try:
        yield url
    finally:
        process.kill()
        process.wait()
