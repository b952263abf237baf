"""The quality gate: some sixty questions, and a kept table of what the product answers to them.

    python -m tests.quality_gate             # ask, show the rows that differ; exit status 1 if any does
    python -m tests.quality_gate --write     # ask, write the table anew, show what changed

`quality_gate.jsonl` holds a line a question: its id, its turns (one conversation, of which the last
answer counts) and the answer's status, figures and cited places. A line that has only id and turns is
a new question. The table tells what the product does, right or wrong; a row that is known to be wrong
carries `known_wrong` and a word on `why`. No scores stand in it, and every question keeps a distance
of at least MARGIN from each threshold that decides on it, so that another processor gives the same
rows; `--write` names those that do not.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assistant.cli.questions import converse
from assistant.models import Answer, Citation, Intent
from assistant.question import utterance
from assistant.question.utterance import FOR_REPORTS
from assistant.reader.extractive import ExtractiveReader
from assistant.service import Assistant
from tests.evaluation.small_libraries import MADE_UP, MODELS, small_library

TABLE = Path(__file__).with_suffix(".jsonl")
LIBRARY = ("sample", *MADE_UP)
MARGIN = 0.05

Row = dict[str, Any]
_ANSWERED = ("status", "figures", "places")


def load_rows(path: Path = TABLE) -> list[Row]:
    """Read the table, in its order."""
    rows: list[Row] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids), "an id stands twice"
    return rows


def ask_rows(assistant: Assistant, rows: Sequence[Row]) -> list[Row]:
    """Ask every row's question; give the rows with what is answered now."""
    return [row | told(converse(assistant, row["turns"], None)[-1]) for row in rows]


def told(answer: Answer) -> Row:
    """Give what the table keeps of an answer."""
    stated = {
        f"{one.value:.12g}{one.unit}{'（有误）' * one.refuted}": None for one in answer.figures
    }
    computed = [f"{one.formula}{one.unit}" for one in answer.computed]
    parts = [part.status for part in answer.parts]
    return {
        "status": answer.status + (f": {', '.join(parts)}" if parts else ""),
        "figures": [*stated, *computed],
        "places": [_place(one) for one in answer.citations],
    }


def _place(citation: Citation) -> str:
    return f"{citation.region}{citation.year} › {' › '.join(citation.heading)} @{citation.start}"


def differences(kept: Sequence[Row], now: Sequence[Row]) -> list[str]:
    """Give a few lines for each row that differs: the question, and each field as it was and is."""
    lines: list[str] = []
    for old, new in zip(kept, now, strict=True):
        changed = [name for name in _ANSWERED if old.get(name) != new.get(name)]
        if not changed:
            continue
        known = f"  (known to be wrong: {old.get('why', '')})" if old.get("known_wrong") else ""
        lines.append(f"{old['id']}  {' / '.join(old['turns'])}{known}")
        for name in changed:
            if name == "status":
                lines.append(f"    status   {old.get(name, '(new)')} → {new[name]}")
                continue
            before, after = old.get(name, []), new[name]
            lines += [f"    - {name:8} {one}" for one in before if one not in after]
            lines += [f"    + {name:8} {one}" for one in after if one not in before]
            if sorted(before) == sorted(after):
                lines.append(f"    {name} in another order: {'; '.join(after)}")
    return lines


def write_rows(rows: Sequence[Row], path: Path = TABLE) -> None:
    """Write the table."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


@contextmanager
def distances() -> Iterator[list[float]]:
    """Gather how far each probability lies from the threshold that it is held against."""
    seen: list[float] = []
    read, judged = ExtractiveReader.confidence, utterance.decided

    def confidence(self: ExtractiveReader, need: Any, table: Any, scores: Any) -> float:
        value = read(self, need, table, scores)
        seen.append(abs(value - self._model.bar(table.spread)))
        return value

    def decided(shares: Any, bar: float) -> Intent:
        seen.append(abs(float(shares[: len(FOR_REPORTS)].sum()) - bar))
        return judged(shares, bar)

    with (
        patch.object(ExtractiveReader, "confidence", confidence),
        patch.object(utterance, "decided", decided),
    ):
        yield seen


def too_near(assistant: Assistant, rows: Sequence[Row]) -> list[str]:
    """Name the questions that come within MARGIN of a threshold."""
    near = []
    for row in rows:
        with distances() as seen:
            ask_rows(assistant, [row])
        if min(seen, default=1.0) < MARGIN:
            near.append(f"{row['id']}  {' / '.join(row['turns'])}  {min(seen):.3f}")
    return near


def main() -> int:
    """Ask, compare, and write where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the table anew")
    parser.add_argument("--models", type=Path, default=MODELS, help="folder of the unpacked model")
    arguments = parser.parse_args()
    kept = load_rows()
    with small_library(LIBRARY, arguments.models) as assistant:
        now = ask_rows(assistant, kept)
        near = too_near(assistant, kept) if arguments.write else []
    changed = differences(kept, now)
    print("\n".join(changed) or f"All {len(kept)} rows are as they were.")
    if near:
        print(f"\nWithin {MARGIN} of a threshold; choose other questions:", *near, sep="\n  ")
    if arguments.write:
        write_rows(now)
        return int(bool(near))
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
