"""What readers say of answers: kept whole, appended only, bounded, and safe to open in a spreadsheet."""

import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.keeping import feedback as module
from assistant.keeping.feedback import Feedback, FeedbackBook, FeedbackRefused, feedback_csv
from tests.fakes_service import FakeService

ANSWER = FakeService().ask("疫情期间一共实施了多少件行政处罚？")
WRONG = Feedback(
    "2026-01-02T03:04:05+00:00",
    "wrong",
    "数字不对：应是1205件",
    "行政处罚多少件？",
    ANSWER,
    ("前一问",),
    {"r1": "v1"},
)
USEFUL = replace(WRONG, verdict="useful", reason="", at="2026-03-01T00:00:00+00:00")
Run = Callable[..., str]


@pytest.fixture
def book(home: Path) -> FeedbackBook:
    return FeedbackBook(home)


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("WENBAO_HOME", str(home))

    def run_it(*arguments: str) -> str:
        assert main(["feedback", *arguments]) == 0
        return capsys.readouterr().out

    return run_it


def plain(value: object) -> object:
    """Give a value as JSON gives it back."""
    return json.loads(json.dumps(value))


def test_a_record_comes_back_whole(book: FeedbackBook) -> None:
    book.add(WRONG)
    book.add(USEFUL)
    assert book.read() == ((WRONG, USEFUL), 0)


def test_a_line_torn_by_a_crash_costs_itself_only(book: FeedbackBook) -> None:
    book.add(WRONG)
    with book.path.open("ab") as torn:
        torn.write(b'{"at": "2026')
    book.add(USEFUL)
    assert book.read() == ((WRONG, USEFUL), 1)


def test_readers_at_the_same_time_lose_nothing(book: FeedbackBook) -> None:
    said = [replace(WRONG, reason=f"第{n}条") for n in range(40)]
    writers = [threading.Thread(target=book.add, args=(one,)) for one in said]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept, damaged = book.read()
    assert damaged == 0
    assert {one.reason for one in kept} == {one.reason for one in said}


def test_what_a_script_can_put_on_the_disk_is_bounded(
    book: FeedbackBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_RECORD_BYTES", 100)
    with pytest.raises(FeedbackRefused, match="太大"):
        book.add(WRONG)
    monkeypatch.undo()
    book.add(WRONG)
    monkeypatch.setattr(module, "MAX_FILE_BYTES", book.path.stat().st_size + 10)
    with pytest.raises(FeedbackRefused, match="导出"):
        book.add(WRONG)
    assert book.read() == ((WRONG,), 0)


def test_a_reason_is_bounded(book: FeedbackBook) -> None:
    with pytest.raises(FeedbackRefused, match="1000"):
        book.add(replace(WRONG, reason="字" * 1001))
    book.add(replace(WRONG, reason="字" * 1000))
    assert len(book.read()[0]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of a file there")
def test_a_disk_that_takes_only_a_part_is_a_sentence(book: FeedbackBook) -> None:
    book.add(WRONG)
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from tests.test_feedback import WRONG, FeedbackBook, FeedbackRefused\n"
        "room = int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))\n"
        "try:\n"
        "    FeedbackBook(Path(sys.argv[1])).add(WRONG)\n"
        "except FeedbackRefused as error:\n"
        "    print(error.english)\n"
    )
    room = str(book.path.stat().st_size + 100)
    command = [sys.executable, "-c", program, str(book.path.parent), room]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.startswith("The feedback cannot be written")
    book.add(USEFUL)
    assert book.read() == ((WRONG, USEFUL), 1)


@pytest.mark.parametrize("wrong", [{"at": 5}, {"verdict": "maybe"}, {"answer": 3}])
def test_a_line_that_is_no_record_costs_itself_only(
    book: FeedbackBook, wrong: dict[str, object]
) -> None:
    book.add(WRONG)
    with book.path.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(WRONG.to_json() | wrong) + "\n")
    book.add(USEFUL)
    assert book.read() == ((WRONG, USEFUL), 1)


@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\u3000"])
def test_white_space_hides_no_formula(before: str) -> None:
    text = feedback_csv([replace(WRONG, reason=f"{before}=1+1")]).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][2] == f"'{before}=1+1"


def test_a_cell_is_never_a_formula() -> None:
    said = replace(WRONG, reason="=HYPERLINK(1)", question="@x", at="-1")
    rows = list(csv.reader(io.StringIO(feedback_csv([said]).removeprefix("\ufeff"))))
    assert rows[1][:4] == ["'-1", "有误", "'=HYPERLINK(1)", "'@x"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in rows[1])


def test_the_command_shows_chooses_and_exports(book: FeedbackBook, run: Run) -> None:
    assert "还没有反馈" in run()
    book.add(WRONG)
    book.add(USEFUL)
    shown = run()
    assert "有误（数字不对：应是1205件）" in shown
    assert "《虚构市云溪区人民政府2020年" in shown
    assert [json.loads(line)["verdict"] for line in run("--json").splitlines()] == [
        "wrong",
        "useful",
    ]
    assert json.loads(run("--json", "--verdict", "useful"))["answer"] == plain(ANSWER.to_json())
    assert json.loads(run("--json", "--since", "2026-02-01"))["verdict"] == "useful"
    assert run("--csv").startswith("\ufeff时间,")
