"""Where the time of an ingest goes: `python -m tests.bench_ingest FOLDER [--files N] [--rounds N]`.

Takes files of a folder, spread over their sizes, into a new library with the real default model and a
real Chroma. In the same process, by turns, the same passages are encoded alone: in one go, without
store, cache or reading. The measure is the ratio of the two rates, which means the same on a slow
machine and on a busy one. Never a test: nothing here passes or fails.
"""

import argparse
import os
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from unittest import mock

import assistant.keeping.intake
from assistant.config import Settings
from assistant.keeping.originals import Originals
from assistant.keeping.reading_ahead import ReadAhead
from assistant.service import Assistant
from ingest import ReadingWorker, draft_report, find_reports
from ingest.models import FactOverrides
from tests.bench import MODELS
from vectorstore.chroma.collection import PassageRows
from vectorstore.chroma.records import RecordBook
from vectorstore.embedding import PassageText, embedded_text
from vectorstore.embedding.cache import CachedEmbedder
from vectorstore.embedding.sentence_encoder import SentenceTransformerEmbedder
from vectorstore.indexes.keyword import KeywordIndex
from vectorstore.settings import EmbeddingSettings

PARTS: dict[str, list[tuple[object, tuple[str, ...]]]] = {
    "reading the file": [(ReadingWorker, ("read",)), (ReadAhead, ("read",))],
    "cutting passages": [(assistant.keeping.intake, ("draft_report", "identify"))],
    "keeping the original": [(Originals, ("keep",))],
    "encoding": [(SentenceTransformerEmbedder, ("embed_passages",))],
    "vector cache": [(CachedEmbedder, ("embed_passages",))],
    "Chroma, rows": [(PassageRows, ("upsert",))],
    "Chroma, looks": [(PassageRows, ("passages_of", "ids_of", "delete"))],
    "Chroma, records": [
        (RecordBook, ("put", "read", "switch", "mark_pending", "clear_pending", "pending"))
    ],
    "keyword index": [(KeywordIndex, ("sync",))],
}


class Clock:
    """Adds up, part by part, the seconds spent in it and in no part inside it; for any threads."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.meanwhile: dict[str, float] = defaultdict(float)
        self._main = threading.get_ident()
        self._inner = threading.local()

    @contextmanager
    def running(self, part: str) -> Iterator[None]:
        """Charge the time of the block to a part."""
        stack: list[float] = self._inner.__dict__.setdefault("stack", [])
        stack.append(0.0)
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            own = took - stack.pop()
            if stack:
                stack[-1] += took
            where = self.spent if threading.get_ident() == self._main else self.meanwhile
            where[part] += own

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function with its time charged to a part."""

        @wraps(function)
        def call(*given: Any, **named: Any) -> Any:
            with self.running(part):
                return function(*given, **named)

        return call

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Charge every part for the length of the block."""
        with ExitStack() as stack:
            for part, places in PARTS.items():
                for owner, names in places:
                    for name in names:
                        timed = self.timed(part, getattr(owner, name))
                        stack.enter_context(mock.patch.object(owner, name, timed))
            yield


def choose(folder: Path, count: int) -> list[Path]:
    """Give `count` reports of a folder, evenly spread over sizes, in an order without meaning."""
    found = [source.path for source in find_reports([folder]) if not source.skipped]
    by_size = sorted(found, key=lambda path: (path.stat().st_size, path.name))
    few = min(count, len(by_size))
    chosen = [by_size[int((at + 0.5) * len(by_size) / few)] for at in range(few)]
    random.Random(7).shuffle(chosen)
    return chosen


def texts_of(groups: Sequence[Sequence[Path]], settings: Settings) -> list[list[PassageText]]:
    """Give the passages of each group of files, each text once in all: what is there to encode."""
    seen: set[tuple[str, int]] = set()
    texts: list[list[PassageText]] = []
    for group in groups:
        texts.append([])
        for source in find_reports(group):
            draft = draft_report(source, settings.passages, FactOverrides())
            for piece in draft.passages:
                body = piece.text[piece.body_start - piece.start :]
                text = PassageText(draft.facts.title, piece.heading, body)
                if (whole := embedded_text(text)) not in seen:
                    seen.add(whole)
                    texts[-1].append(text)
    return texts


@dataclass(frozen=True, slots=True)
class Spent:
    """The seconds that something took, on the wall's clock and on the processors'."""

    wall: float = 0.0
    processor: float = 0.0

    def __add__(self, more: "Spent") -> "Spent":
        return Spent(self.wall + more.wall, self.processor + more.processor)


def spent_by(work: Callable[[], object]) -> Spent:
    """Do it and say what it took; the reading process's own time is not in it."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


def run(
    service: Assistant, groups: Sequence[Sequence[Path]], texts: list[list[PassageText]]
) -> None:
    """Ingest a group of files and encode it alone, by turns; print each round, then all."""
    clock = Clock()
    bare = service._embedder._embedder
    bare.embed_passages(texts[0][:32])
    found: list[tuple[int, Spent, Spent]] = []
    for number, (group, part) in enumerate(zip(groups, texts, strict=True)):

        def ingest(group: Sequence[Path] = group, part: list[PassageText] = part) -> None:
            with clock.watching(), clock.running("the rest"):
                summary = service.ingest(group)
            encoded = sum(outcome.embedded for outcome in summary.outcomes)
            assert encoded == len(part), (encoded, len(part))

        def encode(part: list[PassageText] = part) -> None:
            bare.embed_passages(part)

        if number % 2:
            alone, whole = spent_by(encode), spent_by(ingest)
        else:
            whole, alone = spent_by(ingest), spent_by(encode)
        found.append((len(part), whole, alone))
        print_rates(f"round {number + 1}", *found[-1])
    counts, wholes, alones = zip(*found, strict=True)
    print_rates("all", sum(counts), sum(wholes, Spent()), sum(alones, Spent()))
    print(f"median ratio {statistics.median(one.wall / all_.wall for _, all_, one in found):.3f}\n")
    print_parts(clock, sum(wholes, Spent()).wall)


def print_rates(name: str, count: int, whole: Spent, alone: Spent) -> None:
    """Print both rates and their ratios, by the wall's clock and by the processors'."""
    print(
        f"{name}: {count:>5} passages, ingest {count / whole.wall:6.1f}/s, encoded alone"
        f" {count / alone.wall:6.1f}/s, ratio {alone.wall / whole.wall:.3f}"
        f" (processor time {alone.processor / whole.processor:.3f})",
        flush=True,
    )


def print_parts(clock: Clock, whole_s: float) -> None:
    """Print what the time of the ingests was spent on, and what was done meanwhile."""
    print(f"{'seconds':<22}{'waited for':>11}{'share':>8}{'meanwhile':>11}")
    for part in (*PARTS, "the rest"):
        here, there = clock.spent[part], clock.meanwhile[part]
        print(f"{part:<22}{here:>11.2f}{here / whole_s:>8.1%}{there:>11.2f}")
    print(f"{'all':<22}{whole_s:>11.2f}")


def main() -> None:
    """Make a library of the folder's files in a temporary folder and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of reports")
    parser.add_argument("--files", type=int, default=12, help="how many of them")
    parser.add_argument("--rounds", type=int, default=4, help="turns to take")
    parser.add_argument("--threads", type=int, default=0, help="encoding threads; 0: as usual")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        MODELS.mkdir(parents=True, exist_ok=True)
        (home / "models").symlink_to(MODELS, target_is_directory=True)
        settings = Settings(home=home, embedding=EmbeddingSettings(threads=arguments.threads))
        paths = choose(arguments.folder, arguments.files)
        rounds = min(arguments.rounds, len(paths))
        groups = [paths[at::rounds] for at in range(rounds)]
        texts = texts_of(groups, settings)
        print(f"{len(paths)} files, {sum(map(len, texts))} passages to encode,", end=" ")
        print(f"{os.cpu_count()} processors")
        with Assistant.open(settings, "ingest", notice=print) as service:
            run(service, groups, texts)


if __name__ == "__main__":
    main()
