"""The one cutter of words: quiet, shared, and without files of its own."""

import os
import subprocess
import sys
from pathlib import Path


def test_cutting_words_says_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """jieba by itself reports its loading on stderr and writes a cache where anybody may write."""
    code = (
        "from ingest.word_cutter import word_cutter, word_tagger\n"
        "from assistant.question.topic import has_own_topic\n"
        "from ingest.regions.finding import find_regions\n"
        "assert word_cutter() is word_tagger().tokenizer\n"
        "has_own_topic('保障房筹建了多少套？'); find_regions('光明区和朝阳区')\n"
    )
    environ = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environ,
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [*tmp_path.iterdir()] == []
