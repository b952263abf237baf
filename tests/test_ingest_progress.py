"""The progress of an ingest: time left by the last files of a kind, and one line that fits."""

import io
import re
import sys
from collections.abc import Sequence

import pytest

from assistant.cli.progress import (
    IngestProgress,
    ProgressLine,
    fitted,
    ingest_line,
    ingest_plain,
    say,
    time_left,
)
from assistant.keeping.progress import FileToTake, IngestStep, Took, seconds_left

TEXT = FileToTake("甲.txt", ".txt", 1000)
SCAN = FileToTake("乙.pdf", ".pdf", 500_000)
FILES = (TEXT, SCAN, FileToTake("丙.txt", ".txt", 4000))


def test_time_left_goes_by_size_within_a_kind_and_by_the_file_between_kinds() -> None:
    assert seconds_left([], [TEXT]) is None
    assert seconds_left([], []) == 0
    assert seconds_left([Took(TEXT, 2.0)], []) == 0
    assert seconds_left([Took(TEXT, 2.0)], [TEXT, FILES[2]]) == 2 + 8
    # A scan is a thousand times as large and not a thousand times as slow: it counts as a file.
    assert seconds_left([Took(TEXT, 2.0)], [SCAN]) == 2
    assert seconds_left([Took(TEXT, 2.0), Took(SCAN, 30.0)], [SCAN, TEXT]) == 30 + 2


def test_only_the_last_files_count_so_that_unchanged_ones_promise_nothing() -> None:
    took = [Took(TEXT, 0.01)] * 300 + [Took(TEXT, 5.0)] * 12
    assert seconds_left(took, [TEXT] * 10) == pytest.approx(50)


def test_files_of_no_size_are_counted_as_files() -> None:
    empty = FileToTake("空.txt", ".txt", 0)
    assert seconds_left([Took(empty, 1.0)], [TEXT]) == 1


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (0, "约剩不到 1 分钟", "less than a minute left"),
        (29, "约剩不到 1 分钟", "less than a minute left"),
        (31, "约剩 1 分钟", "about 1 min left"),
        (170, "约剩 3 分钟", "about 3 min left"),
        (11 * 60, "约剩 10 分钟", "about 10 min left"),
        (58 * 60, "约剩 1 小时", "about 1 h left"),
        (83 * 60, "约剩 1 小时 25 分钟", "about 1 h 25 min left"),
    ],
)
def test_time_left_is_said_as_roughly_as_it_is_known(
    seconds: float, chinese: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert time_left(seconds) == chinese
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert time_left(seconds) == english


def test_the_line_says_files_passages_and_time_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step = IngestStep(FILES, 1, 128, 310)
    assert ingest_line(step, 1280, 170) == (
        "第 2/3 个文件 · 已入库 1280 段 · 约剩 3 分钟 · 128/310 乙.pdf"
    )
    assert ingest_line(IngestStep(FILES, 0), 0, None) == "第 1/3 个文件 · 已入库 0 段 · 甲.txt"
    assert ingest_plain(step) == "[2/3] 乙.pdf"
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert ingest_line(step, 1280, 170) == (
        "file 2 of 3 · 1280 passages stored · about 3 min left · 128/310 乙.pdf"
    )


@pytest.mark.parametrize(
    ("columns", "cut"),
    [
        (20, "第 1 个文件"),
        (11, "第 1 个文件"),
        (10, "第 1 个文…"),
        (9, "第 1 个…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_a_line_is_cut_to_the_columns_of_the_terminal(columns: int, cut: str) -> None:
    assert fitted("第 1 个文件", columns) == cut


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(steps: Sequence[tuple[float, IngestStep]]) -> None:
    times = iter([at for at, _ in steps])
    with ProgressLine(quiet=False) as line:
        progress = IngestProgress(line, lambda: next(times))
        for _, step in steps:
            progress.show(step)


def read_off(screen: io.StringIO) -> tuple[list[str], list[str]]:
    """Give the lines that stood on a terminal one after another, and what stands there at the end."""
    rows, at, seen = [""], 0, [""]
    for found in re.finditer(r"\x1b\[(\??\d*[A-Za-z])|\n|[^\x1b\r\n]+", screen.getvalue()):
        if found[0] == "\n":
            at += 1
            rows.append("")
        elif found[1] == "1A":
            at -= 1
        elif found[1] == "2K":
            rows[at] = ""
        elif found[1] is None:
            rows[at] += found[0]
            if found[0].strip() and found[0] != seen[-1]:
                seen.append(found[0])
    return seen[1:], [row for row in rows if row.strip()]


def on_screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    return screen


STEPS = [
    (0.0, IngestStep(FILES, 0)),
    # Twenty seconds for the model to load; they say nothing of the files to come.
    (20.0, IngestStep(FILES, 0, 100, 500)),
    (30.0, IngestStep(FILES, 0, 200, 500)),
    (60.0, IngestStep(FILES, 0, 500, 500)),
    (60.0, IngestStep(FILES, 1)),
    (180.0, IngestStep(FILES, 1, 10, 10)),
    (180.0, IngestStep(FILES, 2)),
    (200.0, IngestStep(FILES, 2, 10, 10)),
]


def test_on_a_terminal_one_line_is_written_over_and_gone_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = on_screen(monkeypatch)
    shown(STEPS)
    seen, left = read_off(screen)
    assert seen == [
        "第 1/3 个文件 · 已入库 0 段 · 甲.txt",
        "第 1/3 个文件 · 已入库 100 段 · 100/500 甲.txt",
        # 30 s of this file, 50 s for the scan of unknown pace, 200 s for four times as much text.
        "第 1/3 个文件 · 已入库 200 段 · 约剩 5 分钟 · 200/500 甲.txt",
        "第 1/3 个文件 · 已入库 500 段 · 约剩 4 分钟 · 500/500 甲.txt",
        "第 2/3 个文件 · 已入库 500 段 · 约剩 4 分钟 · 乙.pdf",
        "第 2/3 个文件 · 已入库 510 段 · 约剩 3 分钟 · 10/10 乙.pdf",
        "第 3/3 个文件 · 已入库 510 段 · 约剩 3 分钟 · 丙.txt",
        "第 3/3 个文件 · 已入库 520 段 · 约剩不到 1 分钟 · 10/10 丙.txt",
    ]
    assert left == []


def test_a_notice_stands_above_the_line_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    with ProgressLine(quiet=False) as line:
        line.show("第 1/3 个文件", "一")
        say("注意 [bold]甲[/]", "Mind [bold]甲[/]")
        line.show("第 2/3 个文件", "二")
    seen, left = read_off(screen)
    assert seen[-2:] == ["第 1/3 个文件", "第 2/3 个文件"]
    assert left == ["注意 [bold]甲[/]"]


def test_a_line_never_fills_the_last_column(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    monkeypatch.setenv("COLUMNS", "11")
    with ProgressLine(quiet=False) as line:
        line.show("第 1 个文件", "一")
    assert read_off(screen)[0] == ["第 1 个文…"]


def test_what_goes_to_standard_output_is_not_drawn_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    screen = on_screen(monkeypatch)
    with ProgressLine(quiet=False) as line:
        line.show("一", "一")
        print("答")
    assert capsys.readouterr().out == "答\n"
    assert "答" not in screen.getvalue()


def test_without_a_terminal_each_file_gets_one_plain_line(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = io.StringIO()
    monkeypatch.setattr(sys, "stderr", paper)
    shown(STEPS)
    assert paper.getvalue() == "[1/3] 甲.txt\n[2/3] 乙.pdf\n[3/3] 丙.txt\n"


def test_a_terminal_that_cannot_write_over_a_line_gets_plain_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = on_screen(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    shown(STEPS)
    assert screen.getvalue() == "[1/3] 甲.txt\n[2/3] 乙.pdf\n[3/3] 丙.txt\n"


def test_asked_to_be_quiet_it_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = on_screen(monkeypatch)
    with ProgressLine(quiet=True) as line:
        line.show("一", "一")
    assert screen.getvalue() == ""
