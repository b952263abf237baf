"""Claiming the address: a port in use is a sentence, before anything is loaded."""

import socket
import subprocess
import sys

import pytest

from assistant.errors import ServeError
from assistant.serving.server import claim_port


def test_a_port_in_use_is_said_with_the_way_out() -> None:
    with claim_port("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(ServeError, match=rf"端口 {port} 用不了.*--port {port + 1}") as caught:
            claim_port("127.0.0.1", port)
        assert str(port) in caught.value.english


def test_an_unknown_address_is_said() -> None:
    with pytest.raises(ServeError, match="不认识这个地址"):
        claim_port("没有这台机器.invalid", 7860)


def test_a_claimed_port_accepts_connections() -> None:
    with claim_port("127.0.0.1", 0) as held, socket.create_connection(held.getsockname()):
        pass


def test_claiming_loads_nothing_heavy() -> None:
    heavy = "{'gradio', 'fastapi', 'uvicorn', 'torch', 'chromadb'}"
    code = f"import sys, assistant.serving.server; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
