"""The utterances that what tells their kinds is fitted on."""

import hashlib
import json
import random
from dataclasses import dataclass
from pathlib import Path

from assistant.question.injection import without_injection
from assistant.question.typed import worded
from assistant.question.utterance import KINDS

HERE = Path(__file__).parent
QUESTIONS = 1500
DATA = (
    "training/intents.tsv",
    "training/more_intents.tsv",
    "training/questions.jsonl",
    "train_questions.jsonl",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance: its text as judged, its kind as a place in `KINDS`, and where it comes from."""

    text: str
    kind: int
    source: str


def utterances() -> list[Said]:
    """Read all that is fitted on, in an order that never changes."""
    said = [
        (source, *line.split("\t"))
        for source in ("intents", "more_intents")
        for line in _lines(f"training/{source}.tsv")
    ]
    asked = [json.loads(line) for line in _lines("training/questions.jsonl")]
    files = {one["file"] for one in asked}
    chosen = random.Random(1).sample([one["question"] for one in asked], QUESTIONS)
    said += [("questions", "ask", text) for text in chosen]
    cases = [json.loads(line) for line in _lines("train_questions.jsonl")]
    for case in cases:
        if case.get("file") in files and case.get("status") != "off_topic":
            said += [("following", "ask", turn) for turn in case["turns"][1:]]
    return [
        Said(without_injection(worded(text))[0] or text, KINDS.index(intent), source)
        for source, intent, text in said
    ]


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def data_hash() -> str:
    """Name what was fitted on: 16 hex of the files' content."""
    return hashlib.sha256(b"".join((HERE / name).read_bytes() for name in DATA)).hexdigest()[:16]
