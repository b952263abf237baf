"""The one Protocol of the service: who claims to be a service or a session has all of it."""

import ast
import inspect
from pathlib import Path

import pytest

from assistant import seam
from assistant.keeping.keeper import Keeper
from assistant.service import Assistant
from assistant.serving.remote import RemoteAssistant

PRODUCT = Path(__file__).parent.parent / "assistant"


@pytest.mark.parametrize(
    ("kind", "protocol"),
    [
        (Assistant, seam.Service),
        (RemoteAssistant, seam.Session),
        (RemoteAssistant, seam.KeeperSession),
        (Keeper, seam.KeeperDesk),
    ],
)
def test_a_service_takes_what_its_protocol_says(kind: type, protocol: type) -> None:
    members = {name for one in protocol.__mro__ for name in vars(one) if not name.startswith("_")}
    for name in members:
        wanted = getattr(protocol, name)
        if callable(wanted):
            # `keeper` and `feedback` are made with the service; mypy checks them.
            theirs = inspect.signature(getattr(kind, name)).parameters
            assert set(inspect.signature(wanted).parameters) <= set(theirs), name


def test_the_service_is_described_in_one_module() -> None:
    """Asking is spelled out once as a Protocol; elsewhere only those who answer spell it."""
    asking = [
        (path.relative_to(PRODUCT).as_posix(), node.name)
        for path in PRODUCT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and {"ask", "ask_stream"}
        & {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    ]
    assert sorted(asking) == [
        ("seam.py", "Service"),
        ("seam.py", "Session"),
        ("service.py", "Assistant"),
        ("serving/remote.py", "RemoteAssistant"),
    ]
