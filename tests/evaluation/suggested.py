"""Are the questions that the page suggests answered, and from where they were made?

`WENBAO_HOME=… python -m tests.evaluation.suggested QUESTIONS.jsonl [--count 150]`: asks the questions,
takes what is suggested after each answer, asks that, and counts; then the example questions of single
reports and of the whole library.
"""

import argparse
import json
import os
import random
from collections import Counter
from pathlib import Path

from assistant.config import load_settings
from assistant.service import Assistant
from assistant.suggesting.examples import example_groups


def main() -> None:
    """Print what share of the suggestions is answered, by kind, and those that are not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    draw = random.Random(7)
    first = [
        json.loads(line)["turns"][0]
        for path in arguments.questions
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    with Assistant.open(load_settings(dict(os.environ)), "other") as assistant:
        suggested: list[tuple[str, str]] = []
        for question in draw.sample(first, min(arguments.count, len(first))):
            answer = assistant.ask(question)
            kind = f"after {answer.status}"
            suggested += [(kind, q) for q in assistant.next_questions(answer)]
        records = assistant.reports()
        for record in draw.sample(records, min(arguments.reports, len(records))):
            for group in example_groups([record], assistant.passages):
                suggested += [(f"example {group.key}", q) for q in group.questions]
        for group in assistant.example_groups():
            suggested += [(f"library {group.key}", q) for q in group.questions]
        total: Counter[str] = Counter()
        answered: Counter[str] = Counter()
        for kind, question in suggested:
            answer = assistant.ask(question)
            total[kind] += 1
            answered[kind] += answer.status == "disclosed"
            if answer.status != "disclosed":
                print(f"  {kind}: {answer.status}: {question}")
    for kind, count in sorted(total.items()):
        print(f"{kind}: {answered[kind]}/{count}")
    print(f"all: {answered.total()}/{total.total()}")
    for kind, question in draw.sample(suggested, min(arguments.show, len(suggested))):
        print(f"  {kind}: {question}")


if __name__ == "__main__":
    main()
