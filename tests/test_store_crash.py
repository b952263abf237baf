"""A few rounds of `tests.crash_rounds`: killed writers lose nothing."""

from pathlib import Path

from tests.crash_rounds import crash_round


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    for seed, after_s in ((1, 0.3), (4, 0.7)):
        crash_round(tmp_path / "crashed", tmp_path / "calm", seed, after_s)
