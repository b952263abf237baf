"""An index that was lost is made up from Chroma, and a user who waits for it is told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes import BigramEmbedder
from tests.store_samples import make_library_reports
from vectorstore import catching_up as module
from vectorstore.catching_up import catching_up
from vectorstore.library import open_library
from vectorstore.settings import StoreSettings


def hearing(
    heard: list[str], said_in_english: list[str] | None = None
) -> Callable[[str, str], None]:
    """Give a notice that keeps what it hears."""

    def hear(chinese: str, english: str) -> None:
        heard.append(chinese)
        if said_in_english is not None:
            said_in_english.append(english)

    return hear


def test_a_moment_is_not_worth_a_word_and_a_long_wait_is_told_now_and_then() -> None:
    heard: list[str] = []
    english: list[str] = []
    now = 0.0
    hear = catching_up("检索索引", "search index", hearing(heard, english), lambda: now)
    for done in range(100):
        hear(done, 100)
        now += 1.0
    assert heard == [
        f"正在由资料库补建检索索引：已完成 {done} / 100 份报告 …" for done in (3, 33, 63, 93)
    ]
    assert english[0] == "Making up the search index from the library: 3 of 100 reports …"


def test_opening_tells_that_lost_indexes_are_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_FIRST_AFTER_S", 0.0)
    monkeypatch.setattr(module, "_AGAIN_AFTER_S", 0.0)
    heard: list[str] = []
    with open_library(tmp_path, StoreSettings(), "shape-1", notice=hearing(heard)) as library:
        for report in make_library_reports(2, 4):
            library.write(report, BigramEmbedder())
        count = len(library.records())
    heard.clear()
    with open_library(tmp_path, StoreSettings(), "shape-1", notice=hearing(heard)):
        assert heard == []
    shutil.rmtree(tmp_path / "keyword")
    shutil.rmtree(tmp_path / "vectors")
    with open_library(tmp_path, StoreSettings(), "shape-1", notice=hearing(heard)):
        pass
    assert heard[-1] == f"正在由资料库补建检索索引：已完成 {count - 1} / {count} 份报告 …"
    assert heard[0] == f"正在由资料库补建向量文件：已完成 0 / {count} 份报告 …"
