"""Kill a keeper who retitles, removes and restores, at random moments: `python -m tests.crash_keeping [N]`.

The real service over a real Chroma, with the tests' embedder. After every kill each report is in the
library, whole and with its original, or can be put back; none is in both lists.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from assistant.service import Assistant
from ingest.models import FactOverrides
from tests.assistant_samples import FILES, open_assistant, use_fakes, write_reports

_ROOT = Path(__file__).resolve().parent.parent


def keep_house(home: Path, reports: Path) -> None:
    """Retitle, remove and restore one report after the other, for ever."""
    with open_assistant(home) as assistant:
        settle(assistant, reports)
        print("open", flush=True)
        number = 0
        while True:
            report_id = assistant.reports()[number % len(FILES)].report_id
            number += 1
            assistant.keeper.change_facts(report_id, FactOverrides(title=f"虚构标题{number % 7}"))
            assistant.remove([report_id])
            assistant.keeper.restore(report_id)


def settle(assistant: Assistant, reports: Path) -> None:
    """Put every report back, or in for the first time."""
    for one in assistant.keeper.removed():
        assistant.keeper.restore(one.record.report_id)
    if not assistant.reports():
        assistant.ingest([reports])


def kill_round(home: Path, reports: Path, after_s: float) -> bool:
    """Kill one keeper and check; say whether the kill fell between the two steps of a removal."""
    command = [sys.executable, "-m", "tests.crash_keeping", "--keep", str(home), str(reports)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT, env=environment) as child:
        assert child.stdout is not None and child.stdout.readline() == b"open\n"
        time.sleep(after_s)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL, "it ended by itself"
    with open_assistant(home) as assistant:
        here = {record.source_name for record in assistant.reports()}
        away = {one.record.source_name for one in assistant.keeper.removed()}
        assert (here | away, here & away) == (set(FILES), set())
        kept = {path.stem for path in (home / "removed").glob("*.json")}
        torn = kept & {record.report_id for record in assistant.reports()}
        settle(assistant, reports)
        assert {record.source_name for record in assistant.reports()} == set(FILES)
        for record in assistant.reports():
            assert len(assistant.passages(record.report_id)) == record.passages
            assert assistant.keeper.original(record.report_id).path.is_file()
    return bool(torn)


def main() -> None:
    """Run rounds and say how many kills fell within a removal or a restoring."""
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        if sys.argv[1:2] == ["--keep"]:
            keep_house(Path(sys.argv[2]), Path(sys.argv[3]))
        rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
        draw = random.Random(7)
        with tempfile.TemporaryDirectory() as folder:
            reports = write_reports(Path(folder, "reports"))
            torn = sum(
                kill_round(Path(folder, "home"), reports, draw.uniform(0.0, 2.0))
                for _ in range(rounds)
            )
        print(f"{rounds} kills, {torn} within a removal or a restoring; nothing lost")


if __name__ == "__main__":
    main()
