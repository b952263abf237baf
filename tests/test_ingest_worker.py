"""Reading in a process of its own: the same documents and errors, and whatever a child does is survived."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.errors import EmptyDocument, UnreadableDocument, UnsupportedFormat
from ingest.readers import read
from ingest.worker import ReadingWorker
from tests.samples import REPORT, write_docx, write_txt
from tests.samples_ofd import write_ofd

Make = Callable[..., ReadingWorker]


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[ReadingWorker] = []

    def make_one(script: str = "", silence_s: float = 60.0) -> ReadingWorker:
        command = (sys.executable, "-u", "-c", script) if script else None
        more = {"command": command} if command else {}
        made.append(ReadingWorker(silence_s, **more))  # type: ignore[arg-type]
        return made[-1]

    yield make_one
    for worker in made:
        worker.stop()


def test_a_document_comes_back_as_it_was_read(make: Make, tmp_path: Path) -> None:
    worker = make()
    for path in (write_docx(tmp_path / "a.docx", REPORT), write_ofd(tmp_path / "a.ofd", REPORT)):
        assert worker.read(path, "别名.docx") == read(path, "别名.docx")


def test_errors_come_back_with_their_kind_and_words(make: Make, tmp_path: Path) -> None:
    worker = make()
    (tmp_path / "空.txt").touch()
    (tmp_path / "坏.docx").write_bytes(b"PK broken")
    (tmp_path / "表.xlsb").write_bytes(b"x")
    for name, kind in (
        ("空.txt", EmptyDocument),
        ("坏.docx", UnreadableDocument),
        ("表.xlsb", UnsupportedFormat),
        ("没有.txt", UnreadableDocument),
    ):
        with pytest.raises(kind, match=f"《{name}》") as here:
            read(tmp_path / name)
        with pytest.raises(kind) as there:
            worker.read(tmp_path / name, name)
        assert (str(there.value), there.value.english) == (str(here.value), here.value.english)


@pytest.mark.parametrize(
    "script",
    [
        "import os; input(); os.abort()",
        "import os, signal; input(); os.kill(os.getpid(), signal.SIGKILL)",
        "import time; time.sleep(600)",
        "input(); print('not json'); import time; time.sleep(600)",
        "import sys; sys.exit(0)",
        "input(); print('{\"other\": 1}'); import time; time.sleep(600)",
    ],
)
def test_a_child_that_dies_or_hangs_costs_its_own_file_only(
    make: Make, tmp_path: Path, script: str
) -> None:
    path = write_txt(tmp_path / "报告.txt", REPORT)
    worker = make(script, 1.0)
    for _ in range(2):
        with pytest.raises(UnreadableDocument, match=r"《报告\.txt》读取时出错或太久"):
            worker.read(path, "报告.txt")


def test_no_secret_reaches_the_child(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_MODEL_KEY", "sk-secret")
    monkeypatch.setenv("WENBAO_KEEPER_TOKEN", "secret-token")
    script = (
        "import json, os, time; input()\n"
        "found = [k for k in os.environ if k.startswith('WENBAO_')]\n"
        "print(json.dumps({'document': {'source_name': str(found), 'blocks': []}})); time.sleep(60)"
    )
    assert make(script).read(tmp_path / "a", "a").source_name == "[]"


def test_after_a_crash_the_next_file_is_read(make: Make, tmp_path: Path) -> None:
    path = write_txt(tmp_path / "报告.txt", REPORT)
    worker = make()
    assert worker.read(path, path.name).blocks
    assert worker._child is not None
    worker._child.kill()
    worker._child.wait()
    assert worker.read(path, path.name).blocks


def test_signs_of_life_keep_a_long_scan_going(make: Make, tmp_path: Path) -> None:
    script = (
        "import time; input()\n"
        "for n in range(6): print('{\"pages\": 1}'); time.sleep(0.4)\n"
        'print(\'{"document": {"source_name": "a", "blocks": []}}\'); time.sleep(60)'
    )
    assert make(script, 1.2).read(tmp_path / "a", "a").source_name == "a"


def test_readers_from_several_threads_get_their_own_answers(make: Make, tmp_path: Path) -> None:
    worker = make()
    paths = [write_txt(tmp_path / f"{n}.txt", [f"虚构第{n}份报告。"]) for n in range(8)]
    found: dict[str, str] = {}

    def one(path: Path) -> None:
        found[path.name] = worker.read(path, path.name).blocks[0].text

    threads = [threading.Thread(target=one, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {f"{n}.txt": f"虚构第{n}份报告。" for n in range(8)}
