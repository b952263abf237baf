"""The keyword index is derived: what a killed writer leaves in its folder costs nothing."""

import json
from collections.abc import Sequence
from pathlib import Path

from vectorstore.indexes.keyword import KeywordIndex, KeywordRow

ROWS = {
    "甲": (
        KeywordRow("r1", "虚构报告", (), "行政复议申请"),
        KeywordRow("r2", "虚构报告", (), "执法"),
    ),
    "乙": (KeywordRow("r3", "虚构报告", (), "矛盾纠纷"),),
}


def rows_of(edition: str) -> Sequence[KeywordRow]:
    return ROWS[edition]


def test_a_file_that_a_killed_writer_left_is_not_in_the_way(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "keyword")
    index.sync({"甲": 2, "乙": 1}, rows_of)
    (meta,) = tmp_path.rglob("meta.json")
    segments = json.loads(meta.read_text(encoding="utf-8"))["segments"]
    for segment in segments:
        for stamp in range(40):
            name = f"{segment['segment_id'].replace('-', '')}.{stamp}.del"
            (meta.parent / name).write_bytes(b"left behind")
    # Two rows become one: the writer deletes, and would write one of these files.
    shorter = {"甲": 1, "乙": 1}
    fewer = {"甲": ROWS["甲"][:1], "乙": ROWS["乙"]}
    assert index.sync(shorter, lambda edition: fewer[edition]) > 0
    assert index.editions() == shorter
    assert [row for row, _ in index.search(["纠纷"], 5)] == ["r3"]
    assert [row for row, _ in index.search(["复议"], 5)] == ["r1"]
    assert index.search(["执法"], 5) == []
