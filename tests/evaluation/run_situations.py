"""Ask a set of situations, each over its own small library of made-up reports, and judge the answers.

    python -m tests.evaluation.run_situations FOLDER [--models HOME/models] [--json OUT] [--show]

FOLDER holds `questions.jsonl` and the folders of reports that its lines name in `library` (`reports`
where they name none). A line has `turns`, and of the last answer: `status` (one, or a list), `must`
(strings that a disclosed answer shows), `must_not` (strings that no answer shows), `report` (the
files that it may be cited from) and `only_if_marked` (strings that may stand only where the answer
says 计划). Figures are compared as whole numbers. The table is by `group`, `how` or `kind`.
"""

import argparse
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cli.questions import converse
from assistant.config import load_settings
from assistant.models import Answer
from assistant.service import Assistant

_GROUPS = ("group", "how", "kind", "outlook")
_MARKED = re.compile(r"计划|打算|安排|目标")


@dataclass(frozen=True, slots=True)
class Judged:
    """A situation, what was answered last, and what is wrong with it."""

    case: dict[str, Any]
    answer: Answer
    wrong: tuple[str, ...]


def flat(text: str) -> str:
    """Give a text as it is compared: NFKC, no marks, no white space, no thousands separators."""
    plain = re.sub(r"\[\d+\]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", "", re.sub(r"(?<=\d),(?=\d{3})", "", plain))


def has(needle: str, text: str) -> bool:
    """Say whether a text holds a string; one that begins or ends with a digit as a whole number."""
    plain = flat(needle)
    before = r"(?<![\d.])" if plain[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if plain[-1:].isdigit() else ""
    return re.search(before + re.escape(plain) + after, flat(text)) is not None


def shown(answer: Answer) -> str:
    """Give all words of an answer that assert something: its text and its table."""
    rows = answer.table.rows if answer.table else ()
    return "\n".join((answer.text, *(cell for row in rows for cell in row.cells)))


def problems(case: dict[str, Any], answer: Answer, names: dict[str, str]) -> Iterator[str]:
    """Give what is wrong with an answer; `names` are the source names of the library's reports."""
    wanted = case.get("status") or ["disclosed"]
    wanted = [wanted] if isinstance(wanted, str) else wanted
    text = shown(answer)
    if answer.status not in wanted:
        yield f"status {answer.status}"
    for needle in case.get("must_not", ()):
        if has(needle, text):
            yield f"shows {needle}"
    if answer.status == "disclosed":
        for needle in case.get("must", ()):
            if not has(needle, text):
                yield f"lacks {needle}"
        allowed = {Path(name).name for name in case.get("report", ())}
        foreign = {names[c.report_id] for c in answer.citations} - allowed if allowed else set()
        for name in sorted(foreign):
            yield f"cites {name}"
    for needle in case.get("only_if_marked", ()):
        for sentence in re.split(r"(?<=\])\s*(?=[^\[\s])|\n", text):
            if has(needle, sentence) and not _MARKED.search(sentence):
                yield f"unmarked {needle}"


def run_set(folder: Path, models: Path, cases: Sequence[dict[str, Any]]) -> list[Judged]:
    """Ask cases that share a library; it is built for them and thrown away."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "models").symlink_to(models.resolve())
        with Assistant.open(load_settings({"WENBAO_HOME": home}), "other") as assistant:
            outcome = assistant.ingest([folder / cases[0].get("library", "reports")])
            assert not outcome.failed, outcome
            names = {one.report_id: one.source_name for one in assistant.reports()}
            judged = []
            for case in cases:
                answer = converse(assistant, list(case["turns"]), None)[-1]
                wrong = tuple(dict.fromkeys(problems(case, answer, names)))
                judged.append(Judged(case, answer, wrong))
            return judged


def main() -> int:
    """Run all sets, print the table, and with --show what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    lines = (arguments.folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    by_library: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        case = json.loads(line)
        by_library[case.get("library", "reports")].append(case)
    judged = [
        one
        for cases in by_library.values()
        for one in run_set(arguments.folder, arguments.models, cases)
    ]
    right, all_of = Counter[str](), Counter[str]()
    for one in judged:
        name = next((str(one.case[key]) for key in _GROUPS if key in one.case), "")
        all_of[name] += 1
        right[name] += not one.wrong
    for name, count in all_of.items():
        print(f"{right[name]:4d} of {count:4d}  {name}")
    print(f"{sum(right.values()):4d} of {len(judged):4d}")
    if arguments.show:
        for one in judged:
            if one.wrong:
                print(f"\n{one.case['id']} {' / '.join(one.case['turns'])}\n  {one.wrong}")
                print(f"  {one.answer.status}: {one.answer.text[:300]}")
    if arguments.json:
        rows = [{**o.case, "wrong": o.wrong, "answer": o.answer.to_json()} for o in judged]
        plain = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        arguments.json.write_text(plain, encoding="utf-8")
    return sum(right.values()) < len(judged)


if __name__ == "__main__":
    sys.exit(main())
