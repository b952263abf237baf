"""Kill an ingest of mixed formats at random moments, and fill its disk: `python -m tests.crash_ingest [KILLS] [FAULTS]`.

The real service over a real Chroma, with the tests' embedder and reader. After every kill each report
of the library is one whole version of itself; at the end of a round, running the same ingest again gives
what an undisturbed one gives: the same reports, passages and originals, nothing twice, doctor content.
"""

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.keeping.originals import Originals
from assistant.service import Assistant
from tests.assistant_samples import FILES, use_fakes
from tests.samples import write_csv, write_docx, write_html, write_pdf, write_txt
from tests.samples_ofd import write_ofd
from vectorstore.audit import audit

_ROOT = Path(__file__).resolve().parent.parent
_WRITERS = {
    ".txt": write_txt,
    ".docx": write_docx,
    ".html": write_html,
    ".pdf": write_pdf,
    ".ofd": write_ofd,
    ".csv": write_csv,
}


def write_mixed(folder: Path, version: int) -> Path:
    """Write a report in each format, each of a place of its own; `version` changes some figures."""
    folder.mkdir(parents=True, exist_ok=True)
    paragraphs = FILES["光明2021.txt"] * 3
    for number, (suffix, writer) in enumerate(_WRITERS.items()):
        place = f"虚构市{'甲乙丙丁戊己'[number]}区"
        own = [
            line.replace("深圳市光明区", place).replace("120", str(120 + (number + version) % 3))
            for line in paragraphs
        ]
        writer(folder / f"{place}2021{suffix}", own)
    return folder


def contents(assistant: Assistant) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Give of each report, by its source, what must come out the same: text, passages, original."""
    return {
        record.source_name: (
            record.text_hash,
            tuple(passage.text for passage in assistant.passages(record.report_id)),
            record.original,
        )
        for record in assistant.reports()
    }


def open_it(home: Path) -> Assistant:
    """Open the library of a folder with the fakes in place."""
    return Assistant.open(Settings(home=home), "ingest")


def check(home: Path, allowed: list[dict[str, tuple[str, tuple[str, ...], str]]]) -> None:
    """Every report is whole and one of the versions allowed; the store is sound."""
    with open_it(home) as assistant:
        found = contents(assistant)
        for name, whole in found.items():
            assert any(version.get(name) == whole for version in allowed), name
        ids = [record.report_id for record in assistant.reports()]
        assert len(ids) == len(set(ids)) == len(found)
        library = assistant.keeper._library
        bad = [f for f in audit(library, assistant._embedder) if f.severity != "ok"]
        assert not bad, bad
        for report_id in ids:
            assert assistant.keeper.original(report_id).path.is_file()


def main() -> None:
    """Run the rounds and say how each ended."""
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        if sys.argv[1:2] == ["--ingest"]:
            with open_it(Path(sys.argv[2])) as assistant:
                print("open", flush=True)
                assistant.ingest([Path(sys.argv[3])])
            return
        kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
        faults = int(sys.argv[2]) if len(sys.argv) > 2 else 5
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), kills, faults, patch)


def run(folder: Path, kills: int, faults: int, patch: pytest.MonkeyPatch) -> None:
    """Make the undisturbed versions, then kill and fault."""
    versions = []
    for number in (0, 1):
        reports = write_mixed(folder / f"reports{number}" / "年报", number).parent
        with open_it(folder / f"calm{number}") as assistant:
            assistant.ingest([reports])
            versions.append(contents(assistant))
    draw = random.Random(5)
    home, killed = folder / "home", 0
    for number in range(kills):
        version = draw.randrange(2)
        ended = kill_once(home, folder / f"reports{version}", draw.uniform(0.0, 1.6))
        killed += ended
        check(home, versions)
        if number % 5 == 4:
            finish(home, folder / f"reports{version}", versions[version])
            print(f"{number + 1} rounds, {killed} killed in time; sound", flush=True)
    for number in range(faults):
        version = number % 2
        fault_once(home, folder / f"reports{version}", draw.randrange(1, 7), patch)
        check(home, versions)
        finish(home, folder / f"reports{version}", versions[version])
    print(f"{faults} full disks; sound")


def kill_once(home: Path, reports: Path, after_s: float) -> bool:
    """Run one ingest in a child and kill it; say whether the kill came in time."""
    command = [sys.executable, "-m", "tests.crash_ingest", "--ingest", str(home), str(reports)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT, env=environment) as child:
        assert child.stdout is not None and child.stdout.readline() == b"open\n"
        time.sleep(after_s)
        child.send_signal(signal.SIGKILL)
        child.wait()
    return child.returncode == -signal.SIGKILL


def fault_once(home: Path, reports: Path, at: int, patch: pytest.MonkeyPatch) -> None:
    """Ingest while the disk is full at the `at`-th original."""
    seen = 0
    real = Originals._copied

    def full(self: Originals, source: Path) -> tuple[str, Path | None]:
        nonlocal seen
        seen += 1
        if seen >= at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, source)

    with patch.context() as now, open_it(home) as assistant:
        now.setattr(Originals, "_copied", full)
        outcomes = assistant.ingest([reports]).outcomes
        assert any(outcome.action == "refused" for outcome in outcomes)


def finish(home: Path, reports: Path, wanted: dict[str, tuple[str, tuple[str, ...], str]]) -> None:
    """Run the ingest to its end; it must give what an undisturbed one gives."""
    with open_it(home) as assistant:
        assistant.ingest([reports])
        assert contents(assistant) == wanted


if __name__ == "__main__":
    main()
