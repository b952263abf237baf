"""Reading ahead: by one file, each file once, the same documents and errors, and nothing left behind."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.keeping.reading_ahead import ReadAhead
from assistant.service import Assistant
from ingest import ReadingWorker, SourceFile
from ingest.errors import UnreadableDocument
from ingest.models import Block, RawDocument
from tests.assistant_samples import FILES, open_assistant, use_fakes, write_reports
from tests.fakes import BigramEmbedder
from tests.samples import write_txt
from vectorstore.embedding import PassageEmbedding, PassageText
from vectorstore.errors import StoreUnavailable

WAIT_S = 120.0


class ScriptedReader:
    """Notes what it is asked for; a file named `held` is read only once it is let go."""

    def __init__(self, held: str = "") -> None:
        self.asked: list[str] = []
        self.held = held
        self.go = threading.Event()
        self.stopped = 0

    def read(self, path: Path, name: str) -> RawDocument:
        self.asked.append(name)
        if name == self.held:
            self.go.wait(WAIT_S)
        if "坏" in name:
            raise UnreadableDocument(f"《{name}》坏了。")
        return RawDocument(name, (Block(path.read_text(encoding="utf-8")),))

    def stop(self) -> None:
        self.stopped += 1
        self.go.set()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def sources(tmp_path: Path) -> list[SourceFile]:
    return [
        SourceFile(write_txt(tmp_path / name, [f"虚构的{name}。"]), name)
        for name in ("甲.txt", "坏.txt", "乙.txt", "丙.txt")
    ]


def texts(ahead: ReadAhead, sources: list[SourceFile]) -> list[str]:
    found = []
    for source in sources:
        try:
            found.append(ahead.read(source.path, source.source_name).blocks[0].text.strip())
        except UnreadableDocument as error:
            found.append(str(error))
    return found


def test_every_file_is_read_once_in_order_with_its_own_document_or_error(
    sources: list[SourceFile],
) -> None:
    reader = ScriptedReader()
    with ReadAhead(reader.read, sources, reader.stop) as ahead:
        found = texts(ahead, sources)
    assert found == ["虚构的甲.txt。", "《坏.txt》坏了。", "虚构的乙.txt。", "虚构的丙.txt。"]
    assert reader.asked == [source.source_name for source in sources]
    assert not reader.stopped


def test_the_next_file_is_read_meanwhile_and_no_other(sources: list[SourceFile]) -> None:
    reader = ScriptedReader()
    with ReadAhead(reader.read, sources, reader.stop) as ahead:
        ahead.read(sources[0].path, "甲.txt")
        until(lambda: len(reader.asked) == 2)
        time.sleep(0.05)
        assert reader.asked == ["甲.txt", "坏.txt"]


def test_a_file_that_changes_after_it_was_read_ahead_is_read_again(
    sources: list[SourceFile],
) -> None:
    reader = ScriptedReader()
    first, second = sources[2:]
    with ReadAhead(reader.read, [first, second], reader.stop) as ahead:
        ahead.read(first.path, first.source_name)
        until(lambda: ahead._ahead is not None and not ahead._ahead.is_running())
        write_txt(second.path, ["改过的报告，比原来的长。"])
        assert texts(ahead, [second]) == ["改过的报告，比原来的长。"]


def test_a_file_passed_over_costs_the_others_nothing(sources: list[SourceFile]) -> None:
    reader = ScriptedReader(held="坏.txt")
    with ReadAhead(reader.read, sources, reader.stop) as ahead:
        assert texts(ahead, [sources[0], *sources[2:]]) == [
            "虚构的甲.txt。",
            "虚构的乙.txt。",
            "虚构的丙.txt。",
        ]
    assert reader.stopped
    assert reader.asked == ["甲.txt", "坏.txt", "乙.txt", "丙.txt"]


def test_leaving_early_stops_the_reader_at_once(sources: list[SourceFile]) -> None:
    reader = ScriptedReader(held="坏.txt")
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), ReadAhead(reader.read, sources, reader.stop) as ahead:
        ahead.read(sources[0].path, "甲.txt")
        until(lambda: reader.asked == ["甲.txt", "坏.txt"])
        raise KeyboardInterrupt
    assert time.monotonic() - began < WAIT_S / 2
    assert reader.stopped and reader.asked == ["甲.txt", "坏.txt"]


@pytest.mark.parametrize("pause_s", [0.0, 0.002, 0.1])
@pytest.mark.parametrize("is_new_child", [False, True])
def test_a_worker_given_up_at_any_moment_leaves_no_child(
    tmp_path: Path, pause_s: float, is_new_child: bool
) -> None:
    # A child may be new when it is asked for the second file: that one is what it hangs at.
    script = (
        "import json, sys, time\n"
        "for line in sys.stdin:\n"
        "    if json.loads(line)[1] != 'a': time.sleep(600)\n"
        "    print(json.dumps({'document': {'source_name': 'a', 'blocks': []}}), flush=True)"
    )
    worker = ReadingWorker(600.0, command=(sys.executable, "-c", script))
    sources = [SourceFile(tmp_path / name, name) for name in ("a", "b")]
    with ReadAhead(worker.read, sources, worker.stop) as ahead:
        assert ahead.read(sources[0].path, "a").source_name == "a"
        if is_new_child:
            worker.stop()
        time.sleep(pause_s)
        began = time.monotonic()
    assert time.monotonic() - began < WAIT_S
    assert worker._child is None


@pytest.fixture
def assistant(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    use_fakes(monkeypatch)
    with open_assistant(home) as opened:
        yield opened


def test_while_one_report_is_embedded_the_next_is_being_read(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_reports(tmp_path / "reports")
    whole_read, whole_embed = ReadingWorker.read, BigramEmbedder.embed_passages
    read: list[str] = []
    seen: list[int] = []

    def noted(self: ReadingWorker, path: Path, name: str) -> RawDocument:
        read.append(name)
        return whole_read(self, path, name)

    def embed(self: BigramEmbedder, texts: list[PassageText]) -> list[PassageEmbedding]:
        until(lambda: len(read) == min(len(assistant.reports()) + 2, len(FILES)))
        seen.append(len(read))
        return whole_embed(self, texts)

    monkeypatch.setattr(ReadingWorker, "read", noted)
    monkeypatch.setattr(BigramEmbedder, "embed_passages", embed)
    outcomes = assistant.ingest([folder]).outcomes
    assert [one.action for one in outcomes] == ["added"] * len(FILES)
    assert read == sorted(FILES) and seen == [2, 3, 3]


def test_a_full_disk_does_not_wait_for_the_file_being_read(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_reports(tmp_path / "reports")
    whole_read = ReadingWorker.read
    released = threading.Event()

    def slow(self: ReadingWorker, path: Path, name: str) -> RawDocument:
        if name != min(FILES):
            released.wait(WAIT_S)
            raise UnreadableDocument("太慢。")
        return whole_read(self, path, name)

    def full(self: BigramEmbedder, texts: list[PassageText]) -> list[PassageEmbedding]:
        raise StoreUnavailable("磁盘已满。请腾出空间。")

    stop = ReadingWorker.stop

    def stopped(self: ReadingWorker) -> None:
        released.set()
        stop(self)

    monkeypatch.setattr(ReadingWorker, "read", slow)
    monkeypatch.setattr(ReadingWorker, "stop", stopped)
    monkeypatch.setattr(BigramEmbedder, "embed_passages", full)
    began = time.monotonic()
    outcomes = assistant.ingest([folder]).outcomes
    assert time.monotonic() - began < WAIT_S / 2
    assert {one.message for one in outcomes} == {"磁盘已满。请腾出空间。"}


@pytest.mark.skipif(os.name == "nt", reason="signals and /proc")
def test_ctrl_c_ends_an_ingest_at_once_and_leaves_no_process(home: Path, tmp_path: Path) -> None:
    folder = write_reports(tmp_path / "reports")
    script = (
        "import signal, sys, time, pytest\n"
        # What was started in the background by a shell without job control inherits SIGINT ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\n"
        "from tests.assistant_samples import open_assistant, use_fakes\n"
        "from tests.fakes import BigramEmbedder\n"
        "def slow(self, texts, progress=None):\n"
        "    print(assistant.keeper._worker._child.pid, flush=True); time.sleep(600)\n"
        "with pytest.MonkeyPatch.context() as patch:\n"
        "    use_fakes(patch); patch.setattr(BigramEmbedder, 'embed_passages', slow)\n"
        "    try:\n"
        "        with open_assistant(Path(sys.argv[1])) as assistant:\n"
        "            assistant.ingest([Path(sys.argv[2])])\n"
        "    except KeyboardInterrupt: sys.exit(130)\n"
    )
    command = [sys.executable, "-c", script, str(home), str(folder)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as child:
        assert child.stdout is not None
        reader = int(child.stdout.readline())
        child.send_signal(2)
        try:
            assert child.wait(60) == 130
        finally:
            child.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(reader, 0)
