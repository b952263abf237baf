"""Kill a writer at random moments and see that nothing is lost: `python -m tests.crash_rounds [N]`.

Every round a child process drives a library from where it stands to a random target (reports added,
changed, removed, the index rebuilt) and is killed by SIGKILL somewhere on the way. Then every
committed report must be one whole version of itself, and a second run must reach the target with
the passages and vectors of a library that was never disturbed.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from ingest.models import Report
from tests.fakes import BigramEmbedder
from tests.store_samples import bodies_about, make_report
from vectorstore.audit import audit
from vectorstore.library import Library, open_library
from vectorstore.retriever import HybridRetriever
from vectorstore.settings import SearchSettings, StoreSettings

_ROOT = Path(__file__).resolve().parent.parent
_NAMES = "甲乙丙"
_PASSAGES = 129


def version(name: str, number: int) -> Report:
    """Make version `number` of a report: mostly the passages of the others, some of its own."""
    bodies = bodies_about(f"虚构市{name}区", _PASSAGES + number)
    bodies[number::9] = bodies_about(f"虚构市{name}区", len(bodies[number::9]), salt=number)
    return make_report(f"{name}.txt", bodies, region=f"虚构市{name}区")


def target(seed: int) -> dict[str, Report]:
    """Choose which version of which report is to be there at the end of a round."""
    draw = random.Random(seed)
    chosen = {name: draw.choice([0, 1, 1, 2, 2, 3]) for name in _NAMES}
    return {name: version(name, number) for name, number in chosen.items() if number}


def drive(home: Path, seed: int, announce: bool = False) -> None:
    """Bring the library in `home` to its target; `announce` says when the work begins."""
    wanted, embedder = target(seed), BigramEmbedder()
    with open_library(home, StoreSettings(), "shape", "ingest") as library:
        if announce:
            print("open", flush=True)
        for record in library.records():
            if record.report_id not in {one.report_id for one in wanted.values()}:
                library.remove(record.report_id)
        for report in wanted.values():
            library.write(report, embedder)
        if seed % 4 == 0:
            library.reindex(embedder)


def contents(library: Library) -> dict[str, np.ndarray]:
    """Give every row with its vector."""
    rows = library.state.rows.fetch(library.state.rows.all_ids(), with_vectors=True)
    return {name: row.vector for name, row in rows.items()}


def check_whole(library: Library) -> None:
    """Every committed report is one whole version, and the store is sound and searchable."""
    embedder = BigramEmbedder()
    every = {
        (one.report_id, one.text)
        for name in _NAMES
        for one in (version(name, n) for n in (1, 2, 3))
    }
    retriever = HybridRetriever(library=library, embedder=embedder, settings=SearchSettings())
    for record in library.records():
        assert (record.report_id, library.text_of(record.report_id)) in every
        passage = library.passages_of(record.report_id)[7]
        assert retriever.search(passage.body).hits[0].passage == passage
    problems = [one for one in audit(library, embedder) if one.severity != "ok"]
    assert not problems, problems


def crash_round(home: Path, undisturbed: Path, seed: int, after_s: float) -> str:
    """Run and kill one child `after_s` seconds after it opened the library; check; finish; compare."""
    command = [sys.executable, "-m", "tests.crash_rounds", "--drive", str(home), str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT, env=environment) as child:
        assert child.stdout is not None and child.stdout.readline() == b"open\n"
        try:
            child.wait(after_s)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
    ended = "killed" if child.returncode == -signal.SIGKILL else "finished first"
    with open_library(home, StoreSettings(), "shape") as library:
        check_whole(library)
    drive(home, seed)
    drive(undisturbed, seed)
    with open_library(home, StoreSettings(), "shape") as library:
        check_whole(library)
        found = contents(library)
    with open_library(undisturbed, StoreSettings(), "shape") as library:
        expected = contents(library)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(vector, expected[row]) for row, vector in found.items())
    return ended


def main() -> None:
    """Run rounds and say how each ended."""
    if sys.argv[1:2] == ["--drive"]:
        drive(Path(sys.argv[2]), int(sys.argv[3]), announce=True)
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    draw = random.Random()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(rounds):
            after_s = draw.uniform(0.0, 2.0)
            began = time.monotonic()
            ended = crash_round(Path(folder, "crashed"), Path(folder, "calm"), seed, after_s)
            spent = time.monotonic() - began
            print(f"round {seed + 1}: {ended} after {after_s:.2f} s; sound ({spent:.1f} s)")


if __name__ == "__main__":
    main()
