"""One owner at a time: a second process is told who holds the library; a killed one blocks nobody."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vectorstore.errors import StoreBusy, StoreUnavailable
from vectorstore.library import open_library
from vectorstore.ownership import LibraryOwned, LibraryOwner, read_owner
from vectorstore.settings import StoreSettings

_ROOT = Path(__file__).resolve().parent.parent
_HOLD = """
import sys
from pathlib import Path
from vectorstore.ownership import LibraryOwner
held = LibraryOwner.acquire(Path(sys.argv[1]), "serve", "http://127.0.0.1:7860")
print(held.owner.token, flush=True)
sys.stdin.read()
"""


def hold(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        text=True,
    )


def test_a_second_process_is_told_who_holds_the_library(tmp_path: Path) -> None:
    with hold(tmp_path) as child:
        assert child.stdout is not None
        token = child.stdout.readline().strip()
        with pytest.raises(LibraryOwned, match="wenbao serve") as caught:
            open_library(tmp_path, StoreSettings(), "shape", "ingest")
        assert isinstance(caught.value, StoreBusy)
        owner = caught.value.owner
        assert owner is not None
        assert (owner.pid, owner.role) == (child.pid, "serve")
        assert (owner.url, owner.token) == ("http://127.0.0.1:7860", token)
        assert not (tmp_path / "chroma").exists()
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert read_owner(tmp_path) is not None
    with open_library(tmp_path, StoreSettings(), "shape", "ingest") as library:
        assert library.owner is not None
        assert library.owner.owner.role == "ingest"
    assert read_owner(tmp_path) is None


def test_two_openings_in_one_process_are_two_owners(tmp_path: Path) -> None:
    with open_library(tmp_path, StoreSettings(), "shape", "serve") as library:
        with pytest.raises(LibraryOwned):
            open_library(tmp_path, StoreSettings(), "shape", "ask")
        library.close()
    open_library(tmp_path, StoreSettings(), "shape", "ask").close()


def test_waiting_for_the_owner(tmp_path: Path) -> None:
    with hold(tmp_path) as child:
        assert child.stdout is not None and child.stdin is not None
        child.stdout.readline()
        child.stdin.close()
        held = LibraryOwner.acquire(tmp_path, "ingest", wait_s=20.0)
    held.release()
    held.release()


def test_only_the_owner_can_read_the_token(tmp_path: Path) -> None:
    held = LibraryOwner.acquire(tmp_path, "serve")
    assert held.owner.token is None
    held.announce("http://127.0.0.1:7860")
    assert held.owner.token is not None and len(held.owner.token) > 20
    mode = stat.S_IMODE((tmp_path / "owner.json").stat().st_mode)
    assert mode == 0o600
    held.release()


def test_a_broken_owner_file_is_no_owner(tmp_path: Path) -> None:
    for text in ("", "[]", '{"pid": "x"}', "\x00"):
        (tmp_path / "owner.json").write_text(text, encoding="utf-8")
        assert read_owner(tmp_path) is None


def test_a_home_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="WENBAO_HOME"):
        open_library(tmp_path / "home", StoreSettings(), "shape")
