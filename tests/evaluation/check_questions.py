"""Check the question sets of this folder against a folder of reports.

Place in the flow: run by hand before a set is used (`python check_questions.py REPORTS`), never by
the product. Standard library only; exit status 1 if any problem is found. A required figure must
stand in one sentence of its report (in any passage for questions over two places, two turns or two
reports); matching follows the scoring rules of the development set: NFKC, no white space, no
thousands separators, digit boundaries.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ANSWERABLE = {"number", "several", "list", "why", "multi"}
STATUSES = {"not_in_report", "not_in_library", "off_topic"}
CASE_KINDS = {
    "echo",
    "premise",
    "year",
    "neighbour",
    "subtotal",
    "injection_question",
    "injection_report",
    "digits",
    "typo",
    "traditional",
}
SAMPLE = "北京市大兴区人民政府2020年法治政府建设年度情况报告.txt"

# A figure stands between two marks; figures of one clause neighbourhood and the items of a list may
# be cut by semicolons, a list or a reason may run into the next sentence.
SPANS = {"number": ("。!?;", 1), "several": ("。!?", 1), "list": ("。!?", 2), "why": ("。!?", 2)}

Item = dict[str, Any]


def normal(text: str) -> str:
    """Return `text` in NFKC without white space or thousands separators."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def has(needle: str, text: str) -> bool:
    """Say whether `needle` stands in the already normal `text`, 24 not counting as 124 or 24.5."""
    needle = normal(needle)
    pattern = re.escape(needle)
    if needle[:1].isdigit():
        pattern = r"(?<![\d.])" + pattern
    if needle[-1:].isdigit():
        pattern += r"(?!\d|\.\d)"
    return re.search(pattern, text) is not None


def windows(text: str, ends: str, size: int) -> list[str]:
    """Cut `text` at the marks `ends`, then give overlapping runs of `size` parts."""
    sentences = [part for part in re.split(f"(?<=[{ends}])", text) if part]
    return ["".join(sentences[i : i + size]) for i in range(max(1, len(sentences) - size + 1))]


def read_lines(path: Path) -> list[Item]:
    """Read one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


class Reports:
    """Normal texts of the reports in `folders`, read once each."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.texts: dict[str, str | None] = {}

    def text(self, name: str) -> str | None:
        """Return the normal text of a report file, None if no folder holds it."""
        if name not in self.texts:
            paths = [folder / name for folder in self.folders if (folder / name).is_file()]
            self.texts[name] = normal(paths[0].read_text(encoding="utf-8")) if paths else None
        return self.texts[name]


def check_needles(needles: list[str], kind: str, text: str) -> list[str]:
    """Name what is wrong with the required strings of one question over one report."""
    problems = [f"not in report: {n}" for n in needles if not has(n, text)]
    problems += [
        f"phrase over 12 characters: {n}"
        for n in needles
        if len(normal(n)) > 12 and not re.search(r"\d", n)
    ]
    if kind in SPANS and not problems:
        runs = windows(text, *SPANS[kind])
        together = any(all(has(n, run) for n in needles) for run in runs)
        problems += [] if together else [f"not in one sentence: {needles}"]
    return problems


def check_item(item: Item, reports: Reports) -> list[str]:
    """Name the problems of one line of train_questions.jsonl."""
    kind, turns = item["kind"], item["turns"]
    problems = [] if turns and all(turns) else ["no question"]
    if kind == "unanswerable":
        status = item.get("status")
        if status not in STATUSES:
            problems.append(f"status {status}")
        if status == "not_in_report" and (not item["file"] or reports.text(item["file"]) is None):
            problems.append("not_in_report without a report")
        return problems
    if kind == "cross":
        texts = [reports.text(name) for name in item["files"]]
        if any(text is None for text in texts):
            return [*problems, "report missing"]
        joined = "".join(text or "" for text in texts)
        needles = item["must_contain"]
        if not needles or (len(item["files"]) < 2 and "years" not in item):
            problems.append("cross question over one report")
        return problems + [f"not in reports: {n}" for n in needles if not has(n, joined)]
    if kind == "followup":
        per_turn = item["must_contain_per_turn"]
        files = item.get("files") or [item["file"]] * len(turns)
        if not len(turns) == len(per_turn) == len(files):
            problems.append("turns, files and required strings differ in number")
        for name, needles in zip(files, per_turn, strict=False):
            text = reports.text(name)
            problems += check_needles(needles, "number", text) if text else [f"no {name}"]
        return problems
    if kind not in ANSWERABLE:
        return [*problems, f"kind {kind}"]
    text = reports.text(item["file"])
    if text is None:
        return [*problems, "report missing"]
    if not item["must_contain"]:
        problems.append("nothing required")
    return problems + check_needles(item["must_contain"], kind, text)


def check_case(case: Item, reports: Reports) -> list[str]:
    """Name the problems of one line of adversarial.jsonl."""
    problems = [] if case["kind"] in CASE_KINDS else [f"kind {case['kind']}"]
    if case["status"] not in STATUSES | {"disclosed"}:
        problems.append(f"status {case['status']}")
    texts = [reports.text(SAMPLE if n == "sample" else n) for n in case["library"]]
    if any(text is None for text in texts):
        return [*problems, "report missing"]
    joined = "".join(text or "" for text in texts)
    problems += [f"not in library: {n}" for n in case["must_contain"] if not has(n, joined)]
    if (case["status"] == "disclosed") != bool(case["must_contain"]):
        problems.append("required strings do not fit the status")
    overlap = set(case["must_contain"]) & set(case["must_not_contain"])
    return problems + [f"both required and forbidden: {n}" for n in overlap]


def main(folder: Path) -> int:
    """Check both sets; print counts and problems; return the exit status."""
    reports = Reports(folder, HERE / "reports")
    problems: list[str] = []
    sets = (("train_questions.jsonl", check_item), ("adversarial.jsonl", check_case))
    for name, check in sets:
        if not (HERE / name).is_file():
            continue
        items = read_lines(HERE / name)
        asked = Counter(tuple(item["turns"]) for item in items)
        problems += [f"{name}: asked twice: {turns}" for turns, n in asked.items() if n > 1]
        if len({item["id"] for item in items}) != len(items):
            problems.append(f"{name}: an id is used twice")
        for item in items:
            problems += [f"{item['id']}: {problem}" for problem in check(item, reports)]
        named = [item.get("files") or item.get("library") or [item.get("file")] for item in items]
        files = {name for names in named for name in names if name}
        print(f"{name}: {len(items)} over {len(files)} reports", end=" ")
        print(dict(Counter(item["kind"] for item in items)))
    print("\n".join(problems) or "no problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
