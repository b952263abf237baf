"""Ask many questions of any kind and count those whose answer failed our own check and was withheld.

    python -m tests.evaluation.ask_many --home HOME [--count 1000] [--seed 1] [FILE.jsonl …]

FILES have a `question` or an `utterance` a line; by default those of `training/` that are questions as they are asked. A part of the questions
are asked as follow-ups of the one before. Ends with 1 where any answer was withheld.
"""

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

from assistant.config import load_settings
from assistant.models import Turn
from assistant.service import Assistant
from assistant.wording import WITHHELD

TRAINING = Path(__file__).parent / "training"
ASKED = ("forms.jsonl", "intents.tsv", "more_intents.tsv", "pairs.jsonl", "questions.jsonl")
_FOLLOWS = 0.15


def questions_of(paths: list[Path]) -> list[str]:
    """Read the questions of some files, each once, in order."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if path.suffix == ".tsv":
                found.append(line.split("\t")[1])
                continue
            plain = json.loads(line)
            turns = plain.get("turns") or [plain.get("question") or plain["utterance"]]
            found.append(turns[-1])
    return list(dict.fromkeys(found))


def main() -> None:
    """Ask, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    asked = questions_of(given.files or [TRAINING / name for name in ASKED])
    chosen = chance.sample(asked, min(given.count, len(asked)))
    statuses: Counter[str] = Counter()
    withheld = []
    with Assistant.open(load_settings({"WENBAO_HOME": str(given.home)}), "other") as assistant:
        before: tuple[Turn, ...] = ()
        for question in chosen:
            history = before if chance.random() < _FOLLOWS else ()
            answer = assistant.ask(question, history=history, mode="extractive")
            statuses[answer.status] += 1
            if answer.text == WITHHELD:
                withheld.append((question, [turn.question for turn in history], answer.notices))
            before = (Turn(question, answer),)
    print(f"{len(chosen)} questions: {dict(statuses)}; withheld {len(withheld)}")
    for row in withheld:
        print(row)
    sys.exit(bool(withheld))


if __name__ == "__main__":
    main()
