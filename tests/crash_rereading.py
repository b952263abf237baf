"""Kill a rereading in its middle: `python -m tests.crash_rereading [KILLS]`.

The real service over a real Chroma, with the tests' embedder. After every kill each report is whole,
either as it was or as it is read today; the next run reads those that are left, and no other.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assistant.service import Assistant
from ingest.readers import READER_VERSION
from tests.assistant_samples import open_assistant, use_fakes
from tests.crash_ingest import write_mixed
from tests.older_readers import LOST, ingest_long_ago
from vectorstore.audit import audit

_ROOT = Path(__file__).resolve().parent.parent
FILES = 6
"""Of as many formats."""


def read_anew(home: Path) -> None:
    """Reread everything, with a line for each step."""
    with open_assistant(home) as assistant:
        assistant.keeper.reread(progress=lambda step: print(step.name, step.done, flush=True))


def anew_in(assistant: Assistant) -> set[str]:
    """Name the reports that were read anew; each must be wholly so, or wholly not."""
    anew = set()
    for record in assistant.reports():
        text = assistant.report_text(record.report_id)
        assert len(text) == record.characters
        is_new = record.reader_version == READER_VERSION
        assert (LOST in text) == is_new, record.source_name
        if is_new:
            anew.add(record.source_name)
    findings = audit(assistant.keeper._library, assistant._embedder)
    assert not [one for one in findings if one.severity == "error"]
    return anew


def kill_round(folder: Path, steps: int) -> int:
    """Kill a rereading at its `steps`-th step, check, finish; give how many had been read by then."""
    home = folder / "home"
    with open_assistant(home) as assistant:
        ingest_long_ago(assistant, write_mixed(folder / "年报", 0))
        ids = {record.report_id for record in assistant.reports()}
        assert anew_in(assistant) == set()
    command = [sys.executable, "-m", "tests.crash_rereading", "--reread", str(home)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT, env=environment) as child:
        assert child.stdout is not None
        for _ in range(steps):
            assert child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL, "it ended by itself"
    with open_assistant(home) as assistant:
        before = anew_in(assistant)
        summary = assistant.keeper.reread()
        left = {outcome.path for outcome in summary.outcomes}
        assert not summary.failed
        assert (left & before, len(left | before)) == (set(), FILES)
        assert len(anew_in(assistant)) == FILES
        assert {record.report_id for record in assistant.reports()} == ids
        assert assistant.keeper.reread().outcomes == ()
        assert {one.severity for one in audit(assistant.keeper._library)} == {"ok"}
    return len(before)


def main() -> None:
    """Run rounds and say how far each kill let it come."""
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        if sys.argv[1:2] == ["--reread"]:
            read_anew(Path(sys.argv[2]))
            return
        rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
        for steps in range(1, rounds + 1):
            with tempfile.TemporaryDirectory() as folder:
                print(
                    f"killed at step {steps}: {kill_round(Path(folder), steps)} were read",
                    flush=True,
                )


if __name__ == "__main__":
    main()
