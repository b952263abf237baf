"""Where the time of a question goes: `python -m tests.bench [--home HOME] [--questions N]`.

Asks a warm library questions of its own making: without scope, of one report, over a range of years
of one place, of one year everywhere. Then memory, disk, the time to start and to take one report more.
All figures are of one run, and the measure is that run's own embedding of the same question, so that
they mean the same on a slow machine and on a busy one. Never a test: nothing here passes or fails.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from assistant.cli.library import sample_path
from assistant.config import Settings
from assistant.service import Assistant
from assistant.suggesting.examples import example_groups
from vectorstore.models import ReportRecord

ROOT = Path(__file__).resolve().parent.parent
# Where the tests keep the unpacked default model too.
MODELS = ROOT / ".pytest_cache" / "d" / "models"
PARTS = ("plan", "embedding", "dense", "keyword", "fuse", "rerank", "clauses", "read", "compose")
KINDS = ("no scope", "one report", "range of years", "one year")
_STARTS = 3
_WARM = 3


def make_questions(service: Assistant, count: int) -> list[dict[str, str]]:
    """Make `count` questions that the library's own reports prompt, each in every kind of scope."""
    draw = random.Random(7)
    records = [record for record in service.reports() if record.facts.year]
    chosen = draw.sample(records, min(len(records), count))
    asked: list[dict[str, str]] = []
    for record in chosen:
        share = max(-(-count // len(chosen)), 3)
        for group in example_groups([record], service.passages, share):
            if group.key == "official":
                asked += [_in_scopes(record, question) for question in group.questions]
    draw.shuffle(asked)
    return [asked[at % len(asked)] for at in range(count)]


def _in_scopes(record: ReportRecord, question: str) -> dict[str, str]:
    facts = record.facts
    assert facts.year is not None
    topic = question.removeprefix(f"{facts.region}{facts.year}年")
    span = f"{facts.region}{facts.year - 2}年到{facts.year}年"
    everywhere = f"{facts.year}年各地的{topic}"
    return dict(zip(KINDS, (topic, question, span + topic, everywhere), strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` of the values lie, by rank."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def time_questions(service: Assistant, count: int) -> dict[str, list[dict[str, float]]]:
    """Ask, the kinds by turns, and keep each answer's timings with its own embedding's beside them."""
    service.warm_up()
    questions = make_questions(service, count)
    for question in questions[:_WARM]:
        for kind in KINDS:
            service.ask(question[kind])
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for question in questions:
        for kind in KINDS:
            alone = time_embedding(service, question[kind])
            forget_questions(service)
            found[kind].append({**service.ask(question[kind]).timings_ms, "alone": alone})
    return found


def time_embedding(service: Assistant, question: str) -> float:
    """Give the milliseconds that embedding a question takes by itself."""
    forget_questions(service)
    began = time.perf_counter()
    service._embedder.embed_query(question)
    return (time.perf_counter() - began) * 1000


def forget_questions(service: Assistant) -> None:
    """Empty the memory of questions embedded before: here the same ones are asked again."""
    service._embedder._query_vector.cache_clear()


def print_parts(found: dict[str, list[dict[str, float]]]) -> None:
    """Print p50 and p95 of every part, in milliseconds, and the ratio to the embedding."""
    print(f"{'ms, p50 / p95':<22}" + "".join(f"{kind:>20}" for kind in KINDS))
    for part in (*PARTS, "total", "alone"):
        rows = {kind: [timings.get(part, 0.0) for timings in found[kind]] for kind in KINDS}
        if any(any(row) for row in rows.values()):
            name = "embedding by itself" if part == "alone" else part
            print(f"{name:<22}" + "".join(f"{_pair(rows[kind]):>20}" for kind in KINDS))
    ratios = {kind: [one["total"] / one["alone"] for one in found[kind]] for kind in KINDS}
    print(f"{'total / embedding':<22}" + "".join(f"{_pair(ratios[kind]):>20}" for kind in KINDS))
    quotients = {kind: _quotients(found[kind]) for kind in KINDS}
    print(f"{'total p / embedding p':<22}" + "".join(f"{quotients[kind]:>20}" for kind in KINDS))


def _quotients(timings: Sequence[dict[str, float]]) -> str:
    """Divide percentile by percentile: steadier than one question's ratio on a busy machine."""
    totals, alone = ([one[name] for one in timings] for name in ("total", "alone"))
    return " / ".join(f"{percentile(totals, p) / percentile(alone, p):.2f}" for p in (0.5, 0.95))


def _pair(values: Sequence[float]) -> str:
    return f"{percentile(values, 0.5):.2f} / {percentile(values, 0.95):.2f}"


def print_size(home: Path) -> None:
    """Print what the process holds of memory and the library of disk."""
    import resource

    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    now = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{'resident memory':<22}{int(now[0]) / 1024 if now else 0:>8.0f} MiB, at most {most / 1024:.0f}"
    )
    for place in sorted(home.iterdir()):
        files = place.rglob("*") if place.is_dir() else [place]
        size = sum(file.stat().st_size for file in files if file.is_file())
        if size > 1_000_000:
            print(f"{'disk, ' + place.name:<22}{size / 2**20:>8.0f} MiB")


def print_one_more(service: Assistant) -> None:
    """Print the seconds that one more report takes, the sample under another name, and its removal."""
    with tempfile.TemporaryDirectory() as folder:
        text = next(sample_path().glob("*.txt")).read_text(encoding="utf-8")
        copy = Path(folder) / "虚构的一份.txt"
        copy.write_text(text.replace("大兴", "虚构"), encoding="utf-8")
        began = time.perf_counter()
        (outcome,) = service.ingest([copy]).outcomes
        spent_s = time.perf_counter() - began
        print(f"{'one more report':<22}{spent_s:>8.2f} s, {outcome.embedded} passages embedded")
    if outcome.action == "added":
        began = time.perf_counter()
        service.remove([outcome.report_id])
        print(f"{'its removal':<22}{time.perf_counter() - began:>8.2f} s")


def print_starts(home: Path, question: str) -> None:
    """Print the wall seconds of starting: help, one question, the page."""
    environ = {**os.environ, "WENBAO_HOME": str(home)}
    command = [sys.executable, "-m", "assistant"]
    for name, words in (("wenbao --help", ["--help"]), ("wenbao ask", ["ask", question])):
        spent = []
        for _ in range(_STARTS):
            began = time.perf_counter()
            subprocess.run(
                [*command, *words], env=environ, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
            )
            spent.append(time.perf_counter() - began)
        print(f"{name:<22}{statistics.median(spent):>8.2f} s (median of {_STARTS})")
    began = time.perf_counter()
    page = subprocess.Popen(
        [*command, "serve", "--port", "0"],
        env=environ,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert page.stdout is not None
        ready = page.stdout.readline()
        spent_s = time.perf_counter() - began
        print(f"{'page ready':<22}" + (f"{spent_s:>8.2f} s" if ready else "  did not start"))
    finally:
        page.terminate()
        page.wait()


def main() -> None:
    """Open or build the library, time it, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="data folder; default: the sample, built anew")
    parser.add_argument("--questions", type=int, default=40, help="questions of each kind")
    parser.add_argument("--one-more", action="store_true", help="ingest one more and remove it")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        home = arguments.home
        if home is None:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            MODELS.mkdir(parents=True, exist_ok=True)
            (home / "models").symlink_to(MODELS, target_is_directory=True)
        began = time.perf_counter()
        with Assistant.open(Settings(home=home), "other", notice=print) as service:
            opened_s = time.perf_counter() - began
            if arguments.home is None:
                service.ingest([sample_path()])
            records = service.reports()
            passages = sum(record.passages for record in records)
            print(
                f"{len(records)} reports, {passages} passages, {os.cpu_count()} processors, ",
                end="",
            )
            print(f"{arguments.questions} questions of each kind\n")
            print_parts(time_questions(service, arguments.questions))
            question = make_questions(service, 1)[0]["one report"]
            print(f"\n{'library open':<22}{opened_s:>8.2f} s")
            print_size(home)
            if arguments.one_more:
                print_one_more(service)
        print()
        print_starts(home, question)


if __name__ == "__main__":
    main()
